"""Public addresses: what the map in the process answers, and that nothing Wagtail guards is passed by."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse
from django.test import Client
from wagtail import hooks
from wagtail.models import Locale, Page, PageViewRestriction, Site

from home.models import AboutPage
from portal.accounts.models import User
from portal.core import site_request, stamps
from portal.core.serve import serve
from portal.core.site_request import PortalRequest
from tests.world import COMMUNE, DEPARTMENT, NEIGHBOUR, OWN_HOST, World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def answers() -> Iterator[None]:
    """Every page that is served says who it is, after Wagtail's own check of restrictions."""

    def innermost(next_serve: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        def tell(page: Page, request: HttpRequest, *args: object) -> HttpResponse:
            agency = request.portal.agency  # type: ignore[attr-defined]
            return HttpResponse(
                f"{page.specific_class.__name__} {page.slug} {agency.code if agency else '-'}"
            )

        return tell

    with hooks.register_temporarily("on_serve_page", innermost, order=100):
        yield


def portal_of(client: Client, address: str, host: str = "testserver") -> PortalRequest:
    """What the page at an address knows of its place."""
    return site_request.of(client.get(address, headers={"host": host}).wsgi_request)


def said(client: Client, address: str, host: str = "testserver") -> str:
    """What an address answers: the page's words, or the status when it is not 200."""
    response = client.get(address, headers={"host": host})
    return response.content.decode() if response.status_code == 200 else str(response.status_code)


ADDRESSES = {
    "/": "HomePage tinh-nghe-an 40",
    "/xa-phuong/": "AgencyIndexPage xa-phuong 40",
    COMMUNE: "HomePage xa-van-tu 17950",
    COMMUNE + "gioi-thieu/": "AboutPage gioi-thieu 17950",
    DEPARTMENT: "HomePage so-tu-phap 40-STP",
    DEPARTMENT + "lien-he/": "ContactPage lien-he 40-STP",
    DEPARTMENT + "thu-tuc/": "ProcedureIndexPage thu-tuc 40-STP",
    COMMUNE + "khong-co/": "404",
    "/xa-phuong/xa-khong-co/gioi-thieu/": "404",
    COMMUNE + "gioi-thieu/them/": "404",
}


def test_every_agency_stands_below_the_province(client: Client, world: World) -> None:
    assert {address: said(client, address) for address in ADDRESSES} == ADDRESSES


HOSTS = {
    (OWN_HOST, "/"): "HomePage xa-van-tu 17950",
    (OWN_HOST, "/gioi-thieu/"): "AboutPage gioi-thieu 17950",
    (OWN_HOST, "/xa-phuong/"): "404",
    ("localhost", COMMUNE + "gioi-thieu/"): "AboutPage gioi-thieu 17950",
    ("xaydung.example.vn:8000", "/lien-he/"): "ContactPage lien-he 40-SXD",
    ("nobody.example.vn", "/"): "HomePage tinh-nghe-an 40",
}


def test_an_agency_answers_at_its_own_host_and_below_the_province(client: Client, world: World) -> None:
    assert {(host, address): said(client, address, host) for host, address in HOSTS} == HOSTS


def test_links_are_relative_on_the_own_site_and_carry_the_host_elsewhere(
    client: Client, world: World
) -> None:
    home = portal_of(client, "/", OWN_HOST)
    assert home.section_url("lien-he") == "/lien-he/"
    assert home.url(home.map.province_home()) == "http://localhost:8000/"
    province = portal_of(client, "/")
    assert province.url(province.map.home_of(world.agencies["17950"].pk)) == f"https://{OWN_HOST}/"
    assert province.url(province.map.home_of(world.agencies["17951"].pk)) == NEIGHBOUR


def test_an_unpublished_section_is_gone_with_all_below_it(client: Client, world: World) -> None:
    assert said(client, COMMUNE + "thu-tuc/").startswith("ProcedureIndexPage")
    world.page("17950", "thu-tuc").unpublish()
    assert said(client, COMMUNE + "thu-tuc/") == "404"
    assert said(client, COMMUNE + "thu-tuc/1.001193/") == "404"
    assert said(client, NEIGHBOUR + "thu-tuc/").startswith("ProcedureIndexPage")


def restrict(page: Page, kind: str) -> None:
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind, password="mat-khau")
    if kind == PageViewRestriction.GROUPS:
        restriction.groups.add(Group.objects.create(name="Cán bộ"))


@pytest.mark.parametrize("kind", ["login", "password", "groups"])
def test_a_restricted_home_covers_everything_below_it(client: Client, world: World, kind: str) -> None:
    sections = ("", "gioi-thieu/", "thu-tuc/")
    assert all("17950" in said(client, COMMUNE + below) for below in sections)
    restrict(world.homes["17950"], kind)
    for below in sections:
        for address, host in ((COMMUNE + below, "testserver"), ("/" + below, OWN_HOST)):
            response = client.get(address, headers={"host": host})
            assert "17950" not in response.content.decode()
            if kind == "password":
                assert 'type="password"' in response.content.decode()
            else:
                assert response.status_code == 302
                assert client.get(response["location"], follow=True).status_code == 200
        assert "17951" in said(client, NEIGHBOUR + below)


def test_a_restricted_home_covers_the_views_that_applications_mount_below_it(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def view(request: HttpRequest, rest: list[str]) -> HttpResponse:
        return HttpResponse(f"view {rest}")

    monkeypatch.setitem(site_request._app_routes, "thu-nghiem", view)
    assert said(client, COMMUNE + "thu-nghiem/a/b/") == "view ['a', 'b']"
    assert said(client, "/thu-nghiem/", OWN_HOST) == "view []"
    restrict(world.homes["17950"], "login")
    assert said(client, COMMUNE + "thu-nghiem/a/b/") == "302"
    assert said(client, "/thu-nghiem/", OWN_HOST) == "302"
    assert said(client, NEIGHBOUR + "thu-nghiem/") == "view []"


def test_who_belongs_to_the_group_passes_the_restriction(client: Client, world: World) -> None:
    restrict(world.homes["17950"], PageViewRestriction.GROUPS)
    officer = User.objects.create_user("officer")
    client.force_login(officer)
    assert said(client, COMMUNE + "gioi-thieu/") == "302"
    officer.groups.add(Group.objects.get(name="Cán bộ"))
    assert said(client, COMMUNE + "gioi-thieu/") == "AboutPage gioi-thieu 17950"


def test_hooks_before_serving_run_and_may_answer(client: Client, world: World) -> None:
    seen: list[str] = []

    def answer(page: Page, request: HttpRequest, args: list[object], kwargs: object) -> HttpResponse | None:
        seen.append(page.slug)
        return HttpResponse("closed today") if page.slug == "lien-he" else None

    with hooks.register_temporarily("before_serve_page", answer):
        assert said(client, COMMUNE) == "HomePage xa-van-tu 17950"
        assert said(client, COMMUNE + "lien-he/") == "closed today"
    assert seen == ["xa-van-tu", "lien-he"]


def test_a_page_type_that_the_map_does_not_hold_is_served_the_stock_way(client: Client, world: World) -> None:
    world.homes["17951"].add_child(instance=Page(title="Trang khác", slug="trang-khac"))
    assert said(client, NEIGHBOUR + "trang-khac/") == "Page trang-khac 17951"


def publish_a_page(world: World) -> None:
    page = world.page("17951", "gioi-thieu")
    page.unpublish()
    AboutPage.objects.get(pk=page.pk).save_revision().publish()
    page = AboutPage.objects.get(pk=page.pk)
    page.title = "Tên khác"
    page.save_revision().publish()


def unpublish_a_page(world: World) -> None:
    world.page("17951", "gioi-thieu").unpublish()


def change_a_slug(world: World) -> None:
    page = world.page("17951", "gioi-thieu")
    page.slug, page.live = "ve-chung-toi", True
    page.save_revision().publish()


def move_a_page(world: World) -> None:
    world.homes["17951"].move(Page.objects.get(slug="co-quan"), pos="last-child")


def delete_a_page(world: World) -> None:
    world.page("17951", "lien-he").delete()


def add_a_site(world: World) -> None:
    Site.objects.create(hostname="anhson.example.vn", port=443, root_page=world.homes["17951"])


def remove_a_site(world: World) -> None:
    Site.objects.get(hostname=OWN_HOST).delete()


def add_a_language(world: World) -> None:
    Locale.objects.create(language_code="en")


def restrict_a_page(world: World) -> None:
    restrict(world.homes["17951"], PageViewRestriction.LOGIN)


def lift_a_restriction(world: World) -> None:
    PageViewRestriction.objects.create(
        page=world.homes["17951"], restriction_type=PageViewRestriction.LOGIN
    ).delete()


def rename_an_agency(world: World) -> None:
    agency = world.agencies["17951"]
    agency.name = "Xã Anh Sơn Mới"
    agency.save()


CHANGES = [
    publish_a_page,
    unpublish_a_page,
    change_a_slug,
    add_a_site,
    remove_a_site,
    add_a_language,
    restrict_a_page,
    lift_a_restriction,
    rename_an_agency,
    delete_a_page,
    move_a_page,
]


def test_every_change_of_the_tree_moves_the_stamp(world: World) -> None:
    unnoticed = []
    for change in CHANGES:
        before = stamps.read_all()["routing"]
        change(world)
        if stamps.read_all()["routing"] <= before:
            unnoticed.append(change.__name__)
    assert unnoticed == []


def test_a_change_is_seen_by_the_next_request_of_a_process_that_remembers_the_old_state(
    client: Client, world: World
) -> None:
    assert said(client, NEIGHBOUR + "gioi-thieu/") == "AboutPage gioi-thieu 17951"
    change_a_slug(world)
    assert said(client, NEIGHBOUR + "gioi-thieu/") == "404"
    assert said(client, NEIGHBOUR + "ve-chung-toi/") == "AboutPage ve-chung-toi 17951"
    add_a_site(world)
    assert said(client, "/", "anhson.example.vn") == "HomePage xa-anh-son 17951"
    move_a_page(world)
    assert said(client, NEIGHBOUR) == "301"  # Wagtail's redirects lead on
    assert said(client, "/co-quan/xa-anh-son/") == "HomePage xa-anh-son 17951"


def test_a_draft_of_a_live_page_changes_nothing_in_public(client: Client, world: World) -> None:
    page = world.page("17951", "gioi-thieu")
    page.title, page.slug = "Bản nháp bí mật", "ban-nhap"
    page.save_revision()
    assert said(client, NEIGHBOUR + "gioi-thieu/") == "AboutPage gioi-thieu 17951"
    assert said(client, NEIGHBOUR + "ban-nhap/") == "404"
    portal = portal_of(client, NEIGHBOUR)
    assert "Bản nháp bí mật" not in [item.title for item in portal.menu]


def test_finding_a_known_page_costs_two_queries(
    client: Client, world: World, django_assert_num_queries: Callable[[int], Any]
) -> None:
    """stamps 1, the page 1"""
    for address in ("/", COMMUNE, COMMUNE + "gioi-thieu/", "/xa-phuong/"):
        client.get(address)
        with django_assert_num_queries(2):
            client.get(address)


def test_the_public_catch_all_is_ours() -> None:
    from django.urls import resolve

    assert resolve("/thu-tuc/1.001193/dang-ky-khai-sinh/").func is serve
