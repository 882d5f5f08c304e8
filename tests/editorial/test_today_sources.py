"""What the editors' side itself knows of work: each person's own, in the right group, and nobody else's."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from portal.accounts.models import User
from portal.core.clock import today
from portal.editorial import access
from portal.editorial.today.listing import gather
from portal.editorial.today.sources import drafts, schedule, workflow
from portal.editorial.workflow import review
from tests.people import person
from tests.world import World

BUDGET = 25


@pytest.fixture
def editor(world: World) -> User:
    return person(world, "editor", "17950")


def draft(page: Page, user: User, title: str) -> Any:
    """A change of a public page that is not public."""
    page.title = page.draft_title = title
    return page.save_revision(user=user)


@pytest.mark.django_db
def test_a_draft_waits_for_whoever_wrote_it_last(world: World, editor: User) -> None:
    page = world.page("17950", "gioi-thieu")
    draft(page, editor, "Giới thiệu xã mới")
    [item] = drafts.unsent(editor, access.active_agency(editor), today())
    assert item.title == "Viết nốt: Giới thiệu xã mới"
    assert item.url == f"/admin/pages/{page.pk}/edit/"
    other = person(world, "editor", "17950", name="dong-nghiep")
    draft(page, other, "Giới thiệu xã mới hơn")
    assert drafts.unsent(editor, access.active_agency(editor), today()) == []


@pytest.mark.django_db
def test_what_is_public_is_no_draft(world: World, editor: User) -> None:
    page = world.page("17950", "gioi-thieu")
    Page.objects.filter(pk=page.pk).update(has_unpublished_changes=False)
    page.save_revision(user=editor)
    Page.objects.filter(pk=page.pk).update(has_unpublished_changes=False)
    assert drafts.unsent(editor, access.active_agency(editor), today()) == []


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "group"), [(0, "today"), (3, "week"), (30, None)])
def test_what_appears_by_itself_is_looked_at_once_more(
    world: World, editor: User, days: int, group: str | None
) -> None:
    revision = draft(world.page("17950", "gioi-thieu"), editor, "Giới thiệu")
    at = timezone.now() + timedelta(days=days, seconds=30)
    type(revision).objects.filter(pk=revision.pk).update(approved_go_live_at=at)
    found = schedule.scheduled(editor, access.active_agency(editor), timezone.localdate())
    late_at_night = timezone.localtime(at).date() != timezone.localdate() + timedelta(days=days)
    assert late_at_night or [item.group for item in found] == ([group] if group else [])


@pytest.mark.django_db
def test_what_ends_soon_is_told_to_its_agency_alone(world: World, editor: User) -> None:
    for code in ("17950", "17951"):
        page = world.page(code, "gioi-thieu")
        Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() + timedelta(days=2))
    found = schedule.expiring(editor, access.active_agency(editor), today())
    assert [item.url for item in found] == [f"/admin/pages/{world.page('17950', 'gioi-thieu').pk}/edit/"]
    neighbour = person(world, "editor", "17951")
    found = schedule.expiring(neighbour, access.active_agency(neighbour), today())
    assert [item.url for item in found] == [f"/admin/pages/{world.page('17951', 'gioi-thieu').pk}/edit/"]


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["editor", "approver", "unit_admin"])
def test_the_first_screen_stays_within_its_budget(world: World, client: Client, role: str) -> None:
    user = person(world, role, "17950")
    for slug in ("gioi-thieu", "lien-he"):
        draft(world.page("17950", slug), user, f"Nháp {slug}")
    client.force_login(user)
    client.get("/admin/")
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/admin/").status_code == 200
    queries = [query["sql"][:160] for query in asked.captured_queries]
    assert len(queries) <= BUDGET, queries


@pytest.mark.django_db
def test_what_was_sent_back_returns_to_its_author_with_the_reason(world: World, editor: User) -> None:
    page = world.page("17950", "gioi-thieu")
    draft(page, editor, "Giới thiệu xã mới")
    state = review.submit(page, editor).current_task_state
    approver = person(world, "approver", "17950")
    review.send_back(state, approver, comment="Thiếu ngày ký.")
    [item] = workflow.sent_back(editor, access.active_agency(editor), today())
    assert (item.group, item.title) == ("today", "Sửa lại: Giới thiệu xã mới")
    assert "Thiếu ngày ký." in item.detail
    assert item.url == f"/admin/pages/{page.pk}/edit/"
    assert workflow.sent_back(approver, access.active_agency(approver), today()) == []
    review.submit(page, editor)
    assert workflow.sent_back(editor, access.active_agency(editor), today()) == []


@pytest.mark.django_db
def test_nobody_elses_work_is_in_the_list(world: World, editor: User) -> None:
    neighbour = person(world, "editor", "17951")
    draft(world.page("17951", "gioi-thieu"), neighbour, "Bí mật của xã bên")
    titles = [
        line.item.title
        for section in gather(editor, access.active_agency(editor), today()).sections
        for line in section.lines
    ]
    assert not any("Bí mật" in title for title in titles)
