"""The desk by real requests: from the inbox to the public page, and what is refused on the way."""

import csv
import io
import re
from typing import Any

from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from feedback.attachments import Upload
from feedback.models import AnswerTemplate, Attachment, Case, PublicQuestion, StreamTerms
from feedback.reading import MOST_PEOPLE, WINDOW
from feedback.services import find
from portal.core import counters
from portal.core.models import AuditEntry
from tests.feedback.cases import ANSWER, COMMUNE, EMAIL, NAME, NEIGHBOUR, PHONE, REASON, TITLE, Desk, do, sent
from tests.people import person, signed_in
from tests.world import World

BASE = "/admin/ban-hoi-dap/"
BUDGET = 15
SECRET_TEXT = f"Tôi là {NAME}, số 0912 345 678, hỏi về thửa đất số 15 của nhà."


def refused(answer: Any) -> bool:
    """Not there, forbidden, or led back to the first screen."""
    led_back = answer.status_code == 302 and answer["Location"] == "/admin/"
    return led_back or answer.status_code in (403, 404)


def press(client: Client, case: Case, action: str, **data: Any) -> Any:
    """A button of the case's screen, by somebody who sees it as it is now."""
    case.refresh_from_db()
    return client.post(f"{BASE}{case.pk}/viec/", {"viec": action, "ban": case.version, **data})


def test_from_the_inbox_to_the_public_page(world: World) -> None:
    desk = Desk(world)
    officer, specialist, leader = (signed_in(one) for one in (desk.officer, desk.specialist, desk.leader))
    case = desk.case(text=SECRET_TEXT)
    inbox = officer.get(BASE).content.decode()
    assert TITLE in inbox
    assert f"{case.pk:06d}" in inbox
    assert "quét vi-rút" in inbox
    page = officer.get(f"{BASE}{case.pk}/").content.decode()
    assert "ẩn: số điện thoại" in page
    assert "ẩn: số thửa" in page
    for secret in ("0912 345 678", "thửa đất số 15", PHONE, EMAIL):
        assert secret not in page
    assert press(officer, case, "assign", handler=desk.specialist.pk).status_code == 302
    assert specialist.get(f"{BASE}?xem=cua-toi").content.decode().count(TITLE) == 1
    short = press(specialist, case, "answer", text="Được.")
    assert (short.status_code, "Viết câu trả lời, từ 20" in short.content.decode()) == (422, True)
    assert press(specialist, case, "answer", text=ANSWER).status_code == 302
    assert press(specialist, case, "approve").status_code == 403
    assert press(leader, case, "approve").status_code == 302
    form = officer.get(f"{BASE}{case.pk}/dang/").content.decode()
    assert "[đã che]" in form
    assert "0912" not in form
    texts = {"title": TITLE, "question": SECRET_TEXT, "answer": ANSWER, "procedures": ""}
    stopped = officer.post(f"{BASE}{case.pk}/dang/", texts)
    assert stopped.status_code == 422
    body = stopped.content.decode()
    keys = re.findall(r'name="khong-phai" value="([0-9a-f]{16})"', body)
    assert len(keys) == 3
    assert "Chưa đăng được" in body
    assert SECRET_TEXT in body
    assert not PublicQuestion.objects.exists()
    half = officer.post(f"{BASE}{case.pk}/dang/", texts | {"khong-phai": keys[:1]})
    assert half.status_code == 422
    clean = texts | {"question": "Tôi hỏi về thửa đất của nhà, cần giấy tờ gì?", "procedures": "1.001193"}
    assert officer.post(f"{BASE}{case.pk}/dang/", clean).status_code == 302
    row = PublicQuestion.objects.get()
    assert (row.live, row.topics.get().procedure_code) == (True, "1.001193")
    events = set(AuditEntry.objects.filter(event__startswith="feedback.").values_list("event", "object_id"))
    assert events == {("feedback.read", str(case.pk))}


def test_whoever_comes_second_sees_it_and_loses_no_word(world: World) -> None:
    desk = Desk(world)
    case = desk.assigned()
    officer = signed_in(desk.officer)
    do(case, "note", desk.leader, reason=REASON)
    answer = officer.post(
        f"{BASE}{case.pk}/viec/", {"viec": "answer", "ban": case.version, "text": "Câu tôi vừa soạn xong."}
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "vừa có người khác xử lý" in page
    assert "Câu tôi vừa soạn xong." in page
    # What the screen now carries goes through.
    version = re.search(r'name="ban" value="(\d+)"', page)
    assert version is not None
    again = {"viec": "answer", "ban": version[1], "text": ANSWER}
    assert officer.post(f"{BASE}{case.pk}/viec/", again).status_code == 302


def test_who_the_sender_is_shows_for_a_reason_that_is_written_down(world: World) -> None:
    desk = Desk(world)
    case = desk.case(text=SECRET_TEXT)
    officer = signed_in(desk.officer)
    address = f"{BASE}{case.pk}/nguoi-gui/"
    assert officer.get(address).status_code == 405
    assert officer.post(address, {"vi-sao": "to-mo"}).status_code == 422
    assert not AuditEntry.objects.filter(event="feedback.person-read").exists()
    shown = officer.post(address, {"vi-sao": "contact"})
    for word in (NAME, PHONE, EMAIL, SECRET_TEXT):
        assert word in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    line = AuditEntry.objects.get(event="feedback.person-read")
    assert (line.user_id, line.object_id, line.detail) == (
        desk.officer.pk,
        str(case.pk),
        {"reason": "contact"},
    )
    for _time in range(MOST_PEOPLE - 1):
        counters.hit(f"feedback.person:{desk.officer.pk}", MOST_PEOPLE, WINDOW)
    assert not AuditEntry.objects.filter(event="feedback.bulk-reading").exists()
    for _time in range(2):
        officer.post(address, {"vi-sao": "contact"})
    assert AuditEntry.objects.filter(event="feedback.bulk-reading", user_id=desk.officer.pk).count() == 1
    assert "xem quá nhiều câu hỏi" in signed_in(desk.leader).get("/admin/").content.decode()


def test_another_agency_and_other_roles_see_nothing_at_any_address(world: World) -> None:
    desk, other = Desk(world), Desk(world, NEIGHBOUR)
    upload = Upload("CCCD Trần Thị Bình.pdf", b"%PDF-1.4\n%%EOF")
    case = desk.case(text=SECRET_TEXT, uploads=[upload])
    file = case.attachments.get()
    outside = [
        other.officer,
        other.leader,
        other.specialist,
        desk.specialist,
        person(world, "desk_officer", "40"),
        person(world, "chief_editor", "40"),
        person(world, "operator", "40"),
        person(world, "inspector", "40"),
        person(world, "editor", COMMUNE),
        person(world, "unit_admin", COMMUNE),
        person(world, "counter_clerk", COMMUNE),
        type(desk.officer).objects.create_superuser("may-chu"),
    ]
    canaries = (TITLE, NAME, "0912", EMAIL, "thửa", f"{case.pk:06d}", "CCCD")
    for user in outside:
        client = signed_in(user)
        for address in (f"{case.pk}/", f"{case.pk}/dang/", f"{case.pk}/tep/{file.pk}/"):
            assert refused(client.get(BASE + address)), (user, address)
        for address in (f"{case.pk}/viec/", f"{case.pk}/nguoi-gui/", f"{case.pk}/dang/"):
            posted = {"viec": "note", "ban": case.version, "reason": REASON, "vi-sao": "contact"}
            assert refused(client.post(BASE + address, posted)), (user, address)
        for query in ("", "?xem=moi-cau", f"?q={case.pk}", f"?q={PHONE}", "danh-sach.csv"):
            answer = client.get(BASE + query)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
            text = body.decode()
            assert [word for word in canaries if word in text.replace(f'value="{PHONE}"', "")] == [], user
        assert TITLE not in client.get("/admin/").content.decode()
    case.refresh_from_db()
    assert case.version == 1
    assert signed_in(desk.officer).get(f"{BASE}{case.pk}/tep/{file.pk}/").status_code == 200


def test_files_are_downloads_of_the_handling_agency_once_they_are_scanned(world: World) -> None:
    desk = Desk(world)
    with override_settings(CLAMD_URL="tcp://127.0.0.1:1"):
        case = desk.case(uploads=[Upload("Trần Thị Bình.pdf", b"%PDF-1.4\n%%EOF")])
    file = case.attachments.get()
    officer = signed_in(desk.officer)
    address = f"{BASE}{case.pk}/tep/{file.pk}/"
    assert file.scan == "pending"
    assert officer.get(address).status_code == 404
    assert "chờ quét" in officer.get(f"{BASE}{case.pk}/").content.decode()
    Attachment.objects.update(scan="infected")
    assert officer.get(address).status_code == 404
    Attachment.objects.update(scan="clean")
    answer = officer.get(address)
    assert answer["Content-Disposition"] == f'attachment; filename="tep-{file.pk}.pdf"'
    assert answer["Content-Type"] == "application/octet-stream"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert b"".join(answer.streaming_content) == b"%PDF-1.4\n%%EOF"  # type: ignore[attr-defined]
    do(case, "transfer", desk.officer, agency=world.agencies[NEIGHBOUR], reason=REASON)
    assert officer.get(address).status_code == 404


def test_a_clerk_enters_a_case_and_prints_the_receipt_once(world: World) -> None:
    clerk = signed_in(person(world, "counter_clerk", COMMUNE))
    form = clerk.get(f"{BASE}nhap/").content.decode()
    assert "Không hỏi và không ghi số giấy tờ tùy thân" in form
    key = re.search(r'name="key" value="([0-9a-f]{32})"', form)
    assert key is not None
    typed = {
        "key": key[1],
        "stream": "question",
        "channel": "counter",
        "due_kind": "normal",
        "consent": "none",
    }
    typed |= {"title": TITLE, "text": SECRET_TEXT, "name": NAME, "phone": "0912"}
    wrong = clerk.post(f"{BASE}nhap/", typed)
    assert wrong.status_code == 422
    assert SECRET_TEXT in wrong.content.decode()
    assert "0912 345 678" in wrong.content.decode()
    first = clerk.post(f"{BASE}nhap/", typed | {"phone": PHONE})
    again = clerk.post(f"{BASE}nhap/", typed | {"phone": PHONE})
    codes = [re.findall(r"HĐ(?:-[A-Z0-9]{4}){3}", page.content.decode())[0] for page in (first, again)]
    assert codes[0] == codes[1]
    body = first.content.decode()
    assert "data:image/svg+xml" in body
    assert "Trả lời chậm nhất" in body
    case = Case.objects.get()
    assert (case.channel, case.entered_by, case.agency.code) == (
        "counter",
        clerk.get("/admin/").wsgi_request.user,
        COMMUNE,
    )
    assert find(codes[0], "5678") == case
    assert refused(clerk.get(f"{BASE}{case.pk}/"))


def test_the_list_as_a_file_is_safe_and_names_nobody(world: World) -> None:
    desk = Desk(world)
    desk.assigned(text=SECRET_TEXT, title="=HYPERLINK(1) hỏi giấy")
    desk.specialist.first_name = "=cmd"
    desk.specialist.save()
    answer = signed_in(desk.officer).get(f"{BASE}danh-sach.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    [_heading, row] = list(csv.reader(io.StringIO(text)))
    assert [cell for cell in row if cell.startswith(("=", "+", "-", "@"))] == []
    assert row[2] == "Đang xử lý"
    for secret in (NAME, PHONE, EMAIL, "HYPERLINK"):
        assert secret not in text
    assert AuditEntry.objects.get(event="feedback.exported").detail == {"rows": 1}


def test_the_inbox_asks_as_much_for_a_hundred_cases_as_for_two(world: World) -> None:
    desk = Desk(world)
    client = signed_in(desk.officer)
    model = desk.assigned(handler=desk.officer)
    queries = ("", "?xem=moi-cau", "?xem=qua-han", f"?q={PHONE}", f"{model.pk}/")
    addresses = [BASE + query for query in queries]

    def asked() -> list[int]:
        found = []
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address).status_code == 200
            found.append(len(captured))
        return found

    few = asked()
    fields = [field.name for field in Case._meta.fields if field.name != "id"]
    values = {name: getattr(model, name) for name in fields}
    for number in range(100):
        values |= {"code_hash": f"x:{number}", "submission_hash": f"y:{number}"}
        Case.objects.create(**values)
    assert asked() == few
    assert max(few[:4]) <= BUDGET, few


def test_the_desk_keeps_model_answers_and_the_province_its_terms(world: World) -> None:
    desk, province, other = Desk(world), Desk(world, "40"), Desk(world, NEIGHBOUR)
    officer = signed_in(desk.officer)
    typed = {"title": "Mất khai sinh", "stream": "", "text": ANSWER}
    assert officer.post(f"{BASE}mau-tra-loi/them/", typed).status_code == 302
    row = AnswerTemplate.objects.get()
    assert row.agency == world.agencies[COMMUNE]
    case = desk.case()
    assert "Mất khai sinh" in officer.get(f"{BASE}{case.pk}/").content.decode()
    assert signed_in(other.officer).get(f"{BASE}mau-tra-loi/{row.pk}/").status_code == 404
    assert "Mất khai sinh" not in signed_in(other.officer).get(f"{BASE}mau-tra-loi/").content.decode()
    assert officer.post(f"{BASE}mau-tra-loi/{row.pk}/", {"bo": "1"}).status_code == 302
    assert not AnswerTemplate.objects.exists()
    terms = {
        "rule": "3-lv",
        "transfer_rule": "5-lv",
        "pause_days": 5,
        "retention_months": 12,
        "basis": "QĐ 1",
    }
    assert refused(signed_in(desk.leader).get(f"{BASE}thoi-han/"))
    leader = signed_in(province.leader)
    assert "5 ngày làm việc" in leader.get(f"{BASE}thoi-han/").content.decode()
    bad = leader.post(f"{BASE}thoi-han/question/", terms | {"rule": "nhanh"})
    assert (bad.status_code, "Không có quy tắc" in bad.content.decode()) == (422, True)
    assert leader.post(f"{BASE}thoi-han/question/", terms).status_code == 302
    assert StreamTerms.objects.get().words() == "3 ngày làm việc"
    assert sent(world).case.rule == "3-lv"
