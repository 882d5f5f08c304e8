"""What is public now against the log: a back door that made, changed or took away something is found."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from wagtail.models import Page, PageViewRestriction

import procedures_pages
from home.models import AboutPage
from portal.core.pages import concrete_portal_pages
from portal.core.records import Record
from portal.editorial.services import publish_page
from portal.publication import verify
from portal.publication.models import PublicationEntry
from portal.publication.registry import sources
from procedures_pages.importers.run import import_procedures
from procedures_pages.models import LocalFields, Procedure, ProcedureGuide, ProcedureVersion, VersionDocument
from procedures_pages.services import catalogue
from procedures_pages.services.guides import publish_guide
from tests.procedures_pages.factories import version
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
TWELVE = Path(procedures_pages.__file__).parent / "demo" / "procedures"


def found() -> list[tuple[str, str]]:
    return [(finding.kind, finding.object_type) for finding in verify.reconcile()]


def about(world: World) -> AboutPage:
    page: AboutPage = world.page("17950", "gioi-thieu").specific
    return page


def test_after_provisioning_imports_guides_and_editing_nothing_differs(world: World) -> None:
    assert found() == []
    assert import_procedures([TWELVE]).stopped == ""
    births = Procedure.objects.get(code="1.001193")
    publish_guide(births, "vi", {"summary": "Ghi việc sinh con", "tips": ["Đi sớm"]}, role="x")
    page = about(world)
    page.lead = "Xã Vân Tụ có bốn thôn."
    page.body = [("heading", "Dân cư"), ("paragraph", "<p>9.000 người.</p>")]
    publish_page(page, actor_role="editor")
    version("1.000001")
    assert PublicationEntry.objects.count() > 30
    assert found() == []
    call_command("verify_log", "--reconcile", stdout=StringIO())


def test_a_page_changed_by_update_is_found_and_so_is_one_made_public_by_it(world: World) -> None:
    page = about(world)
    AboutPage.objects.filter(pk=page.pk).update(lead="Nội dung không ai duyệt.")
    assert found() == [("changed-without-line", "home.aboutpage")]
    AboutPage.objects.filter(pk=page.pk).update(lead="", live=False)
    assert found() == [("line-without-public", "home.aboutpage")]
    draft = AboutPage(title="Bản nháp", slug="ban-nhap", live=False)
    world.homes["17950"].add_child(instance=draft)
    AboutPage.objects.filter(pk=page.pk).update(live=True)
    assert found() == []
    Page.objects.filter(pk=draft.pk).update(live=True)
    (finding,) = verify.reconcile()
    assert (finding.kind, finding.object_id) == ("public-without-line", f"{draft.translation_key}:vi")
    with pytest.raises(SystemExit):
        call_command("verify_log", "--reconcile", stdout=(out := StringIO()))
    assert str(draft.translation_key) in out.getvalue()


def test_a_restriction_takes_pages_away_and_lifting_it_brings_them_back(world: World) -> None:
    home, page = world.homes["17950"], about(world)
    below = home.get_descendants(inclusive=True).count()
    before = PublicationEntry.objects.count()
    inner = PageViewRestriction.objects.create(page=page, restriction_type="password", password="x")
    outer = PageViewRestriction.objects.create(page=home, restriction_type="password", password="x")
    assert found() == []
    lines = list(PublicationEntry.objects.order_by("sequence")[before:])
    assert {(line.act, line.scope) for line in lines} == {("withdrawn", "17950")}
    assert len(lines) == below
    outer.delete()
    assert found() == []
    inner.delete()
    assert found() == []
    lines = list(PublicationEntry.objects.order_by("sequence")[before + below :])
    assert {line.act for line in lines} == {"changed"}
    assert len(lines) == below


def test_a_page_that_is_deleted_or_hidden_past_every_signal_is_found(world: World) -> None:
    page = about(world)
    hidden = PageViewRestriction(page=page, restriction_type="password", password="x")
    (made,) = PageViewRestriction.objects.bulk_create([hidden])
    assert found() == [("line-without-public", "home.aboutpage")]
    PageViewRestriction.objects.filter(pk=made.pk).update(page=world.homes["17950"].get_parent())
    assert len(found()) > 1
    PageViewRestriction.objects.all()._raw_delete("default")
    assert found() == []
    other = world.page("17951", "gioi-thieu")
    Page.objects.filter(pk=other.pk).delete()
    assert found() == [], "a queryset's delete is a door, and logged"
    AboutPage.objects.filter(pk=page.pk)._raw_delete("default")
    Page.objects.filter(pk=page.pk)._raw_delete("default")
    assert found() == [("line-without-public", "home.aboutpage")]


def test_a_version_changed_or_shown_by_update_is_found(world: World) -> None:
    shown = version("1.000001")
    draft = version("1.000002", live=False)
    assert found() == []
    document = VersionDocument.objects.get(version=shown)
    VersionDocument.objects.filter(pk=shown.pk).update(data={**document.data, "name": "Tên khác"})
    assert found() == [("changed-without-line", "procedures_pages.procedureversion")]
    VersionDocument.objects.filter(pk=shown.pk).update(data=document.data)
    ProcedureVersion.objects.filter(pk=draft.pk).update(live=True)
    catalogue.rebuild()
    assert found() == [("public-without-line", "procedures_pages.procedureversion")]


def test_a_guide_and_local_fields_changed_by_update_are_found(world: World) -> None:
    shown = version("1.000001")
    publish_guide(shown.procedure, "vi", {"name": "Khai sinh"}, role="x")
    local = LocalFields.objects.create(
        agency=world.agencies["17950"], procedure=shown.procedure, place="Phòng 1", live=False
    )
    local.save_revision().publish()
    line = PublicationEntry.objects.get(object_type="procedures_pages.localfields")
    assert (line.scope_kind, line.scope) == ("agency", "17950")
    assert found() == []
    ProcedureGuide.objects.update(summary="Không cần giấy tờ gì.")
    LocalFields.objects.update(place="Phòng 9")
    assert sorted(found()) == [
        ("changed-without-line", "procedures_pages.localfields"),
        ("changed-without-line", "procedures_pages.procedureguide"),
    ]


def test_every_type_with_pages_or_drafts_says_what_of_it_is_public() -> None:
    """A page type or a record that is published but unknown to reconciliation would be a blind spot."""
    told = {name for source in sources() for name in source.types()}
    published: list[Any] = [*concrete_portal_pages()]
    published += [model for model in apps.get_models() if issubclass(model, Record)]
    assert {model._meta.label_lower for model in published} - told == set()
