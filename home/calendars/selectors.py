"""What a site shows of its calendars; receptions are kept in the process until one of them changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from home.calendars.days import Occurrence, occurrences
from home.calendars.models import AgendaEntry, AgendaWeek, Reception, ReceptionDay
from portal.core.clock import WorkCalendar
from portal.core.public_term import ended, in_term
from portal.core.site_request import PortalRequest

# Moves when a week or a reception is published or withdrawn.
STAMP = "calendars"
# How far back single days are read.
KEPT = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Held:
    """A public reception with the days on which something was written."""

    reception: Reception
    notes: tuple[ReceptionDay, ...]


_held: tuple[Any, dict[int, tuple[Held, ...]]] = (None, {})


def receptions(portal: PortalRequest) -> list[Held]:
    """The public receptions of the site's agency in force today or to come: two queries once a change."""
    if portal.agency is None:
        return []
    return receptions_of(portal.agency.pk, portal.today, portal.stamps.get(STAMP, 0))


def receptions_of(agency: int, today: date, stamp: int) -> list[Held]:
    """The same for an agency, for who has read the stamp."""
    global _held
    if _held[0] != stamp:
        _held = (stamp, {})
    if agency not in _held[1]:
        _held[1][agency] = _read(agency, today)
    return [
        one
        for one in _held[1][agency]
        if not ended(one.reception, today)
        and (one.reception.ends_on is None or one.reception.ends_on >= today)
    ]


def _read(agency: int, today: date) -> tuple[Held, ...]:
    rows = Reception.objects.filter(agency=agency, live=True).order_by("-is_head", "pk")
    days: dict[int, list[ReceptionDay]] = {}
    notes = ReceptionDay.objects.filter(reception__in=[row.pk for row in rows], planned_on__gte=today - KEPT)
    for note in notes if rows else ():
        days.setdefault(note.reception_id, []).append(note)
    return tuple(Held(row, tuple(days.get(row.pk, ()))) for row in rows)


def forget() -> None:
    """Drop the process's copy (tests, after a rolled-back database)."""
    global _held
    _held = (None, {})


def held_between(held: Sequence[Held], first: date, last: date, calendar: WorkCalendar) -> list[Occurrence]:
    """The days of receptions from ``first`` to ``last``, both included, in order."""
    found = [day for one in held for day in occurrences(one.reception, one.notes, first, last, calendar)]
    return sorted(found, key=lambda one: (one.day, one.opens))


def entries(portal: PortalRequest, first: date, last: date) -> list[AgendaEntry]:
    """The public engagements of the site's leaders from ``first`` to ``last``: one query."""
    if portal.agency is None:
        return []
    rows = AgendaEntry.objects.filter(
        in_term(portal.today, "week"),
        week__agency=portal.agency.pk,
        week__live=True,
        day__range=(first, last),
    )
    return list(rows.select_related("week").order_by("day", "starts", "pk"))


def mondays(portal: PortalRequest) -> list[date]:
    """The weeks that a site shows, the oldest first: one query."""
    if portal.agency is None:
        return []
    weeks = AgendaWeek.objects.filter(in_term(portal.today), agency=portal.agency.pk, live=True)
    return list(weeks.order_by("monday").values_list("monday", flat=True))
