"""Whatever is typed into an address: an answer below 500, and help where nothing was found."""

from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from tests.world import COMMUNE, DEPARTMENT, World

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

PAGES = [
    "/",
    "/xa-phuong/",
    "/co-quan/",
    "/thu-tuc/",
    "/gioi-thieu/",
    "/lien-he/",
    "/tim-kiem/",
    "/tin-tuc/",
    COMMUNE + "thong-bao/",
    COMMUNE + "lich-cong-tac/",
    "/tiep-cong-dan/",
    "/thu-tuc/1.001193/dang-ky-khai-sinh/",
    "/en/",
    "/lich-lam-viec/",
    COMMUNE,
    COMMUNE + "thu-tuc/",
    COMMUNE + "tim-kiem/",
    DEPARTMENT + "thu-tuc/",
    "/-/che-do/",
    "/khong-co-trang-nay/",
]
PARAMETERS = [
    "q",
    "trang",
    "page",
    "linh-vuc",
    "doi-tuong",
    "cach-nop",
    "muc-do",
    "chu-cai",
    "che-do",
    "chu-de",
    "loai",
    "next",
    "nhan",
]
UNREADABLE = {
    "NUL": "%00",
    "NUL between letters": "khai%00sinh",
    "no UTF-8": "%ff%fe",
    "half a letter": "%e1%ba",
    "10,000 letters": "a" * 10_000,
    "10,000 Vietnamese letters": quote("ệ" * 10_000),
}
ODD = {
    "nothing": "",
    "quotes": quote("' OR 1=1 -- \"'`"),
    "operators": quote('NEAR( * " AND ) OR -^ :'),
    "brackets": quote("{}[]()<>|&\\"),
    "script": quote("<script>alert(1)</script>"),
    "minus": "-1",
    "zero": "0",
    "beyond any integer": "9" * 40,
    "no number": "nan",
    "fraction": "1e309",
    "other digits": quote("１２"),
    "4-byte letter": quote("😀"),
    "loose marks": quote("\u0301\u0323\u031b"),
    "right to left": quote("\u202eabc"),
    "a surrogate": "%ed%a0%80",
    "percent": "%",
    "line ends": "%0d%0aSet-Cookie:x=1",
}


@pytest.fixture
def citizen(world: World) -> Client:
    """A browser that sees errors as people see them."""
    return Client(raise_request_exception=False)


def asked(client: Client, values: dict[str, str]) -> dict[tuple[str, str, str], int]:
    """The answer to each value in each parameter of each page."""
    found = {}
    for page in PAGES:
        for parameter in PARAMETERS:
            for name, value in values.items():
                address = f"{page}?{parameter}={value}"
                found[page, parameter, name] = client.get(address).status_code
    return found


@pytest.mark.walk
def test_what_cannot_be_read_is_refused_in_every_parameter(citizen: Client) -> None:
    answers = asked(citizen, UNREADABLE)
    assert {place: status for place, status in answers.items() if not 400 <= status < 500} == {}


@pytest.mark.walk
def test_nothing_odd_in_a_parameter_breaks_a_page(citizen: Client) -> None:
    answers = asked(citizen, ODD)
    assert {place: status for place, status in answers.items() if status >= 500} == {}


@pytest.mark.parametrize("page", ["/thu-tuc/", COMMUNE + "thu-tuc/"])
@pytest.mark.parametrize("number", ["9999", "0", "-1", "abc", "9" * 40])
def test_a_page_of_a_list_that_does_not_exist_is_not_found(citizen: Client, page: str, number: str) -> None:
    assert citizen.get(f"{page}?trang={number}").status_code == 404


@pytest.mark.parametrize("part", [*UNREADABLE.values(), *ODD.values()])
def test_nothing_odd_in_the_address_itself_breaks_the_portal(citizen: Client, part: str) -> None:
    for address in (f"/{part}/", f"{COMMUNE}{part}/", f"/thu-tuc/{part}/", f"/thu-tuc/1.001193/{part}/"):
        if part:
            assert citizen.get(address).status_code < 500, address
            assert citizen.get(address).status_code != 200, address


def test_an_unknown_code_is_not_found_and_leads_on(citizen: Client) -> None:
    for address in ("/thu-tuc/9.999999/", COMMUNE + "thu-tuc/9.999999/thu-tuc-la/", "/thu-tuc/1.001193-Xoa/"):
        response = citizen.get(address)
        assert response.status_code == 404, address
        page = response.content.decode()
        assert 'lang="vi"' in page
        assert 'action="' in page, "a search box"
        assert "/thu-tuc/" in page, "the way to the catalogue"


def test_pages_answer_head_and_bear_a_post(citizen: Client) -> None:
    for page in PAGES:
        get, head = citizen.get(page), citizen.head(page)
        assert head.status_code == get.status_code, page
        assert head.content == b"", page
        assert citizen.post(page, {"q": "x" * 5000}).status_code < 500, page
        assert citizen.post(page, b"\xff\xfe", content_type="application/json").status_code < 500, page


@pytest.mark.parametrize(
    "host", ["", "a b", "[", "x" * 300, "evil.example.com", "portal.example.vn:port", "..", "\u1ec7"]
)
def test_a_host_that_is_not_ours_is_refused(citizen: Client, settings: Any, host: str) -> None:
    settings.ALLOWED_HOSTS = ["portal.example.vn"]
    assert citizen.get("/", headers={"host": "portal.example.vn"}).status_code == 200
    assert citizen.get("/", headers={"host": host}).status_code == 400


@pytest.mark.parametrize("address", ["/-/live", "/-/ready", "/-/health"])
def test_probes_answer_reading_requests_alone(citizen: Client, address: str) -> None:
    assert citizen.get(address).status_code in (200, 503)
    assert citizen.post(address).status_code == 405


def test_editors_side_asks_who_one_is(citizen: Client) -> None:
    for address in ("/admin/", "/admin/pages/", "/admin/snippets/", "/admin/reports/site-history/"):
        response = citizen.get(address)
        assert response.status_code == 302, address
        assert "/admin/login/" in response["location"]
