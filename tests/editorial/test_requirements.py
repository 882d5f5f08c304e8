"""What must be there to publish: said at its field, with the reason; a draft may lack anything."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file
from wagtail.snippets.models import get_snippet_models

from home.models import AboutPage, ContactPage
from portal.core.forms import PortalPageForm, RecordForm
from portal.core.pages import concrete_portal_pages
from portal.core.records import Record
from portal.editorial import requirements, rules, services
from portal.editorial.models import NotApplicable
from portal.library.models import PortalImage
from procedures_pages.importers import codes as import_codes
from procedures_pages.importers import jsonl
from procedures_pages.importers.columns import missing
from procedures_pages.models import (
    AnnouncingDecision,
    LocalFields,
    Procedure,
    ProcedureGuide,
    ProcedureVersion,
)
from tests.editorial.doors import form_of
from tests.people import person
from tests.procedures_pages.source_rows import line
from tests.world import World

pytestmark = pytest.mark.django_db
A = "17950"


def codes(obj: Any) -> set[str]:
    return {failure.code for failure in requirements.failing(obj)}


def about(world: World, **values: Any) -> AboutPage:
    page = AboutPage.objects.get(pk=world.page(A, "gioi-thieu").pk)
    for name, value in values.items():
        setattr(page, name, value)
    return page


BODIES = [
    ([("heading", "Lịch sử"), ("paragraph", "<p>Xã lập năm 2025.</p>")], set()),
    ([("heading", "Lịch sử")], {"no-empty-section"}),
    ([("heading", "Lịch sử"), ("heading", "Dân số"), ("paragraph", "<p>9.000</p>")], {"no-empty-section"}),
    ([("paragraph", "<p> </p>")], {"no-empty-section"}),
    ([("paragraph", "<p>Ông A, số 040085001234</p>")], {"identity-number"}),
    ([("paragraph", "<p>Ông A, số 040 085 001 234</p>")], {"identity-number"}),
    ([("paragraph", "<p>Mã định danh 000.00.12.H40, tài khoản 102010001234567</p>")], set()),
    ([("paragraph", "<p>Gọi 0912 345 678</p>")], {"mobile-number"}),
    ([("paragraph", "<p>Gọi 0238 3 840 123 hoặc 1900 1234</p>")], set()),
]


@pytest.mark.parametrize(("body", "missed"), BODIES)
def test_what_a_body_lacks_is_named(world: World, body: list[tuple[str, str]], missed: set[str]) -> None:
    assert codes(about(world, body=body)) == missed


def test_identifiers_of_blocks_are_no_words(world: World) -> None:
    page = about(world)
    block = {"type": "paragraph", "value": "<p>Xã lập năm 2025.</p>"}
    number = "2f9a5c1e-7d54-5c3b-9a61-a0912345678b"
    page.body = page.body.stream_block.to_python([block | {"id": number}])
    assert number in page.serializable_data()["body"]
    assert codes(page) == set()


def test_a_title_says_something(world: World) -> None:
    assert codes(about(world, title=" x ")) == {"title"}


def test_a_picture_needs_its_description() -> None:
    class Thing:
        class _meta:
            concrete_fields: list[Any] = []

    picture = PortalImage(title="anh", file=get_test_image_file())
    assert list(rules._images_in([{"a": picture}])) == [picture]
    assert not picture.description.strip()
    assert rules.images_described(Thing(), None) is True  # type: ignore[arg-type]


def test_the_contact_page_needs_an_agency_that_can_be_reached(world: World) -> None:
    page = ContactPage.objects.get(pk=world.page(A, "lien-he").pk)
    assert codes(page) == {"agency-contact"}
    assert requirements.failing(page, laid_out=True) == [], "provisioning lays it out before anybody is asked"
    with pytest.raises(services.PublishRefused, match="Điều 17 khoản 1 điểm u"):
        page.save_revision().publish()
    agency = world.agencies[A]
    agency.address, agency.phone = "Xóm 3", "0238 3 840 123"
    agency.save()
    assert codes(ContactPage.objects.get(pk=page.pk)) == set()


def test_records_need_name_source_summary_and_something_to_say(world: World) -> None:
    procedure = Procedure.objects.create(code="1.000001")
    unsigned = AnnouncingDecision.objects.create(number="1/QĐ", issuer="Bộ")
    assert codes(ProcedureVersion(procedure=procedure, name=" ")) == {"procedure-name", "procedure-decision"}
    assert codes(ProcedureVersion(procedure=procedure, name="A", decision=unsigned)) == {"procedure-decision"}
    assert codes(ProcedureVersion(procedure=procedure, name="A", source_name="Cổng DVCQG")) == set()
    assert codes(ProcedureGuide(procedure=procedure, who="Cha, mẹ")) == {"guide-summary"}
    assert codes(ProcedureGuide(procedure=procedure, everyday_names=["làm giấy khai sinh"])) == set()
    assert codes(LocalFields(procedure=procedure, agency=world.agencies[A])) == {"local-something"}


def test_a_draft_may_lack_what_publishing_may_not(world: World, client: Client) -> None:
    editor = person(world, "editor", A)
    client.force_login(editor)
    page = about(world)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    shown = form_of(client.get(address).content.decode())
    written = {
        **shown,
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "heading",
        "body-0-id": "",
        "body-0-value": "Lịch sử",
    }
    client.post(address, written)
    draft = AboutPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert codes(draft) == {"no-empty-section"}
    refused = client.post(address, {**written, "action-submit": "1"})
    assert refused.status_code == 200
    assert refused.context["form"].errors["body"] == [
        "Có đề mục chưa có nội dung, hoặc đoạn để trống: viết thêm hoặc bỏ đi."
    ]
    assert AboutPage.objects.get(pk=page.pk).current_workflow_state is None


@pytest.fixture
def private_number(world: World) -> AboutPage:
    page = about(world, body=[("paragraph", "<p>Trực ban 0912 345 678</p>")])
    page.save_revision()
    return page


def test_not_applicable_is_an_answer_with_a_reason_about_exactly_this(
    world: World, private_number: AboutPage
) -> None:
    editor = person(world, "editor", A)
    with pytest.raises(ValueError, match="lý do"):
        requirements.answer(private_number, "mobile-number", " ", editor)
    with pytest.raises(ValueError, match="không cho phép"):
        requirements.answer(private_number, "title", "Không cần", editor)
    requirements.answer(private_number, "mobile-number", "Số trực ban của cơ quan", editor)
    assert codes(private_number) == set()
    private_number.body = [("paragraph", "<p>Trực ban 0912 345 679</p>")]
    assert codes(private_number) == {"mobile-number"}, "another number, another question"


def test_not_applicable_is_answered_on_a_screen_of_its_own(
    world: World, client: Client, private_number: AboutPage
) -> None:
    client.force_login(person(world, "editor", A))
    from django.contrib.contenttypes.models import ContentType

    kind = ContentType.objects.get_for_model(private_number).pk
    address = reverse("not_applicable", args=[kind, private_number.pk, "mobile-number"])
    assert "di động" in client.get(address).content.decode()
    client.post(address, {"reason": "Số trực ban của cơ quan"})
    assert NotApplicable.objects.get().reason == "Số trực ban của cơ quan"
    assert client.get(reverse("not_applicable", args=[kind, private_number.pk, "title"])).status_code == 404
    client.force_login(person(world, "editor", "17951"))
    assert client.get(address).status_code in (302, 403)


def test_every_form_of_pages_and_records_asks_the_requirements() -> None:
    pages = {model._meta.label: model for model in concrete_portal_pages()}
    assert pages
    assert [
        label for label, model in pages.items() if not issubclass(model.base_form_class, PortalPageForm)
    ] == []
    records = [model for model in get_snippet_models() if issubclass(model, Record)]
    assert [model._meta.label for model in records if not issubclass(model.base_form_class, RecordForm)] == []


def test_every_rule_names_a_kind_that_exists_and_tells_what_to_do() -> None:
    from django.apps import apps

    labels = {model._meta.label_lower for model in apps.get_models()} | {"*", "page", "record"}
    for rule in requirements.registered():
        assert rule.model_label in labels, rule.code
        assert str(rule.message).endswith("."), rule.code


def test_asking_costs_the_rows_of_a_page_and_no_more(
    world: World, django_assert_max_num_queries: Any
) -> None:
    page = about(world, body=[("paragraph", "<p>Xã lập năm 2025.</p>")])
    with django_assert_max_num_queries(2):
        requirements.failing(page)


def test_an_imported_row_that_lacks_something_waits_for_a_person() -> None:
    row = jsonl.parse(line(), import_codes.read("1.000001"))
    assert missing(row) == []
    row.name = " "
    assert [failure.code for failure in missing(row)] == ["procedure-name"]
