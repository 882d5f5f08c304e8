"""The working-day calendar against dates worked out by hand, and against a slow reference."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from hypothesis import strategies as st

from portal.core import clock
from portal.core.calendar_file import load
from portal.core.models import CalendarDay
from portal.core.stamps import bump


@pytest.fixture
def calendar(db: None) -> clock.WorkCalendar:
    """The calendar that every installation starts with."""
    clock.forget()
    load()
    return clock.WorkCalendar.current()


@pytest.mark.parametrize(
    ("received", "days", "due"),
    [
        (date(2026, 2, 13), 5, date(2026, 2, 27)),  # Tết 16-20/2
        (date(2026, 11, 20), 2, date(2026, 11, 25)),  # 24/11 is a holiday since 2026
        (date(2026, 8, 20), 3, date(2026, 8, 24)),  # Saturday 22/8 is worked
        (date(2025, 12, 31), 3, date(2026, 1, 7)),  # 2/1 is swapped for 10/1
        (date(2027, 2, 3), 5, date(2027, 2, 17)),  # Tết 4-10/2, not yet announced
        (date(2026, 8, 28), 1, date(2026, 9, 3)),  # 31/8 swapped, 1/9 and 2/9 Quốc khánh
        (date(2026, 11, 21), 0, date(2026, 11, 23)),  # a Saturday: the next working day
    ],
)
def test_golden_dates(calendar: clock.WorkCalendar, received: date, days: int, due: date) -> None:
    assert calendar.add_working_days(received, days) == due


def test_the_count_says_why_a_day_does_not_count(calendar: clock.WorkCalendar) -> None:
    counted = calendar.explain(date(2026, 11, 20), 2)
    assert [(step.day.day, step.counts) for step in counted] == [
        (21, False),
        (22, False),
        (23, True),
        (24, False),
        (25, True),
    ]
    assert [step.reason for step in counted] == ["thứ Bảy", "Chủ nhật", "", "Ngày Văn hóa Việt Nam", ""]


@tried(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    start=st.dates(date(2025, 1, 1), date(2027, 12, 31)),
    days=st.integers(1, 120),
    closed=st.sets(st.integers(0, 400), max_size=40),
    opened=st.sets(st.integers(0, 400), max_size=40),
)
def test_a_term_ends_on_the_nth_working_day_after_receipt(
    start: date, days: int, closed: set[int], opened: set[int]
) -> None:
    shut = {start + timedelta(days=offset): "closed" for offset in closed - opened}
    open_ = {start + timedelta(days=offset): "opened" for offset in opened}
    calendar = clock.WorkCalendar(shut, open_)
    due = calendar.add_working_days(start, days)
    every_day = [start + timedelta(days=offset) for offset in range(1, (due - start).days + 1)]
    worked = [day for day in every_day if day in open_ or (day.isoweekday() <= 5 and day not in shut)]
    assert len(worked) == days
    assert worked[-1] == due


@pytest.mark.parametrize("days", [-1, clock.MAXIMUM_DAYS + 1])
def test_a_count_beyond_reason_is_refused(days: int) -> None:
    with pytest.raises(ValueError, match="Số ngày"):
        clock.WorkCalendar({}, {}).explain(date(2026, 1, 1), days)


@pytest.mark.django_db
def test_a_holiday_announced_late_is_counted_with_the_next_request(calendar: clock.WorkCalendar) -> None:
    friday = date(2026, 12, 4)
    assert calendar.add_working_days(friday, 1) == date(2026, 12, 7)
    CalendarDay.objects.create(day=date(2026, 12, 7), kind=CalendarDay.Kind.CLOSED, name="Nghỉ bão")
    bump("calendar")
    assert clock.WorkCalendar.current().add_working_days(friday, 1) == date(2026, 12, 8)


@pytest.mark.django_db
def test_a_local_day_off_holds_in_its_scope_alone(calendar: clock.WorkCalendar) -> None:
    monday = date(2026, 12, 7)
    CalendarDay.objects.create(day=monday, kind=CalendarDay.Kind.CLOSED, name="Lễ hội", scope="16681")
    bump("calendar")
    assert not clock.WorkCalendar.current("16681").is_working_day(monday)
    assert clock.WorkCalendar.current().is_working_day(monday)


@pytest.mark.parametrize("server", ["UTC", "Asia/Tokyo", "America/Los_Angeles"])
def test_the_day_is_the_one_in_vietnam_whatever_the_server_zone(
    monkeypatch: pytest.MonkeyPatch, server: str
) -> None:
    monkeypatch.setenv("TZ", server)
    with time_machine.travel(datetime(2026, 11, 23, 16, 59, 59, tzinfo=UTC), tick=False):
        assert clock.today() == date(2026, 11, 23)
    with time_machine.travel(datetime(2026, 11, 23, 17, 0, 0, tzinfo=UTC), tick=False):
        assert clock.today() == date(2026, 11, 24)
