"""What becomes public besides: copies, aliases, translations, schedules, new pages; and what stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail_localize.models import TranslationSource

from home.models import AboutPage
from portal.accounts.models import User
from portal.editorial import requirements, services
from procedures_pages.models import LocalFields, Procedure
from tests.editorial import doors
from tests.editorial.doors import Case, Door
from tests.editorial.test_doors import (
    A,
    a_page,
    approver,
    editor,
    is_public_draft,
    last_line,
    lines,
    through,
    words,
)
from tests.people import person
from tests.world import World

__all__ = ["approver", "editor"]
pytestmark = pytest.mark.django_db

EXTRA = [
    Door("copy with publish", "publish", doors.copy_page),
    Door("copy view with publish", "publish", doors.copy_view),
    Door("alias", "publish", doors.alias),
    Door("translation", "publish", doors.translation),
]


@pytest.fixture
def chief(world: World) -> User:
    return person(world, "chief_editor", "40")


@pytest.mark.parametrize("door", EXTRA, ids=str)
def test_what_is_made_public_besides_has_a_line_of_its_own(
    door: Door, world: World, client: Client, chief: User
) -> None:
    page = AboutPage.objects.get(pk=world.page("40", "gioi-thieu").pk)
    case = Case(world, client, page, chief)
    before = lines()
    through(door, case)
    (made,) = case.made
    assert AboutPage.objects.get(pk=made.pk).live, str(door)
    assert lines() == before + 1, str(door)
    assert last_line().object_id == f"{made.translation_key}:{made.locale.language_code}"


@pytest.mark.parametrize("door", EXTRA, ids=str)
def test_what_is_made_public_besides_keeps_the_requirements(
    door: Door, world: World, client: Client, chief: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = AboutPage.objects.get(pk=world.page("40", "gioi-thieu").pk)
    case = Case(world, client, page, chief)
    rule = requirements.Requirement("thu", "page", "", "Thiếu chữ ký.", "", lambda obj, day: False)
    monkeypatch.setitem(requirements._requirements, "thu", rule)
    before = lines()
    through(door, case)
    others = AboutPage.objects.exclude(pk=page.pk).filter(translation_key=page.translation_key)
    assert not [made for made in [*case.made, *others] if AboutPage.objects.filter(pk=made.pk, live=True)]
    assert lines() == before, str(door)


def test_a_schedule_is_asked_when_it_is_made_and_again_when_it_comes(
    world: World, client: Client, editor: User, approver: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = Case(world, client, a_page(world, editor, live=True), approver)
    before = lines()
    doors.set_for_later(case)
    assert case.fresh().approved_schedule
    assert lines() == before, "nothing is public yet"
    rule = requirements.Requirement("thu", "page", "", "Thiếu chữ ký.", "", lambda obj, day: False)
    with monkeypatch.context() as patched:
        patched.setitem(requirements._requirements, "thu", rule)
        with pytest.raises(services.PublishRefused):
            doors.set_for_later(case)
        assert doors.schedule(case) == 1
    assert not is_public_draft(case)
    assert doors.schedule(case) is None
    assert is_public_draft(case)


def test_an_imported_record_stays_public_when_a_change_is_set_for_later(world: World, approver: User) -> None:
    procedure = Procedure.objects.create(code="1.000002")
    record = LocalFields.objects.create(agency=world.agencies[A], procedure=procedure, place="Một cửa")
    assert record.live
    assert record.live_revision_id is None
    record.place, record.go_live_at = "Phòng mới", timezone.now() + timedelta(days=1)
    record.save_revision().publish(user=approver)
    found = LocalFields.objects.get(pk=record.pk)
    assert (found.live, found.place) == (True, "Một cửa")


def test_a_draft_translation_leaves_the_public_one_as_it_is(
    world: World, client: Client, chief: User
) -> None:
    page = AboutPage.objects.get(pk=world.page("40", "gioi-thieu").pk)
    case = Case(world, client, page, chief)
    doors.translation(case)
    (english,) = case.made
    page.title = "Giới thiệu tỉnh nhà"
    services.publish(page, actor_role="kiem-thu")
    source, _created = TranslationSource.update_or_create_from_instance(page)
    source.create_or_update_translation(english.locale, publish=False, fallback=True)
    found = AboutPage.objects.get(pk=english.pk)
    assert (found.live, found.title) == (True, "About")
    assert found.get_latest_revision_as_object().title == "Giới thiệu tỉnh nhà"


def test_a_new_page_that_may_not_be_published_is_kept_as_a_draft(
    world: World, client: Client, approver: User
) -> None:
    client.force_login(approver)
    address = reverse("wagtailadmin_pages:add", args=["home", "aboutpage", world.homes[A].pk])
    posted = {
        **doors.form_of(client.get(address).content.decode()),
        "title": "Trang mới",
        "slug": "trang-moi",
    }
    posted |= {"action-publish": "1"}
    before = lines()
    response = client.post(address, posted, follow=True)
    assert "người khác duyệt" in words(response)
    made = AboutPage.objects.get(slug="trang-moi")
    assert not made.live
    assert made.latest_revision is not None
    assert lines() == before
