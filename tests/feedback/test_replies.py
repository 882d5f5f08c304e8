"""Answers to the desk's letters: sent through a real mail server, caught from a mailbox, kept by the case."""

from __future__ import annotations

import io
import poplib
import smtplib
from collections.abc import Iterator
from email import message_from_string
from typing import Any
from unittest.mock import patch

import pytest
from django.core import mail
from django.core.mail import get_connection
from django.core.management import call_command
from django.test import Client, override_settings
from environ import Env

from feedback import mails
from feedback.models import Attachment, Case, CaseNote, IncomingMail, Letter
from feedback.models.attachment import private_storage
from feedback.replies import mailbox as fetching
from feedback.replies import parsing, tokens
from feedback.replies.receiving import take
from portal.core import clock
from tests.feedback.cases import ANSWER, NAME, PHONE, REASON, Desk, do
from tests.feedback.post_office import answer_to, bounce_of, mailbox
from tests.feedback.test_desk import BASE
from tests.people import signed_in
from tests.services.mail_kept import kept_by
from tests.world import World

TO = "hoi-dap@tinh.example.vn"
WORDS = f"Cảm ơn cán bộ. Số tôi là {PHONE}, gọi tôi nhé."
PDF = b"%PDF-1.4\n%%EOF"


@pytest.fixture(autouse=True)
def _mailbox() -> Iterator[None]:
    with override_settings(PORTAL_MAIL_REPLIES_TO=TO):
        yield


def letter_about(case: Case, kind: str = Letter.Kind.RECEIPT) -> Any:
    """The letter as it went out."""
    Letter.objects.get_or_create(case=case, kind=kind, event=0)
    mails.send_due()
    return mail.outbox[-1].message()


def last(case: Case) -> Any:
    """What happened last."""
    return case.events.last()


def outcomes() -> list[str]:
    return list(IncomingMail.objects.values_list("outcome", flat=True))


def test_an_answer_to_a_letter_is_kept_with_the_case_and_read_at_the_desk_alone(
    world: World, client: Client, mail_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    desk = Desk(world)
    case = desk.approved()
    link = get_connection("django.core.mail.backends.smtp.EmailBackend", **options(mail_url))
    with patch("django.core.mail.message.EmailMessage.get_connection", return_value=link):
        assert mails.send_due() == "1 sent, 0 wait"
    letter = Letter.objects.get(kind=Letter.Kind.ANSWERED)
    sender = f"hoi-dap+{tokens.mark(letter)}@tinh.example.vn"
    kept = [row for row in kept_by(mail_url) if row["from"] == sender][-1]
    sent = message_from_string(kept["data"])
    assert sent["Reply-To"] == sender
    assert sent["Message-ID"] == f"<{tokens.mark(letter)}@tinh.example.vn>"

    raw = answer_to(sent, WORDS, ("Trần Thị Bình.pdf", PDF), ("khong-ro.exe", b"MZ"))
    with mailbox(raw) as box, override_settings(PORTAL_MAIL_REPLIES_URL=box.url):
        box.hang_up_after = 1
        with pytest.raises(poplib.error_proto):
            fetching.fetch()
        assert len(box.messages) == 1
        box.hang_up_after = 0
        assert fetching.fetch() == "1 thư đã nhận."
        assert box.messages == []
        assert fetching.fetch() == ""
    assert outcomes() == ["attached"]
    case.refresh_from_db()
    line = case.events.get(action="letter")
    assert (line.actor, line.detail, line.to_state) == ("sender", {"files": 1}, "approved")
    assert WORDS in line.note.text
    assert "Kính gửi" not in line.note.text
    assert "Chỉ nhận tệp" in line.note.text
    file = case.attachments.get()
    assert (file.kind, file.original_name) == ("pdf", "Trần Thị Bình.pdf")
    assert private_storage().exists(str(file.file.name))
    assert PHONE not in str(CaseNote.objects.filter(pk=line.note.pk).extra(select={"t": "text"}).values("t"))

    officer = signed_in(desk.officer)
    assert "Xem tin mới" in officer.get("/admin/").content.decode()
    screen = officer.get(f"{BASE}{case.pk}/").content.decode()
    assert "Thư trả lời của người gửi" in screen
    assert "Cảm ơn cán bộ" in screen
    assert PHONE not in screen
    whole = officer.post(f"{BASE}{case.pk}/nguoi-gui/", {"vi-sao": "contact"}).content.decode()
    assert WORDS in whole
    words = {"title": "Cấp lại trích lục khai sinh", "question": "Mất thì làm lại thế nào?", "answer": ANSWER}
    do(case, "publish", desk.officer, **words)
    public = case.public
    page = client.get(f"/xa-phuong/xa-van-tu/hoi-dap/{public.pk}/{public.slug}/").content.decode()
    assert words["title"] in page
    assert "Cảm ơn cán bộ" not in page
    assert [word for word in (PHONE, NAME, "binh.tran", "Cảm ơn") if word in caplog.text] == []


def test_what_was_asked_for_by_letter_and_answered_by_letter_goes_on(world: World) -> None:
    desk = Desk(world)
    case = do(desk.case(), "ask-sender", desk.officer, reason=REASON)
    sent = letter_about(case, Letter.Kind.WANTED)
    # The part after "+" was dropped on the way, and the answer is shorter than the form would take.
    assert take(answer_to(sent, "Có", To=TO)) == "attached"
    case.refresh_from_db()
    assert (case.state, last(case).action, last(case).note.text) == (
        "assigned",
        "reply",
        "Có",
    )
    assert case.wait_until is None or case.due_at is not None


def test_reports_of_mail_servers_and_automatic_answers_are_no_answers(world: World) -> None:
    desk = Desk(world)
    case = desk.case()
    sent = letter_about(case)
    before = case.events.count()
    assert take(bounce_of(sent, "delayed")) == "automatic"
    for name, value in (
        ("Auto_Submitted", "auto-replied (vacation)"),
        ("Precedence", "bulk"),
        ("List_Id", "<a.b>"),
    ):
        assert take(answer_to(sent, "Tôi đang nghỉ phép.", **{name: value})) == "automatic"
    assert case.events.count() == before
    assert take(bounce_of(sent)) == "bounce"
    assert take(bounce_of(sent) + b"\n") == "bounce"
    assert Letter.objects.get().state == Letter.State.BOUNCED
    assert case.events.count() == before + 1
    line = last(case)
    assert (line.action, line.actor) == ("note", "system")
    assert "không đến được hộp thư" in line.note.text
    assert not line.note.to_sender
    assert "Xem tin mới" in signed_in(desk.officer).get("/admin/").content.decode()


def test_what_nobody_knows_is_kept_and_counted_and_said_nowhere(
    world: World, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    sent = letter_about(Desk(world).case())
    marked = tokens.mark(Letter.objects.get())
    forged = {"To": f"hoi-dap+{marked[:-1]}{'0' if marked[-1] != '0' else '1'}@tinh.example.vn"}
    raw = answer_to(sent, "Tôi hỏi việc khác.", **forged, In_Reply_To="<x@y>")
    answer = io.StringIO()
    with patch("sys.stdin", io.TextIOWrapper(io.BytesIO(raw))):
        call_command("receive_mail", stdout=answer)
    assert answer.getvalue().strip() == "không rõ của câu nào"
    assert take(raw) == "unknown"
    row = IncomingMail.objects.get()
    assert client.get("/-/health").json()["parts"]["replies"]["unknown"] == 1
    shown = io.StringIO()
    call_command("unknown_mail", stdout=shown)
    call_command("unknown_mail", str(row.pk), stdout=shown)
    assert "binh.tran@example.vn" in shown.getvalue()
    assert "binh.tran" not in caplog.text
    with patch(
        "feedback.replies.receiving.timezone.now", return_value=clock.now() + fetching.receiving.KEEP_UNKNOWN
    ):
        fetching.fetch()
    row.refresh_from_db()
    assert (row.raw, row.outcome) == ("", "forgotten")


def test_a_store_that_does_not_answer_leaves_the_message_where_it_is(world: World) -> None:
    case = Desk(world).case()
    sent = letter_about(case)
    raw = answer_to(sent, WORDS, ("a.pdf", PDF))
    with (
        mailbox(raw, raw.replace(b"Re:", b"Fw:")) as box,
        override_settings(PORTAL_MAIL_REPLIES_URL=box.url),
        patch("feedback.replies.receiving.act", side_effect=[OSError("no"), case]),
    ):
        assert fetching.fetch() == "1 thư đã nhận. 1 thư không đọc được, còn trong hộp thư."
        assert len(box.messages) == 1
    # The one that failed left no file, no line.
    assert (Attachment.objects.count(), outcomes()) == (1, ["attached"])
    with (
        patch("sys.stdin", io.TextIOWrapper(io.BytesIO(raw))),
        patch("feedback.replies.receiving.parse", side_effect=OSError),
        pytest.raises(SystemExit) as ended,
    ):
        call_command("receive_mail", stderr=io.StringIO())
    assert ended.value.code == 75


def test_who_writes_after_the_data_is_gone_is_told_where_to_ask(world: World) -> None:
    case = Desk(world).case()
    sent = letter_about(case)
    # As the erasing of its case does.
    Letter.objects.all().delete()
    mail.outbox.clear()
    with (
        patch("django.core.mail.EmailMessage.send", side_effect=smtplib.SMTPServerDisconnected),
        pytest.raises(smtplib.SMTPServerDisconnected),
    ):
        take(answer_to(sent, WORDS))
    assert take(answer_to(sent, WORDS)) == "late"
    (told,) = mail.outbox
    assert told.to == ["binh.tran@example.vn"]
    assert told.extra_headers["Auto-Submitted"] == "auto-replied"
    assert str(told.body).count("/hoi-dap/") == 2
    assert "Please send a new question" in str(told.body)
    assert not case.events.filter(action="letter").exists()


def test_only_the_persons_own_words_are_read_out_of_a_mail() -> None:
    html = (
        "Content-Type: text/html; charset=utf-8\n\n<style>p{}</style>"
        "<p>Dạ vâng,<br>tôi &amp; vợ tôi sẽ đến.</p>"
        "<blockquote>Thư cũ</blockquote>"
    ).encode()
    assert parsing.parse(html).text == "Dạ vâng,\ntôi & vợ tôi sẽ đến."
    assert (
        parsing.own_words("Vâng ạ.\n\nOn Tue, 24 Nov 2026 at 10:00, Xã\n<a@b.vn> wrote:\n> cũ") == "Vâng ạ."
    )
    assert parsing.own_words("> chỉ có lời cũ") == "> chỉ có lời cũ"
    assert len(parsing.own_words("x" * 9000)) <= parsing.LONGEST_TEXT
    odd = b"Subject: =?khong-co?B?zz?=\nContent-Type: text/plain; charset=khong-co\n\n\xff\xfexin ch\xc3\xa0o"
    assert "xin chào" in parsing.parse(odd).text
    assert parsing.parse(b"").kind == parsing.Kind.ANSWER


def options(url: str) -> dict[str, Any]:
    found = Env.email_url_config(url)
    return {"host": found["EMAIL_HOST"], "port": found["EMAIL_PORT"], "username": "", "password": ""}
