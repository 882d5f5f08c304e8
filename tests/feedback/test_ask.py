"""Asking through the public form: doors, what is refused, one case of many posts, the receipt."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from feedback import doors, limits, spam, waiting_files
from feedback.models import Case, Stream
from search.models import SearchEntry
from tests.feedback.asking import COMMUNE, MORNING, QUESTION, WHOLE, ask, hidden, page, to_check
from tests.world import World

GUI = f"{COMMUNE}hoi-dap/gui/"


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(MORNING, tick=False) as found:
        yield found


def test_triage_leads_to_every_door_and_to_the_lawful_way(world: World, client: Client) -> None:
    triage = page(client.get(GUI))
    for door in (*doors.DOORS, *doors.GUIDES):
        assert f'value="{door.slug}"' in triage
        chosen = client.get(GUI, {"viec": door.slug, "thu-tuc": "1.001193"})
        assert chosen["Location"] == f"{GUI}{door.slug}/?thu-tuc=1.001193"
        assert client.get(chosen["Location"]).status_code == 200
    assert '<form method="post"' not in page(client.get(f"{GUI}khieu-nai-to-cao/"))
    assert "Luật Khiếu nại" in page(client.get(f"{GUI}khieu-nai-to-cao/"))
    assert "03 ngày làm việc" in page(client.get(f"{GUI}yeu-cau-thong-tin/"))
    assert "Chọn một việc" in page(client.get(GUI, {"viec": ""}))
    assert client.get(f"{GUI}khong-co/").status_code == 404
    assert "dichvucong.gov.vn" in page(client.get(f"{COMMUNE}phan-anh-kien-nghi/"))


def test_a_question_gets_a_code_and_a_day_and_how_it_was_counted(
    world: World, client: Client, clock: Any
) -> None:
    sent = ask(client, clock)
    case = Case.objects.get()
    assert (case.stream, case.agency.code, case.language) == (Stream.QUESTION, "17951", "vi")
    assert (case.text, case.sender_phone, case.consent) == (QUESTION, "0912345678", Case.Consent.NONE)
    assert "thứ Ba, ngày 01/12/2026" in sent.receipt
    assert "ngày thứ 5" in sent.receipt
    assert "data:image/svg+xml" in sent.receipt
    assert sent.code not in sent.answer["Location"]
    assert "0912 ••• 678" in sent.receipt
    assert sent.answer.cookies["hoi-dap"]["httponly"]
    assert Client().get(f"{COMMUNE}hoi-dap/bien-nhan/")["Location"].endswith("/tra-cuu/")


def test_sending_again_is_the_same_case_with_the_same_code(world: World, client: Client, clock: Any) -> None:
    sent = ask(client, clock)
    clock.shift(600)
    again = client.post(f"{GUI}cau-hoi/", {**sent.hidden, "step": "send"})
    assert sent.code in page(client.get(again["Location"]))
    assert Case.objects.count() == 1
    assert ask(client, clock).code != sent.code
    assert Case.objects.count() == 2


def test_an_error_keeps_everything_and_says_what_to_do(world: World, client: Client, clock: Any) -> None:
    typed = {
        "content": "Căn cước của tôi 040 195 001 234, <b>sao</b> chưa có?",
        "name": "Lê",
        "phone": "0912 345 67",
        "email": "khong-phai",
        "allow_processing": "",
    }
    told = to_check(client, clock, **typed)
    assert "<title>Lỗi:" in told
    for words in (
        "số giống số căn cước",
        "Nhập số điện thoại có 10 chữ số",
        "ten@example.vn",
        "Đánh dấu vào ô đồng ý",
    ):
        assert told.count(words) == 2, words
    for kept in ("&lt;b&gt;sao&lt;/b&gt;", 'value="Lê"', 'value="0912 345 67"', 'value="khong-phai"'):
        assert kept in told
    assert "checked" not in told
    assert "Ghi số điện thoại hoặc thư điện tử" in to_check(client, clock, phone="")
    assert "giống quảng cáo" in to_check(
        client, clock, content="Nhà cái uy tín, nổ hũ, tặng code ngay hôm nay"
    )
    assert Case.objects.count() == 0


@pytest.mark.parametrize(
    ("door", "values", "missing"),
    [
        ("doanh-nghiep", {"business_name": "Công ty Mẫu", "sector": "nang-luong"}, "Chọn một ngành"),
        ("quy-dinh", {"address": "Xóm 1, xã Vân Tụ", "national_code": "PAKN.20261122.0001"}, "Ghi địa chỉ"),
        ("thong-tin-sai", {"page_address": "/thu-tuc/1.001193/"}, "Dán địa chỉ của trang"),
        ("loi-trang", {"name": ""}, ""),
        ("gop-y", {"allow_publishing": "on"}, ""),
    ],
)
def test_each_door_asks_for_what_it_needs(
    world: World, client: Client, clock: Any, door: str, values: dict[str, str], missing: str
) -> None:
    if missing:
        assert missing in to_check(client, clock, door)
    ask(client, clock, door, **values)
    found = doors.door(door)
    case = Case.objects.get()
    assert found is not None
    assert case.stream == found.stream
    assert case.external_code == values.get("national_code", "")
    assert (case.consent != Case.Consent.NONE) is ("allow_publishing" in values)


def test_a_robot_sends_nothing(world: World, client: Client, clock: Any) -> None:
    kept = hidden(to_check(client, clock))
    trapped = client.post(f"{GUI}cau-hoi/", {**kept, "website": "https://example.com", "step": "send"})
    assert "Xin đợi vài giây" in page(trapped)
    fresh = hidden(page(client.get(f"{GUI}cau-hoi/")))
    fast = client.post(f"{GUI}cau-hoi/", {**fresh, **WHOLE, "step": "send"})
    assert "Xin đợi vài giây" in page(fast)
    forged = client.post(f"{GUI}cau-hoi/", {**WHOLE, "mark": "bịa", "step": "send"})
    assert forged.status_code == 200
    assert Case.objects.count() == 0
    clock.shift(10)
    assert client.post(f"{GUI}cau-hoi/", {**hidden(page(fast)), "step": "send"}).status_code == 302


def test_too_many_at_once_are_told_when_to_come_back(world: World, client: Client, clock: Any) -> None:
    kept = hidden(to_check(client, clock))
    for _each in range(limits.SENDING[0].tries):
        assert client.post(f"{GUI}cau-hoi/", {**kept, "step": "send"}).status_code == 302
    refused = client.post(f"{GUI}cau-hoi/", {**kept, "step": "send"})
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 60
    assert hidden(page(refused))["content"] == QUESTION
    elsewhere = client.post(f"{GUI}cau-hoi/", {**kept, "step": "send"}, REMOTE_ADDR="203.0.113.9")
    assert elsewhere.status_code == 302


def test_a_store_that_does_not_answer_keeps_the_text(world: World, client: Client, clock: Any) -> None:
    kept = hidden(to_check(client, clock))
    with patch("feedback.views.ask.receive", side_effect=OperationalError("gone")):
        told = client.post(f"{GUI}cau-hoi/", {**kept, "step": "send"})
    assert told.status_code == 503
    assert hidden(page(told))["content"] == QUESTION
    assert client.post(f"{GUI}cau-hoi/", {**hidden(page(told)), "step": "send"}).status_code == 302


def test_a_procedure_comes_along_and_what_fits_is_offered(world: World, client: Client, clock: Any) -> None:
    from tests.procedures_pages.factories import version

    version("1.001193", "Đăng ký khai sinh")
    SearchEntry.objects.filter(kind="procedure").delete()
    from search.index import bring_up_to_date
    from search.registry import known

    kind = known("procedure")
    assert kind is not None
    bring_up_to_date(kind, list(kind.all_ids()))
    form = page(client.get(f"{GUI}cau-hoi/", {"thu-tuc": "1.001193"}))
    assert "Về thủ tục: Đăng ký khai sinh" in form
    told = to_check(client, clock, procedure="1.001193", content="Đăng ký khai sinh cần gì?")
    assert "Có thể đã có sẵn câu trả lời" in told
    sent = client.post(f"{GUI}cau-hoi/", {**hidden(told), "step": "send"})
    assert sent.status_code == 302
    assert Case.objects.get().procedure_code == "1.001193"
    edited = client.post(f"{GUI}cau-hoi/", {**hidden(told), "step": "edit"})
    assert "Đăng ký khai sinh cần gì?" in page(edited)


def test_files_come_along_and_a_wrong_one_is_refused_without_losing_the_text(
    world: World, client: Client, clock: Any
) -> None:
    kept = hidden(to_check(client, clock)) | {"step": "send"}
    wrong = SimpleUploadedFile("anh.jpg", b"MZ not a picture")
    told = client.post(f"{GUI}cau-hoi/", {**kept, "files": [wrong]})
    assert "anh.jpg" in page(told)
    assert hidden(page(told))["content"] == QUESTION
    assert Case.objects.count() == 0
    paper = SimpleUploadedFile("don.pdf", b"%PDF-1.4\n%%EOF")
    assert client.post(f"{GUI}cau-hoi/", {**kept, "files": [paper]}).status_code == 302
    assert Case.objects.get().attachments.get().original_name == "don.pdf"


def paper(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4\n% " + name.encode() + b"\n%%EOF")


def test_files_chosen_once_stay_through_errors_until_they_are_sent_or_dropped(
    world: World, client: Client, clock: Any, settings: Any, tmp_path: Path
) -> None:
    settings.PORTAL_PRIVATE_ROOT = tmp_path
    door, kept = f"{GUI}cau-hoi/", hidden(to_check(client, clock))
    wrong = SimpleUploadedFile("anh.jpg", b"MZ not a picture")
    chosen = [paper("đơn.pdf"), wrong, paper("hai.pdf")]
    told = page(client.post(door, {**kept, "step": "send", "files": chosen}))
    assert "Bỏ đơn.pdf" in told
    assert "Bỏ hai.pdf" in told
    assert "Bỏ anh.jpg" not in told
    store = tmp_path / "waiting"
    waiting = [file for file in store.rglob("*") if file.is_file()]
    assert len(waiting) == 4
    assert not any(b"PDF" in file.read_bytes() or "đơn" in file.read_text() for file in waiting)
    edited = page(client.post(door, {**kept, "step": "edit", "files": [paper("ba.pdf")], "drop": "1"}))
    again = page(client.post(door, hidden(edited) | WHOLE))
    assert "Bỏ ba.pdf" in again
    assert "Bỏ hai.pdf" not in again
    assert client.post(door, {**kept, "step": "send", "files": [paper("bốn.pdf")]}).status_code == 302
    case = Case.objects.get()
    assert [row.original_name for row in case.attachments.all()] == ["đơn.pdf", "ba.pdf", "bốn.pdf"]
    assert not list(store.iterdir())


def test_files_that_are_never_sent_again_are_swept_away(
    world: World, client: Client, clock: Any, settings: Any, tmp_path: Path
) -> None:
    settings.PORTAL_PRIVATE_ROOT = tmp_path
    door, kept = f"{GUI}cau-hoi/", hidden(to_check(client, clock))
    client.post(door, {**kept, "step": "edit", "files": [paper("a.pdf")]})
    key = spam.read_mark(kept["mark"])
    assert key is not None
    assert waiting_files.names(key.key) == ["a.pdf"]
    kept_at = next((tmp_path / "waiting").iterdir()).stat().st_mtime
    assert waiting_files.sweep(kept_at) == 0
    assert waiting_files.sweep(kept_at + 1) == 1
    assert waiting_files.names(key.key) == []


def test_the_form_costs_at_most_six_queries(world: World, client: Client, clock: Any) -> None:
    address = f"{GUI}cau-hoi/?thu-tuc=1.001193"
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    assert len(asked) <= 6, [query["sql"][:120] for query in asked.captured_queries]
    with CaptureQueriesContext(connection) as asked:
        client.get(GUI)
    assert len(asked) <= 6
