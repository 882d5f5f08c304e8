"""The screens of sites: a new one, another address, identity, central blocks, sections; and who may."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.images.tests.utils import get_test_image_file

from home.models import HomePage
from portal.agencies.models import Agency, CentralBlock, HiddenSection, SectionLock
from portal.core.models import AuditEntry
from portal.library.models import PortalImage
from tests.people import person
from tests.world import COMMUNE, DEPARTMENT, NEIGHBOUR, World

pytestmark = pytest.mark.django_db
ROW = {
    "ma_don_vi": "17960",
    "ten": "Phường Vinh Phú",
    "loai": "phuong",
    "cap": "xa",
    "don_vi_cha": "40",
    "ten_mien": "",
    "hieu_luc_tu": "01/07/2026",
}
BLOCK = {
    "place": "home",
    "level": "commune",
    "title": "Cảnh báo lừa đảo",
    "text": "Chỉ gọi số của Ủy ban nhân dân xã.",
    "link": "/lien-he/",
    "title_en": "",
    "text_en": "",
    "starts_on": "",
    "ends_on": "",
    "order": "10",
}


@pytest.fixture
def desk(world: World) -> Client:
    client = Client()
    client.force_login(person(world, "operator", "40"))
    return client


@pytest.fixture
def own(world: World) -> Client:
    client = Client()
    client.force_login(person(world, "unit_admin", "17951"))
    return client


def image(agency: Agency) -> PortalImage:
    found = PortalImage(title="Biểu trưng", agency=agency, file=get_test_image_file(size=(200, 200)))
    found.collection = agency.collection
    found.save()
    return found


def test_one_form_makes_a_whole_site(desk: Client, world: World, client: Client) -> None:
    answer = desk.post(reverse("sites:provision"), ROW, follow=True)
    assert "Đã lập trang của Phường Vinh Phú: /xa-phuong/phuong-vinh-phu/" in answer.content.decode()
    agency = Agency.objects.get(code="17960")
    home = HomePage.objects.get(agency=agency)
    neighbours = world.homes["17951"].get_children().count()
    assert home.get_children().live().count() == neighbours
    assert agency.collection is not None
    assert client.get("/xa-phuong/phuong-vinh-phu/lien-he/").status_code == 200
    assert AuditEntry.objects.filter(event="agency.provisioned", agency_code="17960").count() == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"ma_don_vi": "17950"}, "Mã này đã có"),
        ({"ten_mien": "khong hop le"}, "không đúng dạng"),
        ({"ten_mien": "vantu.example.vn"}, "đã thuộc cơ quan khác"),
        ({"hieu_luc_tu": "hôm qua"}, "Không đọc được ngày"),
        ({"thu_dien_tu": "a@"}, "không đúng dạng"),
        ({"ma_don_vi": "a b"}, "Mã đơn vị chỉ gồm"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_is_made(
    desk: Client, change: dict[str, str], words: str
) -> None:
    before = Agency.objects.count()
    answer = desk.post(reverse("sites:provision"), ROW | change)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert Agency.objects.count() == before


def test_a_host_name_that_differs_from_the_decree_is_told(desk: Client) -> None:
    answer = desk.post(reverse("sites:provision"), ROW | {"ten_mien": "phuong-vp.example.vn"}, follow=True)
    said = answer.content.decode()
    assert "vinhphu hoặc phuongvinhphu" in said
    assert "Điều 11 khoản 4" in said
    assert Agency.objects.filter(code="17960").exists()


def test_an_address_is_changed_in_one_step(desk: Client, world: World, client: Client) -> None:
    address = reverse("sites:move", args=[world.agencies["17951"].pk])
    assert NEIGHBOUR in desk.get(address).content.decode()
    desk.post(address, {"hostname": "", "slug": "xa-anh-son-moi"})
    assert client.get(NEIGHBOUR)["location"] == "/xa-phuong/xa-anh-son-moi/"
    assert NEIGHBOUR in desk.get(address).content.decode()
    refused = desk.post(address, {"hostname": "", "slug": "xa-van-tu"})
    assert "đang có hoặc từng có cơ quan khác dùng" in refused.content.decode()


def test_a_unit_dresses_its_own_site_and_no_other(own: Client, world: World, client: Client) -> None:
    mine, other = world.agencies["17951"], world.agencies["17950"]
    answer = own.get(reverse("sites:index"))
    assert answer["location"] == reverse("sites:identity", args=[mine.pk])
    values = {"palette": "cham", "hidden": ["gioi-thieu"], "emblem": str(image(mine).pk)}
    own.post(reverse("sites:identity", args=[mine.pk]), values | {"emblem_alt": "Biểu trưng xã"})
    shown = client.get(NEIGHBOUR).content.decode()
    assert 'data-pal="cham"' in shown
    assert 'alt="Biểu trưng xã"' in shown
    assert "gioi-thieu/" not in shown
    assert client.get(NEIGHBOUR + "gioi-thieu/").status_code == 200
    assert "gioi-thieu/" in client.get(COMMUNE).content.decode()
    refused = own.post(reverse("sites:identity", args=[other.pk]), {"palette": "son"})
    assert refused.status_code in (302, 403)
    other.refresh_from_db()
    assert other.palette == "sen"
    event = AuditEntry.objects.get(event="agency.identity")
    assert event.agency_code == "17951"


def test_a_picture_of_others_or_without_words_is_refused(own: Client, world: World) -> None:
    address = reverse("sites:identity", args=[world.agencies["17951"].pk])
    foreign = own.post(
        address, {"palette": "sen", "emblem": str(image(world.agencies["17950"]).pk), "emblem_alt": "x"}
    )
    assert "của chính cơ quan này" in foreign.content.decode()
    silent = own.post(address, {"palette": "sen", "emblem": str(image(world.agencies["17951"]).pk)})
    assert "người không nhìn thấy" in silent.content.decode()
    Agency.objects.filter(code="17951").update(is_demo=True)
    values = {"palette": "sen", "emblem": str(image(world.agencies["17951"]).pk), "emblem_alt": "x"}
    assert "không mang biểu trưng" in own.post(address, values).content.decode()


def test_what_the_law_or_the_province_wants_cannot_be_hidden(
    own: Client, desk: Client, world: World, client: Client
) -> None:
    address = reverse("sites:identity", args=[world.agencies["17951"].pk])
    assert own.post(address, {"palette": "sen", "hidden": ["thu-tuc"]}).status_code == 200
    assert not HiddenSection.objects.exists()
    own.post(address, {"palette": "sen", "hidden": ["gioi-thieu"]})
    assert "gioi-thieu/" not in client.get(NEIGHBOUR).content.decode()
    desk.post(reverse("sites:sections"), {"locked": ["gioi-thieu:commune"]})
    assert SectionLock.objects.count() == 1
    assert "gioi-thieu/" in client.get(NEIGHBOUR).content.decode()
    assert 'value="gioi-thieu"' not in own.get(address).content.decode()


def test_the_province_sees_which_sites_hide_what(own: Client, desk: Client, world: World) -> None:
    address = reverse("sites:identity", args=[world.agencies["17951"].pk])
    own.post(address, {"palette": "sen", "hidden": ["gioi-thieu"]})
    shown = desk.get(reverse("sites:sections")).content.decode()
    assert "Xã Anh Sơn" in shown
    assert "Giới thiệu" in shown
    answer = desk.get(reverse("sites:hidden_xlsx"))
    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][:2] == ["Mã đơn vị", "Cơ quan"]
    assert rows[1][:4] == ["17951", "Xã Anh Sơn", "cấp xã", "Giới thiệu"]
    assert rows[1][5] == "có"


def test_a_central_block_is_on_every_site_of_its_level(desk: Client, world: World, client: Client) -> None:
    desk.post(reverse("sites:block_add"), BLOCK)
    for home in (COMMUNE, NEIGHBOUR):
        assert "Chỉ gọi số của" in client.get(home).content.decode()
    for home in ("/", DEPARTMENT):
        assert "Chỉ gọi số của" not in client.get(home).content.decode()
    block = CentralBlock.objects.get()
    desk.post(reverse("sites:block", args=[block.pk]), BLOCK | {"level": "", "ends_on": "2020-01-01"})
    assert "Chỉ gọi số của" not in client.get(COMMUNE).content.decode()
    desk.post(reverse("sites:block", args=[block.pk]), BLOCK | {"level": "", "ends_on": ""})
    assert "Chỉ gọi số của" in client.get(DEPARTMENT).content.decode()
    desk.post(reverse("sites:block_remove", args=[block.pk]))
    assert "Chỉ gọi số của" not in client.get(DEPARTMENT).content.decode()


def test_a_central_link_stands_in_the_menus(desk: Client, world: World, client: Client) -> None:
    desk.post(reverse("sites:block_add"), BLOCK | {"place": "menu", "title": "Đường dây nóng", "text": ""})
    assert '<a href="/lien-he/">Đường dây nóng</a>' in client.get(COMMUNE + "thu-tuc/").content.decode()
    assert "Đường dây nóng" not in client.get(DEPARTMENT).content.decode()


@pytest.mark.parametrize("link", ["javascript:alert(1)", "//x.example", "http://x.example", ""])
def test_a_link_that_leads_nowhere_safe_is_refused(desk: Client, link: str) -> None:
    answer = desk.post(reverse("sites:block_add"), BLOCK | {"place": "menu", "link": link})
    assert answer.status_code == 200
    assert not CentralBlock.objects.exists()


SCREENS = ["provision", "blocks", "block_add", "sections", "hidden_xlsx"]


@pytest.mark.parametrize("role", ["editor", "approver", "unit_admin"])
def test_only_the_province_opens_its_screens(world: World, role: str) -> None:
    client = Client()
    client.force_login(person(world, role, "17951"))
    block = CentralBlock.objects.create(title="x")
    addresses = [reverse(f"sites:{name}") for name in SCREENS]
    addresses += [reverse(f"sites:{name}", args=[block.pk]) for name in ("block", "block_remove")]
    addresses.append(reverse("sites:move", args=[world.agencies["17951"].pk]))
    for address in addresses:
        assert client.get(address).status_code in (302, 403), address
        assert client.post(address, ROW | BLOCK).status_code in (302, 403, 405), address
    assert CentralBlock.objects.get().title == "x"
    assert not Agency.objects.filter(code="17960").exists()


def test_the_list_of_sites_costs_the_same_for_many(
    desk: Client, world: World, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    desk.get(reverse("sites:index"))
    with django_assert_max_num_queries(25):
        assert desk.get(reverse("sites:index")).status_code == 200


def test_identity_costs_public_pages_nothing(
    desk: Client, world: World, django_assert_num_queries: Callable[[int], Any]
) -> None:
    client = Client()
    client.get(NEIGHBOUR + "gioi-thieu/")
    with django_assert_num_queries(2):  # stamps 1, the page 1
        client.get(NEIGHBOUR + "gioi-thieu/")
    desk.post(reverse("sites:block_add"), BLOCK)
    HiddenSection.objects.create(agency=world.agencies["17951"], section="gioi-thieu")
    client.get(NEIGHBOUR + "gioi-thieu/")
    with django_assert_num_queries(2):
        client.get(NEIGHBOUR + "gioi-thieu/")
