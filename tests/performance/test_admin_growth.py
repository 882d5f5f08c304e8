"""Ten times as many agencies cost the editors' side the same queries, and hardly more work of the processor.

Measured as the least processor time of several requests: what else the machine does is not counted.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from home.models import HomePage
from portal.agencies.models import Agency
from portal.core.stamps import bump
from tests.people import person
from tests.services.measure import least_work
from tests.world import look

pytestmark = [pytest.mark.big, pytest.mark.postgresql]

BUDGET, MORE_AT_MOST = 25, 1.5
KEPT = 15
# Below this the clock says nothing (seconds).
NOISE = 0.002
LISTS = ["/admin/", "/admin/so-co-quan/danh-sach/", "/admin/trang-co-quan/"]


def choosers(home: Page) -> list[str]:
    return [
        "/admin/",
        f"/admin/choose-page/{home.pk}/",
        "/admin/choose-page/search/?q=trang",
        "/admin/images/chooser/",
        "/admin/documents/chooser/",
    ]


def asked(client: Client, address: str) -> int:
    """How many queries the second request asks."""
    assert client.get(address).status_code == 200, address
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def test_from_fifteen_to_a_hundred_and_fifty_agencies(big_province_db: Any) -> None:
    world = look()
    assert len(world.agencies) >= 150
    commune = Agency.objects.filter(level="commune").order_by("code")[0].code
    people = {"editor": Client(), "operator": Client(), "chief_editor": Client()}
    people["editor"].force_login(person(world, "editor", commune))
    people["operator"].force_login(person(world, "operator", "40"))
    people["chief_editor"].force_login(person(world, "chief_editor", "40"))
    pairs = [
        *(("editor", address) for address in choosers(world.homes[commune])),
        *(("chief_editor", address) for address in choosers(world.homes["40"])),
        *(("operator", address) for address in LISTS),
    ]
    queries = {pair: asked(people[pair[0]], pair[1]) for pair in pairs}
    many = {pair: least_work(people[pair[0]], pair[1]) for pair in pairs}
    assert {pair: count for pair, count in queries.items() if count > BUDGET} == {}
    others = HomePage.objects.exclude(agency__code__in=[commune, "40"]).order_by("-path")
    gone = list(others.filter(locale__language_code="vi")[: len(world.agencies) - KEPT])
    Page.objects.filter(pk__in=[home.pk for home in gone]).update(live=False)
    Agency.objects.filter(pk__in=[home.agency_id for home in gone]).update(
        valid_from=None, valid_to="2020-01-01"
    )
    bump("routing")
    assert {pair: asked(people[pair[0]], pair[1]) for pair in pairs} == queries
    few = {pair: least_work(people[pair[0]], pair[1]) for pair in pairs}
    dearer = {
        pair: (few[pair], many[pair])
        for pair in pairs
        if many[pair] > MORE_AT_MOST * few[pair] and many[pair] - few[pair] > NOISE
    }
    assert dearer == {}
