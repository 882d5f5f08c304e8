"""Đính chính: public, linked, where the error stood; and gone when the thing is gone."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from home.models import AboutPage
from portal.accounts.models import User
from portal.editorial import services
from portal.editorial.corrections import service
from portal.editorial.models import Correction
from portal.publication.models import PublicationEntry
from tests.people import person
from tests.procedures_pages.factories import version
from tests.world import COMMUNE, World

pytestmark = pytest.mark.django_db
A = "17950"
WRONG, RIGHT = "Xã có bốn thôn", "Xã có năm thôn"


@pytest.fixture
def editor(world: World) -> User:
    return person(world, "editor", A)


@pytest.fixture
def about(world: World) -> AboutPage:
    return AboutPage.objects.get(pk=world.page(A, "gioi-thieu").pk)


def correct(obj: Any, editor: User, approver: User) -> None:
    """As people do it: draft, correction, approval."""
    service.prepare(obj, editor, wrong=WRONG, right=RIGHT, basis="Nghị quyết 12/NQ-HĐND")
    obj.lead = RIGHT
    services.publish(obj, user=approver, revision=obj.save_revision(user=editor))


def test_a_correction_appears_with_the_publication_on_the_page_and_in_the_list(
    client: Client, world: World, about: AboutPage, editor: User
) -> None:
    service.prepare(about, editor, wrong=WRONG, right=RIGHT)
    for address in (COMMUNE + "gioi-thieu/", COMMUNE + "dinh-chinh/"):
        assert WRONG not in client.get(address).content.decode(), "not before it is published"
    correct(about, editor, person(world, "approver", A))
    assert PublicationEntry.objects.latest("sequence").act == "corrected"
    page = client.get(COMMUNE + "gioi-thieu/").content.decode()
    assert WRONG in page
    assert "Nghị quyết 12/NQ-HĐND" in page
    for listed in (COMMUNE + "dinh-chinh/", "/dinh-chinh/"):
        html = client.get(listed).content.decode()
        assert RIGHT in html
        assert "gioi-thieu/" in html
    assert WRONG not in client.get("/xa-phuong/xa-anh-son/dinh-chinh/").content.decode()
    assert WRONG not in client.get("/gioi-thieu/").content.decode()


def test_a_correction_ends_with_the_thing(
    client: Client, world: World, about: AboutPage, editor: User
) -> None:
    correct(about, editor, person(world, "approver", A))
    services.unpublish(AboutPage.objects.get(pk=about.pk), actor_role="kiem-thu")
    assert WRONG not in client.get("/dinh-chinh/").content.decode()


def test_a_procedure_is_corrected_on_its_page_at_every_agency(client: Client, world: World) -> None:
    controller, second = (
        person(world, "procedure_controller", "40"),
        person(world, "procedure_controller", "40", name="hai"),
    )
    found = version()
    service.prepare(found, controller, wrong="Phí 10.000 đ", right="Phí 8.000 đ")
    found.conditions = "Không"
    services.publish(found, user=second, revision=found.save_revision(user=controller))
    assert PublicationEntry.objects.latest("sequence").act == "corrected"
    code = found.procedure.code
    for base in ("/", COMMUNE):
        assert "Phí 10.000 đ" in client.get(f"{base}thu-tuc/{code}/", follow=True).content.decode()


def test_a_note_on_a_change_stands_on_the_page_alone(
    client: Client, world: World, about: AboutPage, editor: User
) -> None:
    service.prepare(about, editor, right="Thêm giờ làm việc sáng thứ Bảy", kind="note")
    services.publish(about, user=person(world, "approver", A), revision=about.save_revision(user=editor))
    assert PublicationEntry.objects.latest("sequence").act == "changed"
    assert "sáng thứ Bảy" in client.get(COMMUNE + "gioi-thieu/").content.decode()
    assert "sáng thứ Bảy" not in client.get(COMMUNE + "dinh-chinh/").content.decode()


def test_what_a_correction_needs(world: World, about: AboutPage, editor: User) -> None:
    with pytest.raises(ValidationError):
        service.prepare(about, editor, right=RIGHT)
    with pytest.raises(PermissionDenied):
        service.prepare(about, person(world, "editor", "17951"), wrong=WRONG, right=RIGHT)
    about.unpublish()
    with pytest.raises(ValidationError):
        service.prepare(AboutPage.objects.get(pk=about.pk), editor, wrong=WRONG, right=RIGHT)


def test_the_screen_of_a_correction(client: Client, world: World, about: AboutPage, editor: User) -> None:
    address = reverse("correction", args=[ContentType.objects.get_for_model(about).pk, about.pk])
    client.force_login(editor)
    assert "Đính chính" in client.get(address).content.decode()
    incomplete = client.post(address, {"kind": "correction", "right": RIGHT})
    assert incomplete.context["form"].errors == {
        "wrong": ["Chép chỗ đã ghi sai vào đây, hoặc chọn “ghi chú thay đổi”."]
    }
    assert RIGHT in incomplete.content.decode(), "nothing typed is lost"
    client.post(address, {"kind": "correction", "wrong": WRONG, "right": RIGHT})
    assert Correction.objects.get().made_by == editor
    client.force_login(person(world, "editor", "17951"))
    assert client.get(address).status_code in (302, 403)


def test_corrections_cost_pages_no_query(
    client: Client, world: World, about: AboutPage, editor: User, django_assert_max_num_queries: Any
) -> None:
    address = COMMUNE + "gioi-thieu/"
    client.get(address)
    with django_assert_max_num_queries(60) as asked:
        client.get(address)
        before = len(asked.captured_queries)
    correct(about, editor, person(world, "approver", A))
    client.get(address)
    with django_assert_max_num_queries(before):
        assert WRONG in client.get(address).content.decode()
