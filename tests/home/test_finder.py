"""People find their commune by the name they know."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from portal.agencies.provisioning import provision_file
from tests.agencies.tables import ALL, table
from tests.services import prepared

DONG_VAN = ["17722", "Xã Bạch Ngọc", "xa", "xa", "40", "", "", "Xã Đồng Văn (huyện Quế Phong); Phường Cửa Lò"]


@prepared.contents
def three_communes(folder: Path) -> None:
    provision_file(table(folder, [*ALL, DONG_VAN]))


@pytest.fixture(name="three_communes")
def _three_communes(request: pytest.FixtureRequest, db: None, tmp_path: Path) -> None:
    prepared.see_to(request, tmp_path)


@pytest.mark.parametrize(
    ("typed", "found", "old"),
    [
        ("Vân Tụ", "Xã Vân Tụ", ""),
        ("van tu", "Xã Vân Tụ", ""),
        ("xã Vân Tụ", "Xã Vân Tụ", ""),
        ("Mỹ Thành", "Xã Vân Tụ", "Xã Mỹ Thành"),
        ("my thanh", "Xã Vân Tụ", "Xã Mỹ Thành"),
        ("x. Lien Thanh", "Xã Vân Tụ", "Xã Liên Thành"),
        ("Yên Hoà", "Xã Yên Hòa", ""),
        ("Yên Hòa", "Xã Yên Hòa", ""),
        ("yen thang", "Xã Yên Hòa", "Xã Yên Thắng"),
        ("đồng văn", "Xã Bạch Ngọc", "Xã Đồng Văn (huyện Quế Phong)"),
        ("P. Cửa Lò", "Xã Bạch Ngọc", "Phường Cửa Lò"),
        ("17623", "Xã Vân Tụ", ""),
        ("bach n", "Xã Bạch Ngọc", ""),
    ],
)
def test_a_commune_is_found_by_new_and_old_names(
    three_communes: None, client: Client, typed: str, found: str, old: str
) -> None:
    finder = client.get("/", {"xa": typed}).context["finder"]
    assert [(match.name, match.former_name) for match in finder.matches] == [(found, old)]


def test_a_match_leads_to_the_commune_and_says_what_became_of_the_old_name(
    three_communes: None, client: Client
) -> None:
    page = client.get("/", {"xa": "My Thanh"}).content.decode()
    assert "Xã Mỹ Thành nay thuộc" in page
    assert 'href="/xa-phuong/xa-van-tu/"' in page


def test_a_name_that_is_nowhere_is_said_to_be_nowhere(three_communes: None, client: Client) -> None:
    answer = client.get("/", {"xa": "<b>Không Có</b>"})
    assert answer.context["finder"].nothing
    assert "<b>Không Có" not in answer.content.decode()


@pytest.mark.parametrize("typed", ["", "   ", "x" * 3000, "%", "xã"])
def test_odd_input_is_answered(three_communes: None, client: Client, typed: str) -> None:
    assert client.get("/", {"xa": typed}).status_code == 200


def test_the_list_of_communes_stands_in_alphabetical_order_and_is_narrowed_by_name(
    three_communes: None, client: Client
) -> None:
    whole = client.get("/xa-phuong/").context
    assert [letter for letter, _lines in whole["groups"]] == ["B", "V", "Y"]
    assert whole["total"] == 3
    narrowed = client.get("/xa-phuong/", {"q": "mỹ thành"}).context
    assert narrowed["found"] == 1
    assert narrowed["groups"][0][1][0].former_name == "Xã Mỹ Thành"


def test_home_pages_ask_few_questions(
    three_communes: None, client: Client, django_assert_max_num_queries: Any
) -> None:
    for address in ("/", "/?xa=my+thanh", "/xa-phuong/xa-van-tu/", "/co-quan/so-tu-phap/", "/lien-he/"):
        client.get(address)
        with django_assert_max_num_queries(6):
            client.get(address)


def test_missing_contacts_are_said_to_be_missing(three_communes: None, client: Client) -> None:
    page = client.get("/xa-phuong/xa-van-tu/").content.decode()
    assert page.count("Chưa có thông tin") >= 3
    assert "Đang mở" not in page
