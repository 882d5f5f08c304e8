"""People at the register, and what they press: for the tests of its screens."""

from datetime import date, datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from portal.agencies.models import ServicePoint
from portal.core.clock import ZONE
from tests.people import person
from tests.world import World

MINE, OTHERS = "17950", "17951"
TUESDAY = datetime(2026, 11, 24, 8, 0, tzinfo=ZONE)


def at(name: str, *args: Any, **query: str) -> str:
    tail = "?" + "&".join(f"{key}={value}" for key, value in query.items()) if query else ""
    return reverse(f"register:{name}", args=args) + tail


@pytest.fixture
def keeper(world: World) -> Client:
    """The counter clerk of Xã Vân Tụ, signed in."""
    client = Client()
    client.force_login(person(world, "counter_clerk", MINE, starts_on=date(2026, 1, 1)))
    return client


@pytest.fixture
def operator(world: World) -> Client:
    client = Client()
    client.force_login(person(world, "operator", "40"))
    return client


@pytest.fixture
def point(world: World) -> ServicePoint:
    return ServicePoint.objects.create(
        agency=world.agencies[MINE], kind="buu-dien", name="Bưu điện Vân Tụ", address="Chợ Vân Tụ"
    )


def words(answer: Any) -> str:
    return " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())


def saved(client: Client, where: str, **values: Any) -> str:
    """Post; it must have been taken. What the next screen says."""
    answer = client.post(where, values, follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain, words(answer)
    return words(answer)


def turned_away(answer: Any) -> bool:
    """Sent to the first screen, which says that this is not theirs."""
    return answer.status_code == 403 or answer.headers.get("Location") == "/admin/"
