"""Changes that people make to the calendar: seen before they are made, written down, and deadlines moved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portal.core import audit, clock
from portal.core.models import CalendarChange, CalendarDay, DeadlineMove
from portal.core.stamps import bump

# Điều 112 Bộ luật Lao động 2019: eleven days; the twelfth is Ngày Văn hóa Việt Nam 24/11, from 2026.
HOLIDAYS_A_YEAR = 12
# From this day of December on, next year's calendar is asked for.
WARNING_MONTH = 12


@dataclass(frozen=True, slots=True)
class DayEdit:
    """What one day of one scope shall be: a row with its values, or None to take it off the list."""

    day: date
    scope: str
    wanted: CalendarDay | None


def as_edited(edits: Sequence[DayEdit]) -> Callable[[str], clock.WorkCalendar]:
    """The calendars as they would be after these edits, by scope."""
    touched = {(edit.day, edit.scope) for edit in edits}
    added = [edit.wanted for edit in edits if edit.wanted is not None]

    def calendar(scope: str) -> clock.WorkCalendar:
        rows = [
            row
            for row in CalendarDay.objects.filter(scope__in={"", scope})
            if (row.day, row.scope) not in touched
        ]
        return clock.WorkCalendar.of([*rows, *(row for row in added if row.scope in ("", scope))])

    return calendar


def preview(edits: Sequence[DayEdit]) -> list[clock.Moving]:
    """Which open deadlines these edits would move; writes nothing."""
    return clock.would_move(as_edited(edits))


@transaction.atomic
def apply(edits: Sequence[DayEdit], *, user: Any, request: Any = None) -> list[DeadlineMove]:
    """Make the edits, move the open deadlines, write down what moved, when and who did it.

    Edits that change nothing leave no trace. Raises ValidationError for a day that cannot stand so.
    """
    first: CalendarChange | None = None
    for edit in edits:
        row = CalendarDay.objects.select_for_update().filter(day=edit.day, scope=edit.scope).first()
        before = row.values() if row is not None else None
        if edit.wanted is None:
            if row is not None:
                row.delete()
        else:
            row = row or CalendarDay(day=edit.day, scope=edit.scope)
            for name, value in edit.wanted.values().items():
                setattr(row, name, value)
            row.full_clean()
            row.save()
        after = edit.wanted.values() if edit.wanted is not None else None
        if after == before:
            continue
        change = CalendarChange.objects.create(
            day=edit.day, scope=edit.scope, before=before, after=after, changed_by=user
        )
        first = first or change
    if first is None:
        return []
    bump("calendar")
    moves = clock.move_open_deadlines(first)
    audit.note(
        "calendar.changed",
        user=user,
        request=request,
        obj=first,
        first_day=edits[0].day.isoformat(),
        days=len(edits),
        scope=edits[0].scope,
        moved=len(moves),
    )
    return moves


@dataclass(frozen=True, slots=True)
class YearState:
    """How complete the calendar of a year is: provisional days to come, holidays that are not listed."""

    year: int
    provisional: tuple[date, ...]
    missing: int

    @property
    def complete(self) -> bool:
        """Whether every day has its notice."""
        return not self.provisional and not self.missing

    def words(self) -> str:
        """What is wanting, in one sentence; empty when nothing is."""
        if self.missing:
            return _("Lịch năm %(year)d còn thiếu %(count)d ngày nghỉ lễ.") % {
                "year": self.year,
                "count": self.missing,
            }
        if self.provisional:
            return _("Lịch năm %(year)d còn %(count)d ngày tạm tính, chưa có thông báo chính thức.") % {
                "year": self.year,
                "count": len(self.provisional),
            }
        return ""


def years_to_look_at(day: date) -> list[int]:
    """This year, and from 1 December the next."""
    return [day.year, day.year + 1] if day.month >= WARNING_MONTH else [day.year]


def incomplete_years(day: date) -> list[YearState]:
    """The years whose calendar wants something, seen on a day: one query."""
    years = years_to_look_at(day)
    rows = list(CalendarDay.objects.filter(scope="", day__year__in=years))
    found = []
    for year in years:
        listed = [row for row in rows if row.day.year == year]
        closed = sum(row.kind == CalendarDay.Kind.CLOSED and row.day.weekday() < 5 for row in listed)
        provisional = tuple(
            sorted(
                row.day for row in listed if row.status == CalendarDay.Status.PROVISIONAL and row.day >= day
            )
        )
        state = YearState(year, provisional, max(0, HOLIDAYS_A_YEAR - closed))
        if not state.complete:
            found.append(state)
    return found


def health() -> dict[str, Any]:
    """The calendar's part of ``/-/health``; what is wanting is told and stops nothing."""
    return {"ok": True, "warnings": [state.words() for state in incomplete_years(clock.today())]}


def days_between(first: date, last: date) -> list[date]:
    """Every day from the first to the last. Raises ValueError for more than a month or a wrong order."""
    if last < first or last - first > timedelta(days=31):
        raise ValueError(_("Khoảng ngày phải theo thứ tự và không quá 31 ngày."))
    return [first + timedelta(days=step) for step in range((last - first).days + 1)]
