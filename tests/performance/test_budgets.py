"""How many queries a page may cost, on the large province, whatever the number of agencies.

Counted on the second request of a process, as visitors meet it: routing map and calendar are in memory.
What is counted is what the database is asked; times are what `make bench` prints.
"""

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from home.models import HomePage
from portal.core.stamps import bump
from portal.core.text import fold
from procedures_pages.models import CatalogueEntry, ProcedureVersion

pytestmark = [pytest.mark.big, pytest.mark.postgresql]

HOME, CATALOGUE, PROCEDURE, SEARCH = 6, 8, 6, 6


@pytest.fixture
def citizen(big_province_db: Any) -> Client:
    return Client()


def queries(client: Client, address: str) -> list[str]:
    """The SQL of the second request."""
    assert client.get(address).status_code == 200, address
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(address)
    assert response.status_code == 200
    return [query["sql"][:200] for query in captured.captured_queries]


def assert_within(client: Client, budget: int, addresses: Iterable[str]) -> None:
    """Every address stays within the budget; what a dearer one asks is shown."""
    asked = {address: queries(client, address) for address in addresses}
    assert {address: found for address, found in asked.items() if len(found) > budget} == {}


def homes() -> dict[str, str]:
    """The address of one home of each level."""
    found = {}
    for level in ("province", "department", "commune"):
        home = (
            HomePage.objects.filter(agency__level=level, locale__language_code="vi").order_by("path").first()
        )
        assert home is not None
        found[level] = home.get_url()
    return found


def a_procedure(performer_class: str = "ubnd-xa") -> ProcedureVersion:
    """The version with the most rows that an agency of the class shows."""
    entries = CatalogueEntry.objects.filter(performer_class=performer_class).order_by("-version__name")
    entry = entries.select_related("version__procedure").first()
    assert entry is not None
    return entry.version


def catalogues() -> list[str]:
    """Whole and narrowed lists, first and later pages."""
    entry = CatalogueEntry.objects.filter(performer_class="ubnd-xa", field__isnull=False)[0]
    assert entry.field is not None
    province, department, commune = (f"{home}thu-tuc/" for home in homes().values())
    return [
        province,
        department,
        commune,
        f"{commune}?linh-vuc={entry.field.slug}",
        f"{commune}?doi-tuong=cong-dan&cach-nop=tai-quay",
        f"{province}?trang=3",
    ]


def procedures() -> list[str]:
    version = a_procedure()
    tail = f"thu-tuc/{version.procedure.code}/{version.slug}/"
    return [f"{homes()[level]}{tail}" for level in ("province", "commune")]


def searches() -> list[str]:
    words = " ".join(fold(a_procedure().short_name).split()[:5]).replace(" ", "+")
    province, commune = homes()["province"], homes()["commune"]
    return [
        f"{home}tim-kiem/?q={query}" for home in (province, commune) for query in (words, "khai+sinh", "zzzz")
    ]


def test_a_home_costs_at_most_six_queries(citizen: Client) -> None:
    assert_within(citizen, HOME, homes().values())


def test_a_catalogue_costs_at_most_eight_queries(citizen: Client) -> None:
    assert_within(citizen, CATALOGUE, catalogues())


def test_a_procedure_costs_at_most_six_queries(citizen: Client) -> None:
    assert_within(citizen, PROCEDURE, procedures())


def places() -> list[str]:
    """Where to go, and the list of communes of today, of another day and of an old name."""
    return [
        *(f"{home}noi-tiep-nhan/" for home in homes().values()),
        "/xa-phuong/",
        "/xa-phuong/?ngay=30/06/2025",
        "/xa-phuong/?q=dong+van",
        "/?xa=my+thanh",
    ]


def test_places_and_lists_of_agencies_cost_at_most_six_queries(citizen: Client) -> None:
    assert_within(citizen, HOME, places())


def test_a_search_costs_at_most_six_queries(citizen: Client) -> None:
    found = citizen.get(searches()[0]).content.decode()
    assert re.search(r"/thu-tuc/\d\.\d{6}/[a-z]", found), "the index of the large province is filled"
    assert_within(citizen, SEARCH, searches())


def test_a_page_costs_the_same_with_fifteen_agencies_as_with_a_hundred_and_fifty(citizen: Client) -> None:
    addresses = [*homes().values(), *places(), *catalogues(), *procedures(), *searches()]
    many = {address: len(queries(citizen, address)) for address in addresses}
    (Path(settings.PORTAL_VAR) / "page-queries.json").write_text(json.dumps(many, indent=1))
    assert HomePage.objects.filter(live=True, locale__language_code="vi").count() == 150
    kept = [home.removesuffix("/").rsplit("/", 1)[-1] for home in homes().values()]
    gone = HomePage.objects.exclude(slug__in=kept).exclude(agency__level="province").order_by("path")[:135]
    assert len(gone) == 135
    Page.objects.filter(pk__in=[home.pk for home in gone]).update(live=False)
    bump("routing")
    few = {address: len(queries(citizen, address)) for address in addresses}
    assert HomePage.objects.filter(live=True, locale__language_code="vi").count() == 15
    assert few == many
