"""What names people goes on the day, by the system; what is held stays; figures do not change by it."""

import json
import os
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command

from feedback import statistics
from feedback.attachments import Upload
from feedback.crypto import encrypted_fields
from feedback.models import Attachment, Case, CaseNote, Letter, PublicQuestion, StreamTerms
from feedback.privacy import erasing, ledger, retention
from feedback.services import Actor, NotAllowed, Refused, act, find, same_sender
from feedback.states import Action
from feedback.terms import DEFAULTS, all_terms
from portal.core import clock, jobs
from tests.feedback.cases import ANSWER, EMAIL, NAME, PHONE, REASON, TEXT, TITLE, Desk, at, do, sent
from tests.feedback.test_desk import BASE, press
from tests.people import signed_in
from tests.world import World

PDF = Upload("Giấy khai sinh Trần Thị Bình.pdf", b"%PDF-1.4\n%%EOF")


@pytest.fixture(autouse=True)
def own_ledger(tmp_path: Path, settings: Any) -> None:
    """A ledger and a folder to sweep of this test alone."""
    settings.PORTAL_PRIVATE_ROOT = tmp_path / "private"
    settings.PORTAL_DELETION_LEDGER = tmp_path / "ledger" / "deletions.jsonl"


def published(desk: Desk, **more: Any) -> Case:
    return do(
        desk.approved(**more), "publish", desk.officer, title=TITLE, question="Cần giấy gì?", answer=ANSWER
    )


def test_the_day_counts_from_the_end_and_the_months_are_data(world: World) -> None:
    for on, months, last in (
        ("2028-02-29", 24, "2026-02-28"),
        ("2028-02-28", 24, "2026-02-28"),
        ("2027-02-28", 6, "2026-08-31"),
        ("2027-03-01", 6, "2026-09-01"),
    ):
        assert retention.last_end(date.fromisoformat(on), months) == date.fromisoformat(last)
    assert set(all_terms()) == set(DEFAULTS)
    assert all(terms.retention_months >= 1 and terms.retention_basis for terms in DEFAULTS.values())
    desk = Desk(world)
    with time_machine.travel(at("2026-03-02"), tick=False):
        case, open_case = desk.approved(), desk.assigned()
        case = do(case, "close", desk.officer)
    day = date(2028, 3, 2)
    assert retention.plan(day - timedelta(days=1)) == []
    assert retention.plan(day) == [retention.Planned("question", day, 1, False)]
    StreamTerms.objects.create(stream="question", transfer_rule="5-lv", retention_months=12)
    assert retention.plan(date(2027, 3, 2)) == [retention.Planned("question", date(2027, 3, 2), 1, False)]
    assert open_case.pk not in set(retention.due(date(2040, 1, 1)).values_list("pk", flat=True))


def test_what_names_people_is_gone_and_figures_stay(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    desk = Desk(world)
    with time_machine.travel(at("2026-03-02"), tick=False):
        receipt = sent(
            world, uploads=[PDF], address="Xóm 5", sector="Gạo", page_path="/a/", external_code="PAKN.1"
        )
        live = published(desk)
        taken = do(published(desk), "withdraw", desk.officer, reason=REASON)
        case = do(receipt.case, "assign", desk.officer, handler=desk.specialist, reason=REASON)
        case = do(case, "answer", desk.specialist, text=ANSWER)
        case = do(do(case, "approve", desk.leader), "close", desk.officer, reason=REASON)
    for row in Case.objects.all():
        Letter.objects.get_or_create(case=row, kind=Letter.Kind.RECEIPT, event=0)
    before = [row.cells() for row in statistics.rows(2026, None, at("2026-12-31"))]
    file = Path(Attachment.objects.get().file.path)
    assert file.read_bytes() == PDF.content
    # Too young for the sweep, which would hide that the case's own files are not deleted.
    os.utime(file, (at("2028-03-02").timestamp(),) * 2)
    with time_machine.travel(at("2028-03-02"), tick=False):
        with django_capture_on_commit_callbacks(execute=True):
            assert retention.job() == "Đã xóa dữ liệu cá nhân: 3 câu."
        assert [row.cells() for row in statistics.rows(2026, None, at("2026-12-31"))] == before
        lines = list(ledger.read([ledger.path()]))
        assert [(line.number, line.day, line.why) for line in lines] == [
            (number, "2028-03-02", "retention") for number in sorted((case.pk, live.pk, taken.pk))
        ]
        # Run again there is nothing to do, and no line is written twice.
        assert retention.job() == ""
    assert len(ledger.path().read_text().splitlines()) == 3
    assert os.stat(ledger.path()).st_mode & 0o777 == 0o600
    assert not file.exists()
    for row in Case.objects.all():
        for name in (*encrypted_fields(Case), *erasing.PLAIN, *erasing.HASHES):
            assert getattr(row, name) == "", name
        assert row.anonymised_at is not None
        assert list(row.events.values_list("action", flat=True))[-1] == Action.ANONYMISE
        assert [answer.text for answer in row.answers.all()] == [""]
    for model in (Attachment, Letter, CaseNote):
        assert not model.objects.exists()
    assert not same_sender(phone=PHONE, email=EMAIL).exists()
    assert find(receipt.code, PHONE[-4:]) is None
    public = {row.case_id: row for row in PublicQuestion.objects.all()}
    assert (public[live.pk].live, public[live.pk].answer) == (True, ANSWER)
    assert (public[taken.pk].title, public[taken.pk].answer, public[taken.pk].withdrawn_reason) == (
        "",
        "",
        "",
    )
    # Nothing personal comes back into the case: only the public answer can still be taken away.
    officer = signed_in(desk.officer)
    assert "đã được xóa ngày 02/03/2028" in officer.get(f"{BASE}{live.pk}/").content.decode()
    assert press(officer, live, "note", reason=REASON).status_code == 403
    with pytest.raises(NotAllowed, match="đã xóa"):
        act(live, "reopen", Actor.sender(), reason=REASON)
    assert press(officer, live, "withdraw", reason=f"{NAME} không muốn nữa").status_code == 302
    assert PublicQuestion.objects.get(case=live).answer == ""
    assert not CaseNote.objects.exists()


def test_every_encrypted_field_and_every_file_of_a_case_is_reached(world: World) -> None:
    """A table that a later version adds is erased with its case, or has a clock of its own."""
    reached = {Case, CaseNote, *(model for model, _key in erasing.belongings())}
    for model in apps.get_app_config("feedback").get_models():
        assert not encrypted_fields(model) or model in reached or hasattr(model, "erase"), model
    assert {Attachment, Letter} <= reached


def test_a_hold_stops_every_deletion_until_its_day(world: World) -> None:
    desk = Desk(world)
    with time_machine.travel(at("2026-03-02"), tick=False):
        case = do(desk.approved(), "close", desk.officer)
    with time_machine.travel(at("2028-02-20"), tick=False):
        officer, leader = signed_in(desk.officer), signed_in(desk.leader)
        assert press(officer, case, "hold", reason=REASON, until="2028-06-30").status_code == 403
        far = press(leader, case, "hold", reason="Quyết định thanh tra số 5", until="2031-01-01")
        assert far.status_code == 422
        assert "Chọn ngày từ hôm nay đến 20/02/2029" in far.content.decode()
        assert "Quyết định thanh tra số 5" in far.content.decode()
        assert "Thôi giữ lại" not in leader.get(f"{BASE}{case.pk}/").content.decode()
        held = press(leader, case, "hold", reason="Quyết định thanh tra số 5", until="2028-06-30")
        assert held.status_code == 302
        shown = officer.get(f"{BASE}{case.pk}/").content.decode()
        for words in ("đến hết ngày 30/06/2028", "Quyết định thanh tra số 5", "đặt ngày 20/02/2028"):
            assert words in shown
        with pytest.raises(NotAllowed, match="30/06/2028"):
            act(case, Action.ANONYMISE, Actor.system())
    with time_machine.travel(at("2028-06-30"), tick=False):
        assert retention.run() == retention.Result()
        assert retention.plan(clock.today()) == [retention.Planned("question", date(2028, 3, 2), 1, True)]
    with time_machine.travel(at("2028-07-01"), tick=False):
        result = retention.run()
        assert (result.released, result.erased) == (1, 1)
    actions = list(case.events.values_list("action", "actor", "user_id").order_by("pk"))[-3:]
    assert actions == [
        ("hold", "officer", desk.leader.pk),
        ("release", "system", None),
        ("anonymise", "system", None),
    ]
    with pytest.raises(Refused, match="không bị giữ"):
        do(desk.case(), "release", desk.leader, reason=REASON)


def test_the_command_says_how_many_of_which_stream_and_day(world: World, tmp_path: Path) -> None:
    desk, out, report = Desk(world), StringIO(), tmp_path / "report.json"
    with time_machine.travel(at("2026-03-02"), tick=False):
        cases = [do(desk.case(), "refuse", desk.officer, reason=REASON) for _number in range(3)]
        do(desk.case(stream="page-problem"), "refuse", desk.officer, reason=REASON)
    do(cases[0], "hold", desk.leader, reason=REASON, until=clock.today() + timedelta(days=5))
    call_command("anonymise_cases", "--dry-run", "--until", "2028-03-02", "--report", report, stdout=out)
    said = out.getvalue()
    assert "02/03/2027  Lỗi của trang: 1" in said
    assert "02/03/2028  Hỏi đáp: 2" in said
    assert "02/03/2028  Hỏi đáp: 1 (đang giữ lại" in said
    assert "Sẽ xóa dữ liệu cá nhân của 3 câu. Chưa xóa gì." in said
    assert json.loads(report.read_text())["due"][0] == {
        "stream": "page-problem",
        "day": "2027-03-02",
        "count": 1,
        "held": False,
    }
    assert not Case.objects.filter(anonymised_at__isnull=False).exists()
    with pytest.raises(CommandError, match="--dry-run"):
        call_command("anonymise_cases", "--until", "2028-03-02")
    with time_machine.travel(at("2027-03-02"), tick=False):
        call_command("anonymise_cases", stdout=(done := StringIO()))
    assert "Đã xóa dữ liệu cá nhân: 1 câu." in done.getvalue()


def test_it_goes_on_in_batches_past_one_that_fails_and_says_so(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(world)
    with time_machine.travel(at("2026-03-02"), tick=False):
        cases = [do(desk.case(), "refuse", desk.officer, reason=REASON) for _number in range(5)]
    real, broken = erasing.erase, cases[1].pk

    def failing(case: Case, *rest: Any) -> Any:
        if case.pk == broken:
            raise OSError("no space left for the ledger")
        return real(case, *rest)

    monkeypatch.setattr(erasing, "erase", failing)
    monkeypatch.setattr(retention, "BATCH", 2)
    with time_machine.travel(at("2028-03-02"), tick=False):
        assert retention.run(most=2).failed == [broken]
        assert Case.objects.filter(anonymised_at__isnull=True).count() == 4
        runs = {run.name: run for run in jobs.run_due_jobs(force=True)}
        assert not runs["feedback.retention"].succeeded
        assert "3 câu" in runs["feedback.retention"].message
        left = Case.objects.get(anonymised_at__isnull=True)
        assert (left.pk, left.title, left.text, left.sender_name) == (broken, TITLE, TEXT, NAME)
        monkeypatch.setattr(erasing, "erase", real)
        assert retention.run().erased == 1


def test_a_file_without_a_case_does_not_stay(world: World) -> None:
    root = Path(settings.PORTAL_PRIVATE_ROOT)
    kept = Path(sent(world, uploads=[PDF]).case.attachments.get().file.path)
    stray, young, other = (
        root / name for name in (f"ab/{'a' * 32}.pdf", f"ab/{'b' * 32}.pdf", "ab/readme.txt")
    )
    for file in (stray, young, other, kept):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"%PDF")
    old = stray.stat().st_mtime - 2 * 86_400
    for file in (stray, other, kept):
        os.utime(file, (old, old))
    assert retention.sweep() == 1
    assert {file for file in root.rglob("*") if file.is_file()} == {young, other, kept}
