"""Every record type: Wagtail's defaults that lose data or leak are closed (docs/records.md)."""

import json
from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import Locale
from wagtail.snippets.models import get_snippet_models

from home.calendars.models import AgendaEntry, AgendaWeek, Reception
from home.news.models import EmergencyBanner
from portal.accounts.models import User
from portal.core.record_views import RecordChooserViewSet, RecordViewSet
from portal.core.records import Record
from portal.editorial import access
from portal.editorial.services import PublishRefused
from procedures_pages.models import (
    Case,
    LocalFields,
    Method,
    Paper,
    Procedure,
    ProcedureGuide,
    ProcedureVersion,
)
from tests.people import person
from tests.world import World

pytestmark = pytest.mark.django_db

RECORDS = sorted((m for m in get_snippet_models() if issubclass(m, Record)), key=lambda m: m._meta.label)


def a_procedure(code: str = "1.001193") -> Procedure:
    return Procedure.objects.get_or_create(code=code)[0]


def a_version(**values: Any) -> ProcedureVersion:
    """A live version with a case of two papers and a way of submitting."""
    version = ProcedureVersion(
        procedure=a_procedure(), name="Đăng ký khai sinh", live=True, source_name="Bản in", **values
    )
    version.cases = [
        Case(name="Đăng ký đúng hạn", papers=[Paper(name="Tờ khai"), Paper(name="Giấy chứng sinh")]),
    ]
    version.methods = [Method(channel="direct", time_value=1, time_unit="working_day")]
    version.save()
    return version


def a_week(world: World) -> AgendaWeek:
    """A draft of a leader's week with one engagement."""
    week = AgendaWeek(agency=world.agencies["17950"], monday=date(2026, 11, 23), live=False)
    week.entries = [
        AgendaEntry(day=week.monday, starts=time(8), leader="Chủ tịch UBND xã", what="Họp giao ban")
    ]
    week.save()
    return week


MAKERS: dict[str, Callable[[World], Record]] = {
    "procedures_pages.ProcedureVersion": lambda world: a_version(),
    "procedures_pages.ProcedureGuide": lambda world: ProcedureGuide.objects.create(
        procedure=a_procedure(), summary="Cách khai sinh cho con", locale=Locale.get_default()
    ),
    "news.EmergencyBanner": lambda world: EmergencyBanner.objects.create(
        agency=world.agencies["17950"],
        title="Mưa rất lớn",
        text="Ở yên trong nhà.",
        issuer="UBND xã",
        expires_at=timezone.now() + timedelta(hours=6),
        live=False,
    ),
    "calendars.AgendaWeek": lambda world: a_week(world),
    "calendars.Reception": lambda world: Reception.objects.create(
        agency=world.agencies["17950"],
        leader="Chủ tịch UBND xã",
        weekday=3,
        opens=time(8),
        closes=time(11),
        place="Trụ sở UBND xã",
        starts_on=date(2026, 1, 1),
        live=False,
    ),
    "procedures_pages.LocalFields": lambda world: LocalFields.objects.create(
        agency=world.agencies["17950"], procedure=a_procedure(), place="Bộ phận một cửa"
    ),
}


@pytest.fixture
def editor(client: Client, world: World) -> User:
    """Signed in, with all rights on all records, but no superuser."""
    person(world, "procedure_controller", "40", name="moi-quyen")
    user = person(world, "chief_editor", "40", name="moi-quyen")
    client.force_login(user)
    return user


@pytest.fixture
def publisher(client: Client) -> User:
    """Signed in, may publish everything, and the only one who could approve."""
    user = User.objects.create_superuser("cai-dat")
    client.force_login(user)
    return user


def viewset_of(model: type[Record]) -> RecordViewSet:
    return model.snippet_viewset


def none_is_mine(monkeypatch: pytest.MonkeyPatch, model: type[Record]) -> None:
    """The policy as if every record of the type were another agency's."""
    stock, stock_list = access.may, access.narrowed

    def may(user: Any, action: str, obj: Any) -> bool:
        return not isinstance(obj, model) and stock(user, action, obj)

    def narrowed(user: Any, queryset: QuerySet[Any], action: str) -> QuerySet[Any]:
        return queryset.none() if queryset.model is model else stock_list(user, queryset, action)

    monkeypatch.setattr(access, "may", may)
    monkeypatch.setattr(access, "narrowed", narrowed)


def addresses_of(record: Record) -> list[str]:
    """Every address of the record's viewset and its chooser that names the record."""
    viewset = viewset_of(type(record))
    revision = record.save_revision().pk
    found = []
    for views in (viewset, viewset.chooser_viewset):
        for pattern in views.get_urlpatterns():
            names = pattern.pattern.converters
            if "pk" in names:
                others = {name: revision for name in names if name != "pk"}
                address = f"{views.url_namespace}:{pattern.name}"
                found.append(reverse(address, kwargs={"pk": record.pk, **others}))
    return found


def test_every_record_type_is_covered() -> None:
    ours = {model._meta.label for model in apps.get_models() if issubclass(model, Record)}
    assert {model._meta.label for model in RECORDS} == ours == set(MAKERS)


@pytest.mark.parametrize("model", RECORDS)
def test_a_record_has_the_viewset_of_records_and_no_copy_view(model: type[Record]) -> None:
    viewset = viewset_of(model)
    assert isinstance(viewset, RecordViewSet)
    assert isinstance(viewset.chooser_viewset, RecordChooserViewSet)
    names = {pattern.name for pattern in viewset.get_urlpatterns()}
    assert "copy" not in names
    assert {"edit", "history", "delete"} <= names


@pytest.mark.parametrize("model", RECORDS)
def test_bulk_delete_is_not_there(model: type[Record], client: Client, editor: User, world: World) -> None:
    record = MAKERS[model._meta.label](world)
    found = bulk_action_registry.get_bulk_action_class(
        model._meta.app_label, model._meta.model_name, "delete"
    )
    assert found is None
    address = reverse("wagtail_bulk_action", args=[model._meta.app_label, model._meta.model_name, "delete"])
    for query in (f"?id={record.pk}", "?id=all"):
        assert client.post(address + query).status_code == 404
    assert model._base_manager.filter(pk=record.pk).exists()


@pytest.mark.parametrize("model", RECORDS)
def test_a_record_of_others_is_not_found_at_any_address(
    model: type[Record], client: Client, editor: User, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    record, viewset = MAKERS[model._meta.label](world), viewset_of(model)
    addresses = addresses_of(record)
    assert reverse(viewset.get_url_name("edit"), args=[record.pk]) in addresses
    reachable = [address for address in addresses if client.get(address).status_code != 404]
    assert len(reachable) >= 8, addresses
    none_is_mine(monkeypatch, model)
    open_doors = [
        (method, address)
        for address in addresses
        for method in ("get", "post")
        if getattr(client, method)(address).status_code != 404
    ]
    assert open_doors == []
    assert model._base_manager.filter(pk=record.pk).exists()


@pytest.mark.parametrize("model", RECORDS)
def test_lists_and_choosers_show_only_what_one_may_work_with(
    model: type[Record], client: Client, editor: User, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    record, viewset = MAKERS[model._meta.label](world), viewset_of(model)
    chooser = viewset.chooser_viewset
    lists = [reverse(viewset.get_url_name(name)) for name in ("list", "list_results")]
    lists += [reverse(chooser.get_url_name(name)) for name in ("choose", "choose_results")]
    several = reverse(chooser.get_url_name("chosen_multiple")) + f"?id={record.pk}"
    mark = str(record)

    def showing() -> list[str]:
        pages = {address: client.get(address) for address in [*lists, several]}
        assert {page.status_code for page in pages.values()} <= {200, 404}
        return [address for address, page in pages.items() if mark in json_or_html(page)]

    def json_or_html(page: Any) -> str:
        if "json" in page["content-type"]:
            return json.dumps(page.json(), ensure_ascii=False)
        return page.content.decode()

    assert set(lists) <= set(showing())
    none_is_mine(monkeypatch, model)
    assert showing() == []


def form_of(page: str) -> dict[str, str]:
    """What a browser would post back from the edit form, unchanged."""
    found: dict[str, str] = {}
    for field in BeautifulSoup(page, "html.parser").select("form [name]"):
        name, kind = str(field["name"]), field.get("type", "")
        if field.name == "select":
            chosen = field.select_one("option[selected]")
            found[name] = str(chosen["value"]) if chosen else ""
        elif field.name == "textarea":
            found[name] = field.text.removeprefix("\n")
        elif kind in ("checkbox", "radio"):
            if field.has_attr("checked"):
                found[name] = str(field.get("value", "on"))
        elif kind not in ("submit", "file") and field.name != "button":
            found[name] = str(field.get("value", ""))
    return found


@pytest.mark.parametrize("model", RECORDS)
def test_a_publication_set_for_later_is_not_public_at_once(
    model: type[Record], client: Client, publisher: User, world: World
) -> None:
    record, viewset = MAKERS[model._meta.label](world), viewset_of(model)
    model._base_manager.filter(pk=record.pk).update(live=False, has_unpublished_changes=True)
    edit = reverse(viewset.get_url_name("edit"), args=[record.pk])
    later = (timezone.localtime() + timedelta(days=3)).strftime("%Y-%m-%d %H:%M")
    posted = {**form_of(client.get(edit).content.decode()), "go_live_at": later, "action-publish": "1"}
    response = client.post(edit, posted)
    assert response.status_code == 302, response.context["form"].errors if response.context else response
    record = model._base_manager.get(pk=record.pk)
    assert not record.live
    assert record.approved_schedule


def names(version: ProcedureVersion) -> list[str]:
    return [paper.name for case in version.cases.all() for paper in case.papers.all()]


def test_a_draft_leaves_the_live_rows_as_they_are_until_it_is_published() -> None:
    version = a_version()
    draft = ProcedureVersion.objects.get(pk=version.pk)
    case = draft.cases.first()
    case.papers = [Paper(name="Tờ khai mới")]
    draft.cases = [case]
    revision = draft.save_revision()
    assert names(ProcedureVersion.objects.get(pk=version.pk)) == ["Tờ khai", "Giấy chứng sinh"]
    revision.publish()
    assert names(ProcedureVersion.objects.get(pk=version.pk)) == ["Tờ khai mới"]


def test_going_back_past_a_deleted_case_brings_its_papers_back() -> None:
    version = a_version()
    first = version.save_revision()
    version.cases = []
    version.save_revision().publish()
    assert not Paper.objects.exists()
    first.publish()
    assert names(ProcedureVersion.objects.get(pk=version.pk)) == ["Tờ khai", "Giấy chứng sinh"]


def test_going_back_in_the_editors_form_works_after_rows_were_deleted(
    client: Client, publisher: User
) -> None:
    version = a_version()
    first = version.save_revision()
    version.cases = []
    version.methods = []
    version.save_revision().publish()
    viewset = viewset_of(ProcedureVersion)
    back = reverse(viewset.get_url_name("revisions_revert"), args=[version.pk, first.pk])
    posted = {**form_of(client.get(back).content.decode()), "action-publish": "1"}
    edit = reverse(viewset.get_url_name("edit"), args=[version.pk])
    response = client.post(edit, posted)
    assert response.status_code == 302, response.context["form"].errors if response.context else response
    found = ProcedureVersion.objects.get(pk=version.pk)
    assert names(found) == ["Tờ khai", "Giấy chứng sinh"]
    assert found.methods.count() == 1


def test_a_draft_that_points_at_something_deleted_can_be_read_and_is_not_published() -> None:
    from django.core.exceptions import ValidationError

    from procedures_pages.models import ProcedureField

    field = ProcedureField.objects.create(name="Hộ tịch")
    version = a_version()
    version.field = field
    revision = version.save_revision()
    field.delete()
    draft = revision.as_object()
    assert draft.name == "Đăng ký khai sinh"
    with pytest.raises(ValidationError, match="đã bị xóa"):
        draft.check_references()
    with pytest.raises(PublishRefused, match="đã bị xóa"):
        revision.publish()


def test_drafts_and_versions_to_come_are_not_in_force() -> None:
    today = date(2026, 11, 24)
    live = a_version()
    a_version(effective_from=today + timedelta(days=1), effective_basis="stated")
    draft = a_version()
    ProcedureVersion.objects.filter(pk=draft.pk).update(live=False)
    assert list(ProcedureVersion.objects.in_force(today)) == [live]
