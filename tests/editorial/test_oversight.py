"""Oversight: the audit trail for those who may read it, and the site-health board; read-only."""

import csv
import io
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.signals import user_login_failed
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from portal.accounts.models import User
from portal.agencies.models import Agency
from portal.core import audit
from portal.core.clock import today
from portal.core.models import AuditEntry
from portal.editorial.oversight import AUDIT_ROLES, BOARD_ROLES, board
from portal.editorial.roles import ROLES
from portal.editorial.services import publish_page
from tests.people import person
from tests.world import World, build

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
TRAIL, BOARD = "oversight:trail", "oversight:board"
FILES = ("oversight:trail_csv", "oversight:trail_xlsx", "oversight:board_xlsx")
QUERIES = 25


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def body(answer: Any) -> bytes:
    assert answer.status_code == 200
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.fixture
def operator(world: World) -> User:
    return person(world, "operator", "40")


@pytest.mark.parametrize("role", sorted(ROLES))
def test_only_the_roles_of_oversight_may_look_and_nobody_may_post(world: World, role: str) -> None:
    code = "40" if ROLES[role].central or "commune" not in ROLES[role].levels else "17950"
    client = signed_in(person(world, role, code))
    for name, roles in ((TRAIL, AUDIT_ROLES), (BOARD, BOARD_ROLES), *((file, None) for file in FILES)):
        allowed = role in (roles or (BOARD_ROLES if "board" in name else AUDIT_ROLES))
        address = reverse(name)
        code_got = client.get(address).status_code
        assert (code_got == 200) == allowed, (role, name, code_got)
        if allowed:
            assert client.post(address).status_code == 405
        else:
            assert code_got in (302, 403)


def test_the_trail_says_who_did_what_when_in_words(world: World, operator: User) -> None:
    editor = person(world, "editor", "17950")
    editor.full_name = "Trần Thị Bích"
    editor.save()
    page = world.page("17950", "gioi-thieu")
    page.title = "Bản nháp chưa ai được biết"
    page.save_revision(user=editor, log_action=True)
    user_login_failed.send(sender=None, credentials={"username": "không-có-ai"}, request=None)
    shown = signed_in(operator).get(reverse(TRAIL)).content.decode()
    for words in (
        "Trần Thị Bích",
        "Biên tập viên",
        "Lưu bản nháp",
        "Xã Vân Tụ",
        "Đăng nhập không thành",
    ):
        assert words in shown, words
    assert "Bản nháp chưa ai được biết" not in shown
    assert "không-có-ai" not in shown
    line = AuditEntry.objects.get(event="wagtail.edit")
    assert (line.role, line.agency_code) == ("editor", "17950")


def test_the_trail_is_filtered_by_person_agency_event_outcome_and_days(world: World, operator: User) -> None:
    editor = person(world, "editor", "17950")
    audit.note("agency.renamed", user=editor, agency_code="17951")
    audit.note("access.refused", user=editor, outcome="refused", agency_code="17950")
    client = signed_in(operator)

    def events(**asked: str) -> set[str]:
        rows = csv.DictReader(io.StringIO(body(client.get(reverse(FILES[0]), asked)).decode("utf-8-sig")))
        return {row["ma_viec"] for row in rows} - {"audit.exported"}

    assert events(nguoi="editor.17950") >= {"agency.renamed", "access.refused"}
    assert "agency.renamed" not in events(nguoi="không có ai tên này")
    assert events(co_quan="17951") == {"agency.renamed"}
    assert events(viec="agency") >= {"agency.renamed"}
    assert events(viec="access.refused") == {"access.refused"}
    assert events(ket_qua="refused") == {"access.refused"}
    day = today()
    assert "agency.renamed" in events(tu=f"{day}", den=f"{day}")
    assert "agency.renamed" not in events(den=f"{day - timedelta(days=1)}")
    wrong = client.get(reverse(TRAIL), {"tu": "hôm qua"})
    assert wrong.status_code == 200
    assert "error-message" in wrong.content.decode()
    assert client.get(reverse(FILES[0]), {"tu": "hôm qua"}).status_code == 404
    assert client.get(reverse(TRAIL), {"truoc": "x"}).status_code == 404


def test_older_lines_are_reached_line_by_line(world: World, operator: User) -> None:
    for number in range(120):
        audit.note("calendar.changed", agency_code="40", count=number)
    client, seen, address = signed_in(operator), [], reverse(TRAIL) + "?viec=calendar.changed"
    while address:
        answer = client.get(address)
        seen += [line.entry.detail["count"] for line in answer.context["lines"]]
        older = answer.context["older"]
        address = reverse(TRAIL) + older if older else ""
    assert seen == list(range(119, -1, -1))


def test_taking_the_trail_away_is_noted_and_no_cell_is_a_formula(world: World, operator: User) -> None:
    named = User.objects.create_user("cong-thuc", full_name="=HYPERLINK(1)")
    audit.note("file.refused", user=named, agency_code="17950", reason="+cmd|' /C calc'!A0")
    client = signed_in(operator)
    rows = list(csv.reader(io.StringIO(body(client.get(reverse(FILES[0]))).decode("utf-8-sig"))))
    assert [cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@")] == []
    assert "'=HYPERLINK(1)" in [cell for row in rows for cell in row]
    sheet: Any = load_workbook(io.BytesIO(body(client.get(reverse(FILES[1]))))).active
    assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []
    assert isinstance(sheet.cell(2, 1).value, datetime)
    formats = AuditEntry.objects.filter(event="audit.exported", user_id=operator.pk).order_by("pk")
    assert [line.detail["format"] for line in formats] == ["csv", "xlsx"]


def test_the_trail_costs_the_same_for_one_line_and_for_thousands(world: World, operator: User) -> None:
    client = signed_in(operator)

    def cost() -> int:
        client.get(reverse(TRAIL))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse(TRAIL)).status_code == 200
        return len(captured)

    few = cost()
    AuditEntry.objects.bulk_create(
        AuditEntry(event="sign-in", user_id=operator.pk, agency_code="17950") for _number in range(3_000)
    )
    assert cost() <= min(QUERIES, few + 2)
    plan = AuditEntry.objects.filter(agency_code="17950").order_by("-pk")[:50].explain()
    assert "SCAN core_auditentry" not in plan.replace("USING INDEX", ""), plan


def state(world: World, code: str) -> dict[str, board.Finding]:
    columns, rows = board.rows(today())
    row = next(row for row in rows if row.agency.code == code)
    return dict(zip([measure.key for measure in columns], row.findings, strict=True))


def test_each_measure_sees_its_state_and_weighs_it(world: World) -> None:
    bare = state(world, "17950")
    assert {key: finding.harm for key, finding in bare.items() if finding.harm} == {
        "approval": 40,
        "contact": 60,
        "publication": 25,
        "editors": 20,
        "empty": 20,
    }
    Agency.objects.filter(code="17950").update(
        phone="0238 3 888 888", contact_confirmed_on=today() - timedelta(days=91)
    )
    person(world, "approver", "17950")
    editor = person(world, "editor", "17950")
    page = world.page("17950", "gioi-thieu").specific
    page.lead = "Xã có bốn thôn."
    publish_page(page, actor_role="editor")
    better = state(world, "17950")
    assert {key: finding.harm for key, finding in better.items() if finding.harm} == {"contact": 30}
    assert better["publication"].value == today()
    long_ago = timezone.now() - timedelta(days=400)
    User.objects.filter(pk=editor.pk).update(date_joined=long_ago, last_login=None)
    world.page("17950", "lien-he").unpublish()
    Agency.objects.filter(code="17950").update(contact_confirmed_on=today() - timedelta(days=90))
    later = state(world, "17950")
    assert later["contact"].harm == 0
    assert later["editors"].harm == 20
    assert later["hidden"].harm == 8
    assert "Liên hệ" in later["hidden"].words


def test_what_harms_citizens_most_stands_first(world: World, operator: User) -> None:
    person(world, "approver", "17951")
    _columns, rows = board.rows(today())
    assert [row.harm for row in rows] == sorted((row.harm for row in rows), reverse=True)
    assert next(row.harm for row in rows if row.agency.code == "17951") < rows[0].harm
    shown = signed_in(operator).get(reverse(BOARD)).content.decode()
    assert shown.index("Xã Vân Tụ") < shown.index("Xã Anh Sơn")
    file = body(signed_in(operator).get(reverse("oversight:board_xlsx")))
    sheet: Any = load_workbook(io.BytesIO(file)).active
    assert [sheet.cell(row, 3).value for row in range(2, 7)] == [row.harm for row in rows]


def test_applications_add_columns(world: World, operator: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board, "_measures", dict(board._measures))

    def desk(survey: board.Survey) -> dict[int, board.Finding]:
        return {agency.pk: board.Finding("3 câu hỏi quá hạn", 3, 99) for agency in survey.agencies[:1]}

    board.register_measure(board.Measure("desk", "Hỏi đáp", desk, 15))
    shown = signed_in(operator).get(reverse(BOARD)).content.decode()
    assert "3 câu hỏi quá hạn" in shown
    assert [measure.key for measure in board.all_measures()][:2] == ["approval", "desk"]


def test_the_board_asks_the_same_with_fifteen_agencies_as_with_a_hundred_and_fifty(tmp_path: Any) -> None:
    def rows(count: int) -> list[tuple[str, ...]]:
        communes = [(f"{17000 + n}", f"Xã Số {n}", "xa", "xa", "40", "") for n in range(count - 1)]
        return [("40", "Tỉnh Nghệ An", "tinh", "tinh", "", ""), *communes]

    def cost() -> int:
        client.get(reverse(BOARD))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse(BOARD)).status_code == 200
        return len(captured)

    client = signed_in(person(build(tmp_path, rows(15)), "operator", "40"))
    few = cost()
    Agency.objects.bulk_create(
        Agency(code=f"{18000 + n}", name=f"Xã Mới {n}", slug=f"xa-moi-{n}", level="commune", kind="xa")
        for n in range(135)
    )
    assert Agency.objects.count() == 150
    assert cost() == few <= QUERIES
