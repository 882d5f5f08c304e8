"""Letters to senders: once each, plain and HTML, one link, tried again, nothing personal in the subject."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from email.header import decode_header, make_header
from smtplib import SMTPServerDisconnected
from typing import Any
from unittest.mock import patch

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client

from feedback import mails, tickets
from feedback.models import Case, Letter
from feedback.states import Action
from tests.feedback.asking import COMMUNE, MORNING, ask
from tests.feedback.cases import Desk, do
from tests.world import World

EMAIL = "nguoi.hoi@example.vn"


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(MORNING, tick=False) as found:
        yield found


def test_the_receipt_goes_out_once_and_the_code_is_forgotten_then(
    world: World, client: Client, clock: Any
) -> None:
    sent = ask(client, clock, email=EMAIL)
    assert mail.outbox == []
    letter = Letter.objects.get()
    assert letter.code == sent.code
    assert mails.send_due() == "1 sent, 0 wait"
    assert mails.send_due() == ""
    letter.refresh_from_db()
    assert (letter.state, letter.code) == (Letter.State.SENT, "")
    (message,) = mail.outbox
    assert isinstance(message, EmailMultiAlternatives)
    html = str(message.alternatives[0][0])
    assert message.to == [EMAIL]
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    assert "Xã Anh Sơn" in str(make_header(decode_header(message.from_email)))
    for text in (message.body, html):
        assert sent.code in text
        assert "thứ Ba, ngày 01/12/2026" in text
        links = set(re.findall(r'https?://[^\s"<]+', str(text)))
        assert {link.rpartition("/xa-phuong/")[2] for link in links} == {"xa-anh-son/hoi-dap/tra-cuu/"}
    for secret in (sent.code, "Mẫu", "5678"):
        assert secret not in message.subject
    assert ask(client, clock, email="").code != sent.code
    assert Letter.objects.count() == 1


def test_each_thing_that_happens_is_told_once(world: World, clock: Any) -> None:
    desk = Desk(world)
    case = desk.case(email=EMAIL)
    do(case, Action.ASK_SENDER, desk.officer, reason="Cháu sinh ngày nào ạ?")
    do(case, Action.REPLY, None, reason="Cháu sinh ngày 02/11.")
    do(case, Action.ANSWER, desk.officer, text="Ông, bà mang Giấy chứng sinh đến quầy số 2.")
    do(case, Action.APPROVE, desk.leader)
    kinds = Letter.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == [Letter.Kind.WANTED, Letter.Kind.ANSWERED]
    mails.send_due()
    assert [message.subject for message in mail.outbox] == ["Cần ông, bà cho biết thêm", "Đã có câu trả lời"]
    assert all("Cháu sinh" not in str(message.body) for message in mail.outbox)


def test_links_of_letters_change_nothing_however_often_they_are_opened(
    world: World, client: Client, clock: Any
) -> None:
    """Mail servers open the links of letters to look at them; only a button that is pressed does anything."""
    desk = Desk(world, "17951")
    case = desk.approved(email=EMAIL)
    for kind in Letter.Kind.values:
        Letter.objects.get_or_create(case=case, kind=kind, event=0)
    mails.send_due()
    links = {link for message in mail.outbox for link in re.findall(r"https?://[^\s\"<]+", str(message.body))}
    paths = {link.split("/", 3)[3] for link in links}
    assert len(mail.outbox) > len(Letter.Kind.values)
    assert paths == {"xa-phuong/xa-anh-son/hoi-dap/tra-cuu/"}
    before = (case.version, case.events.count())
    looked_up = client.post(f"{COMMUNE}hoi-dap/tra-cuu/", {"code": "", "check_word": ""})
    tickets.give(looked_up, looked_up.wsgi_request, case.pk, "HĐ-AAAA-AAAA-AAAA")
    client.cookies.update(looked_up.cookies)
    own = f"{COMMUNE}hoi-dap/cua-toi/"
    acts = [
        f"{own}?viec={act}&muc=yes&words=Xin+hoi+lai&ban={case.version}" for act in ("danh-gia", "hoi-lai")
    ]
    for address in (*(f"/{path}" for path in paths), *acts):
        for _twice in range(2):
            assert client.get(address).status_code == 200
            assert client.head(address).status_code == 200
    case.refresh_from_db()
    assert (case.version, case.events.count(), case.satisfaction) == (*before, "")
    assert "Gửi đánh giá" in client.get(own).content.decode()
    client.post(own, {"viec": "danh-gia", "muc": "yes"})
    case.refresh_from_db()
    assert case.satisfaction == "yes"


def test_a_server_that_is_down_is_tried_again_until_it_is_given_up(world: World, clock: Any) -> None:
    case = Desk(world).case(email=EMAIL)
    mails.queue_receipt(case, "HĐ-AAAA-AAAA-AAAA")
    with patch("django.core.mail.EmailMessage.send", side_effect=SMTPServerDisconnected("down")):
        assert mails.send_due() == "0 sent, 1 wait"
        assert mails.send_due() == ""
        clock.shift(timedelta(minutes=2))
        assert mails.send_due() == "0 sent, 1 wait"
        clock.shift(timedelta(days=5))
        mails.send_due()
    letter = Letter.objects.get()
    assert (letter.state, letter.code) == (Letter.State.GIVEN_UP, "")
    mails.queue_receipt(case, "HĐ-AAAA-AAAA-AAAA")
    assert Letter.objects.count() == 1
    again = Desk(world, "17951").case(email=EMAIL)
    mails.queue_receipt(again, "HĐ-BBBB-BBBB-BBBB")
    assert mails.send_due() == "1 sent, 0 wait"
    assert Case.objects.count() == 2


def test_who_asked_in_english_is_answered_in_english(world: World, clock: Any) -> None:
    case = Desk(world).case(email=EMAIL, language="en")
    mails.queue_receipt(case, "HĐ-AAAA-AAAA-AAAA")
    mails.send_due()
    assert mail.outbox[0].subject == "We have received your question"
    assert "Tuesday, 1 Dec 2026" in str(mail.outbox[0].body)
