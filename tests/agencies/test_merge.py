"""Mergers, splits and new names: no address, no name, no page, no file, no person is lost."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from openpyxl import Workbook
from wagtail.models import Page, Site

from home.finder import find
from home.models import AboutPage, HomePage
from portal.accounts.invitations import invite
from portal.accounts.models import Handover, Invitation, Membership, User
from portal.agencies.models import Agency, FormerAddress, FormerName, InheritedPage, Succession
from portal.agencies.operations.merge import Outcome
from portal.core import routing, stamps
from portal.core.clock import today
from portal.core.models import AuditEntry, CalendarDay, ImportRun
from portal.editorial import access
from portal.editorial.models import Absence
from portal.editorial.roles import activation
from portal.library.models import PortalDocument, PortalImage, SecrecyOverrule
from portal.publication.models import PublicationEntry
from procedures_pages.models import LocalFields, Procedure
from tests.agencies.mergers import (
    ACT,
    CHANGES,
    DAY,
    HEADING,
    RECORD,
    follow,
    public_addresses,
    run,
)
from tests.world import World

pytestmark = pytest.mark.django_db


def test_every_old_address_answers_or_leads_on_once(
    before_mergers: World, tmp_path: Path, client: Client
) -> None:
    before = public_addresses()
    assert len(before) > 60
    assert {address: way for address in before if (way := follow(client, *address))[-1] != 200} == {}
    outcome = run(tmp_path)
    assert outcome.refused == []
    ways = {address: follow(client, *address) for address in before}
    assert {address: way for address, way in ways.items() if way not in ([200], [301, 200])} == {}
    assert sum(way == [301, 200] for way in ways.values()) > 30
    assert "redirects" not in {conflict["what"] for conflict in outcome.conflicts}
    told = {line["from"] for line in outcome.redirects}
    assert {"dongvan.example.vn/", "dongvan.example.vn/lien-he/duong-di/", "/xa-phuong/xa-huong-son/"} <= told


def test_each_old_address_leads_to_the_same_place_of_the_successor(
    before_mergers: World, tmp_path: Path, client: Client
) -> None:
    run(tmp_path)

    def target(host: str, path: str) -> str:
        answer = client.get(path, headers={"host": host})
        return str(answer.headers.get("location") or answer.status_code)

    new = "http://localhost:8000/xa-phuong/xa-tan-hop/"
    assert target("dongvan.example.vn", "/") == new
    assert target("dongvan.example.vn", f"/{RECORD}?in=1") == f"{new}{RECORD}?in=1"
    assert target("dongvan.example.vn", "/lien-he/") == f"{new}lien-he/"
    assert target("dongvan.example.vn", "/gioi-thieu/") == f"{new}gioi-thieu-xa-dong-van/"
    assert target("tanhop.example.vn", "/thu-tuc/") == f"{new}thu-tuc/"
    assert target("localhost", "/xa-phuong/xa-tan-hop-cu/khong-con/") == "/xa-phuong/xa-tan-hop/"
    assert target("localhost", "/xa-phuong/xa-nghia-hoa/") == "/xa-phuong/?q=X%C3%A3%20Ngh%C4%A9a%20H%C3%B2a"
    half = "/xa-phuong/phuong-nghia-hoa-moi/"
    assert target("localhost", f"/xa-phuong/xa-nghia-hoa/{RECORD}") == half + RECORD
    assert target("localhost", "/xa-phuong/xa-chau-ly/lien-he/") == "/xa-phuong/phuong-chau-ly/lien-he/"


NAMES = {
    "Xã Đồng Văn": {"20"},
    "dong van": {"20"},
    "Tân Hợp": {"20"},
    "huong son": {"20"},
    "nghia hoa": {"40004", "6"},
    "xa chau ly": {"5"},
}


def test_old_names_find_who_stands_for_them(before_mergers: World, tmp_path: Path) -> None:
    run(tmp_path)
    table = routing.routing_map(stamps.read_all()["routing"])
    for name, wanted in NAMES.items():
        matches = find(table, name, url_of=lambda node: "").found
        found = {match.node.agency.code for match in matches if match.node.agency}
        assert wanted <= found, name
        assert not found & {"1", "2", "3", "4"}, name


def own_texts() -> set[str]:
    """What the communes wrote about themselves, as far as it is public."""
    return {str(page.body) for page in AboutPage.objects.live() if "Về Xã" in str(page.body)}


def test_nothing_is_lost_and_each_page_says_whose_it_was(
    before_mergers: World, tmp_path: Path, client: Client
) -> None:
    texts = own_texts()
    files = PortalImage.objects.count(), PortalDocument.objects.count()
    run(tmp_path)
    assert own_texts() == texts
    assert len(texts) == 4
    assert (PortalImage.objects.count(), PortalDocument.objects.count()) == files
    heir = Agency.objects.get(code="20")
    for model in (PortalImage, PortalDocument):
        assert model._default_manager.filter(agency=heir, collection=heir.collection).count() == 3
    assert set(PortalDocument.objects.values_list("source", flat=True)) == {"Ủy ban nhân dân xã cũ"}
    for page in Page.objects.live().filter(slug__startswith="duong-di"):
        assert InheritedPage.objects.filter(page=page).exists()
    shown = client.get("/xa-phuong/xa-tan-hop/gioi-thieu-xa-dong-van/").content.decode()
    assert "Nội dung của xã Đồng Văn trước ngày 01/07/2026" in " ".join(shown.split())
    assert "Nội dung của" not in client.get("/xa-phuong/xa-tan-hop/gioi-thieu/").content.decode()


def test_the_register_keeps_who_there_was_and_when(before_mergers: World, tmp_path: Path) -> None:
    run(tmp_path)
    steps = Succession.objects.values_list("predecessor__code", "successor__code", "kind", "act_name")
    assert sorted(steps) == [
        ("1", "20", "nhap", ACT),
        ("2", "20", "nhap", ACT),
        ("3", "20", "nhap", ACT),
        ("4", "40004", "tach", ACT),
        ("4", "6", "tach", ACT),
    ]
    ended = Agency.objects.filter(valid_to__isnull=False)
    assert sorted(ended.values_list("code", flat=True)) == ["1", "2", "3", "4"]
    new = Agency.objects.get(code="40004")
    assert (new.kind, new.level, f"{new.valid_from:%d/%m/%Y}") == ("phuong", "commune", DAY)
    halves = FormerName.objects.filter(name="Xã Nghĩa Hòa").values_list("agency__code", "part_only")
    assert sorted(halves) == [("40004", True), ("6", True)]
    assert Agency.objects.get(code="5").name == "Phường Châu Lý"


def officer(agency: Agency, *roles: str) -> User:
    user = User.objects.create_user(f"canbo{User.objects.count()}")
    for role in roles:
        activation.give(user, role, agency, by=None)
    activation.activate(user, agency)
    return User.objects.get(pk=user.pk)


def test_people_go_on_in_the_successor_and_nowhere_else(before_mergers: World, tmp_path: Path) -> None:
    user = officer(before_mergers.agencies["1"], "editor", "desk_officer")
    page = before_mergers.page("1", "gioi-thieu")
    assert access.may_change(user, page)
    run(tmp_path)
    user = User.objects.get(pk=user.pk)
    heir = Agency.objects.get(code="20")
    assert user.active_agency == heir
    assert access.roles_of(user) == {"editor", "desk_officer"}
    assert Membership.objects.filter(agency__code="1", ended_at=None).count() == 0
    homes = {code: HomePage.objects.get(agency__code=code) for code in ("20", "1", "5", "6")}
    assert access.may_change(user, Page.objects.get(pk=page.pk).specific)
    assert access.may_change(user, homes["20"])
    assert [code for code in ("1", "5", "6") if access.may_change(user, homes[code])] == []
    groups = {group.name for group in user.groups.all()}
    assert groups
    assert all("20" in name for name in groups)


def test_what_is_under_way_goes_on_at_the_successor(before_mergers: World, tmp_path: Path) -> None:
    """Open invitations, planned handovers, absences, refused files, days off and units below."""
    old = before_mergers.agencies["1"]
    user, other = officer(old, "approver"), User.objects.create_user("nguoi-nhan")
    invitation = invite("", "Người mới", old, ["editor"], user)
    gone = invite("", "Người đã nhận", old, ["editor"], user)
    Invitation.objects.filter(pk=gone.pk).update(accepted_at=timezone.now())
    day = today() + timedelta(days=3)
    moving: list[Any] = [
        invitation,
        Handover.objects.create(from_user=user, to_user=other, agency=old, day=day),
        Absence.objects.create(user=user, agency=old, starts_on=today(), ends_on=day),
        SecrecyOverrule.objects.create(sha256="0" * 64, agency=old, asked_by=user, reason="nhầm"),
    ]
    for scope, name in (("1", "Lễ hội làng"), ("2", "Ngày hội xã"), ("3", "Lễ hội làng")):
        CalendarDay.objects.create(day=day, scope=scope, kind="closed", name=name, basis="Thông báo 1")
    unit = before_mergers.agencies["6"]
    Agency.objects.filter(pk=unit.pk).update(parent=old)
    outcome = run(tmp_path)
    heir = Agency.objects.get(code="20")
    for row in moving:
        row.refresh_from_db()
        assert row.agency == heir, row
    gone.refresh_from_db()
    assert gone.agency == old
    unit.refresh_from_db()
    assert unit.parent == heir
    # One day, one answer: the first one holds, another one is named.
    assert CalendarDay.objects.get(day=day, scope="20").name == "Lễ hội làng"
    assert [line["from"] for line in outcome.conflicts if line["what"] == "calendar"] == ["2"]
    told = {(line["from"], line["what"], line["count"]) for line in outcome.moved}
    assert {("1", "invitations", 1), ("1", "calendar_days", 1), ("1", "units", 1)} <= told


def local(agency: Agency, place: str) -> LocalFields:
    row = LocalFields(agency=agency, procedure=Procedure.objects.get(), place=place)
    row.save()
    row.save_revision().publish()
    return row


def test_local_fields_that_disagree_are_named_and_nothing_is_overwritten(
    before_mergers: World, tmp_path: Path, client: Client
) -> None:
    rows = {code: local(before_mergers.agencies[code], f"Nhà số {code}") for code in ("2", "3", "6", "4")}
    outcome = run(tmp_path)
    named = [line for line in outcome.conflicts if line["what"] == "local_fields"]
    assert [(line["from"], line["to"], line["object"]) for line in named] == [("3", "20", "1.000001")]
    owners = {code: LocalFields.objects.get(pk=row.pk).agency.code for code, row in rows.items()}
    assert owners == {"2": "20", "3": "3", "4": "40004", "6": "6"}
    assert {row.place for row in LocalFields.objects.all()} == {f"Nhà số {code}" for code in "2364"}
    shown = client.get(f"/xa-phuong/xa-tan-hop/{RECORD}").content.decode()
    assert "Nhà số 2" in shown
    assert "Cần xác nhận" in shown


def everything() -> dict[str, int]:
    models = (Agency, FormerName, FormerAddress, Succession, InheritedPage, Page, Site, Membership)
    more = (PublicationEntry, AuditEntry, LocalFields, PortalImage)
    return {model.__name__: model._default_manager.count() for model in (*models, *more)}


def test_the_same_table_twice_changes_nothing(before_mergers: World, tmp_path: Path) -> None:
    run(tmp_path)
    before = everything()
    outcome = run(tmp_path)
    assert len(outcome.unchanged) == len(CHANGES)
    assert not any((outcome.successors, outcome.redirects, outcome.moved, outcome.conflicts, outcome.refused))
    assert everything() == before


def comparable(outcome: Outcome) -> dict[str, Any]:
    """A report without what differs between any two runs, as sorted texts."""
    report = outcome.to_dict()
    return {
        key: sorted(json.dumps(line) for line in report[key])
        for key in report
        if key not in ("seconds", "dry_run")
    }


def test_a_dry_run_tells_the_same_and_writes_nothing(
    before_mergers: World, tmp_path: Path, client: Client
) -> None:
    before = everything()
    tried = run(tmp_path, dry_run=True)
    assert everything() == before
    assert not ImportRun.objects.filter(kind="merge_agencies").exists()
    assert client.get("/", headers={"host": "dongvan.example.vn"}).status_code == 200
    assert comparable(tried) == comparable(run(tmp_path))


def test_the_order_of_the_rows_does_not_matter(before_mergers: World, tmp_path: Path) -> None:
    rows = {code: local(before_mergers.agencies[code], f"Nhà số {code}") for code in ("2", "3")}
    forward = comparable(run(tmp_path, dry_run=True))
    # The rows of a split say who takes over, so that they keep their order.
    turned = [CHANGES[5], CHANGES[3], CHANGES[4], CHANGES[2], CHANGES[1], CHANGES[0]]
    assert comparable(run(tmp_path, turned, dry_run=True)) == forward
    assert len(rows) == 2


def test_a_unit_that_goes_on_takes_others_in(before_mergers: World, tmp_path: Path, client: Client) -> None:
    rows = [
        ["nhap", "5", "5", "Phường Châu Hồng", DAY, ACT],
        ["nhap", "6", "5", "Phường Châu Hồng", DAY, ACT],
    ]
    outcome = run(tmp_path, rows)
    assert outcome.refused == []
    assert follow(client, "localhost", f"/xa-phuong/xa-tam-thai/{RECORD}") == [301, 200]
    assert follow(client, "localhost", "/xa-phuong/xa-chau-ly/") == [301, 200]
    agency = Agency.objects.get(code="5")
    assert (agency.slug, agency.valid_to) == ("phuong-chau-hong", None)
    assert len(run(tmp_path, rows).unchanged) == 2


def test_a_chain_of_mergers_in_one_table_is_one_redirect(
    before_mergers: World, tmp_path: Path, client: Client
) -> None:
    rows = [["nhap", "6", "7", "Xã Mới", DAY, ""], ["nhap", "5", "6", "", DAY, ""]]
    assert run(tmp_path, rows).refused == []
    for slug in ("xa-chau-ly", "xa-tam-thai"):
        assert follow(client, "localhost", f"/xa-phuong/{slug}/{RECORD}") == [301, 200]
        answer = client.get(f"/xa-phuong/{slug}/{RECORD}", headers={"host": "localhost"})
        assert answer["location"] == f"/xa-phuong/xa-moi/{RECORD}"


BAD = {
    "ring": (
        [["nhap", "5", "6", "", DAY, ""], ["nhap", "6", "5", "", DAY, ""]],
        {(2, "ma_moi"), (3, "ma_moi")},
    ),
    "unknown": ([["nhap", "999", "6", "", DAY, ""]], {(2, "ma_cu")}),
    "nameless": ([["nhap", "5", "99", "", DAY, ""]], {(2, "ten_moi")}),
    "two names": (
        [["nhap", "5", "99", "Xã A", DAY, ""], ["nhap", "6", "99", "Xã B", DAY, ""]],
        {(3, "ten_moi"), (2, "ma_cu")},
    ),
    "two fates": (
        [["nhap", "5", "6", "", DAY, ""], ["nhap", "5", "4", "", DAY, ""]],
        {(2, "thao_tac"), (3, "thao_tac")},
    ),
    "half a split": ([["tach", "5", "6", "", DAY, ""]], {(2, "thao_tac")}),
    "no day": ([["nhap", "5", "6", "", "hôm qua", ""]], {(2, "ngay")}),
    "not yet": ([["nhap", "5", "6", "", "01/01/2090", ""]], {(2, "ngay")}),
    "levels": ([["nhap", "5", "40", "", DAY, ""]], {(2, "ma_cu")}),
    "other code": ([["doi-ten", "5", "50", "Xã Khác", DAY, ""]], {(2, "ma_moi")}),
    "formula": ([["nhap", "5", "6", '=HYPERLINK("x")', DAY, ""]], {(2, "ten_moi")}),
    "a neighbour is refused": (
        [["nhap", "5", "99", "Xã A", DAY, ""], ["nhap", "6", "99", "", "?", ""]],
        {(3, "ngay"), (2, "ma_cu")},
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_is_named_by_row_and_column_and_half_done_by_nobody(
    before_mergers: World, tmp_path: Path, case: str
) -> None:
    rows, wanted = BAD[case]
    before = everything()
    outcome = run(tmp_path, rows)
    assert {(line.row, line.column) for line in outcome.refused} == wanted
    assert all(line.reason for line in outcome.refused)
    assert everything() == before


def test_the_command_reads_a_workbook_and_reports(
    before_mergers: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Sắp xếp"
    for row in (HEADING, *CHANGES, ["nhap", "999", "20", "", DAY, ""]):
        sheet.append(row)
    file, report = tmp_path / "sap-xep.xlsx", tmp_path / "report.json"
    book.save(file)
    with pytest.raises(CommandError):
        call_command("merge_agencies", str(file), "--dry-run", "--report", str(report))
    told = json.loads(report.read_text())
    assert {"successors", "redirects", "moved", "conflicts", "refused"} <= set(told)
    bad = next(line for line in told["refused"] if line["code"] == "999")
    assert (bad["sheet"], bad["row"], bad["column"]) == ("Sắp xếp", 8, "ma_cu")
    assert "Sắp xếp" in capsys.readouterr().err
    assert not Succession.objects.exists()


def test_every_act_of_a_merger_has_its_line(before_mergers: World, tmp_path: Path) -> None:
    last = PublicationEntry.objects.count()
    scopes = dict(PublicationEntry.objects.values_list("sequence", "scope"))
    run(tmp_path)
    new = PublicationEntry.objects.filter(sequence__gt=last)
    assert set(new.filter(act="replaced").values_list("scope", flat=True)) == {"1", "2", "3", "4"}
    assert new.filter(act="changed", scope="20").count() >= 6
    kept = {row.sequence: row.scope for row in PublicationEntry.objects.filter(sequence__lte=last)}
    assert kept == scopes
    events = set(AuditEntry.objects.values_list("event", flat=True))
    assert {"agency.merged", "agency.split", "agency.renamed"} <= events
