"""Adding up, totals, and corrections with a reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Min, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from home.visits.models import PageMonth, SiteDay, VisitCorrection, VisitLine
from portal.agencies.models import Agency
from portal.core.audit import note
from portal.core.audit_events import register_details, register_names
from portal.core.stamps import bump

# Moves when totals have changed: every process reads them again, once.
STAMP = "visits"
BATCH = 5000


def add_up() -> str:
    """The job: add the lines of all processes to the sums; gives a line on what was done."""
    done = 0
    while taken := _add_batch():
        done += taken
    return f"{done}" if done else ""


@transaction.atomic
def _add_batch() -> int:
    lines = list(VisitLine.objects.order_by("pk")[:BATCH])
    if not lines:
        return 0
    days: Counter[tuple[int, date]] = Counter()
    pages: Counter[tuple[int, int, str]] = Counter()
    for line in lines:
        days[line.agency_id, line.day] += line.count
        pages[line.agency_id, line.day.year * 100 + line.day.month, line.path] += line.count
    _add(SiteDay, ("agency_id", "day"), days)
    _add(PageMonth, ("agency_id", "month", "path"), pages)
    VisitLine.objects.filter(pk__in=[line.pk for line in lines]).delete()
    bump(STAMP)
    return len(lines)


def _add(model: Any, names: tuple[str, ...], sums: Mapping[tuple[Any, ...], int]) -> None:
    """Add to the rows of these keys; rows that are missing are made."""
    rows = [model(**dict(zip(names, key, strict=True)), count=0) for key in sums]
    model.objects.bulk_create(rows, ignore_conflicts=True)
    by_count: dict[int, list[int]] = {}
    found = model.objects.filter(agency_id__in={key[0] for key in sums})
    found = found.filter(**{f"{names[1]}__in": {key[1] for key in sums}})
    for pk, *key in found.values_list("pk", *names):
        if tuple(key) in sums:
            by_count.setdefault(sums[tuple(key)], []).append(pk)
    # One statement for all rows that get the same number: most pages are read once or twice in a batch.
    for count, keys in by_count.items():
        model.objects.filter(pk__in=keys).update(count=F("count") + count)


def totals() -> dict[int, tuple[int, date | None]]:
    """Agency's key → what its site shows, and the first day that was counted: two queries."""
    counted = {
        agency: (total, first)
        for agency, total, first in SiteDay.objects.order_by()
        .values_list("agency")
        .annotate(total=Sum("count"), first=Min("day"))
    }
    corrected = dict(VisitCorrection.objects.order_by().values_list("agency").annotate(total=Sum("amount")))
    return {
        agency: (
            max(0, counted.get(agency, (0, None))[0] + corrected.get(agency, 0)),
            counted.get(agency, (0, None))[1],
        )
        for agency in {*counted, *corrected}
    }


@transaction.atomic
def correct(agency: Agency, kind: str, amount: int, reason: str, user: Any) -> VisitCorrection:
    """Note a starting value or a correction. Raises ValidationError: no reason, zero, a second starting
    value, or a total below zero."""
    errors: dict[str, str] = {}
    if not reason.strip():
        errors["note"] = _("Ghi lý do và nguồn số liệu.")
    if amount == 0:
        errors["amount"] = _("Nhập số khác 0.")
    if kind == VisitCorrection.Kind.START:
        if amount < 0:
            errors["amount"] = _("Số của trang cũ là số dương.")
        if VisitCorrection.objects.filter(agency=agency, kind=kind).exists():
            errors["kind"] = _("Đã ghi số của trang cũ; sai thì ghi đính chính.")
    if totals().get(agency.pk, (0, None))[0] + amount < 0:
        errors["amount"] = _("Tổng lượt truy cập không thể dưới 0.")
    if errors:
        raise ValidationError(errors)
    made = VisitCorrection.objects.create(
        agency=agency, kind=kind, amount=amount, note=reason.strip(), made_by=user, made_at=timezone.now()
    )
    note("visits.corrected", user=user, obj=made, amount=amount)
    bump(STAMP)
    return made


def register() -> None:
    """Called once when the application starts."""
    register_names({"visits.corrected": gettext_lazy("Đính chính lượt truy cập")})
    register_details({"amount": gettext_lazy("số cộng thêm")})
