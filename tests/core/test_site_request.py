"""``portal``: the way here, the menu and the languages of a page."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import RequestFactory
from django.utils import translation
from wagtail.models import Locale, Page

from portal.core import sections, site_request
from portal.core.site_request import PortalRequest
from tests.world import COMMUNE, DEPARTMENT, OWN_HOST, World

pytestmark = pytest.mark.django_db


def portal_at(address: str, host: str = "localhost") -> PortalRequest:
    request = RequestFactory().get(address, headers={"host": host})
    with translation.override("en" if address.startswith("/en/") else "vi"):
        return site_request.attach(request)


def test_the_way_here_is_the_address(world: World) -> None:
    way = portal_at(COMMUNE + "gioi-thieu/").crumbs
    assert [(crumb.title, crumb.url) for crumb in way] == [
        ("Tỉnh Nghệ An", "/"),
        ("Xã, phường", "/xa-phuong/"),
        ("Xã Vân Tụ", f"https://{OWN_HOST}/"),
        ("Giới thiệu", f"https://{OWN_HOST}/gioi-thieu/"),
    ]


def test_on_its_own_host_the_way_begins_at_the_agency(world: World) -> None:
    way = portal_at("/gioi-thieu/", OWN_HOST).crumbs
    assert [(crumb.title, crumb.url) for crumb in way][-2:] == [
        ("Xã Vân Tụ", "/"),
        ("Giới thiệu", "/gioi-thieu/"),
    ]


def test_the_menu_shows_the_registered_sections_that_have_a_live_page(world: World) -> None:
    wanted = [section for section in sections.all_sections("department") if section.in_menu]
    menu = portal_at(DEPARTMENT).menu
    assert [(item.key, item.url) for item in menu] == [
        (section.key, f"{DEPARTMENT}{section.slug}/") for section in wanted
    ]
    shown = [item.key for item in menu]
    world.page("40-STP", "lien-he").unpublish()
    assert [item.key for item in portal_at(DEPARTMENT).menu] == [key for key in shown if key != "lien-he"]


def test_a_section_that_is_no_longer_registered_leaves_the_menu(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sections._sections, "lien-he")
    assert "lien-he" not in [item.key for item in portal_at(DEPARTMENT).menu]


def test_the_menu_marks_where_one_is(world: World) -> None:
    menu = portal_at(DEPARTMENT + "thu-tuc/1.001193/dang-ky-khai-sinh/").menu
    assert [item.key for item in menu if item.current] == ["thu-tuc"]


def test_sections_of_the_province_alone_are_not_shown_elsewhere(world: World) -> None:
    assert "xa-phuong" in [item.key for item in portal_at("/").menu]
    assert "xa-phuong" not in [item.key for item in portal_at(COMMUNE).menu]


def test_a_section_may_not_take_the_address_of_another() -> None:
    taken = sections.all_sections()[0]
    with pytest.raises(ValueError, match=taken.slug):
        sections.register(sections.Section("khac", taken.slug, "Khác", lambda agency, parent: Page()))


def test_a_language_is_offered_only_where_this_page_is_public_in_it(world: World) -> None:
    assert portal_at("/gioi-thieu/").languages == []
    english = Locale.objects.create(language_code="en")
    for page in (world.homes["40"], world.page("40", "gioi-thieu")):
        copy = page.copy_for_translation(english, copy_parents=True)
        copy.save_revision().publish()
    offered = portal_at("/gioi-thieu/").languages
    assert [(language.code, language.url, language.current) for language in offered] == [
        ("vi", "/gioi-thieu/", True),
        ("en", "/en/gioi-thieu/", False),
    ]
    assert [language.current for language in portal_at("/en/gioi-thieu/").languages] == [False, True]
    assert portal_at("/lien-he/").languages == []


def test_what_navigation_needs_costs_one_query(
    world: World, django_assert_num_queries: Callable[[int], Any]
) -> None:
    """stamps 1"""
    portal_at(COMMUNE)
    with django_assert_num_queries(1):
        portal = portal_at(COMMUNE + "gioi-thieu/")
        assert portal.menu
        assert portal.crumbs
        assert portal.province_name == "Tỉnh Nghệ An"
        assert portal.agency
        assert portal.agency.parent_name == "Tỉnh Nghệ An"
