"""Whether a counter is open now, by its hours and the calendar of days off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from portal.agencies.models import OpeningHours
from portal.core.clock import WorkCalendar

# How far ahead the next opening is looked for: longer than any holiday.
LOOK_AHEAD_DAYS = 15
MONDAY = 0


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch of a day: open from ``opens`` to ``closes``."""

    opens: time
    closes: time
    receives_only: bool = False


@dataclass(frozen=True, slots=True)
class OpenState:
    """Open now, until when; or closed, and when it opens next (None: not within two weeks)."""

    is_open: bool
    until: time | None
    next_day: date | None
    next_time: time | None
    receives_only: bool = False


@dataclass(frozen=True, slots=True)
class Week:
    """Opening hours of an agency; ``days`` holds the stretches of each weekday, 0 is Monday."""

    days: tuple[tuple[Stretch, ...], ...]

    @classmethod
    def of(cls, rows: Iterable[OpeningHours]) -> Week | None:
        """The week of an agency's rows; None when nothing is known."""
        days: list[list[Stretch]] = [[] for _weekday in range(7)]
        for row in rows:
            days[row.weekday].append(Stretch(row.opens, row.closes, row.receives_only))
        if not any(days):
            return None
        return cls(tuple(tuple(sorted(day, key=lambda stretch: stretch.opens)) for day in days))

    def named(self) -> list[tuple[str, tuple[Stretch, ...]]]:
        """Each weekday's name with its stretches, Monday first."""
        names = [_("Thứ Hai"), _("Thứ Ba"), _("Thứ Tư"), _("Thứ Năm"), _("Thứ Sáu"), _("Thứ Bảy")]
        return list(zip([*names, _("Chủ nhật")], self.days, strict=True))

    def on(self, day: date, calendar: WorkCalendar) -> Sequence[Stretch]:
        """The stretches of a day: none on a day off, Monday's on a weekend day that is worked instead."""
        if day in calendar.opened and not self.days[day.weekday()]:
            return self.days[MONDAY]
        if day in calendar.closed:
            return ()
        return self.days[day.weekday()]

    def state(self, moment: datetime, calendar: WorkCalendar) -> OpenState:
        """Open or closed at a moment in Vietnamese time."""
        now = moment.time()
        for ahead in range(LOOK_AHEAD_DAYS):
            day = moment.date() + timedelta(days=ahead)
            for stretch in self.on(day, calendar):
                if ahead == 0 and stretch.opens <= now < stretch.closes:
                    return OpenState(True, stretch.closes, None, None, stretch.receives_only)
                if ahead > 0 or now < stretch.opens:
                    return OpenState(False, None, day, stretch.opens, stretch.receives_only)
        return OpenState(False, None, None, None)
