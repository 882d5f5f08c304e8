"""Terms: golden dates worked out by hand, and a slow, obvious reference for everything else."""

import json
import os
import subprocess
import sys
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from hypothesis import strategies as st

from portal.core import clock, clock_file
from portal.core.calendar_file import load
from portal.core.clock import ZONE, Pause, Rule, Spell, WorkCalendar
from portal.core.models import ClockRule

ROOT = Path(settings.BASE_DIR)
BARE = WorkCalendar({}, {})


def at(day: str, hour: str = "09:00") -> datetime:
    return datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=ZONE)


def due_day(start: datetime, rule: Rule | str, calendar: WorkCalendar | None = None) -> str:
    return clock.due(start, rule, calendar=calendar).day.isoformat()


@pytest.fixture
def calendar(db: None) -> WorkCalendar:
    """The calendar and the rules that every installation starts with."""
    load()
    clock_file.load()
    return WorkCalendar.current()


@pytest.mark.parametrize(
    ("start", "rule", "due"),
    [
        ("2027-02-03", "5-lv", "2027-02-17"),
        ("2026-02-13", "5-lv", "2026-02-27"),
        ("2026-11-20", "2-lv", "2026-11-25"),
        ("2026-08-20", "3-lv", "2026-08-24"),
        ("2025-12-31", "3-lv", "2026-01-07"),
        ("2026-11-20", "12-ngay", "2026-12-02"),
        ("2026-02-05", "12-ngay", "2026-02-23"),  # ends in Tết: the first working day after it
        ("2026-01-31", "1-thang", "2026-03-02"),  # 28/2 is a Saturday
        ("2025-01-31", "1-thang", "2025-02-28"),
        ("2024-01-31", "1-thang", "2024-02-29"),
        ("2026-11-30", "truoc-7-lv", "2026-11-18"),  # 24/11 does not count, nor does the weekend
        ("2026-12-11", "truoc-5-ngay", "2026-12-04"),  # 6/12 is a Sunday: earlier, not later
        ("2026-03-31", "truoc-1-thang", "2026-02-27"),
        ("2026-11-02", "it-nhat-30-ngay", "2026-12-02"),
        ("2026-11-05", "it-nhat-30-ngay", "2026-12-07"),  # 5/12 is a Saturday
        ("2026-11-21", "0-lv", "2026-11-23"),
    ],
)
def test_golden_terms(calendar: WorkCalendar, start: str, rule: str, due: str) -> None:
    assert due_day(at(start), rule) == due


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (at("2026-11-23", "07:00"), "2026-11-23"),
        (at("2026-11-23", "14:59:59"), "2026-11-23"),
        (at("2026-11-23", "15:00:00"), "2026-11-25"),  # 24/11 is a holiday
        (at("2026-11-20", "15:00:01"), "2026-11-23"),
        (at("2026-11-21", "09:00"), "2026-11-23"),  # a Saturday counter is open, yet it is no working day
        (at("2026-08-22", "09:00"), "2026-08-22"),  # a worked Saturday
        (datetime(2026, 11, 23, 7, 59, 59, tzinfo=UTC), "2026-11-23"),
        (datetime(2026, 11, 23, 8, 0, 0, tzinfo=UTC), "2026-11-25"),
    ],
)
def test_what_comes_before_the_cut_off_is_answered_the_same_day(
    calendar: WorkCalendar, received: datetime, due: str
) -> None:
    assert due_day(received, "trong-ngay-15-gio") == due


def test_hours_run_on_through_nights_and_days_off(calendar: WorkCalendar) -> None:
    due = clock.due(at("2026-11-21", "16:30"), "8-gio")
    assert due.at == at("2026-11-22", "00:30")
    assert clock.due(at("2026-11-21", "16:30"), "truoc-24-gio").at == at("2026-11-20", "16:30")
    assert not due.late(at("2026-11-22", "00:30"))
    assert due.late(at("2026-11-22", "00:30:01"))


def test_a_term_in_days_lasts_until_midnight_in_vietnam(calendar: WorkCalendar) -> None:
    due = clock.due(at("2026-11-20"), "2-lv")
    assert not due.late(datetime(2026, 11, 25, 16, 59, 59, 999_999, tzinfo=UTC))
    assert due.late(datetime(2026, 11, 25, 17, 0, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (datetime(2026, 11, 19, 16, 59, 59, tzinfo=UTC), "2026-11-23"),  # 23:59:59 on the 19th
        (datetime(2026, 11, 19, 17, 0, 0, tzinfo=UTC), "2026-11-25"),  # 00:00:00 on the 20th
        (datetime(2026, 11, 19, 23, 59, 59), "2026-11-23"),  # noqa: DTZ001 no zone: Vietnamese time
    ],
)
def test_the_day_of_receipt_is_the_one_in_vietnam(
    calendar: WorkCalendar, received: datetime, due: str
) -> None:
    assert due_day(received, "2-lv") == due


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo"])
def test_the_servers_zone_changes_nothing(zone: str) -> None:
    """In a process of its own: the zone is the process's, set before it starts."""
    code = (
        "import django, datetime; django.setup()\n"
        "from portal.core import clock\n"
        "c = clock.WorkCalendar({datetime.date(2026, 11, 24): 'x'}, {})\n"
        "for text in ('2026-11-19T23:59:59', '2026-11-20T00:00:00', '2026-11-19T17:00:00+00:00'):\n"
        "    start = datetime.datetime.fromisoformat(text)\n"
        "    print(clock.due(start, '2-lv', calendar=c).at.isoformat())\n"
    )
    environment = {**os.environ, "TZ": zone, "DJANGO_SETTINGS_MODULE": "portal.settings.test"}
    environment["PYTHONPATH"] = f"{ROOT / 'site'}{os.pathsep}{ROOT}"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True
    )
    assert done.stdout.split() == [
        "2026-11-23T23:59:59.999999+07:00",
        "2026-11-25T23:59:59.999999+07:00",
        "2026-11-25T23:59:59.999999+07:00",
    ]


def test_the_count_is_told_day_by_day(calendar: WorkCalendar) -> None:
    due = clock.due(at("2026-11-20"), "2-lv")
    assert due.lines() == [
        "Nhận thứ Sáu, ngày 20/11/2026: ngày nhận không tính.",
        "thứ Bảy, ngày 21/11/2026: không tính (thứ Bảy)",
        "Chủ nhật, ngày 22/11/2026: không tính (Chủ nhật)",
        "thứ Hai, ngày 23/11/2026: ngày thứ 1",
        "thứ Ba, ngày 24/11/2026: không tính (Ngày Văn hóa Việt Nam)",
        "thứ Tư, ngày 25/11/2026: ngày thứ 2",
    ]
    assert not due.provisional
    assert clock.due(at("2027-02-03"), "5-lv").provisional


def test_the_day_of_receipt_counts_where_the_rule_says_so(calendar: WorkCalendar) -> None:
    rule = Rule("x", "working-days", 2, count_day_of_receipt=True)
    assert due_day(at("2026-11-20"), rule) == "2026-11-23"


def test_a_rule_of_the_competent_agency_waits_for_its_receipt(calendar: WorkCalendar) -> None:
    rule = Rule("x", "working-days", 2, competent_receipt=True)
    with pytest.raises(clock.NotStarted):
        clock.due(at("2026-11-16"), rule)
    assert clock.due(at("2026-11-16"), rule, competent_start=at("2026-11-20")).day == date(2026, 11, 25)


# 2/11/2026 is a Monday; the bare calendar has weekends alone.
@pytest.mark.parametrize(
    ("paused", "resumed", "due"),
    [
        ("2026-11-04", "2026-11-04", "2026-11-09"),  # gone on the same day: nothing is lost
        ("2026-11-04", "2026-11-05", "2026-11-10"),
        ("2026-11-04", "2026-11-13", "2026-11-18"),  # two days used; Friday 13 does not count, 16-18 do
        ("2026-11-04", "2026-12-31", "2026-11-27"),  # never more than twenty days: until the 24th
    ],
)
def test_a_pause_stops_the_count_up_to_its_limit(paused: str, resumed: str, due: str) -> None:
    rule = Rule("x", "working-days", 5, maximum_pause=20)
    pause = Pause(at(paused), at(resumed), "chờ bổ sung hồ sơ")
    found = clock.due(at("2026-11-02"), rule, calendar=BARE, pauses=[pause])
    assert found.day.isoformat() == due
    assert any("chờ bổ sung hồ sơ" in line for line in found.lines())


def test_a_pause_that_still_stands_moves_the_end_from_day_to_day() -> None:
    pause = Pause(at("2026-11-04"), None, "chờ bổ sung hồ sơ")
    rule = Rule("x", "calendar-days", 5)
    for today, end in (("2026-11-05", "2026-11-09"), ("2026-11-12", "2026-11-16")):
        found = clock.due(at("2026-11-02"), rule, calendar=BARE, pauses=[pause], as_of=at(today))
        assert (found.paused, found.day.isoformat()) == (True, end)


def test_hours_and_months_are_later_by_the_pause() -> None:
    pause = Pause(at("2026-11-03", "08:00"), at("2026-11-05", "10:00"), "mất điện")
    hours = clock.due(at("2026-11-02", "09:00"), "24-gio", calendar=BARE, pauses=[pause])
    assert hours.at == at("2026-11-04", "11:00") + timedelta(hours=24)
    months = clock.due(at("2026-11-02"), "1-thang", calendar=BARE, pauses=[pause])
    assert months.day == date(2026, 12, 4)


@pytest.mark.parametrize(
    "pauses",
    [
        [Pause(at("2026-11-03"), at("2026-11-04"), " ")],
        [Pause(at("2026-11-01"), at("2026-11-04"), "trước khi nhận")],
        [Pause(at("2026-11-05"), at("2026-11-04"), "ngược")],
        [Pause(at("2026-11-03"), at("2026-11-06"), "a"), Pause(at("2026-11-05"), at("2026-11-07"), "b")],
    ],
)
def test_a_pause_that_makes_no_sense_is_refused(pauses: list[Pause]) -> None:
    with pytest.raises(ValueError, match=r"[Tt]ạm dừng"):
        clock.due(at("2026-11-02"), "5-lv", calendar=BARE, pauses=pauses)


@pytest.mark.parametrize("code", ["truoc-5-lv", "it-nhat-30-ngay"])
def test_terms_that_look_back_or_hold_a_posting_have_no_pause(code: str) -> None:
    with pytest.raises(ValueError, match="tạm dừng"):
        clock.due(
            at("2026-11-02"), code, calendar=BARE, pauses=[Pause(at("2026-11-03"), at("2026-11-04"), "x")]
        )


def test_a_gap_in_a_posting_starts_its_least_duration_anew() -> None:
    unbroken = [Spell(at("2026-11-02"), at("2026-11-10")), Spell(at("2026-11-10"), None)]
    broken = [Spell(at("2026-11-02"), at("2026-11-10", "09:00")), Spell(at("2026-11-10", "09:01"), None)]
    for spells, end in ((unbroken, "2026-12-02"), (broken, "2026-12-10")):
        found = clock.posted_until(spells, "it-nhat-30-ngay", calendar=BARE)
        assert found is not None
        assert found.day.isoformat() == end
    assert clock.posted_until([], "it-nhat-30-ngay", calendar=BARE) is None


def slow_reference(start: date, rule: Rule, calendar: WorkCalendar) -> date:
    """A term as a clerk counts it on a wall calendar, day by day."""

    def works(day: date) -> bool:
        return day in calendar.opened or (day.isoweekday() < 6 and day not in calendar.closed)

    step = timedelta(days=-1 if rule.backward else 1)
    day = start
    if rule.unit == "months":
        for _month in range(rule.amount):
            day = day.replace(day=1)
            day = day - timedelta(days=1) if rule.backward else day + timedelta(days=31)
        day = day.replace(day=1)
        day = day.replace(day=min(start.day, monthrange(day.year, day.month)[1]))
    else:
        for _number in range(rule.amount):
            day += step
            while rule.unit == "working-days" and not works(day):
                day += step
    while not works(day):
        day += step
    return day


@tried(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    start=st.dates(date(2024, 1, 1), date(2028, 12, 31)),
    unit=st.sampled_from(["working-days", "calendar-days", "months"]),
    amount=st.integers(0, 60),
    backward=st.booleans(),
    clock_time=st.times(),
    closed=st.sets(st.integers(-500, 500), max_size=60),
    opened=st.sets(st.integers(-500, 500), max_size=60),
)
def test_every_term_ends_where_a_clerk_counts_it(
    start: date,
    unit: str,
    amount: int,
    backward: bool,
    clock_time: time,
    closed: set[int],
    opened: set[int],
) -> None:
    calendar = WorkCalendar(
        {start + timedelta(days=offset): "closed" for offset in closed - opened},
        {start + timedelta(days=offset): "opened" for offset in opened},
    )
    rule = Rule("x", unit, amount, backward=backward)
    found = clock.due(datetime.combine(start, clock_time, ZONE), rule, calendar=calendar)
    assert found.day == slow_reference(start, rule, calendar)
    assert found.at == datetime.combine(found.day, time.max, ZONE)
    if unit != "months":
        assert sum(step.counts for step in found.counted) == amount
        assert found.counted[-1].day == found.day if found.counted else amount == 0
    assert len(found.lines()) >= len(found.counted)


@tried(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(start=st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1)), hours=st.integers(0, 5000))  # noqa: DTZ001
def test_hours_forward_and_back_again(start: datetime, hours: int) -> None:
    end = clock.due(start, Rule("x", "hours", hours), calendar=BARE).at
    back = clock.due(end, Rule("x", "hours", hours, backward=True), calendar=BARE).at
    assert back == start.replace(tzinfo=ZONE)


def test_the_rules_that_come_with_the_program_load_once_and_count(calendar: WorkCalendar) -> None:
    assert clock_file.load() == 0
    codes = list(ClockRule.objects.values_list("code", flat=True))
    assert len(codes) >= 18
    for code in codes:
        found = clock.due(at("2026-11-20"), code)
        assert found.rule.label
        assert found.rule.words
        assert found.lines()


def test_a_rule_holds_from_its_first_day_to_before_its_last(calendar: WorkCalendar) -> None:
    ClockRule.objects.create(
        code="thu", label="Thử", unit="working-days", amount=5, valid_from="2026-01-01", valid_to="2026-07-01"
    )
    ClockRule.objects.create(code="thu", label="Thử", unit="working-days", amount=3, valid_from="2026-07-01")
    assert clock.rule("thu", date(2026, 6, 30)).amount == 5
    assert clock.rule("thu", date(2026, 7, 1)).amount == 3
    assert due_day(at("2026-06-30"), "thu") == "2026-07-07"
    with pytest.raises(clock.UnknownRule, match="31/12/2025"):
        clock.rule("thu", date(2025, 12, 31))


@pytest.mark.parametrize(
    "values",
    [
        {"direction": "backward", "minimum": True},
        {"direction": "backward", "cut_off": time(15)},
        {"unit": "hours", "cut_off": time(15)},
        {"code": "5-lv"},
    ],
)
def test_a_rule_that_cannot_be_counted_is_refused(values: dict[str, object]) -> None:
    wanted = {
        "code": "x",
        "label": "x",
        "unit": "working-days",
        "amount": 1,
        "valid_from": date(2026, 1, 1),
        **values,
    }
    with pytest.raises(ValidationError):
        ClockRule(**wanted).clean()


@pytest.mark.parametrize("code", ["", "5", "lv", "5-nam", "-5-lv", "truoc-", "5-LV", "٥-lv", "5-lv "])
@pytest.mark.django_db
def test_what_is_no_rule_is_refused(code: str) -> None:
    with pytest.raises(clock.UnknownRule):
        clock.rule(code)


@pytest.mark.parametrize("code", ["2001-lv", "99999-gio", "121-thang", "truoc-2001-ngay"])
@pytest.mark.django_db
def test_an_amount_beyond_reason_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="con số"):
        clock.rule(code)


def run_due_date(*arguments: str) -> str:
    out = StringIO()
    call_command("due_date", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_answers_in_json_and_in_words(calendar: WorkCalendar) -> None:
    data = json.loads(run_due_date("--start", "2026-11-20", "--rule", "2-lv", "--json"))
    assert data["due"] == "2026-11-25"
    assert [(step["day"], step["counts"]) for step in data["counted"]][-2:] == [
        ("2026-11-24", False),
        ("2026-11-25", True),
    ]
    assert data["counted"][-2]["reason"] == "Ngày Văn hóa Việt Nam"
    hours = json.loads(run_due_date("--start", "2026-11-20T01:00:00Z", "--rule", "8-gio", "--json"))
    assert hours["due"] == "2026-11-20T16:00:00+07:00"
    words = run_due_date("--start", "2027-02-03T10:00", "--rule", "5-lv")
    assert "Hạn: thứ Tư, ngày 17/02/2027" in words
    assert "Tạm tính" in words


@pytest.mark.parametrize(
    ("start", "rule"), [("hôm nay", "5-lv"), ("2026-11-20", "khong-co"), ("2026-11-20", "9999-lv")]
)
@pytest.mark.django_db
def test_the_command_ends_with_two_for_what_it_cannot_read(start: str, rule: str) -> None:
    with pytest.raises(CommandError) as stopped:
        run_due_date("--start", start, "--rule", rule)
    assert stopped.value.returncode == 2
