"""Every screen of the register has what a screen needs, and its place in the menu."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from portal.agencies.models import ServicePoint
from tests.editorial.register_desk import MINE, at
from tests.people import person
from tests.world import World

pytestmark = pytest.mark.django_db

SCREENS: list[Callable[[ServicePoint], str]] = [
    lambda point: at("agency", MINE),
    lambda point: at("contact", MINE),
    lambda point: at("hours", MINE),
    lambda point: at("hours", MINE, noi=str(point.pk)),
    lambda point: at("exception_add", MINE),
    lambda point: at("point_add", MINE),
    lambda point: at("point", MINE, point.pk),
    lambda point: at("point_drop", MINE, point.pk),
]


def test_every_screen_has_a_heading_and_labels(keeper: Client, point: ServicePoint) -> None:
    for address in (screen(point) for screen in SCREENS):
        answer = keeper.get(address)
        assert answer.status_code == 200, address
        page = BeautifulSoup(answer.content, "html.parser")
        assert page.find("h1") is not None, address
        for box in page.select("main input:not([type=hidden]), main select, main textarea"):
            labelled = page.find("label", attrs={"for": str(box.get("id"))}) or box.find_parent("label")
            assert labelled is not None, (address, box)


def test_menu_shows_it_to_those_who_keep_something(world: World, keeper: Client) -> None:
    assert at("index") in keeper.get("/admin/").content.decode()
    other = Client()
    other.force_login(person(world, "editor", MINE))
    assert at("index") not in other.get("/admin/").content.decode()
