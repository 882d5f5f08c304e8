"""Open deadlines of every application: a changed calendar moves them and leaves the closed ones as they are.

An application registers where its open deadlines are and how one is moved; what moved, from when to when and
through whose change is kept in :class:`DeadlineMove`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from portal.core.clock.calendar import WorkCalendar
from portal.core.clock.pauses import Pause
from portal.core.clock.rules import Rule
from portal.core.clock.terms import Due, due
from portal.core.models import CalendarChange, DeadlineMove

# Which calendar a scope has; by default the one in force.
Calendars = Callable[[str], WorkCalendar]


@dataclass(frozen=True, slots=True)
class Deadline:
    """One open deadline. ``reference`` names the thing for officials ("feedback.question:17"), no person."""

    reference: str
    start: datetime
    rule: Rule | str
    due_at: datetime
    scope: str = ""
    competent_start: datetime | None = None
    pauses: tuple[Pause, ...] = ()

    def counted_with(self, calendar: WorkCalendar) -> Due:
        """The end by a calendar."""
        return due(
            self.start,
            self.rule,
            calendar=calendar,
            competent_start=self.competent_start,
            pauses=self.pauses,
        )


@dataclass(frozen=True, slots=True)
class OpenDeadlines:
    """What an application adds: its key, all its open deadlines, and how one gets its new end.

    ``open_items`` must leave out what is done or closed: its deadline is history and stays.
    """

    key: str
    open_items: Callable[[], Iterable[Deadline]]
    move: Callable[[Deadline, Due], None]


@dataclass(frozen=True, slots=True)
class Moving:
    """A deadline that another calendar would move."""

    source: OpenDeadlines
    deadline: Deadline
    due: Due


_sources: dict[str, OpenDeadlines] = {}


def register_deadlines(source: OpenDeadlines) -> None:
    """Add an application's open deadlines; the same key again replaces the earlier ones."""
    _sources[source.key] = source


def would_move(calendars: Calendars = WorkCalendar.current) -> list[Moving]:
    """The open deadlines whose end is another one by these calendars; changes nothing."""
    held: dict[str, WorkCalendar] = {}
    found = []
    for key in sorted(_sources):
        for deadline in _sources[key].open_items():
            if deadline.scope not in held:
                held[deadline.scope] = calendars(deadline.scope)
            end = deadline.counted_with(held[deadline.scope])
            if end.at != deadline.due_at:
                found.append(Moving(_sources[key], deadline, end))
    return found


def move_open_deadlines(change: CalendarChange | None) -> list[DeadlineMove]:
    """Bring every open deadline in line with the calendar in force and write down each move.

    Call it in the transaction of the calendar's change.
    """
    moves = []
    for moving in would_move():
        moving.source.move(moving.deadline, moving.due)
        moves.append(
            DeadlineMove(
                change=change,
                source=moving.source.key,
                reference=moving.deadline.reference,
                old_due=moving.deadline.due_at,
                new_due=moving.due.at,
            )
        )
    return DeadlineMove.objects.bulk_create(moves, batch_size=500)
