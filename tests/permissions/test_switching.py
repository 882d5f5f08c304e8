"""Working for several agencies: what a form that was left open does."""

import pytest
from wagtail.models import Page

from home.models import AboutPage
from portal.accounts.models import User
from portal.core.models import AuditEntry
from portal.editorial import access, roles
from portal.editorial.guard.middleware import STAMP
from tests.people import person, signed_in
from tests.world import World

pytestmark = pytest.mark.django_db
A, B = "17950", "17951"


@pytest.fixture
def officer(world: World) -> User:
    """Edits at two communes, works for B now."""
    user = person(world, "editor", A, name="hai-noi")
    return person(world, "editor", B, name="hai-noi") if user else user


def test_a_page_of_the_other_agency_offers_to_switch_back(officer: User, world: World) -> None:
    client = signed_in(officer)
    edit = f"/admin/pages/{world.page(A, 'gioi-thieu').pk}/edit/"
    refused = client.get(edit)
    text = refused.content.decode()
    assert refused.status_code == 403
    assert "Chuyển sang Xã Vân Tụ" in text
    assert "đang làm việc cho Xã Anh Sơn" in text
    back = client.post("/admin/switch-role/", {"agency": world.agencies[A].pk, "next": edit})
    assert back["Location"] == edit
    assert client.get(edit).status_code == 200


def test_a_form_left_open_changes_nothing_in_the_agency_of_now(officer: User, world: World) -> None:
    client = signed_in(officer)
    home = world.homes[B]
    add = f"/admin/pages/add/home/aboutpage/{home.pk}/"
    body = {"title": "Bài của Vân Tụ", "slug": "bai", "lead": "", "body-count": "0"} | {
        f"comments-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    stale = client.post(add, body | {STAMP: world.agencies[A].pk})
    assert stale.status_code == 403
    assert "Chuyển sang Xã Vân Tụ" in stale.content.decode()
    assert not AboutPage.objects.filter(slug="bai").exists()
    header = client.post(add, body, headers={f"X-{STAMP}": str(world.agencies[A].pk)})
    assert header.status_code == 403
    fresh = client.post(add, body | {STAMP: world.agencies[B].pk})
    assert fresh.status_code == 302
    assert Page.objects.get(slug="bai").get_parent().pk == home.pk


def test_a_form_of_an_agency_that_one_has_left_is_refused_without_a_way_back(
    officer: User, world: World
) -> None:
    for membership in officer.memberships.filter(agency=world.agencies[A]):
        roles.end(membership, by=None)
    client = signed_in(officer)
    stale = client.post(f"/admin/pages/{world.homes[B].pk}/edit/", {STAMP: world.agencies[A].pk})
    assert stale.status_code == 403
    assert "không còn vai trò" in stale.content.decode()
    assert client.get(f"/admin/pages/{world.homes[A].pk}/edit/").status_code == 404


def test_the_page_learns_for_whom_it_was_opened(officer: User, world: World) -> None:
    client = signed_in(officer)
    assert client.get("/admin/").cookies[STAMP].value == str(world.agencies[B].pk)
    page = client.get(f"/admin/pages/{world.homes[B].pk}/edit/")
    assert "editorial/guard.js" in page.content.decode()
    client.post("/admin/switch-role/", {"agency": world.agencies[A].pk})
    assert client.cookies[STAMP].value == str(world.agencies[A].pk)


def test_a_role_ended_while_signed_in_is_refused_by_the_next_request(world: World) -> None:
    user = person(world, "editor", A)
    client = signed_in(user)
    edit = f"/admin/pages/{world.page(A, 'gioi-thieu').pk}/edit/"
    assert client.get(edit).status_code == 200
    user.memberships.update(ends_on="2020-01-02", starts_on="2020-01-01")
    assert client.get(edit).status_code == 404
    assert not User.objects.get(pk=user.pk).groups.exists()


def test_what_is_refused_stands_in_the_audit_trail(world: World) -> None:
    client = signed_in(person(world, "editor", B))
    page = world.page(A, "gioi-thieu")
    assert client.get(f"/admin/pages/{page.pk}/edit/").status_code == 404
    line = AuditEntry.objects.filter(event="access.refused").latest("pk")
    assert (line.object_id, line.agency_code, line.role) == (str(page.pk), A, "editor")
    assert access.owner(page) == world.agencies[A]
