"""The audit trail: who did what, when, and nothing about citizens; written once."""

import ast
import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, connection, transaction
from django.test import Client, RequestFactory
from wagtail.log_actions import log

from portal.core import append_only, audit, audit_events
from portal.core.models import AuditEntry, Stamp
from tests.project.test_repository import texts
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def officer(db: Any) -> Any:
    return get_user_model().objects.create_user("can-bo", password="mot-mat-khau-rat-dai")


def only_entry() -> AuditEntry:
    entry: AuditEntry = AuditEntry.objects.get()
    return entry


def test_a_line_says_who_did_what_to_what_from_which_network(officer: Any) -> None:
    request = RequestFactory().get("/admin/", REMOTE_ADDR="203.0.113.77")
    request.user = officer
    thing = Stamp.objects.create(name="routing-test")
    audit.note("agency.merged", request=request, agency_code="17950", obj=thing, role="operator", moved=3)
    entry = only_entry()
    assert (entry.user_id, entry.role, entry.agency_code) == (officer.pk, "operator", "17950")
    assert (entry.object_type, entry.object_id) == ("core.stamp", "routing-test")
    assert entry.client == "203.0.113.0/24"
    assert entry.detail == {"moved": 3}
    assert entry.outcome == "done"


def test_an_address_of_six_groups_and_a_broken_one() -> None:
    for address, prefix in (("2001:db8:1:2::7", "2001:db8:1::/48"), ("unix", ""), ("", "")):
        assert audit.client_prefix(RequestFactory().get("/", REMOTE_ADDR=address)) == prefix
    assert audit.client_prefix(None) == ""


def test_names_titles_and_numbers_of_people_stay_out() -> None:
    for key in ("title", "email", "full_name", "filename"):
        forbidden: dict[str, Any] = {key: "x"}
        with pytest.raises(ValueError, match=key):
            audit.note("file.refused", **forbidden)
    audit.note(
        "file.refused",
        reason="gọi 0912 345 678, +84912345678, a.b@example.vn, 040099001234",
        day="01.07.2026",
        code="1.001193",
        rows=[{"email": "x@y.vn", "row": 3}],
    )
    detail = only_entry().detail
    assert detail["reason"] == "gọi …, …, …, …"
    assert (detail["day"], detail["code"], detail["rows"]) == ("01.07.2026", "1.001193", [{"row": 3}])


def test_a_line_is_neither_changed_nor_deleted_by_code() -> None:
    audit.note("sign-out")
    entry = only_entry()
    entry.event = "sign-in"
    for attempt in (entry.save, entry.delete, AuditEntry.objects.all().delete):
        with pytest.raises(append_only.AppendOnly):
            attempt()
    with pytest.raises(append_only.AppendOnly):
        AuditEntry.objects.update(event="sign-in")


@pytest.mark.parametrize("table", ["core_auditentry", "publication_publicationentry"])
def test_the_database_itself_guards_the_tables(table: str) -> None:
    assert append_only.unguarded() == []
    assert table in {model._meta.db_table for model in append_only.protected()}


@pytest.mark.parametrize(
    "statement", ["UPDATE core_auditentry SET event = 'x'", "DELETE FROM core_auditentry"]
)
def test_sql_that_changes_or_deletes_a_line_is_refused_by_the_database(statement: str) -> None:
    audit.note("sign-out")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)
    assert only_entry().event == "sign-out"


def test_a_guard_is_lifted_for_one_transaction_and_put_back() -> None:
    audit.note("sign-out")
    with append_only.lifted():
        assert "core_auditentry" in append_only.unguarded()
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM core_auditentry")
    assert append_only.unguarded() == []
    assert not AuditEntry.objects.exists()


def test_sign_in_refusal_and_sign_out_are_noted(officer: Any, client: Client) -> None:
    client.force_login(officer)
    other = Client()
    other.post("/admin/login/", {"username": "can-bo", "password": "sai"})
    other.post("/admin/login/", {"username": "matkhau-go-nham-vao-o-ten", "password": "x"})
    client.logout()
    lines = list(AuditEntry.objects.order_by("pk").values_list("event", "user_id", "outcome"))
    assert lines == [
        ("sign-in", officer.pk, "done"),
        ("sign-in.refused", officer.pk, "refused"),
        ("sign-in.refused", None, "refused"),
        ("sign-out", officer.pk, "done"),
    ]
    assert "go-nham" not in str(list(AuditEntry.objects.values()))


def test_what_an_editor_does_to_content_is_noted_without_its_title(officer: Any, world: World) -> None:
    before = AuditEntry.objects.count()
    page = world.page("17950", "gioi-thieu")
    page.title = "Dự thảo mật của ông B"
    page.save_revision(user=officer, log_action=True)
    log(world.agencies["17950"], "wagtail.edit", user=officer)
    log(page, "wagtail.edit", user=None)
    lines = list(AuditEntry.objects.order_by("pk")[before:].values_list("event", "object_type", "object_id"))
    assert lines == [
        ("wagtail.edit", "home.aboutpage", str(page.pk)),
        ("wagtail.edit", "agencies.agency", str(world.agencies["17950"].pk)),
    ]
    assert "ông B" not in str(list(AuditEntry.objects.values()))


def test_provisioning_leaves_no_lines_of_nobody(world: World) -> None:
    assert not AuditEntry.objects.exists()


def test_an_anonymous_visitor_has_no_number() -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    audit.note("access.refused", request=request, outcome=audit.REFUSED)
    assert only_entry().user_id is None


def test_every_event_that_the_code_notes_has_a_name() -> None:
    noted = {
        event
        for file, text in texts(".py")
        if not file.startswith("tests/")
        for event in re.findall(r"\b(?:audit\.)?note\(\s*\"([a-z][\w.-]+)\"", text)
    }
    assert {"sign-in", "sign-out", "sign-in.refused"} <= noted
    assert {event for event in noted if audit_events.name_of(event) == event} == set()
    assert audit_events.name_of("wagtail.publish") == "Công bố"
    assert audit_events.name_of("agency.not-named-yet").endswith("(agency.not-named-yet)")
    assert audit_events.name_of("chua.biet") == "chua.biet"


def test_every_detail_that_the_code_notes_has_a_name() -> None:
    keys = set()
    for file, text in texts(".py"):
        if file.startswith("tests/") or "note(" not in text:
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("audit.note", "note"):
                keys |= {word.arg for word in node.keywords if word.arg}
    keys -= {"user", "agency_code", "role", "obj", "request", "outcome"}
    assert {"reason", "count"} <= keys
    assert {key for key in keys if audit_events.detail_name(key) == key} == set()
