"""Whether a place is open, and when it opens next: its week, its exceptions, the calendar of days off.

One answer for every page. What a day offers: the week's stretches of that weekday (none on a day off; those
of a Monday on a Saturday or Sunday that is worked instead), less what is paused, and what is opened besides.
A counter that has hours on Saturday is open then although it is no working day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from portal.agencies.models import Agency, HoursException, OpeningHours, ServicePoint
from portal.core import clock
from portal.core.clock import WorkCalendar

# How far ahead the next opening is looked for: longer than any holiday.
LOOK_AHEAD_DAYS = 15
MONDAY = 0
# A pause is announced this long before it begins.
ANNOUNCED_DAYS = 30


def clock_time(moment: time) -> str:
    """7:30, 13:05: as a person says it."""
    return f"{moment.hour}:{moment.minute:02d}"


def weekday_name(day: date) -> str:
    """The name of a day of the week, inside a sentence."""
    return (
        _("thứ Hai"),
        _("thứ Ba"),
        _("thứ Tư"),
        _("thứ Năm"),
        _("thứ Sáu"),
        _("thứ Bảy"),
        _("Chủ nhật"),
    )[day.weekday()]


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch of a day: open from ``opens`` to before ``closes``."""

    opens: time
    closes: time
    receives_only: bool = False

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}–{self.closes:%H:%M}"


@dataclass(frozen=True, slots=True)
class Exceptional:
    """An exception as pages show it. ``first`` and ``last`` are both included."""

    kind: str
    first: date
    last: date
    opens: time | None = None
    closes: time | None = None
    reason: str = ""
    elsewhere: str = ""

    @property
    def pauses(self) -> bool:
        """Whether nobody is received then."""
        return self.kind == HoursException.Kind.PAUSED

    def covers(self, day: date) -> bool:
        """Whether the day is one of its days."""
        return self.first <= day <= self.last

    def words(self) -> str:
        """ "Tạm dừng tiếp nhận từ 30/11/2026 đến hết 02/12/2026; nơi thay thế: …"."""
        facts = {"first": f"{self.first:%d/%m/%Y}", "last": f"{self.last:%d/%m/%Y}"}
        if self.opens is not None and self.closes is not None:
            facts |= {"opens": clock_time(self.opens), "closes": clock_time(self.closes)}
        said = _SENTENCES[self.pauses, self.first == self.last, self.opens is not None]() % facts
        if self.reason:
            said += _(" (%s)") % self.reason
        if self.elsewhere:
            said += _("; nơi thay thế: %s") % self.elsewhere
        return said + "."


_SENTENCES = {
    (True, True, False): lambda: _("Tạm dừng tiếp nhận ngày %(first)s"),
    (True, False, False): lambda: _("Tạm dừng tiếp nhận từ %(first)s đến hết %(last)s"),
    (True, True, True): lambda: _("Tạm dừng tiếp nhận từ %(opens)s đến %(closes)s ngày %(first)s"),
    (True, False, True): lambda: _(
        "Tạm dừng tiếp nhận từ %(opens)s đến %(closes)s mỗi ngày, từ %(first)s đến hết %(last)s"
    ),
    (False, True, True): lambda: _("Mở thêm từ %(opens)s đến %(closes)s ngày %(first)s"),
    (False, False, True): lambda: _(
        "Mở thêm từ %(opens)s đến %(closes)s mỗi ngày, từ %(first)s đến hết %(last)s"
    ),
}


@dataclass(frozen=True, slots=True)
class OpenState:
    """Open at ``asked`` until when; or closed, why, and when it opens next (None: not within two weeks).

    ``known`` is False where nobody has entered hours.
    """

    asked: datetime
    known: bool = True
    is_open: bool = False
    until: time | None = None
    next_day: date | None = None
    next_time: time | None = None
    receives_only: bool = False
    between: bool = False
    reason: str = ""

    @property
    def label(self) -> str:
        """The short word of a tag."""
        if not self.known:
            return _("Chưa có giờ tiếp nhận")
        if self.is_open:
            return _("Đang mở")
        return _("Nghỉ trưa") if self.between else _("Đang đóng cửa")

    @property
    def then(self) -> str:
        """What follows the short word: until when, or when it opens again."""
        if self.is_open and self.until is not None:
            until = _("đến %s") % clock_time(self.until)
            return _("%s, chỉ nhận hồ sơ") % until if self.receives_only else until
        if self.next_day is None or self.next_time is None:
            return ""
        at = clock_time(self.next_time)
        if self.next_day == self.asked.date():
            return _("mở lại %s") % at if self.between else _("hôm nay mở lúc %s") % at
        facts = {"weekday": weekday_name(self.next_day), "day": f"{self.next_day:%d/%m}", "at": at}
        return _("mở lại %(weekday)s, %(day)s lúc %(at)s") % facts

    def words(self) -> str:
        """One sentence: "Đang mở, đến 11:30", "Nghỉ trưa, mở lại 13:30", "Mở lại thứ Hai, 30/11 lúc 7:30"."""
        if not self.then:
            return self.label
        if self.is_open or self.between:
            return f"{self.label}, {self.then}"
        return self.then[:1].upper() + self.then[1:]


@dataclass(frozen=True, slots=True)
class WeekLine:
    """One line of a table of hours; ``now`` marks the line of today."""

    name: str
    stretches: tuple[Stretch, ...]
    now: bool

    @property
    def receives_only(self) -> bool:
        """Whether papers are taken in and nothing else."""
        return bool(self.stretches) and all(stretch.receives_only for stretch in self.stretches)


@dataclass(frozen=True, slots=True)
class Week:
    """The hours of a week; ``days`` holds the stretches of each weekday, 0 is Monday."""

    days: tuple[tuple[Stretch, ...], ...]

    @classmethod
    def of(cls, rows: Iterable[OpeningHours]) -> Week | None:
        """The week of a place's rows; None when nothing is known."""
        days: list[list[Stretch]] = [[] for _weekday in range(7)]
        for row in rows:
            days[row.weekday].append(Stretch(row.opens, row.closes, row.receives_only))
        if not any(days):
            return None
        return cls(tuple(tuple(sorted(day, key=lambda stretch: stretch.opens)) for day in days))

    def lines(self, today: date) -> list[WeekLine]:
        """The week as people read it: days with the same hours on one line ("Thứ Hai – thứ Sáu")."""
        monday = today - timedelta(days=today.weekday())
        names = [weekday_name(monday + timedelta(days=number)) for number in range(7)]
        found = []
        first = 0
        for number in range(1, 8):
            if number < 7 and self.days[number] == self.days[first]:
                continue
            name = names[first][:1].upper() + names[first][1:]
            if number - first > 1:
                name = _("%(first)s – %(last)s") % {"first": name, "last": names[number - 1]}
            found.append(WeekLine(name, self.days[first], first <= today.weekday() < number))
            first = number
        return found


@dataclass(frozen=True, slots=True)
class Schedule:
    """The week and the exceptions of one place, ready to be asked."""

    week: Week | None = None
    exceptions: tuple[Exceptional, ...] = ()

    def on(self, day: date, calendar: WorkCalendar) -> list[Stretch]:
        """The stretches of a day, in order."""
        held = list(self._by_week(day, calendar))
        for exception in self.exceptions:
            if exception.pauses and exception.covers(day):
                held = [rest for stretch in held for rest in _less(stretch, exception)]
        held += [
            Stretch(exception.opens, exception.closes)
            for exception in self.exceptions
            if not exception.pauses
            and exception.covers(day)
            and exception.opens is not None
            and exception.closes is not None
        ]
        return sorted(held, key=lambda stretch: stretch.opens)

    def _by_week(self, day: date, calendar: WorkCalendar) -> tuple[Stretch, ...]:
        if self.week is None or day in calendar.closed:
            return ()
        own = self.week.days[day.weekday()]
        if day in calendar.opened and all(stretch.receives_only for stretch in own):
            return self.week.days[MONDAY]
        return own

    def state(self, moment: datetime, calendar: WorkCalendar) -> OpenState:
        """Open or closed at a moment in Vietnamese time."""
        if self.week is None and not self.exceptions:
            return OpenState(moment, known=False)
        now, today = moment.time(), moment.date()
        reason = self._why_closed(today, calendar)
        for ahead in range(LOOK_AHEAD_DAYS):
            day = today + timedelta(days=ahead)
            stretches = self.on(day, calendar)
            for stretch in stretches:
                if ahead == 0 and stretch.opens <= now < stretch.closes:
                    until = _end_of(stretch, stretches)
                    return OpenState(moment, is_open=True, until=until, receives_only=stretch.receives_only)
                if ahead > 0 or now < stretch.opens:
                    between = ahead == 0 and stretches[0].closes <= now and not reason
                    return OpenState(
                        moment,
                        next_day=day,
                        next_time=stretch.opens,
                        receives_only=stretch.receives_only,
                        between=between,
                        reason=reason,
                    )
        return OpenState(moment, known=self.week is not None or bool(reason), reason=reason)

    def _why_closed(self, day: date, calendar: WorkCalendar) -> str:
        pause = next((found for found in self.exceptions if found.pauses and found.covers(day)), None)
        if pause is not None:
            return pause.words()
        return calendar.closed.get(day, "")

    def announced(self, day: date) -> list[Exceptional]:
        """The exceptions that hold on a day or begin within a month, the nearest first."""
        until = day + timedelta(days=ANNOUNCED_DAYS)
        return [found for found in self.exceptions if found.last >= day and found.first <= until]


def _less(stretch: Stretch, pause: Exceptional) -> list[Stretch]:
    """What is left of a stretch."""
    if pause.opens is None or pause.closes is None:
        return []
    parts = [
        (stretch.opens, min(stretch.closes, pause.opens)),
        (max(stretch.opens, pause.closes), stretch.closes),
    ]
    return [Stretch(opens, closes, stretch.receives_only) for opens, closes in parts if opens < closes]


def _end_of(stretch: Stretch, stretches: list[Stretch]) -> time:
    """When it closes, counting stretches that follow without a break."""
    end = stretch.closes
    for following in stretches:
        if following.opens <= end < following.closes:
            end = following.closes
    return end


def exceptional(row: HoursException) -> Exceptional:
    """An exception as pages show it; its replacement in words."""
    elsewhere = row.elsewhere
    if row.elsewhere_point is not None:
        point = row.elsewhere_point
        elsewhere = f"{point.name}, {point.address}" if point.address else point.name
    return Exceptional(
        kind=row.kind,
        first=row.first_day,
        last=row.last_day,
        opens=row.opens,
        closes=row.closes,
        reason=row.reason,
        elsewhere=elsewhere,
    )


def schedule_of(place: Agency | ServicePoint) -> Schedule:
    """The schedule of a place; a service point without hours of its own has its agency's."""
    if isinstance(place, ServicePoint):
        hours = list(OpeningHours.objects.filter(service_point=place))
        if not hours:
            own = HoursException.objects.filter(service_point=place).select_related("elsewhere_point")
            inherited = schedule_of(place.agency)
            return Schedule(inherited.week, inherited.exceptions + tuple(map(exceptional, own)))
        exceptions = HoursException.objects.filter(service_point=place)
    else:
        hours = list(OpeningHours.objects.filter(agency=place))
        exceptions = HoursException.objects.filter(agency=place)
    return Schedule(Week.of(hours), tuple(map(exceptional, exceptions.select_related("elsewhere_point"))))


def open_now(
    place: Agency | ServicePoint | Schedule, at: datetime | None = None, calendar: WorkCalendar | None = None
) -> OpenState:
    """Whether a place (or one whose schedule is at hand) is open at a moment, now when none is given."""
    moment = (at or clock.now()).astimezone(clock.ZONE)
    schedule = place if isinstance(place, Schedule) else schedule_of(place)
    return schedule.state(moment, calendar or WorkCalendar.current())
