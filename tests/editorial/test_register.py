"""The register on the editors' side: everybody keeps their own agency's part, the province all of it."""

from datetime import time, timedelta
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client

from portal.agencies.models import Agency, HoursException, OpeningHours, ServicePoint
from portal.agencies.register_export import sheets
from portal.core.clock import today
from portal.core.models import AuditEntry
from portal.editorial.register import unconfirmed
from tests.editorial.register_desk import MINE, OTHERS, TUESDAY, at, saved, turned_away, words
from tests.people import person
from tests.world import World

pytestmark = pytest.mark.django_db


# Whose part


def everything(agency: Agency) -> dict[str, tuple[str, dict[str, str]]]:
    """Every address of an agency's part, with what a post there would do."""
    point = ServicePoint.objects.create(agency=agency, kind="khac", name="Điểm canary")
    row = HoursException(agency=agency, first_day=today(), last_day=today(), reason="canary")
    row.save()
    code = agency.code
    return {
        at("agency", code): ("get", {}),
        at("contact", code): ("post", {"address": "đã bị sửa"}),
        at("confirm", code): ("post", {}),
        at("hours", code): ("post", {"0-0-opens": "08:00", "0-0-closes": "09:00"}),
        at("hours", code, noi=str(point.pk)): ("post", {"0-0-opens": "08:00", "0-0-closes": "09:00"}),
        at("closed_today", code): ("post", {"mo-lai": "1"}),
        at("exception_add", code): ("post", {"kind": "tam-dung", "first_day": "2999-01-01"}),
        at("exception", code, row.pk): ("post", {"kind": "tam-dung", "first_day": "2999-01-01"}),
        at("exception_drop", code, row.pk): ("post", {}),
        at("point_add", code): ("post", {"kind": "khac", "name": "Nơi lạ"}),
        at("point", code, point.pk): ("post", {"kind": "khac", "name": "Đã đổi tên"}),
        at("point_drop", code, point.pk): ("post", {}),
    }


def state() -> Any:
    return {name: rows for name, _columns, rows in sheets()}


def test_another_agencys_part_is_nowhere_and_cannot_be_changed(keeper: Client, world: World) -> None:
    addresses = everything(world.agencies[OTHERS])
    before = state()
    for address, (_method, values) in addresses.items():
        for answer in (keeper.get(address), keeper.post(address, values)):
            assert answer.status_code in (404, 405), address
            assert "canary" not in answer.content.decode()
    assert state() == before


def test_rows_of_another_agency_are_not_found_under_ones_own_address(keeper: Client, world: World) -> None:
    theirs = ServicePoint.objects.create(agency=world.agencies[OTHERS], kind="khac", name="Điểm canary")
    row = HoursException(service_point=theirs, first_day=today(), last_day=today())
    row.save()
    before = state()
    for address in (
        at("point", MINE, theirs.pk),
        at("point_drop", MINE, theirs.pk),
        at("exception", MINE, row.pk),
        at("exception_drop", MINE, row.pk),
        at("hours", MINE, noi=str(theirs.pk)),
        at("hours", MINE, noi="x"),
    ):
        assert keeper.post(address, {"name": "x", "kind": "khac"}).status_code == 404, address
    values = {"kind": "tam-dung", "first_day": "2999-01-01", "elsewhere_point": str(theirs.pk)}
    assert "elsewhere_point" in keeper.post(at("exception_add", MINE), values).context["form"].errors
    assert state() == before


@pytest.mark.parametrize("role", ["editor", "approver", "desk_officer", "leader"])
def test_other_roles_of_the_agency_are_refused(world: World, role: str) -> None:
    client = Client()
    client.force_login(person(world, role, MINE))
    for address in (at("index"), at("agency", MINE), at("contact", MINE), at("list")):
        assert turned_away(client.get(address)), address


def test_the_provinces_screens_are_the_provinces(keeper: Client, operator: Client) -> None:
    for address in (at("list"), at("import"), at("export", "xlsx"), at("export", "co_quan.csv")):
        assert turned_away(keeper.get(address)), address
        assert operator.get(address).status_code == 200, address
    assert keeper.get(at("index")).headers["Location"] == at("agency", MINE)
    assert operator.get(at("index")).headers["Location"] == at("list")
    assert operator.get(at("agency", OTHERS)).status_code == 200


# Contact


def test_a_contact_is_saved_confirmed_and_shown_to_everybody(keeper: Client, client: Client) -> None:
    said = saved(
        keeper,
        at("contact", MINE),
        address="Xóm 5, xã Va\u0302n Tu\u0323",
        phone="0238 000 1234",
        latitude="18.9",
        longitude="105.5",
    )
    assert "Đã lưu" in said
    agency = Agency.objects.get(code=MINE)
    assert (agency.address, agency.contact_confirmed_on) == ("Xóm 5, xã Vân Tụ", today())
    public = client.get("/lien-he/", headers={"host": "vantu.example.vn"}).content.decode()
    assert "Xóm 5, xã Vân Tụ" in public
    entry = AuditEntry.objects.get(event="agency.contact")
    assert (entry.agency_code, entry.user_id is not None) == (MINE, True)


@pytest.mark.parametrize(
    ("values", "field", "message"),
    [
        ({"latitude": "18.9"}, "longitude", "Ghi cả vĩ độ và kinh độ, hoặc để trống cả hai."),
        ({"latitude": "91", "longitude": "105"}, "latitude", ""),
        ({"email": "khong-phai-thu"}, "email", ""),
        ({"address": "x" * 301}, "address", ""),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(
    keeper: Client, values: dict[str, str], field: str, message: str
) -> None:
    answer = keeper.post(at("contact", MINE), {"phone": "0238 000 9999", **values})
    assert answer.status_code == 200
    page = BeautifulSoup(answer.content, "html.parser")
    assert message in " ".join(answer.context["form"].errors[field])
    box = page.find("input", attrs={"name": field})
    assert box is not None
    wrapper = box.find_parent(class_="w-field__wrapper")
    assert wrapper is not None
    assert wrapper.find(class_="error-message") is not None
    kept = page.find("input", attrs={"name": "phone"})
    assert kept is not None
    assert kept["value"] == "0238 000 9999"
    assert Agency.objects.get(code=MINE).phone == ""


def test_one_tap_confirms(keeper: Client) -> None:
    assert keeper.get(at("confirm", MINE)).status_code == 405
    assert "Lần xác nhận sau" in saved(keeper, at("confirm", MINE))
    assert Agency.objects.get(code=MINE).contact_confirmed_on == today()
    assert AuditEntry.objects.filter(event="agency.confirmed", agency_code=MINE).count() == 1


@pytest.mark.parametrize(("days", "group"), [(None, "today"), (0, ""), (84, "week"), (91, "late")])
def test_a_contact_that_nobody_confirms_waits_in_the_list_of_today(
    world: World, days: int | None, group: str
) -> None:
    agency, user = world.agencies[MINE], person(world, "unit_admin", MINE)
    agency.contact_confirmed_on = None if days is None else today() - timedelta(days=days)
    assert [item.group for item in unconfirmed(user, agency, today())] == ([group] if group else [])
    assert list(unconfirmed(person(world, "editor", MINE), agency, today())) == []


# Hours


@time_machine.travel(TUESDAY, tick=False)
def test_one_tap_closes_for_today_and_one_opens_again(keeper: Client, client: Client) -> None:
    week = {"like_monday": "on", "0-0-opens": "07:30", "0-0-closes": "11:30"}
    assert "Đã lưu giờ tiếp nhận" in saved(keeper, at("hours", MINE), **week)
    home = ("/", {"host": "vantu.example.vn"})
    assert "Đang mở" in words(client.get(home[0], headers=home[1]))
    saved(keeper, at("closed_today", MINE))
    saved(keeper, at("closed_today", MINE))
    said = words(client.get(home[0], headers=home[1]))
    assert "Tạm dừng tiếp nhận ngày 24/11/2026 (đột xuất)." in said
    assert "mở lại thứ Tư, 25/11 lúc 7:30" in said
    assert HoursException.objects.count() == 1
    saved(keeper, at("closed_today", MINE), **{"mo-lai": "1"})
    assert "Đang mở" in words(client.get(home[0], headers=home[1]))


def test_a_week_is_brought_in_line(keeper: Client, world: World, point: ServicePoint) -> None:
    week = {
        "like_monday": "on",
        "0-0-opens": "7 giờ 30",
        "0-0-closes": "11:30",
        "0-1-opens": "13h30",
        "0-1-closes": "17",
        "1-0-opens": "09:00",
        "5-0-opens": "08:00",
        "5-0-closes": "10:45",
        "5-only": "on",
    }
    saved(keeper, at("hours", MINE), **week)
    rows = OpeningHours.objects.filter(agency=world.agencies[MINE])
    assert rows.count() == 11
    assert rows.filter(receives_only=True).values_list("weekday", "closes").get() == (5, time(10, 45))
    kept = set(rows.values_list("pk", flat=True))
    saved(keeper, at("hours", MINE), **week)
    assert set(rows.values_list("pk", flat=True)) == kept
    assert AuditEntry.objects.filter(event="agency.hours").count() == 1, "nothing changed the second time"
    saved(keeper, at("hours", MINE, noi=str(point.pk)), **{"0-0-opens": "08:00", "0-0-closes": "09:00"})
    assert point.openinghours_set.count() == 1
    saved(keeper, at("hours", MINE))
    assert not rows.exists()


@pytest.mark.parametrize(
    ("week", "field", "message"),
    [
        ({"0-0-opens": "07:30"}, "0-0-closes", "Ghi cả giờ mở và giờ đóng."),
        ({"0-0-opens": "11:30", "0-0-closes": "07:30"}, "0-0-closes", "Giờ đóng phải sau giờ mở."),
        (
            {"0-0-opens": "07:30", "0-0-closes": "12:00", "0-1-opens": "11:00", "0-1-closes": "17:00"},
            "0-1-opens",
            "Giờ này trùng với đợt trước trong ngày.",
        ),
        ({"6-1-opens": "7 rưỡi", "6-1-closes": "11:30"}, "6-1-opens", ""),
    ],
)
def test_hours_that_cannot_be_are_said_beside_their_field(
    keeper: Client, week: dict[str, str], field: str, message: str
) -> None:
    answer = keeper.post(at("hours", MINE), {"3-0-opens": "09:15", "3-0-closes": "10:00", **week})
    assert message in answer.context["form"].errors[field][0]
    page = BeautifulSoup(answer.content, "html.parser")
    box = page.find(id=f"id_{field}")
    assert box is not None
    assert answer.context["form"].errors[field][0] in box.find_parent("td").get_text()  # type: ignore[union-attr]
    kept = page.find(id="id_3-0-opens")
    assert kept is not None
    assert kept["value"] == "09:15"
    assert not OpeningHours.objects.exists()


def test_a_day_with_three_stretches_loses_none(keeper: Client, world: World) -> None:
    for hour in (7, 10, 14):
        OpeningHours(agency=world.agencies[MINE], weekday=0, opens=time(hour), closes=time(hour + 1)).save()
    page = BeautifulSoup(keeper.get(at("hours", MINE)).content, "html.parser")
    boxes = page.select("table input[type=text]")
    values = {str(box["name"]): str(box.get("value", "")) for box in boxes}
    saved(keeper, at("hours", MINE), **values)
    assert OpeningHours.objects.count() == 3


# Days that differ


@time_machine.travel(TUESDAY, tick=False)
def test_a_pause_with_a_place_to_go_instead(keeper: Client, client: Client, point: ServicePoint) -> None:
    values = {
        "kind": "tam-dung",
        "first_day": "30/11/2026",
        "last_day": "2026-12-02",
        "reason": "sửa trụ sở",
        "elsewhere_point": str(point.pk),
    }
    said = saved(keeper, at("exception_add", MINE), **values)
    sentence = (
        "Tạm dừng tiếp nhận từ 30/11/2026 đến hết 02/12/2026 (sửa trụ sở); "
        "nơi thay thế: Bưu điện Vân Tụ, Chợ Vân Tụ."
    )
    assert sentence in said
    assert sentence in words(client.get("/lien-he/", headers={"host": "vantu.example.vn"}))
    row = HoursException.objects.get()
    assert row.agency == point.agency
    saved(keeper, at("exception", MINE, row.pk), **{**values, "place": str(point.pk), "elsewhere_point": ""})
    row.refresh_from_db()
    assert (row.agency, row.service_point) == (None, point)
    saved(keeper, at("exception_drop", MINE, row.pk))
    assert not HoursException.objects.exists()


@time_machine.travel(TUESDAY, tick=False)
@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"first_day": ""}, "first_day"),
        ({"first_day": "2026-11-30", "last_day": "2026-11-29"}, "last_day"),
        ({"first_day": "2026-11-01"}, "last_day"),
        ({"first_day": "2026-11-30", "opens": "08:00"}, "closes"),
        ({"first_day": "2026-11-30", "opens": "08:00", "closes": "07:00"}, "closes"),
        ({"first_day": "2026-11-30", "kind": "mo-them"}, "opens"),
    ],
)
def test_days_that_cannot_be_are_said_beside_their_field(
    keeper: Client, values: dict[str, str], field: str
) -> None:
    answer = keeper.post(at("exception_add", MINE), {"kind": "tam-dung", "reason": "họp", **values})
    assert list(answer.context["form"].errors) == [field]
    assert 'value="họp"' in answer.content.decode()
    assert not HoursException.objects.exists()


# Places


def test_a_place_is_added_changed_and_taken_away(keeper: Client, client: Client) -> None:
    values = {
        "kind": "ho-tro",
        "name": "Nhà văn hóa xóm 3",
        "accepts": "Giúp nộp",
        "position": "5",
    }
    saved(keeper, at("point_add", MINE), **values)
    public = ("/noi-tiep-nhan/", {"host": "vantu.example.vn"})
    assert "Nhà văn hóa xóm 3" in words(client.get(public[0], headers=public[1]))
    answer = keeper.post(at("point_add", MINE), values)
    assert "Cơ quan đã có nơi tên này" in answer.context["form"].errors["name"][0]
    made = ServicePoint.objects.get()
    saved(keeper, at("point", MINE, made.pk), **{**values, "name": "Nhà văn hóa xóm 4"})
    assert keeper.get(at("point_drop", MINE, made.pk)).status_code == 200
    assert ServicePoint.objects.exists(), "asking takes nothing away"
    saved(keeper, at("point_drop", MINE, made.pk))
    assert "Nhà văn hóa" not in words(client.get(public[0], headers=public[1]))


# The province's list


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "van tu"}, ["Xã Vân Tụ"]),
        ({"q": "17951"}, ["Xã Anh Sơn"]),
        ({"cap": "so"}, ["Sở Tư pháp tỉnh Nghệ An", "Sở Xây dựng tỉnh Nghệ An"]),
        (
            {},
            [
                "Tỉnh Nghệ An",
                "Sở Tư pháp tỉnh Nghệ An",
                "Sở Xây dựng tỉnh Nghệ An",
                "Xã Anh Sơn",
                "Xã Vân Tụ",
            ],
        ),
        ({"tinh-trang": "chua-xac-nhan", "cap": "xa"}, ["Xã Anh Sơn"]),
        ({"tinh-trang": "chua-co-gio", "cap": "xa"}, ["Xã Anh Sơn"]),
        ({"tinh-trang": "da-het-hieu-luc"}, []),
        ({"q": "không có nơi nào"}, []),
        ({"q": "x" * 3000, "cap": "<b>", "trang": "nhiều"}, []),
    ],
)
def test_the_list_is_searched_and_narrowed(
    operator: Client, world: World, query: dict[str, str], found: list[str]
) -> None:
    mine = world.agencies[MINE]
    mine.contact_confirmed_on = today()
    mine.save()
    point = ServicePoint.objects.create(agency=mine, kind="khac", name="Nơi khác")
    OpeningHours(service_point=point, weekday=0, opens=time(8), closes=time(9)).save()
    answer = operator.get(at("list"), query)
    assert answer.status_code == 200
    assert [row.name for row, _confirmation in answer.context["lines"]] == found


def test_the_list_costs_the_same_with_fifteen_agencies_as_with_a_hundred_and_fifty(
    operator: Client, django_assert_max_num_queries: Any
) -> None:
    province = Agency.objects.get(code="40")

    def more(count: int) -> None:
        for number in range(Agency.objects.count(), count):
            Agency.objects.create(
                code=str(20_000 + number),
                name=f"Xã Số {number}",
                slug=f"xa-so-{number}",
                level="commune",
                kind="xa",
                parent=province,
            )

    def asked() -> int:
        operator.get(at("list"), {"q": "so"})
        with django_assert_max_num_queries(25) as captured:
            answer = operator.get(at("list"), {"q": "so"})
        assert answer.status_code == 200
        return len(captured)

    more(15)
    few = asked()
    more(150)
    assert asked() == few
