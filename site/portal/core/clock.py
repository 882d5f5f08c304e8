"""The working-day calendar: which days count, and why.

One calendar for every deadline of the portal. It is data (:class:`CalendarDay`), kept in the process
and read again when its stamp changes. All days are days of Asia/Ho_Chi_Minh, whatever zone the server
runs in. Sources: Bộ luật Lao động 2019 Điều 111, 112; Bộ luật Dân sự 2015 Điều 147, 148 (the day of the
event is not counted; a term that ends on a day off ends on the next working day).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core.models import CalendarDay, Stamp

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
MAXIMUM_DAYS = 2_000


def now() -> datetime:
    """The moment, in Vietnamese time."""
    return timezone.now().astimezone(ZONE)


def today() -> date:
    """The day in Việt Nam."""
    return now().date()


@dataclass(frozen=True, slots=True)
class Counted:
    """One day of a count: whether it counts, and the reason in words when it does not."""

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


@lru_cache(maxsize=16)
def _load(scope: str, stamp: int) -> WorkCalendar:
    closed: dict[date, str] = {}
    opened: dict[date, str] = {}
    provisional = set()
    for row in CalendarDay.objects.filter(scope__in={"", scope}).order_by("scope"):
        closed.pop(row.day, None)
        opened.pop(row.day, None)
        (closed if row.kind == CalendarDay.Kind.CLOSED else opened)[row.day] = row.name
        if row.status == CalendarDay.Status.PROVISIONAL:
            provisional.add(row.day)
    return WorkCalendar(closed, opened, frozenset(provisional))


def forget() -> None:
    """Drop the process's copies (tests, after a rolled-back database)."""
    _load.cache_clear()
