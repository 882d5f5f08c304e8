"""Two editors at one text, without any script: nothing is written over that was not seen."""

from __future__ import annotations

import pytest
from django.urls import reverse

from home.models import AboutPage
from tests.editorial.doors import form_of
from tests.people import person, signed_in
from tests.world import World

pytestmark = pytest.mark.django_db


def test_the_second_is_stopped_once_with_everything_typed(world: World) -> None:
    about = world.page("17950", "gioi-thieu")
    address = reverse("wagtailadmin_pages:edit", args=[about.pk])
    first, second = (signed_in(person(world, role, "17950")) for role in ("editor", "approver"))
    opened = form_of(second.get(address).content.decode())
    first.post(address, form_of(first.get(address).content.decode()) | {"lead": "Câu của người thứ nhất"})
    kept = AboutPage.objects.get(pk=about.pk).latest_revision
    mine = opened | {"lead": "Câu của người thứ hai"}
    for button in ({}, {"action-submit": "1"}):
        stopped = second.post(address, mine | button)
        html = stopped.content.decode()
        assert stopped.status_code == 200
        assert "đã lưu bản khác của mục này" in html
        assert "Câu của người thứ hai" in html, "nothing typed is lost"
        assert AboutPage.objects.get(pk=about.pk).latest_revision == kept
    again = form_of(html)
    assert again["loaded_revision_id"] == str(kept.pk)
    assert second.post(address, again).status_code == 302
    newest = AboutPage.objects.get(pk=about.pk).latest_revision
    assert newest.content["lead"] == "Câu của người thứ hai"


def test_ones_own_drafts_in_between_are_no_conflict(world: World) -> None:
    about = world.page("17950", "gioi-thieu")
    address = reverse("wagtailadmin_pages:edit", args=[about.pk])
    desk = signed_in(person(world, "editor", "17950"))
    opened = form_of(desk.get(address).content.decode())
    saved = desk.post(address, opened | {"lead": "Câu tự lưu"}, headers={"accept": "application/json"})
    assert saved.json()["success"], "as the script saves"
    assert desk.post(address, opened | {"lead": "Câu bấm lưu"}).status_code == 302
    newest = AboutPage.objects.get(pk=about.pk).latest_revision
    assert newest.content["lead"] == "Câu bấm lưu"
