"""Looking a case up by code and second check, and what its sender sees and does there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from feedback import limits
from feedback.attachments import Checked, store
from feedback.models import Attachment, Case
from feedback.services import Actor, act
from feedback.states import Action, State
from portal.core.models import AuditEntry
from tests.feedback.asking import COMMUNE, MORNING, QUESTION, Sent, ask, page
from tests.people import person, signed_in
from tests.world import World

TRACK, OWN = f"{COMMUNE}hoi-dap/tra-cuu/", f"{COMMUNE}hoi-dap/cua-toi/"
NO_MATCH = "không khớp nhau"
HERE = "17951"


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(MORNING, tick=False) as found:
        yield found


@pytest.fixture
def sent(world: World, clock: Any) -> Sent:
    return ask(Client(), clock)


def bare(html: str, *typed: str) -> str:
    """A page without what was typed into it and without Django's own mark."""
    html = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", html)
    for word in typed:
        html = html.replace(f'value="{word}"', 'value=""')
    return html


def look_up(client: Client, code: str, check: str, **more: Any) -> Any:
    return client.post(TRACK, {"code": code, "check_word": check}, **more)


def test_code_and_four_digits_open_the_case_however_typed(sent: Sent, client: Client) -> None:
    assert client.get(OWN)["Location"] == TRACK
    typed = sent.code.lower().replace("-", " ").replace("hđ", "hd")
    assert look_up(client, typed, "5678")["Location"] == OWN
    shown = page(client.get(OWN))
    for words in (sent.code, QUESTION, "Đang xử lý", "Xã Anh Sơn", "thứ Ba, ngày 01/12/2026"):
        assert words in shown
    assert client.post(OWN, {"thoat": "1"})["Location"] == TRACK
    assert client.get(OWN).status_code == 302


def test_wrong_and_unknown_are_the_same_answer(sent: Sent, client: Client) -> None:
    wrong = bare(page(look_up(client, sent.code, "0000")), sent.code, "0000")
    unknown = bare(page(look_up(client, "HĐ-AAAA-AAAA-AAAA", "5678")), "HĐ-AAAA-AAAA-AAAA", "5678")
    assert NO_MATCH in wrong
    assert wrong == unknown
    assert "Nhập mã theo dõi" in page(look_up(client, "", ""))


def test_guessing_has_to_wait_from_one_address_and_on_one_code(
    world: World, sent: Sent, client: Client, clock: Any, caplog: pytest.LogCaptureFixture
) -> None:
    for _each in range(limits.LOOKING_UP[0].tries):
        assert look_up(client, sent.code, "0000").status_code == 200
    refused = look_up(client, sent.code, "5678")
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 600
    assert look_up(client, sent.code, "5678", REMOTE_ADDR="198.51.100.1").status_code == 302
    for number in range(limits.ONE_CODE.tries):
        look_up(client, sent.code, "0000", REMOTE_ADDR=f"198.51.100.{number + 2}")
    from_elsewhere = look_up(client, sent.code, "5678", REMOTE_ADDR="198.51.100.99")
    assert from_elsewhere.status_code == 429
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits, "ALARM", limits.Limit("track-all", 3, 3600))
        look_up(client, "HĐ-BBBB-BBBB-BBBB", "1111", REMOTE_ADDR="198.51.100.120")
        look_up(client, "HĐ-BBBB-BBBB-BBBB", "1111", REMOTE_ADDR="198.51.100.121")
        assert client.get("/-/health").json()["parts"]["tracking"]["alarm"]
    assert caplog.text.count("guessed") == 1
    assert AuditEntry.objects.filter(event="feedback.guessing").count() == 1
    assert "dò mã theo dõi" in page(signed_in(person(world, "operator", "40")).get("/admin/"))
    assert "dò mã theo dõi" not in page(signed_in(person(world, "leader", HERE)).get("/admin/"))
    clock.shift(3600)
    assert look_up(client, sent.code, "5678").status_code == 302


def test_the_sender_adds_what_was_wanted_reads_the_answer_rates_it_and_asks_again_once(
    world: World, sent: Sent, client: Client, clock: Any
) -> None:
    case = Case.objects.get()
    officer, leader = person(world, "desk_officer", HERE), person(world, "leader", HERE)
    act(case, Action.ASK_SENDER, Actor.officer(officer), reason="Cháu sinh ngày nào?")
    look_up(client, sent.code, "5678")
    shown = page(client.get(OWN))
    assert "Cháu sinh ngày nào?" in shown
    assert "Cần ông, bà bổ sung" in shown
    assert "ít nhất một câu" in page(client.post(OWN, {"viec": "bo-sung", "words": ""}))
    client.post(OWN, {"viec": "bo-sung", "words": "Cháu sinh ngày 02/11."})
    case.refresh_from_db()
    assert case.state == State.ASSIGNED
    answer = "Ông, bà mang Giấy chứng sinh và giấy tờ tùy thân đến quầy số 2."
    act(case, Action.ANSWER, Actor.officer(officer), text=answer)
    assert answer not in page(client.get(OWN))
    act(case, Action.APPROVE, Actor.officer(leader))
    shown = page(client.get(OWN))
    assert answer in shown
    assert leader.username not in shown
    client.post(OWN, {"viec": "danh-gia", "muc": "partly"})
    case.refresh_from_db()
    assert case.satisfaction == Case.Satisfaction.PARTLY
    stale = client.post(OWN, {"viec": "hoi-lai", "words": "Quầy mở giờ nào?", "ban": "1"})
    assert "vừa có thay đổi" in page(stale)
    client.post(OWN, {"viec": "hoi-lai", "words": "Quầy mở giờ nào?", "ban": str(case.version)})
    case.refresh_from_db()
    assert case.state == State.REOPENED
    act(case, Action.ANSWER, Actor.officer(officer), text="Quầy mở từ 7 giờ 30 đến 16 giờ 30.")
    act(case, Action.APPROVE, Actor.officer(leader))
    assert "Hỏi lại một lần" not in page(client.get(OWN))


def test_late_is_said_plainly_with_who_is_responsible(sent: Sent, client: Client, clock: Any) -> None:
    clock.shift(9 * 86_400)
    look_up(client, sent.code, "5678")
    shown = page(client.get(OWN))
    assert "Đã quá hạn 2 ngày làm việc" in shown
    assert "người đứng đầu Xã Anh Sơn" in shown


def test_the_owner_downloads_the_own_files_once_they_are_scanned_and_nobody_elses(
    sent: Sent, world: World, client: Client, clock: Any
) -> None:
    store(Case.objects.get(), [Checked("Đơn của tôi.pdf", "pdf", b"%PDF-1.4\n%%EOF")])
    file = Attachment.objects.get()
    address = f"{OWN}tep/{file.pk}/"
    assert client.get(address).status_code == 404
    look_up(client, sent.code, "5678")
    Attachment.objects.update(scan="pending")
    assert "Đơn của tôi.pdf" in page(client.get(OWN))
    assert address not in page(client.get(OWN))
    assert client.get(address).status_code == 404
    Attachment.objects.update(scan="clean")
    assert address in page(client.get(OWN))
    answer = client.get(address)
    assert b"".join(answer.streaming_content) == b"%PDF-1.4\n%%EOF"  # type: ignore[attr-defined]
    assert answer["Content-Disposition"] == f'attachment; filename="tep-{file.pk}.pdf"'
    assert "no-store" in answer["Cache-Control"]
    other = ask(stranger := Client(REMOTE_ADDR="198.51.100.7"), clock)
    look_up(stranger, other.code, "5678")
    assert stranger.get(address).status_code == 404
