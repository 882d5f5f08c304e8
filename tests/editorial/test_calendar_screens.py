"""The screens of the calendar: who may, preview before saving, refusals at the field, what is wanting."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.accounts.models import User
from portal.core.calendar_file import load
from portal.core.models import CalendarChange, CalendarDay
from portal.editorial import calendar
from tests.people import person
from tests.world import World

pytestmark = pytest.mark.django_db
STORM = {
    "day": "2026-12-07",
    "last_day": "2026-12-13",
    "kind": "closed",
    "name": "Nghỉ bão",
    "scope": "",
    "status": "official",
    "basis": "Công điện 12/CĐ-UBND",
    "basis_url": "",
}


@pytest.fixture
def secretary(world: World) -> User:
    load()
    return person(world, "secretary", "40")


@pytest.fixture
def desk(secretary: User) -> Client:
    client = Client()
    client.force_login(secretary)
    return client


@pytest.mark.parametrize("role", ["editor", "approver", "unit_admin"])
def test_only_those_who_keep_the_calendar_may_open_it(world: World, role: str) -> None:
    load()
    client = Client()
    client.force_login(person(world, role, "17950"))
    day = CalendarDay.objects.order_by("day")[0]
    for name, args in (("index", []), ("add", []), ("edit", [day.pk]), ("remove", [day.pk]), ("history", [])):
        address = reverse(f"working_calendar:{name}", args=args)
        assert client.get(address).status_code in (302, 403), name
        assert client.post(address, STORM).status_code in (302, 403, 405), name
    assert CalendarDay.objects.filter(pk=day.pk).exists()
    assert not CalendarChange.objects.exists()


def test_a_run_of_days_is_seen_first_and_then_saved(desk: Client, secretary: User) -> None:
    address = reverse("working_calendar:add")
    page = desk.post(address, STORM).content.decode()
    assert "Không có hạn nào đổi." in page
    assert not CalendarDay.objects.filter(name="Nghỉ bão").exists()
    assert desk.post(address, {**STORM, "da-xem": "1"}).status_code == 302
    days = CalendarDay.objects.filter(name="Nghỉ bão").values_list("day", flat=True)
    assert [day.day for day in days] == [7, 8, 9, 10, 11], "without Saturday and Sunday"
    assert {change.changed_by for change in CalendarChange.objects.all()} == {secretary}
    history = desk.get(reverse("working_calendar:history")).content.decode()
    assert "Nghỉ bão" in history


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"basis": ""}, "Ngày chính thức phải ghi văn bản"),
        ({"last_day": "2026-12-01"}, "phải theo thứ tự"),
        ({"last_day": "2027-12-01"}, "không quá 31 ngày"),
        ({"day": "2026-11-24", "last_day": ""}, "đã có trong lịch"),
        ({"kind": "opened", "last_day": ""}, "thứ Bảy hoặc Chủ nhật"),
        ({"day": "hôm qua"}, "Nhập một ngày"),
    ],
)
def test_a_day_that_cannot_stand_is_refused_at_its_field(
    desk: Client, change: dict[str, str], words: str
) -> None:
    page = desk.post(reverse("working_calendar:add"), {**STORM, **change, "da-xem": "1"}).content.decode()
    assert words in page
    assert not CalendarChange.objects.exists()


def test_a_day_is_changed_and_taken_off(desk: Client) -> None:
    day = CalendarDay.objects.get(day=date(2027, 2, 4))
    values = {"kind": "closed", "name": "Tết Nguyên đán", "status": "official", "basis": "Thông báo 1"}
    assert (
        desk.post(reverse("working_calendar:edit", args=[day.pk]), {**values, "da-xem": "1"}).status_code
        == 302
    )
    day.refresh_from_db()
    assert (day.status, day.basis) == ("official", "Thông báo 1")
    remove = reverse("working_calendar:remove", args=[day.pk])
    assert "04/02/2027" in desk.get(remove).content.decode()
    assert desk.post(remove).status_code == 302
    assert not CalendarDay.objects.filter(day=date(2027, 2, 4)).exists()


def test_from_december_on_the_next_years_calendar_is_asked_for(world: World, secretary: User) -> None:
    assert list(calendar.warnings(secretary, world.agencies["40"], date(2026, 11, 30))) == []
    (item,) = calendar.warnings(secretary, world.agencies["40"], date(2026, 12, 1))
    assert "2027" in item.title
    assert "tạm tính" in item.detail
    editor = person(world, "editor", "17950")
    assert list(calendar.warnings(editor, world.agencies["17950"], date(2026, 12, 1))) == []


def test_health_tells_what_the_calendar_wants_and_stays_well(secretary: User, client: Client) -> None:
    with time_machine.travel("2026-12-01 08:00 +0700", tick=False):
        part = client.get("/-/health").json()["parts"]["calendar"]
    assert part["ok"] is True
    assert "2027" in part["warnings"][0]


def test_the_list_costs_the_same_for_few_days_as_for_many(
    desk: Client,
) -> None:
    address = reverse("working_calendar:index") + "?nam=2026"
    desk.get(address)
    counts = []
    for number in (0, 60):
        CalendarDay.objects.bulk_create(
            CalendarDay(day=date(2026, 3, 2), kind="closed", name="x", scope=f"s{step}")
            for step in range(number)
        )
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(address).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]
