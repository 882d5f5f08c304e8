"""The working-day calendar: which days count, and why.

One calendar for every deadline of the portal. It is data (:class:`CalendarDay`), kept in the process
and read again when its stamp changes. Sources: Bộ luật Lao động 2019 Điều 111, 112 and the yearly notices.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from django.utils.translation import gettext as _

from portal.core.models import CalendarDay, Stamp

MAXIMUM_DAYS = 2_000


@dataclass(frozen=True, slots=True)
class Counted:
    """One day of a count: whether it counts, and the reason in words where there is something to say."""

    day: date
    counts: bool
    reason: str


@dataclass(frozen=True)
class WorkCalendar:
    """Closed and opened days as the database has them, for the country and one scope."""

    closed: dict[date, str]
    opened: dict[date, str]
    provisional: frozenset[date] = frozenset()

    @classmethod
    def current(cls, scope: str = "") -> WorkCalendar:
        """The calendar in force, from the process's memory unless the calendar's stamp has moved."""
        stamp = Stamp.objects.filter(name="calendar").values_list("value", flat=True).first()
        return cls.at_stamp(scope, stamp or 0)

    @classmethod
    def at_stamp(cls, scope: str, stamp: int) -> WorkCalendar:
        """The calendar for a stamp that the caller has read already (a request reads all stamps once)."""
        return _load(scope, stamp)

    @classmethod
    def of(cls, rows: Iterable[CalendarDay]) -> WorkCalendar:
        """The calendar of these rows; a row of a scope stands above the country's row of the same day."""
        closed: dict[date, str] = {}
        opened: dict[date, str] = {}
        provisional = set()
        for row in sorted(rows, key=lambda row: row.scope):
            closed.pop(row.day, None)
            opened.pop(row.day, None)
            provisional.discard(row.day)
            (closed if row.kind == CalendarDay.Kind.CLOSED else opened)[row.day] = row.name
            if row.status == CalendarDay.Status.PROVISIONAL:
                provisional.add(row.day)
        return cls(closed, opened, frozenset(provisional))

    def is_working_day(self, day: date) -> bool:
        """Monday to Friday without closed days, and Saturdays or Sundays opened to make up for a swap."""
        return day in self.opened or (day.weekday() < 5 and day not in self.closed)

    def reason(self, day: date) -> str:
        """Why a day counts or not, in words for display; empty for an ordinary working day."""
        if day in self.opened:
            return self.opened[day]
        if day in self.closed:
            return self.closed[day]
        return {5: _("thứ Bảy"), 6: _("Chủ nhật")}.get(day.weekday(), "")

    def add_working_days(self, start: date, days: int) -> date:
        """The last day of a term of ``days`` working days; the day of receipt is not counted.

        Raises ValueError when ``days`` is negative or beyond :data:`MAXIMUM_DAYS`.
        """
        return self.explain(start, days)[-1].day if days else self.next_working_day(start)

    def next_working_day(self, day: date) -> date:
        """``day`` itself when it is a working day, else the first one after it."""
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return day

    def previous_working_day(self, day: date) -> date:
        """``day`` itself when it is a working day, else the last one before it."""
        while not self.is_working_day(day):
            day -= timedelta(days=1)
        return day

    def explain(self, start: date, days: int) -> list[Counted]:
        """Every day after ``start`` up to the due day, each with whether it counts and why not."""
        if not 0 <= days <= MAXIMUM_DAYS:
            raise ValueError(_("Số ngày phải từ 0 đến %(most)d.") % {"most": MAXIMUM_DAYS})
        counted: list[Counted] = []
        day = start
        while days > 0:
            day += timedelta(days=1)
            works = self.is_working_day(day)
            counted.append(Counted(day, works, self.reason(day)))
            days -= works
        return counted

    def changed(self, day: date, kind: str | None, name: str = "") -> WorkCalendar:
        """The same calendar with one day otherwise: closed, opened, or (None) as its weekday has it."""
        closed = {key: value for key, value in self.closed.items() if key != day}
        opened = {key: value for key, value in self.opened.items() if key != day}
        if kind is not None:
            (closed if kind == CalendarDay.Kind.CLOSED else opened)[day] = name
        return replace(self, closed=closed, opened=opened)


@lru_cache(maxsize=256)
def _load(scope: str, stamp: int) -> WorkCalendar:
    return WorkCalendar.of(CalendarDay.objects.filter(scope__in={"", scope}))


def forget() -> None:
    """Drop the process's copies (tests, after a rolled-back database)."""
    _load.cache_clear()
