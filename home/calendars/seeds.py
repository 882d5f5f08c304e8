"""Weeks and receptions of the demonstration, from ``demo/calendars.yaml``, written in bulk."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils.translation import gettext as _

from home.calendars import days, public, search
from home.calendars.models import AgendaEntry, AgendaWeek, Reception, ReceptionDay
from home.calendars.models.agenda import WEEK, this_monday
from home.provisioning import ROLE
from portal.agencies.models import Agency
from portal.core import clock
from portal.core.seeds import ALWAYS, SeedContext, register_seed
from portal.editorial.services import Acts, Happening, Publication, commit

FILE = Path(__file__).resolve().parent / "demo" / "calendars.yaml"
ANNOUNCED = timedelta(days=100)
UNITS = {"xa": "xã", "phuong": "phường", "dac-khu": "đặc khu"}


def _files(context: SeedContext) -> Iterable[Path]:
    return [FILE]


@transaction.atomic
def _calendars(context: SeedContext) -> None:
    """The week of now and the next one, and the receptions; what stands there already stays."""
    agencies = list(Agency.objects.filter(is_demo=True, successions=None).order_by("pk"))
    made = [*_read_back(_receptions(agencies), "days"), *_read_back(_weeks(agencies), "entries")]
    publication = Publication()
    for record in made:
        line = public.line(record)
        publication.add([line.act(Happening(Acts.APPEARED, ROLE), content=line.content)], stamps=line.stamps)
    if made:
        # Rows made in bulk send no signals.
        publication.add((), kind=search.KIND, ids=list(search.all_ids()))
    commit(publication)
    context.say(_("%d lịch công tác, lịch tiếp công dân") % len(made))


def _read_back(made: list[Any], rows: str) -> list[Any]:
    """As the database has them, with agencies and rows: what the log hashes."""
    if not made:
        return []
    found = type(made[0]).objects.filter(pk__in=[record.pk for record in made])
    return list(found.select_related("agency").prefetch_related(rows))


def _receptions(agencies: list[Agency]) -> list[Reception]:
    held = set(Reception.objects.values_list("agency_id", flat=True))
    announced = clock.now() - ANNOUNCED
    made = []
    for agency in agencies:
        for item in _load()["receptions"][agency.level] if agency.pk not in held else ():
            reception = Reception(agency=agency, starts_on=announced.date(), basis=_load()["note"])
            _fill(reception, item, agency)
            reception.first_published_at = reception.last_published_at = announced
            made.append(reception)
    Reception.objects.bulk_create(made)
    notes = [note for reception in made for note in _notes(reception)]
    ReceptionDay.objects.bulk_create(notes)
    return made


def _notes(reception: Reception) -> list[ReceptionDay]:
    """Results of some past days: not of all, so that the list shows both."""
    today = clock.today()
    past = days.occurrences(
        reception, (), today - ANNOUNCED, today - timedelta(days=1), clock.WorkCalendar.current()
    )[::-1]
    found = []
    for item in _load()["days"]:
        if item["turn"] < len(past):
            values = {key: value for key, value in item.items() if key != "turn"}
            found.append(
                ReceptionDay(reception=reception, planned_on=past[item["turn"]].planned_on, **values)
            )
    return found


def _weeks(agencies: list[Agency]) -> list[AgendaWeek]:
    monday = this_monday()
    held = set(AgendaWeek.objects.filter(monday__gte=monday).values_list("agency_id", "monday"))
    now = clock.now()
    made = []
    for agency in agencies:
        for first in (monday, monday + WEEK):
            if (agency.pk, first) not in held:
                week = AgendaWeek(agency=agency, monday=first, note=_load()["note"], live=True)
                week.first_published_at = week.last_published_at = now
                made.append(week)
    AgendaWeek.objects.bulk_create(made)
    AgendaEntry.objects.bulk_create([entry for week in made for entry in _entries(week)])
    return made


def _entries(week: AgendaWeek) -> list[AgendaEntry]:
    found = []
    for item in _load()["week"][week.agency.level]:
        entry = AgendaEntry(week=week, day=_day(week.monday, item["day"]))
        found.append(_fill(entry, item, week.agency))
    return found


def _day(monday: date, number: int) -> date:
    return monday + timedelta(days=number)


def _fill(row: Any, item: dict[str, Any], agency: Agency) -> Any:
    """Give a row the values of an item: hours as times, words with the agency's own kind in them."""
    unit = UNITS.get(agency.kind, "xã")
    for name, value in item.items():
        if name == "day":
            continue
        if name in ("opens", "closes", "starts", "ends"):
            setattr(row, name, _time(value))
        else:
            setattr(row, name, value.replace("{unit}", unit) if isinstance(value, str) else value)
    return row


def _time(value: str) -> time:
    return time.fromisoformat(value.zfill(5))


@cache
def _load() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return data


register_seed(
    "calendars", 72, _files, _calendars, version=lambda: f"1 {this_monday().isoformat()}", demo=ALWAYS
)
