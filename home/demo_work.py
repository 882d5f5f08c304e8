"""Work that waits in the demonstration: drafts, texts sent and sent back, what appears or ends within days.

The texts are in ``demo/work.yaml``; each is written, sent and approved by the demonstration's people through
the services that everybody uses, so that "Việc hôm nay" of every role shows what a working day would show.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils import timezone

from home.models import AboutPage, HomePage
from home.provisioning import source_locale
from portal.accounts import demo
from portal.accounts.models import User
from portal.agencies.models import Agency
from portal.core.slugs import slugify_vi
from portal.editorial.models import Absence
from portal.editorial.people.demo import PLACES
from portal.editorial.workflow import emergency, review

FILE = Path(__file__).resolve().parent / "demo" / "work.yaml"
# Whose approver is away, so that the demonstration has a deputy.
AWAY, DEPUTY, AWAY_DAYS = "17329", "leader", 13
EVENING, MORNING = 17, 8


@dataclass(frozen=True, slots=True)
class Work:
    """One text with its people: who wrote it, and who is the second one."""

    page: AboutPage
    author: User
    second: User | None
    entry: dict[str, Any]


def fill() -> int:
    """Make what is missing; what is there stays as people left it. Gives how many texts were made."""
    made = 0
    for agency in Agency.objects.filter(code__in=PLACES, is_demo=True):
        home = HomePage.objects.filter(agency=agency, locale=source_locale()).first()
        if home is None:
            continue
        for entry in texts()[agency.level]:
            made += _make(home, agency, entry)
    _absence()
    return made


@cache
def texts() -> dict[str, list[dict[str, Any]]]:
    """Texts by level of agency."""
    data: dict[str, list[dict[str, Any]]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return data


@transaction.atomic
def _make(home: HomePage, agency: Agency, entry: dict[str, Any]) -> bool:
    slug = slugify_vi(entry["title"])
    author = demo.person(demo.name_of(entry["by"], agency))
    if author is None or home.get_children().filter(slug=slug).exists():
        return False
    page = AboutPage(title=entry["title"], slug=slug, lead=entry["lead"], owner=author, live=False)
    body: Any = page._meta.get_field("body")
    page.body = body.to_python(json.dumps(_body(entry["text"])))
    page.locale = home.locale
    HomePage.objects.get(pk=home.pk).add_child(instance=page)
    second = demo.person(demo.name_of(entry["second"], agency)) if "second" in entry else None
    STATES[entry["state"]](Work(page, author, second, entry))
    return True


def _body(text: str) -> list[dict[str, str]]:
    words = f"<p>{escape(text, quote=False)}</p>"
    return [{"type": "paragraph", "value": words}]


def _draft(work: Work) -> None:
    work.page.save_revision(user=work.author)


def _submitted(work: Work) -> None:
    work.page.save_revision(user=work.author)
    review.submit(work.page, work.author)


def _sent_back(work: Work) -> None:
    _submitted(work)
    review.send_back(_waiting(work), work.second, comment=work.entry["words"])


def _scheduled(work: Work) -> None:
    work.page.go_live_at = _in_days(work.entry["days"], MORNING)
    _approved(work)


def _public(work: Work) -> None:
    work.page.expire_at = _in_days(work.entry["days"], EVENING)
    _approved(work)


def _approved(work: Work) -> None:
    _submitted(work)
    review.approve(_waiting(work), work.second)


def _urgent(work: Work) -> None:
    work.page.save_revision(user=work.author)
    emergency.publish_now(work.page, work.author, reason=work.entry["words"])


STATES = {
    "draft": _draft,
    "submitted": _submitted,
    "sent-back": _sent_back,
    "scheduled": _scheduled,
    "public": _public,
    "urgent": _urgent,
}


def _waiting(work: Work) -> Any:
    return work.page.current_workflow_state.current_task_state


def _in_days(days: int, hour: int) -> datetime:
    return timezone.localtime().replace(hour=hour, minute=0, second=0, microsecond=0) + timedelta(days=days)


def _absence() -> None:
    """The approver of one commune is away; whoever leads it approves meanwhile."""
    agency = Agency.objects.filter(code=AWAY, is_demo=True).first()
    if agency is None:
        return
    away, deputy = (demo.person(demo.name_of(role, agency)) for role in ("approver", DEPUTY))
    if away is None or deputy is None or Absence.objects.filter(user=away).exists():
        return
    today = timezone.localdate()
    Absence.objects.create(
        user=away,
        agency=agency,
        starts_on=today,
        ends_on=today + timedelta(days=AWAY_DAYS),
        deputy=deputy,
    )
