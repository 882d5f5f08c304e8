"""Reminders three and one working days before a term ends, and the escalation on the first one after it.

Each is sent once for a case and its due day, however often the job runs. When it comes late, only the most
pressing one is sent: nobody needs to hear "three days left" of what is due tomorrow. An escalation goes to a
position (the leader of the agency, or of the one above it), never to a mailbox. What was sent stands in
"Việc hôm nay" of whom it was sent to, and so in the message of the day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from feedback.models import Case, ReminderSent
from feedback.states import LEADERS, State
from portal.accounts.models import Membership
from portal.agencies.models import Agency
from portal.core import clock
from portal.core.clock import WorkCalendar

Kind = ReminderSent.Kind
# A run of days off between two working days is never as long as this.
AHEAD = timedelta(days=30)
BATCH = 500


def stage(due_day: date, day: date, calendar: WorkCalendar) -> ReminderSent.Kind | None:
    """What is to be said on ``day`` of something due on ``due_day``: the most pressing, or nothing yet."""
    if day > due_day:
        return Kind.OVERDUE if day >= calendar.add_working_days(due_day, 1) else Kind.ONE_DAY
    left = working_days_left(due_day, day, calendar)
    return Kind.ONE_DAY if left <= 1 else Kind.THREE_DAYS if left <= 3 else None


def working_days_left(due_day: date, day: date, calendar: WorkCalendar) -> int:
    """Working days after ``day`` up to and with the due day; negative for those gone by since."""
    first, last = min(day, due_day), max(day, due_day)
    number = sum(
        calendar.is_working_day(first + timedelta(days=step)) for step in range(1, (last - first).days + 1)
    )
    return number if due_day >= day else -number


def send(moment: Any = None) -> int:
    """Send what is to be sent now; gives how many. Run by a job, as often as it likes."""
    at = clock.local(moment) if moment is not None else clock.now()
    calendars: dict[str, WorkCalendar] = {}
    waiting: list[tuple[Case, ReminderSent.Kind, date]] = []
    rows = Case.objects.running().filter(due_at__lt=at + AHEAD).select_related("agency", "handler")
    for case in rows.order_by("pk").iterator(chunk_size=BATCH):
        if case.due_at is None:
            continue
        scope = case.clock_scope
        if scope not in calendars:
            calendars[scope] = WorkCalendar.current(scope)
        due_day = clock.local(case.due_at).date()
        found = stage(due_day, at.date(), calendars[scope])
        if found is not None:
            waiting.append((case, found, due_day))
    return sum(_send_batch(waiting[start : start + BATCH], at) for start in range(0, len(waiting), BATCH))


@transaction.atomic
def _send_batch(waiting: Sequence[tuple[Case, ReminderSent.Kind, date]], at: Any) -> int:
    sent = set(
        ReminderSent.objects.filter(case__in=[case for case, _kind, _day in waiting]).values_list(
            "case_id", "kind", "due_day"
        )
    )
    new = [row for row in waiting if (row[0].pk, str(row[1]), row[2]) not in sent]
    leaders = _leaders({case.agency for case, kind, _day in new if kind == Kind.OVERDUE})
    before = ReminderSent.objects.count()
    ReminderSent.objects.bulk_create(
        [_line(case, kind, day, at, leaders) for case, kind, day in new], ignore_conflicts=True
    )
    return ReminderSent.objects.count() - before


def _line(
    case: Case, kind: ReminderSent.Kind, day: date, at: Any, leaders: dict[int, tuple[str, str]]
) -> ReminderSent:
    role, code = "desk_officer", case.agency.code
    if kind == Kind.OVERDUE:
        role, code = leaders[case.agency_id]
    elif case.handler_id is not None:
        role = "specialist"
    user = None if kind == Kind.OVERDUE else case.handler
    return ReminderSent(case=case, kind=kind, due_day=day, sent_at=at, role=role, agency_code=code, user=user)


def _leaders(agencies: Iterable[Agency]) -> dict[int, tuple[str, str]]:
    """Role and agency that an escalation goes to: the own leader, else the one of the agency above."""
    held = {
        (agency, role)
        for agency, role in Membership.objects.on(clock.today())
        .filter(role__in=LEADERS, user__is_active=True)
        .values_list("agency_id", "role")
    }
    found: dict[int, tuple[str, str]] = {}
    for agency in agencies:
        above: Agency | None = agency
        while above is not None and agency.pk not in found:
            for role in sorted(LEADERS, reverse=True):
                if (above.pk, role) in held:
                    found[agency.pk] = (role, above.code)
                    break
            above = above.parent
        found.setdefault(agency.pk, ("leader", agency.code))
    return found


def end_waiting(moment: Any = None) -> int:
    """Let the clock of cases go on whose sender has not replied within the limit; gives how many."""
    from feedback.services import Actor, NotAllowed, act

    at = clock.local(moment) if moment is not None else clock.now()
    rows = Case.objects.filter(state=State.WAITING_SENDER, wait_until__lt=at).values_list("pk", flat=True)
    done = 0
    for key in list(rows):
        try:
            act(key, "resume", Actor.system(), at=at)
            done += 1
        except NotAllowed:
            # The sender replied in the same moment.
            continue
    return done


def job() -> str:
    """The job of every quarter of an hour."""
    resumed, sent = end_waiting(), send()
    return _("%(resumed)d câu xử lý tiếp, %(sent)d lần nhắc.") % {"resumed": resumed, "sent": sent}
