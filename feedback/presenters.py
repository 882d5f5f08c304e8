"""A case as its sender sees it: where it stands in plain words, until when, and what can be done now."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from feedback import deadlines
from feedback.models import Answer, Case, CaseEvent
from feedback.states import ANSWERED_STATES, STEPS, Action, State
from portal.core import clock
from portal.core.clock import Due

WEEK = 7
# Longer counts are told in lines; a calendar of many months helps nobody.
LONGEST_CALENDAR = 62


@dataclass(slots=True)
class OwnCase:
    """``steps`` as the component takes them; ``late`` says how late; ``talk`` are (who, moment, text)."""

    case: Case
    due: Due | None
    steps: list[dict[str, str]] = field(default_factory=list)
    late: str = ""
    answers: list[Answer] = field(default_factory=list)
    talk: list[tuple[str, str, str]] = field(default_factory=list)
    may: frozenset[str] = frozenset()


def own_case(case: Case) -> OwnCase:
    """Everything that the page of a case shows: four queries."""
    rows = list(case.events.select_related("note").all())
    found = OwnCase(case, deadlines.count(case))
    found.answers = list(case.answers.filter(status=Answer.Status.APPROVED))
    found.late = late_words(case)
    found.steps = _steps(case, rows, found.late)
    for row in rows:
        note = getattr(row, "note", None)
        if note is not None and note.to_sender:
            who = _("Ông, bà") if row.actor == CaseEvent.Actor.SENDER else _("Cơ quan")
            found.talk.append((who, clock.moment_words(row.at), note.text))
    reopened = any(row.action == Action.REOPEN for row in rows)
    may = {action for action in (Action.REPLY, Action.RATE) if case.state in STEPS[action].sources}
    if case.state in STEPS[Action.REOPEN].sources and not reopened:
        may.add(Action.REOPEN)
    if case.satisfaction:
        may.discard(Action.RATE)
    found.may = frozenset(may)
    return found


def late_words(case: Case) -> str:
    """How late an open case is, in working days of its own calendar; empty in time."""
    if not case.is_open or case.due_at is None or case.due_at >= clock.now():
        return ""
    calendar = clock.WorkCalendar.current(case.clock_scope)
    day, today, count = clock.local(case.due_at).date(), clock.today(), 0
    while day < today:
        day += timedelta(days=1)
        count += calendar.is_working_day(day)
    return _("Đã quá hạn %(days)d ngày làm việc.") % {"days": count} if count else _("Vừa quá hạn.")


def _steps(case: Case, rows: list[CaseEvent], late: str) -> list[dict[str, str]]:
    """Five plain words: received, in work (with whom), wanted, answered, closed."""
    at: dict[str, Any] = {}
    for row in rows:
        at[row.action] = row.at
    handling = _("Từ %(moment)s: %(agency)s") % {
        "moment": clock.moment_words(case.held_since),
        "agency": case.agency.name,
    }
    steps = [_step(_("Đã nhận"), clock.moment_words(case.received_at), "done")]
    if case.state == State.SEALED:
        return [*steps, _step(_("Đã niêm phong"), _("Chuyển bộ phận tiếp công dân."), "now")]
    if case.state in (State.REFUSED, State.REMOVED):
        label = _("Không tiếp nhận") if case.state == State.REFUSED else _("Đã gỡ")
        return [*steps, _step(label, _moment(at.get(Action.REFUSE) or at.get(Action.REMOVE)), "done")]
    answered = case.state in ANSWERED_STATES
    working = "done" if answered else "late" if late else "now"
    if case.state == State.WAITING_SENDER:
        steps.append(_step(_("Đang xử lý"), handling, "done"))
        until = clock.moment_words(case.wait_until) if case.wait_until else ""
        steps.append(_step(_("Cần ông, bà bổ sung"), _("Chờ đến %s") % until, "now"))
    else:
        label = _("Đang xử lý – quá hạn") if late else _("Đang xử lý")
        steps.append(_step(label, handling, working))
    steps.append(
        _step(_("Đã trả lời"), _moment(case.answered_at) or _("Chưa có"), "done" if answered else "todo")
    )
    closed = case.state == State.CLOSED
    steps.append(_step(_("Đã đóng"), _moment(case.closed_at) or _("Chưa có"), "done" if closed else "todo"))
    return steps


def _step(title: str, note: str, state: str) -> dict[str, str]:
    return {"title": title, "note": note, "state": state}


def _moment(moment: Any) -> str:
    return clock.moment_words(moment) if moment else ""


def counting_calendar(due: Due | None) -> dict[str, Any] | None:
    """The days of a count as the component ``cal`` takes them; None for long or unusual counts."""
    if due is None or not due.counted:
        return None
    received = clock.local(due.start).date()
    counted = {step.day: step for step in due.counted}
    if due.day - received > timedelta(days=LONGEST_CALENDAR) or received > due.day:
        return None
    numbers: dict[date, int] = {}
    for step in due.counted:
        if step.counts:
            numbers[step.day] = len(numbers) + 1
    first = received - timedelta(days=received.weekday())
    last = due.day + timedelta(days=WEEK - 1 - due.day.weekday())
    weeks: list[list[dict[str, Any]]] = []
    day = first
    while day <= last:
        if day.weekday() == 0:
            weeks.append([])
        weeks[-1].append(_cell(day, received, due.day, counted.get(day) is not None, numbers.get(day)))
        day += timedelta(days=1)
    return {
        "caption": _("Nhận %(from)s, chậm nhất %(to)s")
        % {"from": clock.date_words(received), "to": clock.date_words(due.day)},
        "heads": [_("T2"), _("T3"), _("T4"), _("T5"), _("T6"), _("T7"), _("CN")],
        "weeks": weeks,
    }


def _cell(day: date, received: date, last: date, within: bool, number: int | None) -> dict[str, Any]:
    text = f"{day.day}/{day.month}" if day.day == 1 else str(day.day)
    if day == received:
        return {"number": text, "state": "from", "note": _("nhận")}
    if day == last:
        return {"number": text, "state": "is-due", "note": f"+{number}" if number else _("hạn")}
    if number:
        return {"number": text, "state": "on", "note": f"+{number}"}
    if within:
        return {"number": text, "state": "off", "note": _("nghỉ")}
    return {"number": text}
