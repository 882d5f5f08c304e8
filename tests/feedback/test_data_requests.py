"""People ask about their own data: found everywhere, answered in two working days, by real requests."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from feedback.desk import work
from feedback.models import Case, DataRequest, PublicQuestion
from feedback.privacy import ledger, requests, retention
from feedback.services import Refused, same_sender
from portal.core import calendar_changes, clock
from portal.core.calendar_changes import DayEdit
from portal.core.models import AuditEntry, CalendarDay
from tests.feedback.cases import (
    ANSWER,
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
from tests.feedback.test_desk import BASE, BUDGET, refused
from tests.people import person, signed_in
from tests.world import World

LIST = f"{BASE}du-lieu-ca-nhan/"


@pytest.fixture(autouse=True)
def own_ledger(tmp_path: Path, settings: Any) -> None:
    """A ledger of this test alone."""
    settings.PORTAL_DELETION_LEDGER = tmp_path / "deletions.jsonl"


def enter(client: Client, kind: str, **more: str) -> Any:
    values = {"kind": kind, "phone": "0912 345 678", "name": NAME, "identified": "counter"}
    return client.post(f"{LIST}nhap/", values | more)


def press(client: Client, row: DataRequest, what: str, **more: str) -> Any:
    return client.post(f"{LIST}{row.pk}/viec/", {"viec": what, **more})


def published(desk: Desk) -> Case:
    return do(desk.approved(), "publish", desk.officer, title=TITLE, question="Cần giấy gì?", answer=ANSWER)


@time_machine.travel(at("2026-11-27", "16:30"), tick=False)
def test_a_request_is_registered_counted_and_reaches_every_agency_that_has_something(world: World) -> None:
    desk, other = Desk(world), Desk(world, NEIGHBOUR)
    desk.case()
    other.case(email="")
    sent(world, "40", phone="0987654321", email="ai@example.vn")
    sealed = sent(world, NEIGHBOUR, complaint=True).case
    officer = signed_in(desk.officer)
    bad = enter(officer, "access", phone="12", email="không phải thư", words="Tôi muốn xem lại")
    assert bad.status_code == 422
    page = bad.content.decode()
    for words in ("10 chữ số", "ten@example.vn", "Tôi muốn xem lại"):
        assert words in page
    assert "đã dùng khi gửi câu hỏi" in enter(officer, "access", phone="").content.decode()
    assert not DataRequest.objects.exists()
    assert enter(officer, "access", received_at="2026-11-27T16:00").status_code == 302
    rows = {row.agency.code: row for row in DataRequest.objects.select_related("agency")}
    assert set(rows) == {COMMUNE, NEIGHBOUR, sealed.agency.code}
    mine = rows[COMMUNE]
    # Friday afternoon: Monday and Tuesday are the two working days.
    assert clock.local(mine.due_at).date() == date(2026, 12, 1)
    # Neither screen tells this desk where else the person asked, and no other desk opens this request.
    shown = officer.get(f"{LIST}{mine.pk}/").content.decode()
    assert "01/12/2026" in shown
    assert "Xã Anh Sơn" not in shown
    for stranger in (other.officer, other.leader, desk.specialist, person(world, "operator", "40")):
        client = signed_in(stranger)
        addresses = [f"{LIST}{mine.pk}/"]
        if stranger in (desk.specialist,):
            addresses += [LIST, f"{LIST}nhap/"]
        assert all(refused(client.get(address)) for address in addresses)
        assert refused(press(client, mine, "done", answer=REASON))
    assert f"{LIST}{rows[NEIGHBOUR].pk}/" in signed_in(other.officer).get(LIST).content.decode()
    # A day off that is declared later moves the end; what is answered stays.
    item = next(
        row
        for row in work.waiting(desk.officer, world.agencies[COMMUNE], date(2026, 12, 1))
        if row.icon == "user"
    )
    assert (item.group, item.due, mine.number in item.title) == ("today", date(2026, 12, 1), True)
    requests.answer(rows[NEIGHBOUR], other.officer, "Đã đọc cho bà nghe qua điện thoại.", done=True)
    off = CalendarDay(day=date(2026, 12, 1), kind="closed", name="Nghỉ thêm", basis="Thông báo số 9")
    calendar_changes.apply([DayEdit(off.day, "", off)], user=desk.leader)
    assert clock.local(DataRequest.objects.get(pk=mine.pk).due_at).date() == date(2026, 12, 2)
    assert clock.local(DataRequest.objects.get(pk=rows[NEIGHBOUR].pk).due_at).date() == date(2026, 12, 1)


def test_a_person_gets_the_data_after_somebody_made_sure_who_asks(world: World) -> None:
    desk, other = Desk(world), Desk(world, NEIGHBOUR)
    case = do(desk.approved(text=f"{TEXT} <b>=1+1</b>"), "note", desk.officer, reason="Ghi chú nội bộ")
    other.case(text="Câu ở xã bên, không thuộc xã này.")
    officer = signed_in(desk.officer)
    enter(officer, "access", identified="not-yet")
    row = DataRequest.objects.get(agency__code=COMMUNE)
    address = f"{LIST}{row.pk}/tai-ve/"
    stopped = officer.post(address, {"dang": "json"})
    assert (stopped.status_code, "Kiểm tra đúng là người gửi" in stopped.content.decode()) == (403, True)
    assert press(officer, row, "identify", identified="second-check").status_code == 422
    assert press(officer, row, "identify", identified="called-back").status_code == 302
    assert officer.get(address).status_code == 405
    data = json.loads(officer.post(address, {"dang": "json"}).content)
    assert [found["number"] for found in data["cases"]] == [case.number]
    found = data["cases"][0]
    assert (found["name"], found["phone"], found["email"]) == (NAME, PHONE, EMAIL)
    assert [line["text"] for line in found["answers"]] == [ANSWER]
    page = officer.post(address, {"dang": "html"})
    assert page["Content-Disposition"] == f'attachment; filename="{row.number}.html"'
    assert "no-store" in page["Cache-Control"]
    body = page.content.decode()
    assert "&lt;b&gt;=1+1&lt;/b&gt;" in body
    assert NAME in body
    for hidden in ("Ghi chú nội bộ", "xã bên"):
        assert hidden not in body + json.dumps(data, ensure_ascii=False)
    assert press(officer, row, "delete").status_code == 404
    assert press(officer, row, "done", answer="").status_code == 422
    assert press(officer, row, "done", answer="Đã đưa bản in tại quầy.").status_code == 302
    assert officer.post(address, {"dang": "json"}).status_code == 404
    trail = AuditEntry.objects.filter(event="feedback.data-request", object_id=str(row.pk))
    scopes = [line.detail["scope"] for line in trail.order_by("pk")]
    assert scopes[:2] == ["registered", "identified"]
    assert scopes.count("export") == 2
    assert scopes[-1] == "done"
    for word in (NAME, PHONE, EMAIL):
        assert word not in json.dumps([line.detail for line in AuditEntry.objects.all()], ensure_ascii=False)


def test_data_are_corrected_restricted_and_consent_is_taken_back(world: World) -> None:
    desk = Desk(world)
    live, case = published(desk), desk.case()
    officer = signed_in(desk.officer)
    for kind in ("correction", "restriction", "consent"):
        enter(officer, kind)
    correction, restriction, consent = DataRequest.objects.order_by("pk")
    wrong = press(officer, correction, "correct", email="hỏng")
    assert (wrong.status_code, "ten@example.vn" in wrong.content.decode()) == (422, True)
    assert press(officer, correction, "correct").status_code == 422
    assert (
        press(officer, correction, "correct", name="Trần Thị Bích", email="bich@example.vn").status_code
        == 302
    )
    case.refresh_from_db()
    assert (case.sender_name, case.sender_email, case.sender_phone) == (
        "Trần Thị Bích",
        "bich@example.vn",
        PHONE,
    )
    assert same_sender(email="bich@example.vn").count() == 2
    assert not same_sender(email=EMAIL).exists()
    press(officer, consent, "revoke")
    assert not PublicQuestion.objects.get(case=live).live
    live.refresh_from_db()
    assert (live.state, live.consent) == ("approved", "none")
    press(officer, restriction, "restrict")
    page = officer.post(f"{BASE}{case.pk}/nguoi-gui/", {"vi-sao": "contact"})
    assert (page.status_code, PHONE in page.content.decode()) == (403, False)
    assert PHONE in officer.post(f"{BASE}{case.pk}/nguoi-gui/", {"vi-sao": "request"}).content.decode()
    Case.objects.filter(pk=live.pk).update(consent="full")
    with pytest.raises(Refused, match="hạn chế"):
        do(live, "publish", desk.officer, title=TITLE, question="Cần giấy gì?", answer=ANSWER)
    press(officer, restriction, "unrestrict")
    assert not Case.objects.filter(restricted=True).exists()


def test_data_are_erased_unless_a_hold_or_a_law_stands(world: World) -> None:
    desk = Desk(world)
    gone, running, held = desk.approved(), desk.assigned(), desk.approved()
    rule = do(desk.case(stream="rule-feedback", address="Xóm 5"), "refuse", desk.officer, reason=REASON)
    do(held, "hold", desk.leader, reason=REASON, until=clock.today() + timedelta(days=30))
    officer, leader = signed_in(desk.officer), signed_in(desk.leader)
    enter(officer, "deletion")
    row = DataRequest.objects.get()
    page = leader.get(f"{LIST}{row.pk}/").content.decode()
    assert "Xóa những câu xóa được" in page
    assert "Xóa những câu xóa được" not in officer.get(f"{LIST}{row.pk}/").content.decode()
    assert press(officer, row, "delete").status_code == 403
    told = press(leader, row, "delete").content.decode()
    assert "Đã làm với 1 câu" in told
    for case, why in (
        (running, "đang được giải quyết"),
        (held, "được giữ lại theo yêu cầu pháp luật"),
        (rule, "Nghị định 20/2008/NĐ-CP Điều 9"),
    ):
        assert f"Câu {case.number} " in told
        assert why in told
        case.refresh_from_db()
        assert case.sender_name == NAME
    gone.refresh_from_db()
    assert (gone.sender_name, gone.text) == ("", "")
    assert press(leader, row, "done", answer="Đã xóa một câu, ba câu phải giữ.").status_code == 302
    row.refresh_from_db()
    assert row.name == NAME
    # Everything gone at the person's wish: the request names nobody either.
    do(held, "release", desk.leader, reason=REASON)
    do(running, "remove", desk.leader, reason=REASON)
    retention_day = clock.add_months(clock.today(), 24)
    with time_machine.travel(at(f"{retention_day + timedelta(days=1)}"), tick=False):
        second = requests.register(
            requests.Asked("deletion", world.agencies[COMMUNE], phone=PHONE, identified="counter")
        )
        assert requests.carry_out(second, "delete", desk.leader).gone == 3
        requests.answer(second, desk.leader, "Đã xóa hết.", done=True)
        second.refresh_from_db()
        assert (second.phone, second.answer, second.state) == ("", "", "done")
        assert not same_sender(phone=PHONE).exists()
        kinds = [(line.kind, line.why) for line in ledger.read([ledger.path()])]
        assert kinds == [("case", "request")] * 4 + [("request", "request")]
        # The first one goes when nobody needs to ask any more whether it was answered.
        assert retention.run().requests == 1
        row.refresh_from_db()
        assert (row.name, row.phone, row.answer) == ("", "", "")


def test_the_owner_asks_on_the_page_of_the_case(world: World, client: Client) -> None:
    desk = Desk(world, NEIGHBOUR)
    receipt = sent(world, NEIGHBOUR)
    sent(world, NEIGHBOUR, text="Một câu khác cùng số điện thoại.")
    section = "/xa-phuong/xa-anh-son/hoi-dap/"
    assert "Dữ liệu của tôi" in client.get(f"{section}tra-cuu/").content.decode()
    client.post(f"{section}tra-cuu/", {"code": receipt.code, "check_word": PHONE[-4:]})
    own = f"{section}cua-toi/"
    assert "Chọn một yêu cầu." in client.post(own, {"viec": "du-lieu", "words": "Xin xóa"}).content.decode()
    for _time in range(2):
        answer = client.post(own, {"viec": "du-lieu", "yeu-cau": "deletion", "words": "Xin xóa giúp tôi"})
        assert answer["Location"] == own
    row = DataRequest.objects.get()
    assert (row.case_id, row.identified, row.words) == (receipt.case.pk, "second-check", "Xin xóa giúp tôi")
    assert "cơ quan trả lời chậm nhất" in client.get(own).content.decode()
    # Whoever knows one code gets at this case alone, not at what else bears the number.
    assert [case.pk for case in requests.cases(row, desk.officer)] == [receipt.case.pk]
    # It goes where the case goes.
    do(receipt.case, "transfer", desk.officer, agency=world.agencies["40"], reason=REASON)
    assert not requests.visible(desk.officer).exists()
    province = Desk(world, "40")
    do(receipt.case, "refuse", province.officer, reason=REASON)
    assert requests.carry_out(row, "delete", province.leader).gone == 1
    requests.answer(requests.visible(province.leader).get(), province.leader, "Đã xóa.", done=True)
    assert DataRequest.objects.get().words == ""
    assert client.get(own).status_code == 302


def test_screens_cost_as_much_for_many_as_for_few(world: World) -> None:
    desk = Desk(world)
    for _number in range(2):
        desk.case()
        requests.register(requests.Asked("deletion", world.agencies[COMMUNE], phone=PHONE))
    officer, counts = signed_in(desk.officer), []
    first = DataRequest.objects.order_by("pk")[0]
    for _round in range(2):
        for address in (LIST, f"{LIST}{first.pk}/"):
            officer.get(address)
            with CaptureQueriesContext(connection) as queries:
                officer.get(address)
            counts.append(len(queries))
        for _number in range(10):
            desk.case()
            requests.register(requests.Asked("deletion", world.agencies[COMMUNE], phone=PHONE))
    assert counts[:2] == counts[2:]
    assert counts[0] <= BUDGET
    assert counts[1] <= BUDGET + 5
