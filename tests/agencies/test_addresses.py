"""Old addresses lead on with one redirect, for ever, however often a site moves."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.models import Locale, Page

from home.addresses import _slug_changed
from portal.agencies.models import FormerAddress
from portal.agencies.operations.moves import change_address
from portal.core.translations import translate
from tests.world import COMMUNE, DEPARTMENT, NEIGHBOUR, OWN_HOST, World

pytestmark = pytest.mark.django_db

NEW_HOST, THIRD_HOST = "anhson.nghean.gov.vn", "xaanhson.nghean.gov.vn"
TAILS = ["", "gioi-thieu/", "lien-he/", "thu-tuc/", "thu-tuc/1.001193/dang-ky-khai-sinh/?linh-vuc=ho-tich"]


def step(client: Client, address: str, host: str = "localhost:8000") -> tuple[int, str]:
    """Status and target of one request."""
    answer = client.get(address, headers={"host": host})
    return answer.status_code, answer.get("location", "")


def test_from_a_path_to_a_host_everything_below_leads_on(client: Client, world: World) -> None:
    moved = change_address(world.agencies["17951"], hostname=NEW_HOST)
    assert moved.left == (NEIGHBOUR,)
    for tail in TAILS:
        assert step(client, NEIGHBOUR + tail) == (301, f"https://{NEW_HOST}/{tail}")
    assert step(client, "/lien-he/", NEW_HOST) == (200, "")


def test_from_a_host_to_a_path(client: Client, world: World) -> None:
    change_address(world.agencies["17950"], hostname="")
    for tail in TAILS:
        assert step(client, "/" + tail, OWN_HOST) == (301, f"http://localhost:8000{COMMUNE}{tail}")
    assert step(client, COMMUNE) == (200, "")


def test_from_host_to_host(client: Client, world: World) -> None:
    change_address(world.agencies["17950"], hostname=NEW_HOST)
    for tail in TAILS:
        assert step(client, "/" + tail, OWN_HOST) == (301, f"https://{NEW_HOST}/{tail}")


def test_a_new_slug(client: Client, world: World) -> None:
    change_address(world.agencies["17951"], slug="xa-anh-son-moi")
    for tail in TAILS:
        assert step(client, NEIGHBOUR + tail) == (301, f"/xa-phuong/xa-anh-son-moi/{tail}")


def test_after_three_changes_in_a_row_each_old_address_is_one_redirect(client: Client, world: World) -> None:
    agency = world.agencies["17951"]
    change_address(agency, slug="xa-anh-son-moi")
    change_address(agency, hostname=NEW_HOST)
    change_address(agency, hostname=THIRD_HOST)
    for address, host in (
        (NEIGHBOUR, "localhost"),
        ("/xa-phuong/xa-anh-son-moi/", "localhost"),
        ("/", NEW_HOST),
    ):
        for tail in TAILS:
            assert step(client, address + tail, host) == (301, f"https://{THIRD_HOST}/{tail}")


def test_a_site_that_comes_back_answers_where_it_stood_first(client: Client, world: World) -> None:
    agency = world.agencies["17951"]
    change_address(agency, hostname=NEW_HOST)
    change_address(agency, hostname="")
    assert step(client, NEIGHBOUR + "lien-he/") == (200, "")
    assert step(client, "/lien-he/", NEW_HOST) == (301, f"http://localhost:8000{NEIGHBOUR}lien-he/")
    change_address(agency, hostname=NEW_HOST)
    assert step(client, "/lien-he/", NEW_HOST) == (200, "")
    assert step(client, NEIGHBOUR + "lien-he/") == (301, f"https://{NEW_HOST}/lien-he/")


def test_the_province_moves_and_with_it_the_sites_below(client: Client, world: World) -> None:
    province = world.agencies["40"]
    change_address(province, hostname="nghean.example.vn")
    change_address(province, hostname="nghean.gov.vn")
    assert step(client, "/?xa=van", "nghean.example.vn") == (301, "https://nghean.gov.vn/?xa=van")
    assert step(client, NEIGHBOUR + "thu-tuc/", "nghean.example.vn") == (
        301,
        f"https://nghean.gov.vn{NEIGHBOUR}thu-tuc/",
    )
    change_address(world.agencies["17951"], hostname=NEW_HOST)
    assert step(client, NEIGHBOUR + "thu-tuc/", "nghean.example.vn") == (301, f"https://{NEW_HOST}/thu-tuc/")


def test_english_addresses_lead_to_english(client: Client, world: World) -> None:
    english = Locale.objects.create(language_code="en")
    home = world.homes["40-STP"]
    for page, title in (
        (world.homes["40"], "Nghe An"),
        (Page.objects.get(slug="co-quan").specific, "Bodies"),
    ):
        translate(page, english, {"title": title}).save_revision().publish()
    translate(home, english, {"title": "Department of Justice"}).save_revision().publish()
    assert step(client, f"/en{DEPARTMENT}") == (200, "")
    change_address(world.agencies["40-STP"], slug="so-tu-phap-moi")
    assert step(client, f"/en{DEPARTMENT}?trang=1") == (301, "/en/co-quan/so-tu-phap-moi/?trang=1")
    change_address(world.agencies["40-STP"], hostname="stp.nghean.gov.vn")
    assert step(client, f"/en{DEPARTMENT}") == (301, "https://stp.nghean.gov.vn/en/")


def test_a_page_that_moved_on_its_own_is_found_through_the_old_address_of_its_site(
    client: Client, world: World
) -> None:
    page = world.page("17951", "gioi-thieu")
    before = page.specific
    page.slug = "ve-chung-toi"
    page.save_revision().publish()
    _slug_changed(type(page), page, before.__class__(url_path=f"/tinh-nghe-an{NEIGHBOUR}gioi-thieu/"))
    assert step(client, NEIGHBOUR + "gioi-thieu/") == (301, NEIGHBOUR + "ve-chung-toi/")
    change_address(world.agencies["17951"], hostname=NEW_HOST)
    assert step(client, NEIGHBOUR + "gioi-thieu/") == (301, f"https://{NEW_HOST}/ve-chung-toi/")


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_slug_that_an_editor_changes_is_noted(client: Client, world: World) -> None:
    home = world.homes["17951"]
    home.slug = "xa-anh-son-hai"
    home.save_revision().publish()
    assert step(client, NEIGHBOUR + "lien-he/") == (301, "/xa-phuong/xa-anh-son-hai/lien-he/")
    world.agencies["17951"].refresh_from_db()
    assert world.agencies["17951"].slug == "xa-anh-son-hai"


def test_ordinary_pages_pay_nothing_and_a_miss_one_query(
    client: Client, world: World, django_assert_num_queries: Callable[[int], Any]
) -> None:
    change_address(world.agencies["17951"], hostname=NEW_HOST)
    change_address(world.agencies["17951"], hostname=THIRD_HOST)
    for address, host, cost in (
        (COMMUNE + "gioi-thieu/", "localhost", 2),  # stamps 1, the page 1
        ("/gioi-thieu/", THIRD_HOST, 2),
        (NEIGHBOUR + "gioi-thieu/", "localhost", 2),  # stamps 1, pages that left this address 1
        ("/gioi-thieu/", NEW_HOST, 2),
    ):
        step(client, address, host)
        with django_assert_num_queries(cost):
            step(client, address, host)


def test_a_form_sent_to_an_old_address_is_not_turned_into_a_visit(client: Client, world: World) -> None:
    change_address(world.agencies["17951"], hostname=NEW_HOST)
    assert client.post(NEIGHBOUR, {"x": "1"}, headers={"host": "localhost"}).status_code == 200


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"hostname": "khong hop le"}, "hostname"),
        ({"hostname": OWN_HOST}, "hostname"),
        ({"slug": "Xã Mới"}, "slug"),
        ({"slug": ""}, "slug"),
        ({"slug": "xa-van-tu"}, "slug"),
    ],
)
def test_a_name_that_cannot_be_used_is_refused(world: World, change: dict[str, str], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        change_address(world.agencies["17951"], **change)
    assert list(refused.value.error_dict) == [field]
    assert not FormerAddress.objects.exists()


def test_an_address_that_was_somebody_elses_is_not_given_away(world: World) -> None:
    change_address(world.agencies["17951"], hostname=NEW_HOST, slug="xa-anh-son-moi")
    change_address(world.agencies["17951"], hostname=THIRD_HOST)
    for change in ({"hostname": NEW_HOST}, {"slug": "xa-anh-son"}):
        with pytest.raises(ValidationError):
            change_address(world.agencies["17950"], **change)


def test_what_differs_from_the_decree_and_what_must_be_kept_is_told(world: World, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["localhost"]
    assert change_address(world.agencies["17951"], hostname=NEW_HOST).warnings == (
        f"Máy chủ chưa trả lời tên miền {NEW_HOST}: thêm vào PORTAL_ALLOWED_HOSTS.",
    )
    told = change_address(world.agencies["17951"], hostname="as.example.vn").warnings
    assert any("anhson hoặc xaanhson" in words and "Điều 11 khoản 4" in words for words in told)
    assert any(f"Giữ tên miền cũ {NEW_HOST}" in words for words in told)


def test_the_command_moves_a_site_and_says_what_it_left(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("move_site", "17951", "--host", NEW_HOST)
    assert f"{NEIGHBOUR} → https://{NEW_HOST}/" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("move_site", "17951", "--slug", "xa-van-tu")
    with pytest.raises(CommandError):
        call_command("move_site", "99999", "--path")


def test_the_check_of_the_database_names_each_host_that_differs(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("check", "--database", "default")
    told = capsys.readouterr().err
    assert "40-SXD xaydung.example.vn" in told
    assert "17950 vantu.example.vn" in told
    assert "Điều 11 khoản 4" in told
    change_address(world.agencies["17950"], hostname="vantu.nghean.gov.vn")
    change_address(world.agencies["40-SXD"], hostname="")
    call_command("check", "--database", "default")
    assert "agencies.W001" not in capsys.readouterr().err
