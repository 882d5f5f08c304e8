"""On which days a reception falls, and what a calendar file says of it; no page, few rows."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from home.calendars import ics
from home.calendars.days import is_planned, occurrences
from home.calendars.models import Reception, ReceptionDay
from portal.core.clock import WorkCalendar

TET = {date(2027, 2, day): "Tết Nguyên đán" for day in range(4, 11)}
CALENDAR = WorkCalendar(closed=TET | {date(2026, 9, 2): "Quốc khánh"}, opened={})


def reception(**values: Any) -> Reception:
    values = {
        "leader": "Chủ tịch UBND xã",
        "weekday": 3,
        "opens": time(7, 30),
        "closes": time(11, 30),
        "starts_on": date(2026, 1, 1),
    } | values
    return Reception(**values)


def held(rule: Reception, first: date, last: date, *notes: ReceptionDay) -> list[date]:
    return [one.day for one in occurrences(rule, notes, first, last, CALENDAR)]


@pytest.mark.parametrize(
    ("values", "days"),
    [
        ({}, [5, 12, 19, 26]),
        ({"rhythm": "thu-trong-thang", "nth": 1, "weekday": 0}, [2]),
        ({"rhythm": "thu-trong-thang", "nth": -1, "weekday": 4}, [27]),
        ({"rhythm": "ngay-trong-thang", "month_day": 10}, [10]),
        # The fifteenth is a Sunday.
        ({"rhythm": "ngay-trong-thang", "month_day": 15}, [16]),
        # A Saturday that the rule names is one on which people are received.
        ({"weekday": 5}, [7, 14, 21, 28]),
        ({"starts_on": date(2026, 11, 13)}, [19, 26]),
        ({"ends_on": date(2026, 11, 12)}, [5, 12]),
    ],
)
def test_the_days_of_a_rule(values: dict[str, Any], days: list[int]) -> None:
    found = held(reception(**values), date(2026, 11, 1), date(2026, 11, 30))
    assert found == [date(2026, 11, day) for day in days]


def test_a_holiday_leads_to_the_next_working_day_and_two_turns_at_tet_are_one() -> None:
    wednesday = reception(weekday=2)
    (shifted,) = occurrences(wednesday, (), date(2026, 9, 1), date(2026, 9, 5), CALENDAR)
    assert (shifted.by_rule, shifted.day, shifted.shifted) == (
        date(2026, 9, 2),
        date(2026, 9, 3),
        "Quốc khánh",
    )
    # Thursdays 4 February (Tết, past to the 11th) and 11 February.
    around = occurrences(reception(), (), date(2027, 2, 1), date(2027, 2, 20), CALENDAR)
    assert [one.day for one in around] == [date(2027, 2, 11), date(2027, 2, 18)]
    assert around[0].shifted == "", "the eleventh is a turn of its own"


def test_a_day_is_moved_cancelled_or_held_at_other_hours() -> None:
    moved = ReceptionDay(
        planned_on=date(2026, 11, 12), state="doi", moved_to=date(2026, 11, 10), reason="Họp"
    )
    off = ReceptionDay(planned_on=date(2026, 11, 19), state="hoan", reason="Bão", opens=time(14))
    days = occurrences(reception(), (moved, off), date(2026, 11, 9), date(2026, 11, 26), CALENDAR)
    assert [(one.day.day, one.moved, one.cancelled) for one in days] == [
        (10, True, False),
        (19, False, True),
        (26, False, False),
    ]
    assert [one.opens.hour for one in days] == [7, 14, 7]
    # Asked for a span that ends before the day it was planned for, the moved day is there.
    assert held(reception(), date(2026, 11, 9), date(2026, 11, 11), moved) == [date(2026, 11, 10)]
    assert is_planned(reception(), date(2026, 11, 12), CALENDAR)
    assert not is_planned(reception(), date(2026, 11, 11), CALENDAR)


def event(**values: Any) -> ics.Event:
    known: dict[str, Any] = {
        "uid": "a@b.vn",
        "day": date(2026, 11, 26),
        "starts": time(7, 30),
        "ends": time(11, 30),
        "summary": "Tiếp công dân",
        "place": "",
        "description": "",
        "url": "",
        "sequence": 0,
        "changed_at": datetime(2026, 11, 20, 1, 0, tzinfo=UTC),
    }
    return ics.Event(**(known | values))


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_a_calendar_file_is_folded_escaped_and_in_the_zone_of_viet_nam() -> None:
    hostile = "Họp; bàn, quyết \\ việc\r\nEND:VEVENT\x00\u2028" + "Nguyễn Huệ " * 20
    text = ics.calendar("Lịch; xã", [event(summary=hostile, cancelled=True, sequence=3)])
    raw = text.encode()
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")
    lines = unfolded(text)
    assert lines[0], lines[-2] == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 1
    (summary,) = [line for line in lines if line.startswith("SUMMARY:")]
    assert summary.startswith("SUMMARY:Họp\\; bàn\\, quyết \\\\ việc\\nEND:VEVENT  Nguyễn Huệ")
    for wanted in (
        "X-WR-CALNAME:Lịch\\; xã",
        "UID:a@b.vn",
        "SEQUENCE:3",
        "STATUS:CANCELLED",
        "DTSTAMP:20261120T010000Z",
        "DTSTART;TZID=Asia/Ho_Chi_Minh:20261126T073000",
        "DTEND;TZID=Asia/Ho_Chi_Minh:20261126T113000",
        "TZOFFSETTO:+0700",
    ):
        assert wanted in lines, wanted
    assert "DTEND" not in ics.calendar("Lịch", [event(ends=None)])
