"""When a term ends, and how that was counted.

Bộ luật Dân sự 2015: a term in hours begins at the moment itself, in days or months on the following day
(Điều 147); a month ends on the corresponding day or, where there is none, on its last (Điều 148 khoản 4); a
term that would end on a day off ends on the next working day, at its twenty-fourth hour (khoản 6, 7).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from portal.core.clock.calendar import Counted, WorkCalendar
from portal.core.clock.pauses import Pause, Pauses
from portal.core.clock.rules import Rule
from portal.core.clock.rules import rule as find_rule
from portal.core.clock.words import date_words, moment_words
from portal.core.clock.zone import end_of, local
from portal.core.models import ClockRule

ONE = timedelta(days=1)


class NotStarted(ValueError):
    """The rule counts from receipt by the competent agency, which has not received it yet."""


@dataclass(frozen=True)
class Due:
    """The end of a term.

    ``at`` is the last instant that is in time: on a day of the calendar its very end, for hours the moment
    itself. ``day`` is its day in Việt Nam. ``provisional``: a day of the count has no notice yet.
    ``paused``: the count stands still at the moment asked about.
    """

    at: datetime
    day: date
    counted: list[Counted]
    rule: Rule
    start: datetime
    notes: list[str] = field(default_factory=list)
    provisional: bool = False
    paused: bool = False

    def late(self, moment: datetime) -> bool:
        """Whether something done at this moment comes too late."""
        return local(moment) > self.at

    def lines(self) -> list[str]:
        """How it was counted, one sentence a line, in the order of the days."""
        lines = list(self.notes)
        number = 0
        for step in self.counted:
            number += step.counts
            day = date_words(step.day)
            if step.counts:
                words = _("%(day)s: ngày thứ %(number)d") % {"day": day, "number": number}
                lines.append(f"{words} ({step.reason})" if step.reason else words)
            else:
                lines.append(_("%(day)s: không tính (%(reason)s)") % {"day": day, "reason": step.reason})
        return lines


def due(
    start: datetime,
    rule: Rule | str,
    *,
    scope: str = "",
    calendar: WorkCalendar | None = None,
    competent_start: datetime | None = None,
    pauses: Sequence[Pause] = (),
    as_of: datetime | None = None,
) -> Due:
    """The end of a term that starts with ``start``: receipt, or for a backward rule the event to come before.

    ``scope`` is an agency code, whose own days off count; ``competent_start`` is when the competent agency
    received it, asked for by rules that count from there. ``pauses`` stop the clock; an open one stands as if
    it ended at ``as_of`` (now). Raises UnknownRule, NotStarted, and ValueError for pauses that a rule cannot
    have.
    """
    found = find_rule(rule, local(start).date()) if isinstance(rule, str) else rule
    days = calendar if calendar is not None else WorkCalendar.current(scope)
    if found.competent_receipt:
        if competent_start is None:
            raise NotStarted(_("Chưa tính được: cơ quan có thẩm quyền chưa nhận."))
        start = competent_start
    start = local(start)
    stopped = Pauses.of(pauses, found, start, as_of)
    if found.unit == ClockRule.Unit.HOURS:
        return _hours(start, found, stopped)
    if found.backward:
        return _backward(start, found, days)
    return _forward(start, found, days, stopped)


def _hours(start: datetime, rule: Rule, stopped: Pauses) -> Due:
    """Hours of the clock, day and night; a day off changes nothing."""
    length = timedelta(hours=rule.amount)
    at = start - length if rule.backward else stopped.lengthen(start, start + length)
    counted = [Counted(at.date(), True, rule.words)]
    notes = [_("Tính từ %(moment)s, theo giờ liên tục.") % {"moment": moment_words(start)}, *stopped.lines()]
    return Due(at, at.date(), counted, rule, start, notes, paused=stopped.standing)


def _backward(start: datetime, rule: Rule, calendar: WorkCalendar) -> Due:
    """So long before the start's day; where that is a day off, earlier."""
    day = start.date()
    notes = [_("Tính lùi từ %(day)s; ngày này không tính.") % {"day": date_words(day)}]
    counted: list[Counted] = []
    if rule.unit == ClockRule.Unit.MONTHS:
        day = add_months(day, -rule.amount)
        counted.append(Counted(day, True, rule.words))
    else:
        left = rule.amount
        while left > 0:
            day -= ONE
            counts = rule.unit == ClockRule.Unit.CALENDAR_DAYS or calendar.is_working_day(day)
            counted.append(Counted(day, counts, calendar.reason(day)))
            left -= counts
    while not calendar.is_working_day(day):
        day -= ONE
        reason = calendar.reason(day) or _("ngày làm việc liền trước")
        counted.append(Counted(day, False, reason))
    return _at_end_of(day, counted, rule, start, notes, calendar)


def _forward(start: datetime, rule: Rule, calendar: WorkCalendar, stopped: Pauses) -> Due:
    received = start.date()
    notes: list[str] = []
    if rule.cut_off is not None:
        received = _taken_on(start, rule, calendar)
        if received != start.date():
            notes.append(
                _("Nhận %(moment)s: coi như nhận %(day)s.")
                % {"moment": moment_words(start), "day": date_words(received)}
            )
    if rule.amount and not rule.count_day_of_receipt:
        notes.append(_("Nhận %(day)s: ngày nhận không tính.") % {"day": date_words(received)})
    elif rule.amount:
        notes.append(_("Nhận %(day)s: tính cả ngày nhận.") % {"day": date_words(received)})
    else:
        notes.append(_("Nhận %(day)s: trong ngày.") % {"day": date_words(received)})
    first = received if rule.count_day_of_receipt else received + ONE
    if rule.unit == ClockRule.Unit.MONTHS:
        day, counted = _months(first, received, rule, stopped)
    else:
        day, counted = _days(first, received, rule, calendar, stopped)
    while not calendar.is_working_day(day):
        if not counted:
            counted.append(Counted(day, False, calendar.reason(day)))
        day += ONE
        reason = calendar.reason(day) or _("ngày làm việc kế tiếp: thời hạn kết thúc")
        counted.append(Counted(day, False, reason))
    return _at_end_of(day, counted, rule, start, [*notes, *stopped.lines()], calendar, stopped.standing)


def _taken_on(start: datetime, rule: Rule, calendar: WorkCalendar) -> date:
    """The day on which something counts as received under a cut-off: before it, on a working day."""
    day = start.date()
    if rule.cut_off is not None and calendar.is_working_day(day) and start.time() < rule.cut_off:
        return day
    return calendar.next_working_day(day + ONE)


def _days(
    first: date, received: date, rule: Rule, calendar: WorkCalendar, stopped: Pauses
) -> tuple[date, list[Counted]]:
    counted: list[Counted] = []
    left, day = rule.amount, first - ONE
    while left > 0:
        day += ONE
        if pause := stopped.on(day):
            counted.append(Counted(day, False, _("tạm dừng: %(reason)s") % {"reason": pause.reason}))
            continue
        counts = rule.unit == ClockRule.Unit.CALENDAR_DAYS or calendar.is_working_day(day)
        counted.append(Counted(day, counts, calendar.reason(day)))
        left -= counts
    return (day if rule.amount else received), counted


def _months(first: date, received: date, rule: Rule, stopped: Pauses) -> tuple[date, list[Counted]]:
    """The corresponding day, later by each day of a pause that falls before it."""
    day = add_months(received, rule.amount)
    if rule.count_day_of_receipt and rule.amount:
        day -= ONE
    counted = [Counted(day, True, rule.words)] if rule.amount else []
    step = first
    while step <= day:
        if pause := stopped.on(step):
            day += ONE
            counted.append(Counted(day, False, _("bù ngày tạm dừng: %(reason)s") % {"reason": pause.reason}))
        step += ONE
    return day, counted


def _at_end_of(
    day: date,
    counted: list[Counted],
    rule: Rule,
    start: datetime,
    notes: list[str],
    calendar: WorkCalendar,
    paused: bool = False,
) -> Due:
    met = {step.day for step in counted} | {day}
    return Due(
        end_of(day),
        day,
        counted,
        rule,
        start,
        notes,
        provisional=not met.isdisjoint(calendar.provisional),
        paused=paused,
    )


def add_months(day: date, months: int) -> date:
    """The corresponding day so many months on (or back); the last of a month that is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class Spell:
    """A stretch of time in which something was posted without a break; ``end`` None: it still is."""

    start: datetime
    end: datetime | None = None


def posted_until(
    spells: Sequence[Spell], rule: Rule | str, *, scope: str = "", calendar: WorkCalendar | None = None
) -> Due | None:
    """How long something must stay posted: counted from the start of the last unbroken spell, since a gap
    starts the count anew. None when nothing has been posted."""
    begun: datetime | None = None
    last_end: datetime | None = None
    for spell in sorted(spells, key=lambda spell: local(spell.start)):
        if begun is None or (last_end is not None and local(spell.start) > last_end):
            begun = spell.start
        last_end = local(spell.end) if spell.end is not None else None
    return due(begun, rule, scope=scope, calendar=calendar) if begun is not None else None
