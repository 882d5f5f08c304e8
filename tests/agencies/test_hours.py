"""Open or closed, and when it opens next: by hours, exceptions and the calendar of days off."""

from datetime import date, datetime, time
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from portal.agencies.hours import Exceptional, OpenState, Schedule, Stretch, Week, open_now
from portal.agencies.models import Agency, HoursException, OpeningHours, ServicePoint
from portal.core.clock import ZONE, WorkCalendar
from portal.core.models import CalendarDay
from tests.world import World

NO_DAYS_OFF = WorkCalendar({}, {})
DAY = (Stretch(time(7, 30), time(11, 30)), Stretch(time(13, 30), time(17, 0)))
SATURDAY_MORNING = (Stretch(time(7, 30), time(11, 0), receives_only=True),)
OFFICE = Week((DAY, DAY, DAY, DAY, DAY, (), ()))
WITH_SATURDAY = Week((DAY, DAY, DAY, DAY, DAY, SATURDAY_MORNING, ()))


@pytest.fixture(autouse=True)
def vietnamese() -> Any:
    with translation.override("vi"):
        yield


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=ZONE)


def pause(first: str, last: str, **values: Any) -> Exceptional:
    return Exceptional("tam-dung", date.fromisoformat(first), date.fromisoformat(last), **values)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-11-24T08:00", "Đang mở, đến 11:30"),
        ("2026-11-24T07:29", "Hôm nay mở lúc 7:30"),
        ("2026-11-24T11:30", "Nghỉ trưa, mở lại 13:30"),
        ("2026-11-24T17:00", "Mở lại thứ Tư, 25/11 lúc 7:30"),
        ("2026-11-28T10:00", "Mở lại thứ Hai, 30/11 lúc 7:30"),
        ("2026-11-29T23:59", "Mở lại thứ Hai, 30/11 lúc 7:30"),
    ],
)
def test_a_state_is_said_in_words(moment: str, words: str) -> None:
    assert Schedule(OFFICE).state(at(moment), NO_DAYS_OFF).words() == words


@pytest.mark.parametrize(
    ("moment", "is_open", "until", "opens"),
    [
        ("2026-11-24T08:00", True, time(11, 30), None),
        ("2026-11-24T11:30", False, None, ("2026-11-24", time(13, 30))),
        ("2026-11-24T17:00", False, None, ("2026-11-25", time(7, 30))),
        ("2026-11-27T20:00", False, None, ("2026-12-01", time(7, 30))),
    ],
)
def test_open_now_follows_hours_weekends_and_days_off(
    moment: str, is_open: bool, until: time | None, opens: tuple[str, time] | None
) -> None:
    calendar = WorkCalendar({date(2026, 11, 30): "nghỉ"}, {})
    state = Schedule(OFFICE).state(at(moment), calendar)
    assert (state.is_open, state.until) == (is_open, until)
    expected = (date.fromisoformat(opens[0]), opens[1]) if opens else (None, None)
    assert (state.next_day, state.next_time) == expected


def test_a_day_off_says_why() -> None:
    calendar = WorkCalendar({date(2027, 1, 1): "Tết Dương lịch"}, {})
    state = Schedule(OFFICE).state(at("2027-01-01T09:00"), calendar)
    assert (state.is_open, state.reason) == (False, "Tết Dương lịch")


def test_a_worked_saturday_has_the_hours_of_a_working_day() -> None:
    saturday = at("2026-11-28T14:00")
    worked = WorkCalendar({}, {saturday.date(): "làm bù"})
    assert not Schedule(OFFICE).state(saturday, NO_DAYS_OFF).is_open
    assert Schedule(OFFICE).state(saturday, worked).is_open
    assert Schedule(WITH_SATURDAY).state(saturday, worked).words() == "Đang mở, đến 17:00"


def test_a_saturday_counter_is_open_though_the_day_is_no_working_day() -> None:
    saturday = at("2026-11-28T08:00")
    assert not NO_DAYS_OFF.is_working_day(saturday.date())
    state = Schedule(WITH_SATURDAY).state(saturday, NO_DAYS_OFF)
    assert state.words() == "Đang mở, đến 11:00, chỉ nhận hồ sơ"
    closed = WorkCalendar({saturday.date(): "nghỉ Tết"}, {})
    assert not Schedule(WITH_SATURDAY).state(saturday, closed).is_open


def test_a_pause_of_whole_days_closes_and_says_where_to_go() -> None:
    held = Schedule(OFFICE, (pause("2026-11-24", "2026-11-25", elsewhere="Bưu điện xã"),))
    state = held.state(at("2026-11-24T08:00"), NO_DAYS_OFF)
    assert state.words() == "Mở lại thứ Năm, 26/11 lúc 7:30"
    assert state.reason == "Tạm dừng tiếp nhận từ 24/11/2026 đến hết 25/11/2026; nơi thay thế: Bưu điện xã."


def test_a_pause_of_some_hours_leaves_the_rest_of_the_day() -> None:
    held = Schedule(OFFICE, (pause("2026-11-24", "2026-11-24", opens=time(10, 0), closes=time(15, 0)),))
    assert held.on(date(2026, 11, 24), NO_DAYS_OFF) == [
        Stretch(time(7, 30), time(10, 0)),
        Stretch(time(15, 0), time(17, 0)),
    ]
    assert held.on(date(2026, 11, 25), NO_DAYS_OFF) == list(DAY)


def test_hours_opened_besides_hold_on_days_off_and_without_a_week() -> None:
    extra = Exceptional("mo-them", date(2026, 11, 29), date(2026, 11, 29), time(8, 0), time(10, 0))
    assert Schedule(OFFICE, (extra,)).state(at("2026-11-29T09:00"), NO_DAYS_OFF).is_open
    alone = Schedule(None, (extra,))
    assert alone.state(at("2026-11-29T09:00"), NO_DAYS_OFF).is_open
    assert not alone.state(at("2026-11-30T09:00"), NO_DAYS_OFF).known


def test_stretches_without_a_break_are_one() -> None:
    whole = (Stretch(time(7, 0), time(12, 0)), Stretch(time(12, 0), time(17, 0)))
    assert Schedule(Week((whole,) * 7)).state(at("2026-11-24T08:00"), NO_DAYS_OFF).until == time(17, 0)


def test_nothing_entered_is_said_to_be_unknown() -> None:
    state = Schedule().state(at("2026-11-24T08:00"), NO_DAYS_OFF)
    assert (state.known, state.words()) == (False, "Chưa có giờ tiếp nhận")


def test_days_with_the_same_hours_stand_on_one_line() -> None:
    lines = WITH_SATURDAY.lines(date(2026, 11, 28))
    assert [(line.name, line.now) for line in lines] == [
        ("Thứ Hai – thứ Sáu", False),
        ("Thứ Bảy", True),
        ("Chủ nhật", False),
    ]
    assert lines[1].receives_only


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "Tạm dừng tiếp nhận ngày 24/11/2026."),
        (
            {"opens": time(13, 30), "closes": time(17, 0), "reason": "họp"},
            "Tạm dừng tiếp nhận từ 13:30 đến 17:00 ngày 24/11/2026 (họp).",
        ),
    ],
)
def test_a_pause_is_said_with_its_days_in_full(values: dict[str, Any], words: str) -> None:
    assert pause("2026-11-24", "2026-11-24", **values).words() == words


def test_an_exception_is_announced_a_month_ahead_and_ends_by_itself() -> None:
    held = Schedule(OFFICE, (pause("2026-12-20", "2026-12-21"),))
    assert held.announced(date(2026, 11, 15)) == []
    assert len(held.announced(date(2026, 11, 24))) == 1
    assert held.announced(date(2026, 12, 22)) == []


def week(place: Agency | ServicePoint, opens: time = time(7, 30), closes: time = time(17, 0)) -> None:
    key = {"agency": place} if isinstance(place, Agency) else {"service_point": place}
    for weekday in range(5):
        OpeningHours(weekday=weekday, opens=opens, closes=closes, **key).save()


@pytest.mark.django_db
def test_a_point_without_hours_of_its_own_has_its_agencys(world: World) -> None:
    agency = world.agencies["17950"]
    week(agency)
    point = ServicePoint.objects.create(agency=agency, kind="buu-dien", name="Bưu điện Vân Tụ")
    HoursException(agency=agency, first_day=date(2026, 11, 25), last_day=date(2026, 11, 25)).save()
    noon, paused = at("2026-11-24T12:00"), at("2026-11-25T12:00")
    assert open_now(point, noon).is_open
    assert not open_now(point, paused).is_open
    week(point, time(8, 0), time(11, 0))
    assert not open_now(point, noon).is_open
    assert open_now(point, at("2026-11-25T10:00")).is_open, "its own hours are not paused with the agency's"


@pytest.mark.django_db
def test_open_now_reads_the_calendar_that_is_in_force(world: World) -> None:
    agency = world.agencies["17950"]
    week(agency)
    moment = at("2026-11-24T09:00")
    assert open_now(agency, moment).is_open
    CalendarDay.objects.create(day=moment.date(), kind="closed", name="Ngày Văn hóa Việt Nam")
    state: OpenState = open_now(agency, moment, WorkCalendar({moment.date(): "Ngày Văn hóa Việt Nam"}, {}))
    assert state.reason == "Ngày Văn hóa Việt Nam"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "row",
    [
        OpeningHours(weekday=0, opens=time(7), closes=time(8)),
        OpeningHours(agency_id=1, service_point_id=1, weekday=0, opens=time(7), closes=time(8)),
        OpeningHours(agency_id=1, weekday=7, opens=time(7), closes=time(8)),
        OpeningHours(agency_id=1, weekday=0, opens=time(9), closes=time(8)),
        HoursException(agency_id=1, first_day=date(2026, 1, 2), last_day=date(2026, 1, 1)),
        HoursException(agency_id=1, kind="mo-them", first_day=date(2026, 1, 1), last_day=date(2026, 1, 1)),
    ],
)
def test_the_database_refuses_hours_of_no_place_or_of_no_length(
    world: World, row: OpeningHours | HoursException
) -> None:
    agency = world.agencies["17950"]
    point = ServicePoint.objects.create(agency=agency, kind="khac", name="Nơi khác")
    if row.agency_id:
        row.agency = agency
    if row.service_point_id:
        row.service_point = point
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
