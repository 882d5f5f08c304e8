"""Hours, service points and a pause for agencies of the demonstration, from ``demo/noi-tiep-nhan.yaml``."""

from __future__ import annotations

from datetime import time, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from portal.agencies.models import Agency, HoursException, OpeningHours, ServicePoint
from portal.core.clock import today

FILE = Path(__file__).resolve().parent / "demo" / "noi-tiep-nhan.yaml"
WEEKDAYS, SATURDAY = range(5), (5,)


def fill() -> int:
    """Fill the agencies that have nothing yet; what anybody entered stays. Gives how many were filled."""
    texts: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    filled = 0
    for agency in Agency.objects.filter(code__in=texts["confirmed"], is_demo=True):
        if OpeningHours.objects.filter(agency=agency).exists() or agency.service_points.exists():
            continue
        _fill(agency, texts[agency.level], texts["confirmed"][agency.code])
        filled += 1
    return filled


@transaction.atomic
def _fill(agency: Agency, texts: dict[str, Any], confirmed: int) -> None:
    _week(texts, agency=agency)
    for position, row in enumerate(texts["points"], 1):
        point = ServicePoint.objects.create(
            agency=agency,
            kind=row["kind"],
            name=row["name"],
            address=row["address"],
            accepts="\n".join(row["accepts"]),
            directions=row["directions"],
            position=position,
            source="bản trình diễn",
        )
        _week(row, service_point=point)
        if "pause" in row:
            _pause(point, **row["pause"])
    agency.contact_confirmed_on = today() - timedelta(days=confirmed)
    agency.save()


def _week(texts: dict[str, Any], **place: Any) -> None:
    for key, days in (("weekdays", WEEKDAYS), ("saturday", SATURDAY)):
        for stretch in texts.get(key, ()):
            opens, closes = map(time.fromisoformat, stretch.split("-"))
            for day in days:
                OpeningHours.objects.create(
                    weekday=day, opens=opens, closes=closes, receives_only=key == "saturday", **place
                )


def _pause(point: ServicePoint, *, begins_in: int, days: int, reason: str, elsewhere: str) -> None:
    first = today() + timedelta(days=begins_in)
    instead = ServicePoint.objects.filter(agency=point.agency, name=elsewhere).first()
    HoursException.objects.create(
        service_point=point,
        first_day=first,
        last_day=first + timedelta(days=days - 1),
        reason=reason,
        elsewhere_point=instead,
        elsewhere="" if instead else elsewhere,
    )
