"""Two hundred cases over Tết and a day off that is added late: what is sent, to whom, how often."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import pytest
import time_machine

from feedback import reminders
from feedback.desk import work
from feedback.models import Case, ReminderSent
from feedback.states import State
from portal.core import calendar_changes, clock
from portal.core.calendar_changes import DayEdit
from portal.core.models import CalendarDay
from tests.feedback.cases import COMMUNE, NEIGHBOUR, REASON, ZONE, Desk, do, sent
from tests.people import person
from tests.world import World

FIRST, LAST, ADDED = date(2027, 1, 25), date(2027, 3, 5), date(2027, 2, 16)
TET = {date(2027, 2, day) for day in range(4, 11)}


def days(first: date, last: date) -> Iterator[date]:
    """Every day between two days."""
    for step in range((last - first).days + 1):
        yield first + timedelta(days=step)


def works(day: date, off: set[date]) -> bool:
    """Counted by hand, apart from the portal's clock."""
    return day.weekday() < 5 and day not in off


def after(day: date, number: int, off: set[date]) -> date:
    """The working day so many after another."""
    while number:
        day += timedelta(days=1)
        number -= works(day, off)
    return day


@pytest.fixture
def two_hundred(world: World) -> list[Case]:
    """Cases of every working day over Tết; each fourth one is answered in time, one waits for its sender."""
    for day in sorted(TET):
        CalendarDay.objects.create(day=day, kind="closed", name="Tết", basis="Thông báo số 1")
    desk = Desk(world)
    cases = []
    working = [day for day in days(FIRST, date(2027, 2, 12)) if works(day, TET)]
    for number in range(200):
        moment = datetime.combine(working[number % len(working)], time(9), ZONE)
        with time_machine.travel(moment, tick=False):
            cases.append(sent(world, (COMMUNE, NEIGHBOUR)[number % 2]).case)
    with time_machine.travel(datetime.combine(date(2027, 2, 13), time(9), ZONE), tick=False):
        do(cases[0], "note", desk.officer, reason=REASON)
    answered = [case.pk for case in cases[3::4]]
    Case.objects.filter(pk__in=answered).update(state=State.APPROVED)
    Case.objects.filter(pk=cases[1].pk).update(
        state=State.WAITING_SENDER, wait_until=datetime(2028, 1, 1, tzinfo=ZONE)
    )
    return [case for case in cases if case.pk not in answered and case.pk != cases[1].pk]


# Case, kind, due day, day of sending.
Sent = list[tuple[int, str, date, date]]


def run_on(working_days: list[date], times: int = 1) -> Sent:
    """The job on these days; gives what was sent."""
    ReminderSent.objects.all().delete()
    for day in working_days:
        with time_machine.travel(datetime.combine(day, time(8), ZONE), tick=False):
            for _time in range(times):
                reminders.job()
    rows = ReminderSent.objects.values_list("case_id", "kind", "due_day", "sent_at")
    return sorted((case, kind, due, sent_at.astimezone(ZONE).date()) for case, kind, due, sent_at in rows)


def expected(
    cases: list[Case], off: set[date], working_days: list[date]
) -> list[tuple[int, str, date, date]]:
    """Worked out by hand: on each day the job runs, the most pressing stage that was not told yet."""
    found = []
    for case in cases:
        due = after(case.received_at.astimezone(ZONE).date(), 5, off)
        told: list[str] = []
        for day in working_days:
            if day >= after(due, 1, off):
                kind = "d+1"
            elif day > due or sum(works(one, off) for one in days(day + timedelta(days=1), due)) <= 1:
                kind = "d-1"
            elif sum(works(one, off) for one in days(day + timedelta(days=1), due)) <= 3:
                kind = "d-3"
            else:
                continue
            if day >= case.received_at.astimezone(ZONE).date() and kind not in told:
                told.append(kind)
                found.append((case.pk, kind, due, day))
    return sorted(found)


def test_two_hundred_cases_over_tet_are_reminded_of_once_and_exactly(
    world: World, two_hundred: list[Case]
) -> None:
    leader = person(world, "leader", COMMUNE, name="truong", starts_on=date(2026, 1, 1))
    # From the day on which all of them have come.
    on_time = [day for day in days(date(2027, 2, 12), LAST) if works(day, TET)]
    assert len(two_hundred) == 149
    once = run_on(on_time)
    assert once == expected(two_hundred, TET, on_time)
    assert run_on(on_time, times=2) == once
    late = on_time[2::4]
    assert run_on(late) == expected(two_hundred, TET, late)
    with time_machine.travel(datetime.combine(LAST, time(8), ZONE), tick=False):
        assert set(Case.objects.late(clock.now())) == set(two_hundred)
        escalated = ReminderSent.objects.filter(kind="d+1", agency_code=COMMUNE).first()
        assert escalated is not None
        assert (escalated.role, escalated.user) == ("leader", None)
        # Nobody leads the neighbour, nor the province: it goes to the position all the same.
        assert ReminderSent.objects.filter(kind="d+1", agency_code=NEIGHBOUR, role="leader").exists()
        titles = [item.title for item in work.waiting(leader, world.agencies[COMMUNE], clock.today())]
        assert titles[0].startswith("Phân công: Làm lại giấy khai sinh")
        assert len(titles) == work.MOST


def test_a_day_off_added_late_moves_the_open_ones_and_their_reminders(
    world: World, two_hundred: list[Case]
) -> None:
    leader = person(world, "leader", COMMUNE, name="truong", starts_on=date(2026, 1, 1))
    with time_machine.travel(datetime.combine(date(2027, 2, 12), time(10), ZONE), tick=False):
        row = CalendarDay(day=ADDED, kind="closed", name="Nghỉ bù", basis="Thông báo số 2")
        moves = calendar_changes.apply([DayEdit(ADDED, "", row)], user=leader)
    off = TET | {ADDED}
    moved = {int(move.reference.rpartition(":")[2]) for move in moves}
    assert moved == {
        case.pk
        for case in two_hundred
        if after(case.received_at.astimezone(ZONE).date(), 5, TET)
        != after(case.received_at.astimezone(ZONE).date(), 5, off)
    }
    assert moved
    running = [day for day in days(date(2027, 2, 15), LAST) if works(day, off)]
    assert run_on(running) == expected(two_hundred, off, running)


def test_who_waits_too_long_for_the_sender_goes_on_by_itself(world: World) -> None:
    desk = Desk(world)
    with time_machine.travel(datetime(2026, 3, 2, 9, tzinfo=ZONE), tick=False):
        case = do(desk.assigned(), "ask-sender", desk.specialist, reason=REASON)
    with time_machine.travel(datetime(2026, 3, 12, 9, tzinfo=ZONE), tick=False):
        reminders.job()
        case.refresh_from_db()
        assert case.state == State.WAITING_SENDER
    with time_machine.travel(datetime(2026, 3, 13, 9, tzinfo=ZONE), tick=False):
        reminders.job()
        case.refresh_from_db()
    assert case.state == State.ASSIGNED
    assert case.due_at is not None
    assert case.due_at.astimezone(ZONE).date() == date(2026, 3, 19)
