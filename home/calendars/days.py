"""On which days a reception falls: by its rule, past holidays, and with what was changed on single days."""

from __future__ import annotations

import calendar as months
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from home.calendars.models import Reception, ReceptionDay
from home.calendars.models.reception import LAST
from portal.core.clock import WorkCalendar, local

# The longest run of days off and of a move that is looked for before the first day asked for.
REACH = timedelta(days=62)
# How far back a missing result is told.
LOOKED_BACK = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One day of a reception.

    ``by_rule`` is the rule's day, ``planned_on`` the working day that it leads to, ``day`` where it is held
    in the end. ``shifted``: why the rule's day was none ("Quốc khánh"). ``note`` is what an editor wrote.
    """

    reception: Reception
    by_rule: date
    planned_on: date
    day: date
    shifted: str
    opens: time
    closes: time
    note: ReceptionDay | None = None

    @property
    def cancelled(self) -> bool:
        """Not held, and no other day announced."""
        return self.note is not None and self.note.state == ReceptionDay.State.CANCELLED

    @property
    def moved(self) -> bool:
        """Held on another day than announced at first."""
        return self.note is not None and self.note.state == ReceptionDay.State.MOVED

    @property
    def has_result(self) -> bool:
        """Whether an editor wrote what came of it."""
        return self.note is not None and self.note.has_result


def occurrences(
    reception: Reception,
    notes: Sequence[ReceptionDay],
    first: date,
    last: date,
    calendar: WorkCalendar,
) -> list[Occurrence]:
    """The days of a reception held (or cancelled) from ``first`` to ``last``, both included, in order.

    A rule's day on which nobody works leads to the next working day; where that is the day of the rule's next
    turn (long holidays), the two are one. A Saturday or Sunday named by the rule itself gives way to holidays
    alone.
    """
    by_day = {note.planned_on: note for note in notes}
    begin = max(reception.starts_on, first - REACH)
    end = min(reception.ends_on or last + REACH, last + REACH)
    found: dict[date, Occurrence] = {}
    for by_rule in _by_rule(reception, begin, end):
        planned, shifted = _working(reception, by_rule, calendar)
        if planned in found and by_rule != planned:
            continue
        note = by_day.get(planned) or by_day.get(by_rule)
        day = note.moved_to if note and note.state == note.State.MOVED and note.moved_to else planned
        opens = note.opens if note and note.opens else reception.opens
        closes = note.closes if note and note.closes else reception.closes
        found[planned] = Occurrence(reception, by_rule, planned, day, shifted, opens, closes, note)
    held = [one for one in found.values() if first <= one.day <= last]
    return sorted(held, key=lambda one: (one.day, one.opens))


def first_public_day(reception: Reception) -> date:
    """The day on which a reception was first announced: what came before is nobody's omission."""
    first = reception.first_published_at
    return max(reception.starts_on, local(first).date()) if first else reception.starts_on


def without_result(
    reception: Reception, notes: Sequence[ReceptionDay], day: date, calendar: WorkCalendar
) -> list[Occurrence]:
    """The past days of a reception, since it was announced, whose result nobody wrote down."""
    past = occurrences(reception, notes, day - LOOKED_BACK, day - timedelta(days=1), calendar)
    return [
        one
        for one in past
        if not one.cancelled and not one.has_result and one.day >= first_public_day(reception)
    ]


def is_planned(reception: Reception, day: date, calendar: WorkCalendar) -> bool:
    """Whether a reception falls on a day, by the rule or past a holiday."""
    around = occurrences(reception, (), day - REACH, day + REACH, calendar)
    return any(day in (one.by_rule, one.planned_on) for one in around)


def _working(reception: Reception, day: date, calendar: WorkCalendar) -> tuple[date, str]:
    named_weekend = reception.rhythm != Reception.Rhythm.MONTH_DAY and day.weekday() >= 5
    if calendar.is_working_day(day) or (named_weekend and day not in calendar.closed):
        return day, ""
    return calendar.next_working_day(day), calendar.reason(day)


def _by_rule(reception: Reception, first: date, last: date) -> Iterator[date]:
    if reception.rhythm == Reception.Rhythm.WEEKLY:
        day = first + timedelta(days=((reception.weekday or 0) - first.weekday()) % 7)
        while day <= last:
            yield day
            day += timedelta(days=7)
        return
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        day = _of_month(reception, year, month)
        if first <= day <= last:
            yield day
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def _of_month(reception: Reception, year: int, month: int) -> date:
    if reception.rhythm == Reception.Rhythm.MONTH_DAY:
        return date(year, month, reception.month_day or 1)
    days = months.monthrange(year, month)[1]
    weekday = reception.weekday or 0
    if reception.nth == LAST:
        last = date(year, month, days)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * ((reception.nth or 1) - 1))
