"""Databases that are filled once: whole for every test, and what a test writes is gone afterwards."""

from pathlib import Path

import pytest
from django.db import connection

from home.models import HomePage
from portal.agencies.models import Agency
from tests.services import prepared
from tests.world import ROWS, World, build

pytestmark = pytest.mark.django_db
CODES = {row[0] for row in ROWS}


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_finds_the_province_as_it_was_made(turn: int, world: World) -> None:
    assert set(world.agencies) == set(world.homes) == CODES
    assert set(Agency.objects.values_list("code", flat=True)) == CODES
    assert not Agency.objects.filter(address="Đã sửa").exists()
    Agency.objects.update(address="Đã sửa")
    HomePage.objects.get(pk=world.homes["17951"].pk).delete()


def test_a_test_that_wants_none_finds_none() -> None:
    assert not Agency.objects.exists()


def test_it_is_what_provisioning_makes_in_a_test(world: World, tmp_path: Path) -> None:
    """The same rows again change nothing: the copy is whole, and its counters go on."""
    assert "world" in str(connection.settings_dict["NAME"])
    pages = set(HomePage.objects.values_list("pk", flat=True))
    assert set(build(tmp_path, ROWS).agencies) == CODES
    assert set(HomePage.objects.values_list("pk", flat=True)) == pages
    newest = Agency.objects.latest("pk")
    made = Agency.objects.create(
        code="9", name="Xã Mới", slug="xa-moi", level="commune", parent=newest.parent
    )
    assert made.pk > newest.pk


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_test_that_commits_has_the_province_in_the_test_database(world: World) -> None:
    assert set(world.agencies) == CODES
    assert "world" not in str(connection.settings_dict["NAME"])


def test_nobody_can_ask_for_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(prepared._fills, "other", build)
    assert prepared.wanted(["db", "world"]) == "world"
    with pytest.raises(AssertionError, match="two databases"):
        prepared.wanted(["world", "other"])
