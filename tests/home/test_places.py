"""Where to go and when: edited once, shown on home, contact, places and procedure pages alike."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import IntegrityError, transaction
from django.test import Client

from portal.agencies.contacts import Confirmation
from portal.agencies.models import Agency, HoursException, OpeningHours, ServicePoint
from portal.core.clock import ZONE
from tests.world import COMMUNE, World

pytestmark = pytest.mark.django_db
TUESDAY_MORNING = datetime(2026, 11, 24, 8, 0, tzinfo=ZONE)


@pytest.fixture
def commune(world: World) -> Agency:
    """Xã Vân Tụ with hours, a post counter, and a map point."""
    agency = world.agencies["17950"]
    agency.latitude, agency.longitude = Decimal("18.901234"), Decimal("105.512345")
    agency.address, agency.phone = "Xóm 5, xã Vân Tụ", "0238 000 1234"
    agency.save()
    for weekday in range(5):
        OpeningHours(agency=agency, weekday=weekday, opens=time(7, 30), closes=time(11, 30)).save()
    ServicePoint.objects.create(
        agency=agency,
        kind="buu-dien",
        name="Bưu điện Vân Tụ",
        address="Chợ Vân Tụ",
        accepts="Chứng thực bản sao\nĐăng ký khai sinh",
        directions="Đối diện cổng chợ",
    )
    return agency


def words(client: Client, address: str) -> str:
    answer = client.get(address, headers={"host": "vantu.example.vn"})
    assert answer.status_code == 200, address
    return " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())


PAGES = ["/", "/lien-he/", "/noi-tiep-nhan/"]


@time_machine.travel(TUESDAY_MORNING, tick=False)
@pytest.mark.parametrize("address", PAGES)
def test_hours_are_edited_once_and_shown_everywhere(commune: Agency, client: Client, address: str) -> None:
    assert "Đang mở đến 11:30" in words(client, address)
    HoursException(
        agency=commune,
        first_day=date(2026, 11, 24),
        last_day=date(2026, 11, 25),
        elsewhere_point=commune.service_points.get(),
    ).save()
    said = words(client, address)
    assert "Tạm dừng tiếp nhận từ 24/11/2026 đến hết 25/11/2026" in said
    assert "nơi thay thế: Bưu điện Vân Tụ, Chợ Vân Tụ" in said
    assert "mở lại thứ Năm, 26/11 lúc 7:30" in said


@time_machine.travel(TUESDAY_MORNING, tick=False)
def test_a_place_says_what_it_takes_where_it_is_and_how_to_get_there(commune: Agency, client: Client) -> None:
    said = words(client, "/noi-tiep-nhan/")
    for fact in ("Bưu điện Vân Tụ", "Chợ Vân Tụ", "Đối diện cổng chợ", "Đăng ký khai sinh"):
        assert fact in said
    assert said.count("Đang mở") == 2, "the post counter keeps the agency's hours"


def test_a_place_that_is_gone_or_not_yet_there_is_not_shown(commune: Agency, client: Client) -> None:
    point = commune.service_points.get()
    today = date.today()  # noqa: DTZ011
    for point.valid_from, point.valid_to in (
        (today + timedelta(days=2), None),
        (None, today - timedelta(days=2)),
    ):
        point.save()
        assert "Bưu điện Vân Tụ" not in words(client, "/noi-tiep-nhan/")


def test_a_map_is_a_plain_link_by_coordinates(commune: Agency, client: Client, settings: Any) -> None:
    settings.PORTAL_MAP_LINK = "https://map.example.vn/?lat={latitude}&lon={longitude}"
    page = BeautifulSoup(client.get(COMMUNE + "lien-he/").content, "html.parser")
    link = page.find("a", href="https://map.example.vn/?lat=18.901234&lon=105.512345")
    assert link is not None
    assert not page.find_all(["iframe", "object", "embed"])


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [("5.9", "105"), ("24.1", "105"), ("18", "101.9"), ("18", "118.1"), ("18", None)],
)
def test_a_point_lies_in_the_country_or_nowhere(
    commune: Agency, latitude: str | None, longitude: str | None
) -> None:
    commune.latitude = Decimal(latitude) if latitude else None
    commune.longitude = Decimal(longitude) if longitude else None
    with pytest.raises(IntegrityError), transaction.atomic():
        commune.save()


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (None, "Chưa có thông tin về ngày xác nhận."),
        (0, "Xác nhận ngày 24/11/2026."),
        (90, "Xác nhận ngày 26/08/2026."),
        (91, "Chưa xác nhận từ 25/08/2026; có thể đã đổi."),
    ],
)
def test_a_contact_says_since_when_nobody_has_confirmed_it(days: int | None, words: str) -> None:
    today = TUESDAY_MORNING.date()
    confirmed = None if days is None else today - timedelta(days=days)
    assert Confirmation(confirmed, today).words() == words


def test_whoever_answers_for_the_site_is_named_by_role(commune: Agency, client: Client) -> None:
    commune.site_responsible = "Phó Chủ tịch Ủy ban nhân dân xã"
    commune.save()
    assert "Người chịu trách nhiệm Phó Chủ tịch Ủy ban nhân dân xã" in words(client, "/")


def test_places_cost_no_query_once_a_process_knows_them(
    commune: Agency, client: Client, django_assert_max_num_queries: Any
) -> None:
    for address in ("", "lien-he/", "noi-tiep-nhan/"):
        client.get(COMMUNE + address)
        with django_assert_max_num_queries(6) as captured:
            client.get(COMMUNE + address)
        assert not [sql for sql in captured.captured_queries if "agencies_openinghours" in sql["sql"]]
