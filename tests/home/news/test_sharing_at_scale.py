"""One page on the sites of a whole province within a second, and off all of them within another."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from home.news import sharing
from home.news.models import ListEntry
from tests.home.news.stories import article
from tests.people import person
from tests.world import look

pytestmark = [pytest.mark.big, pytest.mark.postgresql]

COMMUNES, SECOND, TRIES, BUDGET = 130, 1.0, 3, 6


def test_shared_to_every_commune_and_taken_back_within_a_second_each(big_province_db: Any) -> None:
    world = look()
    chief = person(world, "chief_editor", "40")
    section: Any = world.page("40", "tin-tuc")
    section.shared_at_once = True
    section.save_revision().publish()
    page = article(world, "Tin chung của cả tỉnh", "40")
    communes = [agency for agency in world.agencies.values() if agency.level == "commune"]
    assert len(communes) >= COMMUNES
    pages, client = Page.objects.count(), Client()
    shared, taken_back = [], []
    for _try in range(TRIES):
        began = time.monotonic()
        with TestCase.captureOnCommitCallbacks(execute=True):
            assert sharing.offer(page, communes, chief) == len(communes)
        shared.append(time.monotonic() - began)
        entries = list(ListEntry.objects.filter(page=page.pk).exclude(origin="").select_related("agency"))
        assert len(entries) == len(communes)
        for entry in entries[::40]:
            address = f"/xa-phuong/{entry.agency.slug}/tin-tuc/{entry.slug}/"
            assert client.get(address).status_code == 200
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            assert len(asked) <= BUDGET
        began = time.monotonic()
        with TestCase.captureOnCommitCallbacks(execute=True):
            sharing.take_back(page, chief)
        taken_back.append(time.monotonic() - began)
        assert ListEntry.objects.filter(page=page.pk).count() == 1
        assert all(
            client.get(f"/xa-phuong/{entry.agency.slug}/tin-tuc/{entry.slug}/").status_code == 404
            for entry in entries[::40]
        )
    assert Page.objects.count() == pages
    assert min(shared) <= SECOND, shared
    assert min(taken_back) <= SECOND, taken_back
