"""What forms take: files go where their agency keeps them, records belong to whom one works for, and nothing
points at what is another agency's."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from home.models import AboutPage
from portal.core.clock import today
from portal.editorial import access, roles
from portal.editorial.roles import grants
from procedures_pages.models import LocalFields, Procedure, ProcedureVersion
from tests.core.test_every_record import form_of
from tests.people import person, signed_in
from tests.permissions.canaries import plant
from tests.world import World

pytestmark = pytest.mark.django_db
A, B, PROVINCE = "17950", "17951", "40"


@pytest.fixture
def editor_of_b(world: World) -> Client:
    return signed_in(person(world, "editor", B))


def a_picture() -> SimpleUploadedFile:
    return SimpleUploadedFile("anh.png", get_test_image_file().file.getvalue(), content_type="image/png")


def test_an_upload_belongs_to_the_agency_and_its_collection(editor_of_b: Client, world: World) -> None:
    editor_of_b.post("/admin/images/add/", {"title": "Trụ sở", "file": a_picture(), "tags": ""})
    image = get_image_model().objects.get(title="Trụ sở")
    assert (image.agency, image.collection) == (world.agencies[B], world.agencies[B].collection)


def test_nothing_is_put_into_the_collection_of_another(editor_of_b: Client, world: World) -> None:
    theirs = world.agencies[A].collection
    assert theirs is not None
    body = {"title": "Trụ sở", "file": a_picture(), "tags": "", "collection": theirs.pk}
    assert editor_of_b.post("/admin/images/add/", body).status_code == 404
    assert not get_image_model().objects.exists()


def test_a_file_that_is_moved_to_another_collection_changes_its_owner(world: World) -> None:
    image = plant(world, A, "a").things["draft"]["image"]
    assert image.agency == world.agencies[A]
    image.collection = world.agencies[B].collection
    image.save()
    assert access.owner(image) == world.agencies[B]


def local_fields(client: Client, **values: Any) -> Any:
    """Posts the form that adds what an agency says about a procedure."""
    procedure, _made = Procedure.objects.get_or_create(code="1.001193")
    add = reverse(LocalFields.snippet_viewset.get_url_name("add"))
    form = form_of(client.get(add).content.decode())
    return client.post(add, form | {"procedure": procedure.pk, "note": "Gọi trước"} | values)


def test_a_record_is_written_for_the_agency_one_works_for(editor_of_b: Client, world: World) -> None:
    assert local_fields(editor_of_b).status_code == 302
    assert LocalFields.objects.get().agency == world.agencies[B]


def test_a_record_cannot_be_written_for_another_agency(editor_of_b: Client, world: World) -> None:
    refused = local_fields(editor_of_b, agency=world.agencies[A].pk)
    assert set(refused.context["form"].errors) == {"agency"}
    offered = refused.context["form"].fields["agency"].queryset
    assert list(offered) == [world.agencies[B]]
    assert not LocalFields.objects.exists()


def test_central_staff_write_for_any_agency(world: World) -> None:
    client = signed_in(person(world, "procedure_controller", PROVINCE))
    assert local_fields(client, agency=world.agencies[A].pk).status_code == 302
    assert LocalFields.objects.get().agency == world.agencies[A]


def test_a_draft_of_the_province_cannot_be_pointed_at_and_a_public_text_can(
    editor_of_b: Client, world: World
) -> None:
    procedure = Procedure.objects.create(code="1.001193")
    versions = [
        ProcedureVersion.objects.create(procedure=procedure, name=name, live=live)
        for name, live in (("Bản dự thảo kín", False), ("Bản đang có hiệu lực", True))
    ]
    refused = local_fields(editor_of_b, confirmed_version=versions[0].pk)
    assert set(refused.context["form"].errors) == {"confirmed_version"}
    chooser = ProcedureVersion.snippet_viewset.chooser_viewset
    shown = editor_of_b.get(reverse(chooser.get_url_name("choose_results"))).content.decode()
    assert "Bản dự thảo kín" not in shown
    assert "Bản đang có hiệu lực" in shown
    assert local_fields(editor_of_b, confirmed_version=versions[1].pk).status_code == 302


def link_to(page: AboutPage) -> str:
    """A paragraph with a link to a page, as the editor's script sends it."""
    block = {"key": "a", "text": "xem", "type": "unstyled", "depth": 0, "inlineStyleRanges": []}
    block |= {"entityRanges": [{"offset": 0, "length": 3, "key": 0}]}
    entity = {"type": "LINK", "mutability": "MUTABLE", "data": {"id": page.pk, "url": "/x/"}}
    return json.dumps({"blocks": [block], "entityMap": {"0": entity}})


@pytest.mark.parametrize("code", [A, B])
def test_a_text_may_link_to_own_pages_and_to_no_draft_of_another(
    code: str, editor_of_b: Client, world: World
) -> None:
    target = plant(world, code, "a").things["draft"]["page"]
    page = world.page(B, "gioi-thieu")
    edit = f"/admin/pages/{page.pk}/edit/"
    body = {"title": "Giới thiệu", "slug": "gioi-thieu", "lead": "", "body-count": "1", "body-0-deleted": ""}
    body |= {
        "body-0-order": "0",
        "body-0-type": "paragraph",
        "body-0-value": link_to(target),
        "body-0-id": "",
    }
    body |= {f"comments-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    answer = editor_of_b.post(edit, body)
    assert answer.status_code == (302 if code == B else 200)
    if code == A:
        assert set(answer.context["form"].errors) == {"body"}
        assert target.title not in answer.content.decode()


def test_an_inspection_team_reads_and_writes_nothing(world: World) -> None:
    plant(world, A, "a")
    user = person(world, "inspector", PROVINCE)
    client = signed_in(user)
    record = LocalFields.objects.get()
    views = LocalFields.snippet_viewset
    assert client.get(reverse(views.get_url_name("list"))).status_code == 200
    edit = reverse(views.get_url_name("edit"), args=[record.pk])
    assert client.get(edit).status_code == 403
    assert "chỉ được xem" in client.get(edit).content.decode()
    assert client.get("/admin/people/").status_code in (302, 403)
    assert not access.readable(user, AboutPage.objects.all()).exists()
    user.memberships.update(ends_on=today(), starts_on="2020-01-01")
    assert access.roles_of(user) == {"inspector"}
    user.memberships.update(ends_on="2020-01-02")
    assert client.get(reverse(views.get_url_name("list"))).status_code != 200


def test_nothing_that_holds_citizens_data_can_be_granted_to_an_inspection_team(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(ValueError, match="only reads"):
        roles.grant("inspector", "procedures_pages.LocalFields", "change")
    monkeypatch.setattr(LocalFields, "holds_personal_data", True, raising=False)
    with pytest.raises(ValueError, match="citizens"):
        roles.grant("inspector", "procedures_pages.LocalFields", "view")
    with pytest.raises(ValueError, match="unknown role"):
        roles.grant("tong-bien-tap", "procedures_pages.LocalFields", "view")
    assert grants.actions("inspector", "procedures_pages.LocalFields") == {"view"}
