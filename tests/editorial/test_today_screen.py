"""The first screen of the editors' side: groups, days in words, and no source that breaks the rest."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from portal.accounts.models import User
from portal.editorial.today import Item, Source, register_source
from portal.editorial.today.listing import Today, gather
from portal.editorial.today.registry import _sources
from tests.people import person
from tests.world import World

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
WEDNESDAY = datetime(2026, 10, 7, 9, 0, tzinfo=ZONE)


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No source but those that the test registers."""
    monkeypatch.setattr("portal.editorial.today.registry._sources", {})


@pytest.fixture
def wednesday() -> Iterator[None]:
    with time_machine.travel(WEDNESDAY, tick=False):
        yield


def item(group: Any, title: str, due: date | datetime | None = None, **more: Any) -> Item:
    return Item(group, "time", title, "", due, "/admin/", "Mở", **more)


def list_of(*items: Item) -> Today:
    register_source(Source("test", "Thử", lambda user, agency, day: items))
    return gather(User(), None, date(2026, 10, 7))


def words(today: Today) -> dict[str, list[tuple[str, str, str]]]:
    return {
        section.key: [(line.item.title, line.when, line.below) for line in section.lines]
        for section in today.sections
    }


@pytest.mark.django_db
@pytest.mark.usefixtures("alone", "wednesday")
def test_groups_stand_in_their_order_and_say_the_day_in_words() -> None:
    today = list_of(
        item("week", "dự toán", date(2026, 10, 15)),
        item("today", "trả lời", datetime(2026, 10, 7, 17, 0, tzinfo=ZONE)),
        item("late", "quyết toán", date(2026, 10, 2)),
        item("waiting", "tiêm phòng", datetime(2026, 10, 7, 8, 10, tzinfo=ZONE)),
        item("today", "xác nhận", date(2026, 10, 7)),
    )
    assert list(words(today)) == ["late", "today", "waiting", "week"]
    assert words(today)["late"] == [("quyết toán", "Quá 3 ngày làm việc", "hạn 02/10")]
    assert words(today)["today"] == [("trả lời", "Trước 17:00", ""), ("xác nhận", "Trong hôm nay", "")]
    assert words(today)["waiting"] == [("tiêm phòng", "Gửi 08:10 hôm nay", "")]
    assert words(today)["week"] == [("dự toán", "Thứ Năm, 15/10", "")]
    assert today.date_in_words == "Thứ Tư, ngày 07/10/2026"
    assert (today.count, today.count_in_words) == (5, "5 việc")


@pytest.mark.django_db
@pytest.mark.usefixtures("alone", "wednesday")
def test_what_is_due_first_stands_first() -> None:
    today = list_of(
        item("week", "không hạn"),
        item("week", "thứ sáu", date(2026, 10, 9)),
        item("week", "thứ năm chiều", datetime(2026, 10, 8, 16, 0, tzinfo=ZONE)),
        item("week", "thứ năm sáng", datetime(2026, 10, 8, 8, 0, tzinfo=ZONE)),
    )
    titles = [title for title, _when, _below in words(today)["week"]]
    assert titles == ["thứ năm sáng", "thứ năm chiều", "thứ sáu", "không hạn"]


@pytest.mark.django_db
@pytest.mark.usefixtures("alone", "wednesday")
def test_a_source_that_fails_is_named_and_takes_nothing_else_with_it() -> None:
    def broken(user: Any, agency: Any, day: date) -> list[Item]:
        raise RuntimeError("gone")

    register_source(Source("broken", "Hỏi đáp", broken))
    today = list_of(item("today", "trả lời", date(2026, 10, 7)))
    assert today.silent == ["Hỏi đáp"]
    assert today.count == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("alone")
def test_the_screen_greets_a_person_who_has_nothing_to_do(world: World, client: Client) -> None:
    client.force_login(person(world, "editor", "17950"))
    page = client.get("/admin/").content.decode()
    assert "Hôm nay không còn việc nào đến hạn" in page
    assert "Xã Vân Tụ" in page


@pytest.mark.django_db
def test_the_screen_names_what_could_not_be_read(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(user: Any, agency: Any, day: date) -> list[Item]:
        raise RuntimeError("gone")

    monkeypatch.setattr("portal.editorial.today.registry._sources", dict(_sources))
    register_source(Source("broken", "Hỏi đáp", broken))
    client.force_login(person(world, "editor", "17950"))
    answer = client.get("/admin/")
    assert answer.status_code == 200
    assert "Chưa đọc được: Hỏi đáp" in answer.content.decode()
    assert "không còn việc nào" not in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.usefixtures("alone")
def test_the_number_is_kept_for_the_menu_of_other_screens(world: World, client: Client) -> None:
    register_source(
        Source("test", "Thử", lambda user, agency, day: [item("today", "trả lời", timezone.localdate())])
    )
    client.force_login(person(world, "editor", "17950"))
    assert "data-today" not in client.get("/admin/pages/").content.decode()
    client.get("/admin/")
    assert 'data-today="1"' in client.get("/admin/pages/", follow=True).content.decode()


@pytest.mark.django_db
@pytest.mark.usefixtures("alone")
def test_the_number_is_of_the_agency_for_which_one_works(world: World, client: Client) -> None:
    from portal.editorial import roles

    register_source(
        Source("test", "Thử", lambda user, agency, day: [item("today", "trả lời", timezone.localdate())])
    )
    person(world, "editor", "17950", name="hai-noi")
    user = person(world, "editor", "17951", name="hai-noi")
    roles.activate(user, world.agencies["17950"])
    client.force_login(user)
    client.get("/admin/")
    roles.activate(user, world.agencies["17951"])
    page = client.get("/admin/pages/", follow=True).content.decode()
    assert "data-today" not in page
    assert "Xã Anh Sơn" in page


@pytest.mark.django_db
@pytest.mark.usefixtures("alone")
def test_days_gone_by_are_counted_as_working_days(world: World) -> None:
    """Friday to Monday is one working day, whatever the weekend."""
    monday = date(2026, 10, 12)
    register_source(
        Source("test", "Thử", lambda user, agency, day: [item("late", "báo cáo", date(2026, 10, 9))])
    )
    with time_machine.travel(datetime(2026, 10, 12, 9, 0, tzinfo=ZONE), tick=False):
        today = gather(User(), None, monday)
    assert words(today)["late"] == [("báo cáo", "Quá 1 ngày làm việc", "hạn 09/10")]
    with time_machine.travel(datetime(2026, 10, 10, 9, 0, tzinfo=ZONE), tick=False):
        today = gather(User(), None, monday - timedelta(days=2))
    assert words(today)["late"] == [("báo cáo", "Đã quá hạn", "hạn 09/10")]
