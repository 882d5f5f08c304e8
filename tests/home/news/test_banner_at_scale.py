"""One act for a whole province: a warning on every site at once, and no page asks the database for it."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext

from home.news.models import AlertArea, EmergencyBanner
from portal.editorial.services import publish
from tests.home.news.test_banner import TITLE, banner, shown
from tests.world import look

pytestmark = [pytest.mark.big, pytest.mark.postgresql]
COMMUNES, SECOND, IN_AREA = 130, 1.0, 60


def asked(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        client.get(address)
    return len(found)


def test_one_act_reaches_every_commune_or_those_of_an_area_and_costs_pages_nothing(
    big_province_db: Any,
) -> None:
    world, client = look(), Client()
    communes = [agency for agency in world.agencies.values() if agency.level == "commune"]
    assert len(communes) >= COMMUNES
    addresses = [f"/xa-phuong/{agency.slug}/" for agency in communes]
    river = AlertArea.objects.create(name="Lưu vực sông Lam", kind=AlertArea.Kind.BASIN)
    river.communes.set(communes[:IN_AREA])
    before = [asked(client, address) for address in addresses[::40]]
    taken = []
    for reach, count in (("all", len(communes)), ("chosen", IN_AREA)):
        warning = banner(world, reach=reach)
        warning.areas.set([river] if reach == "chosen" else [])
        warning.save()
        began = time.monotonic()
        with TestCase.captureOnCommitCallbacks(execute=True):
            publish(warning, actor_role="kiem-thu")
        assert TITLE in shown(client, addresses[0])
        taken.append(time.monotonic() - began)
        found = [TITLE in shown(client, address) for address in addresses[::3]]
        assert found == [place < count for place in range(0, len(communes), 3)]
        assert [asked(client, address) for address in addresses[::40]] == before
        EmergencyBanner.objects.all().delete()
        AlertArea.objects.get().save()
    assert min(taken) <= SECOND, f"stored, and on a page of a process that reads its map again: {taken}"
