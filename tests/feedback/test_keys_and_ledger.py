"""Deletions come back after a restore, keys are changed, and who is concerned by a breach is told."""

import csv
import io
import json
import os
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db.models import Model, TextField
from django.db.models.functions import Cast
from django.test import override_settings
from openpyxl import load_workbook

from feedback import crypto
from feedback.attachments import Upload
from feedback.models import Case, CaseNote, DataRequest, IncomingMail
from feedback.privacy import erasing, ledger, requests, rotation
from feedback.services import Actor, act, find, same_sender
from portal.core import clock
from portal.core.models import AuditEntry
from tests.feedback.cases import (
    COMMUNE,
    EMAIL,
    NAME,
    NEIGHBOUR,
    PHONE,
    REASON,
    TEXT,
    TITLE,
    Desk,
    at,
    do,
    sent,
)
from tests.feedback.test_desk import BASE, refused
from tests.people import signed_in
from tests.world import World

OLD, NEW = ["khoa-cu"], ["khoa-moi", "khoa-cu"]
HELD = f"{BASE}dang-giu/"


@pytest.fixture(autouse=True)
def own_ledger(tmp_path: Path, settings: Any) -> None:
    """A ledger of this test alone."""
    settings.PORTAL_DELETION_LEDGER = tmp_path / "deletions.jsonl"


def copy_of(*rows: Model) -> list[Model]:
    """Rows as an older copy of the database holds them."""
    return [type(row)._default_manager.get(pk=row.pk) for row in rows]


def test_what_was_erased_is_erased_again_after_a_restore(world: World) -> None:
    desk = Desk(world)
    upload = Upload("Giấy tờ.pdf", b"%PDF-1.4\n%%EOF")
    cases = [desk.assigned(uploads=[upload]), desk.approved(), desk.case(), sent(world, complaint=True).case]
    other = desk.approved()
    asked = requests.register(requests.Asked("access", world.agencies[COMMUNE], name=NAME, phone=PHONE))
    do(cases[2], "hold", desk.leader, reason=REASON, until=clock.today() + timedelta(days=9))
    backup = copy_of(*cases, asked)
    # After the copy was made all of it ended and was erased.
    do(cases[2], "release", desk.leader, reason=REASON)
    for case in (cases[0], cases[2]):
        do(case, "refuse", desk.officer, reason=REASON)
    act(cases[3], "close", Actor.system())
    for case in cases:
        act(case, "anonymise", Actor.system())
    requests.answer(asked, desk.officer, REASON, done=True)
    assert requests.erase(asked.pk, erasing.RETENTION) == 1
    assert len(list(ledger.read([ledger.path()]))) == 5
    assert not any(word in ledger.path().read_text() for word in (NAME, PHONE, EMAIL, TITLE))
    for row in backup:
        row.save()
    # One that came after the copy got the number of another thing that was erased.
    taken = ledger.Line("case", other.pk, ledger.mark_of("case", "of another"), "2026-11-28", "retention")
    ledger.write(taken)
    call_command("replay_deletions", "--dry-run", stdout=(out := StringIO()))
    assert "Sẽ xóa lại: 5." in out.getvalue()
    assert Case.objects.filter(anonymised_at__isnull=True).count() == 5
    kept = ledger.path().with_name("copy.jsonl")
    kept.write_bytes(ledger.path().read_bytes())
    report = kept.with_name("report.json")
    call_command(
        "replay_deletions", "--ledger", kept, "--ledger", ledger.path(), "--report", report, stdout=out
    )
    assert json.loads(report.read_text())["unknown"] == 1
    states = []
    for case in cases:
        case.refresh_from_db()
        assert (case.text, case.sender_name, case.phone_hash) == ("", "", "")
        states.append(case.state)
    assert states == ["removed", "approved", "removed", "closed"]
    assert not CaseNote.objects.filter(event__case__in=cases).exists()
    assert DataRequest.objects.get(pk=asked.pk).name == ""
    other.refresh_from_db()
    assert other.sender_name == NAME
    # The replay writes the same marks; again there is nothing to do.
    call_command("replay_deletions", stdout=(again := StringIO()))
    assert "Đã xóa lại: 0." in again.getvalue()
    with pytest.raises(CommandError, match="chưa làm gì"):
        call_command("replay_deletions", "--ledger", kept.with_name("nothing.jsonl"))
    kept.write_text('{"kind": "case"}\n')
    with pytest.raises(CommandError, match=r"copy\.jsonl:1"):
        call_command("replay_deletions", "--ledger", kept)


def raw(model: type[Model], name: str) -> list[str]:
    """What the database holds of an encrypted field."""
    rows = model._default_manager.annotate(stored=Cast(name, TextField()))
    return [value for value in rows.values_list("stored", flat=True) if value]


def test_keys_are_changed_and_the_old_one_may_go(world: World, tmp_path: Path) -> None:
    desk, report = Desk(world), tmp_path / "report.json"
    with override_settings(PORTAL_FEEDBACK_KEYS=OLD):
        receipts = [sent(world, uploads=[Upload("Đơn.pdf", b"%PDF-1.4\n%%EOF")]) for _number in range(3)]
        do(receipts[0].case, "note", desk.officer, reason=REASON)
        do(receipts[1].case, "refuse", desk.officer, reason=REASON)
        act(receipts[1].case, "anonymise", Actor.system())
        requests.register(requests.Asked("access", world.agencies[COMMUNE], name=NAME, phone=PHONE))
        IncomingMail.objects.create(key=crypto.keyed_hash("incoming", "1"), raw="dGh1")
        tokens = sum(len(raw(model, name)) for model, names in rotation.models() for name in names)
    with override_settings(PORTAL_FEEDBACK_KEYS=NEW):
        versions = list(Case.objects.order_by("pk").values_list("version", flat=True))
        call_command("rotate_keys", "--dry-run", stdout=(out := StringIO()))
        assert f"Sẽ mã hóa lại {tokens} mục, tính lại 4 mã băm." in out.getvalue()
        # A run that was stopped goes on where it was.
        batches = rotation._numbers(Case, 1)
        rotation._batch(Case, crypto.encrypted_fields(Case), next(batches), False, rotation.Rotated())
        done = sum(crypto.under_first_key(value) for value in raw(Case, "text"))
        assert done == 1
        call_command("rotate_keys", "--batch", "2", "--report", report, stdout=out)
        said = json.loads(report.read_text())
        assert 0 < said["fields"] < tokens
        assert said["hashes"] == 2
        assert {"column": "case.code_hash", "count": 2} in said["bound"]
        assert {"column": "incomingmail.key", "count": 1} in said["bound"]
        for model, names in rotation.models():
            for name in names:
                assert all(crypto.under_first_key(value) for value in raw(model, name)), (model, name)
        assert rotation.rotate().fields == 0
        assert list(Case.objects.order_by("pk").values_list("version", flat=True)) == versions
        assert find(receipts[0].code, PHONE[-4:]) == receipts[0].case
    with override_settings(PORTAL_FEEDBACK_KEYS=NEW[:1]):
        case = Case.objects.get(pk=receipts[0].case.pk)
        assert (case.title, case.text, case.sender_name, case.sender_phone) == (TITLE, TEXT, NAME, PHONE)
        assert CaseNote.objects.get(event__case=case).text == REASON
        assert same_sender(phone=PHONE).count() == same_sender(email=EMAIL).count() == 2
        # The hash of a code cannot be made anew: without its key nobody looks the case up any more.
        assert find(receipts[0].code, PHONE[-4:]) is None
    with override_settings(PORTAL_FEEDBACK_KEYS=["khoa-khac"]):
        with pytest.raises(SystemExit):
            call_command("rotate_keys", stdout=StringIO(), stderr=(errors := StringIO()))
        assert f"case {case.pk}" in errors.getvalue()
    with pytest.raises(CommandError):
        call_command("rotate_keys", "--batch", "0")


def test_whose_data_since_when_is_a_safe_file_for_the_leader_alone(world: World, tmp_path: Path) -> None:
    desk, other = Desk(world), Desk(world, NEIGHBOUR)
    with time_machine.travel(at("2026-03-02"), tick=False):
        first = desk.case(name="=HYPERLINK(1)", uploads=[Upload("Đơn.pdf", b"%PDF-1.4\n%%EOF")])
        gone = do(desk.case(), "refuse", desk.officer, reason=REASON)
        elsewhere = other.case()
    with time_machine.travel(at("2026-05-01"), tick=False):
        act(gone, "anonymise", Actor.system())
        asked = requests.register(
            requests.Asked("access", world.agencies[COMMUNE], phone="0987654321", name="Ai")
        )
    with time_machine.travel(at("2026-07-01"), tick=False):
        later = desk.case()
    officer, leader = signed_in(desk.officer), signed_in(desk.leader)
    assert refused(officer.get(HELD))
    assert HELD in leader.get(f"{BASE}du-lieu-ca-nhan/").content.decode()
    assert HELD not in officer.get(f"{BASE}du-lieu-ca-nhan/").content.decode()
    wrong = leader.post(HELD, {"first": "2026-06-01", "last": "2026-04-01", "kind": "csv"})
    assert (wrong.status_code, "trước ngày bắt đầu" in wrong.content.decode()) == (422, True)
    days = {"first": "2026-04-01", "last": "2026-06-01"}
    answer: Any = leader.post(HELD, days | {"kind": "csv", "contacts": "on"})
    table = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [row[0] for row in table[1:]] == [first.number, gone.number, asked.number]
    assert table[1][2:] == [
        "1",
        "02/03/2026 09:00:00",
        "",
        "họ và tên, điện thoại, thư điện tử, nội dung đã viết, tệp đã gửi",
        "1",
        "'=HYPERLINK(1)",
        PHONE,
        EMAIL,
    ]
    assert table[2][4:7] == ["01/05/2026 09:00:00", "", "0"]
    book = leader.post(HELD, days | {"kind": "xlsx"})
    sheet: Any = load_workbook(io.BytesIO(book.content)).active
    cells = [cell.value for row in sheet.iter_rows() for cell in row]
    assert first.number in cells
    assert PHONE not in cells
    details = [
        line.detail for line in AuditEntry.objects.filter(event="feedback.held-exported").order_by("pk")
    ]
    assert [(found["rows"], found["scope"], found["first_day"]) for found in details] == [
        (3, "contacts", "2026-04-01"),
        (3, "kinds", "2026-04-01"),
    ]
    # After the first of May the erased one is nobody's any more.
    output = tmp_path / "held.csv"
    options = {"first": "2026-06-01", "last": "2026-12-31", "stdout": StringIO()}
    IncomingMail.objects.create(key="k", raw="dGh1")
    call_command("held_data", output=output, **options)
    rows = list(csv.reader(output.read_text("utf-8-sig").splitlines()))
    numbers = [row[0] for row in rows[1:]]
    assert numbers[:4] == [first.number, elsewhere.number, later.number, asked.number]
    assert os.stat(output).st_mode & 0o777 == 0o600
    assert NAME not in output.read_text()
    # The same telephone number is the same person.
    assert [row[2] for row in rows[1:4]] == ["1", "1", "1"]
    call_command("held_data", output=tmp_path / "one.xlsx", agency=NEIGHBOUR, **options)
    with pytest.raises(CommandError, match="Không có cơ quan"):
        call_command("held_data", output=output, agency="xx", **options)
