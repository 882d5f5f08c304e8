"""Until when a case must be answered: counted by the portal's clock alone.

A transfer leaves everything as it is, whose days off count included. A pause ends by itself when all pauses
of a case together have taken what the stream allows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from feedback.models import Case, Pause, StreamTerms
from feedback.states import OPEN, State
from feedback.terms import terms
from portal.core import clock
from portal.core.clock import Deadline, Due, OpenDeadlines, register_deadlines

KEY = "feedback.case"
WAIT_RULE = "10-lv"


def rule_of(case: Case, stream_terms: StreamTerms | None = None) -> clock.Rule:
    """The rule of a case, with what its pauses may take. Raises UnknownRule."""
    known = stream_terms or terms(case.stream)
    return replace(clock.rule(case.rule), maximum_pause=known.pause_days)


def pauses_of(case: Case) -> tuple[clock.Pause, ...]:
    """The pauses since the clock of now began: a reopening leaves earlier ones behind."""
    return tuple(
        clock.Pause(row.started_at, row.ended_at, row.reason)
        for row in case.pauses.all()
        if case.clock_start is None or row.started_at >= case.clock_start
    )


def count(case: Case, as_of: datetime | None = None) -> Due | None:
    """The end of the term of a case and how it was counted; None where no term runs."""
    if case.clock_start is None or not case.rule:
        return None
    return clock.due(
        case.clock_start, rule_of(case), scope=case.clock_scope, pauses=pauses_of(case), as_of=as_of
    )


def begin(case: Case, start: datetime) -> Due | None:
    """Start the clock of a case; sets rule, scope and both terms. None for streams without one."""
    found = terms(case.stream)
    case.clock_start = start
    case.rule = case.rule or found.rule
    case.due_at = None
    case.transfer_due_at = clock.due(start, found.transfer_rule, scope=case.clock_scope).at
    if not case.rule:
        return None
    due = clock.due(
        start, replace(clock.rule(case.rule), maximum_pause=found.pause_days), scope=case.clock_scope
    )
    case.due_at = due.at
    return due


def pause_left(case: Case) -> int:
    """Calendar days for which a case may still be paused."""
    used = sum(
        (clock.local(pause.end or clock.now()).date() - clock.local(pause.start).date()).days
        for pause in pauses_of(case)
    )
    return max(0, terms(case.stream).pause_days - used)


def pause(case: Case, at: datetime, reason: str) -> datetime:
    """Stop the clock; gives until when. The caller has asked :func:`pause_left`."""
    Pause.objects.create(case=case, started_at=at, reason=reason)
    last = clock.local(at).date() + timedelta(days=pause_left(case))
    return clock.end_of(last)


def resume(case: Case, at: datetime) -> None:
    """Let the clock go on, not later than the pause was allowed to last, and count the term anew."""
    row = case.pauses.filter(ended_at__isnull=True).first()
    if row is not None:
        row.ended_at = min(at, case.wait_until) if case.wait_until is not None else at
        row.save(update_fields=["ended_at"])
    case.wait_until = None
    due = count(case)
    case.due_at = due.at if due is not None else None


def open_items() -> Iterator[Deadline]:
    """All terms that run: what waits for its sender is counted when it goes on."""
    rows = (
        Case.objects.filter(state__in=OPEN - {State.WAITING_SENDER}, due_at__isnull=False)
        .exclude(rule="")
        .prefetch_related("pauses")
        .only("pk", "stream", "rule", "clock_start", "clock_scope", "due_at")
    )
    rules: dict[tuple[str, str], clock.Rule] = {}
    for case in rows.order_by("pk").iterator(chunk_size=500):
        if case.clock_start is None or case.due_at is None:
            continue
        key = (case.stream, case.rule)
        if key not in rules:
            rules[key] = rule_of(case)
        yield Deadline(
            f"{KEY}:{case.pk}",
            case.clock_start,
            rules[key],
            case.due_at,
            case.clock_scope,
            pauses=pauses_of(case),
        )


def move(deadline: Deadline, due: Due) -> None:
    """A changed calendar has moved the end of a case that is still open."""
    number = int(deadline.reference.rpartition(":")[2])
    Case.objects.filter(pk=number, state__in=OPEN).update(due_at=due.at)


def register() -> None:
    """Called once when the application starts."""
    register_deadlines(OpenDeadlines(KEY, open_items, move))
