"""Links to the portals that take dossiers: templates with validity dates, never a button without a ground."""

from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.core.clock import today
from portal.core.seeds import SeedContext, discover
from procedures_pages.models import GatewayTemplate, Procedure
from tests.procedures_pages import factories
from tests.world import NEIGHBOUR, World

pytestmark = pytest.mark.django_db

PAGE = f"{NEIGHBOUR}thu-tuc/1.000001/dang-ky-khai-sinh/"


@pytest.fixture
def seeded(world: World) -> World:
    seed = next(seed for seed in discover() if seed.name == "gateway")
    seed.run(SeedContext(None, lambda text: None))
    assert GatewayTemplate.objects.exists()
    return world


def button(client: Client) -> Tag | None:
    page = BeautifulSoup(client.get(PAGE).content, "html.parser")
    return next((link for link in page.select("a.btn--to")), None)


def test_the_button_leads_to_the_procedure_by_its_national_id_and_names_the_host(
    client: Client, seeded: World
) -> None:
    factories.version(online_level="full", channels=["online"])
    link = button(client)
    assert link is not None
    assert link["href"] == f"https://dichvucong.gov.vn/nop-ho-so?formalityId={factories.NATIONAL_ID}"
    assert {"noopener", "noreferrer", "external"} <= set(link["rel"])
    page = client.get(PAGE).content.decode()
    assert "Mở dichvucong.gov.vn" in page
    assert "https://dichvucong.gov.vn/tra-cuu-ho-so" in page


def test_without_a_national_id_the_search_by_code_is_the_fallback(client: Client, seeded: World) -> None:
    factories.version(online_level="full", channels=["online"], national_id=None)
    link = button(client)
    assert link is not None
    assert link["href"] == "https://dichvucong.gov.vn/tim-kiem-thu-tuc-hanh-chinh?keyword=1.000001"


def test_a_procedure_of_another_portal_leads_there(client: Client, seeded: World) -> None:
    found = factories.version(online_level="full", channels=["online"])
    Procedure.objects.filter(pk=found.procedure_id).update(gateway="lien-thong")
    link = button(client)
    assert link is not None
    assert link["href"] == "https://lienthong.dichvucong.gov.vn/#/ke-khai/1.000001"


def test_codes_of_province_and_commune_go_where_a_template_takes_them(client: Client, seeded: World) -> None:
    factories.version(online_level="full", channels=["online"])
    GatewayTemplate.objects.filter(action="submit").delete()
    GatewayTemplate.objects.create(
        action="submit", label="Cổng thử", url_template="https://a.example/?p={province}&w={ward}", order=1
    )
    link = button(client)
    assert link is not None
    assert link["href"] == "https://a.example/?p=40&w=17951"
    page = BeautifulSoup(client.get("/thu-tuc/1.000001/dang-ky-khai-sinh/").content, "html.parser")
    assert page.select("a.btn--to") == []


@pytest.mark.parametrize(
    ("level", "channels", "shown"),
    [
        ("full", ["direct"], True),
        ("partial", ["direct"], True),
        ("unknown", ["online"], True),
        ("unknown", ["direct", "postal"], False),
        ("none", ["online"], False),
    ],
)
def test_there_is_a_button_only_where_the_source_says_that_it_can_be_done_online(
    client: Client, seeded: World, level: str, channels: list[str], shown: bool
) -> None:
    factories.version(online_level=level, channels=channels)
    assert (button(client) is not None) is shown


def test_a_template_counts_from_its_first_day_to_before_its_last(client: Client, seeded: World) -> None:
    factories.version(online_level="full", channels=["online"])
    assert button(client) is not None
    for template in GatewayTemplate.objects.filter(action="submit"):
        template.valid_to = today()
        template.save()
    assert button(client) is None
    values: dict[str, Any] = {
        "action": "submit",
        "label": "Cổng mới",
        "url_template": "https://moi.example/{code}",
    }
    made = GatewayTemplate.objects.create(**values, valid_from=today() + timedelta(days=1))
    assert button(client) is None
    made.valid_from = date(2026, 1, 1)
    made.save()
    link = button(client)
    assert link is not None
    assert link["href"] == "https://moi.example/1.000001"


def test_templates_cost_no_query_until_one_is_changed(client: Client, seeded: World) -> None:
    factories.version(online_level="full", channels=["online"])
    button(client)
    with CaptureQueriesContext(connection) as asked:
        button(client)
    assert not [query for query in asked.captured_queries if "gatewaytemplate" in query["sql"]]


@pytest.mark.parametrize(
    "template",
    [
        "http://a.example/{code}",
        "https://{code}.example/",
        "https://a.example/{other}",
        "javascript:alert(1)",
    ],
)
def test_an_address_that_could_lead_elsewhere_is_refused(template: str) -> None:
    row = GatewayTemplate(action="submit", label="x", url_template=template)
    with pytest.raises(ValidationError):
        row.full_clean()


def test_seeding_again_changes_nothing_that_an_officer_has_ended(seeded: World) -> None:
    GatewayTemplate.objects.filter(action="track").update(valid_to=date(2026, 1, 1))
    count = GatewayTemplate.objects.count()
    seed = next(seed for seed in discover() if seed.name == "gateway")
    seed.run(SeedContext(None, lambda text: None))
    assert GatewayTemplate.objects.count() == count
    assert GatewayTemplate.objects.get(action="track").valid_to == date(2026, 1, 1)
