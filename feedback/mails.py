"""Letters to those who asked: plain and HTML, one fact and one link, queued so that nobody waits.

A letter is a row; the job sends what is due and tries again while the server does not answer. The link leads
to the look-up page, which acts on POST alone. Subjects name no person and carry no code.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from email.utils import formataddr, parseaddr
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from feedback import addresses
from feedback.models import Case, CaseEvent, Letter
from feedback.replies import tokens
from feedback.states import Action
from portal.core import clock, jobs

logger = logging.getLogger("portal.feedback")

KINDS = {
    Action.ASK_SENDER: Letter.Kind.WANTED,
    Action.TRANSFER: Letter.Kind.TRANSFERRED,
    Action.APPROVE: Letter.Kind.ANSWERED,
    Action.REFUSE: Letter.Kind.REFUSED,
}
JOB_SECONDS, BATCH = 30, 50
# How long a try may take before another worker believes it dead; doubled after each failure up to a longest.
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=2), timedelta(hours=6)
GIVE_UP_AFTER = timedelta(days=4)


@dataclass(frozen=True, slots=True)
class Words:
    """What a letter says."""

    subject: str
    fact: str
    link: str


def queue_receipt(case: Case, code: str) -> None:
    """Have the receipt sent, with its code; nothing where no e-mail was left. One query."""
    if case.sender_email:
        Letter.objects.get_or_create(case=case, kind=Letter.Kind.RECEIPT, event=0, defaults={"code": code})


def queue_after(event: CaseEvent) -> None:
    """Have the sender told of what happened, in the transaction in which it happens."""
    kind = KINDS.get(Action(event.action))
    if kind is not None and event.case.sender_email:
        Letter.objects.get_or_create(case=event.case, kind=kind, event=event.pk)


def send_due() -> str:
    """Send what is due; says how many went and how many must wait."""
    sent = waiting = 0
    due = Letter.objects.filter(state=Letter.State.WAITING, next_at__lte=timezone.now())
    for letter in due.select_related("case__agency").order_by("next_at", "pk")[:BATCH]:
        if not _claim(letter):
            continue
        if _send(letter):
            sent += 1
        else:
            waiting += 1
    return f"{sent} sent, {waiting} wait" if sent or waiting else ""


def _claim(letter: Letter) -> bool:
    """Take a letter for oneself: of several workers one succeeds; when it dies the letter is due again."""
    wait = min(FIRST_WAIT * 2 ** min(letter.tries, 10), LONGEST_WAIT)
    mine = Letter.objects.filter(pk=letter.pk, state=Letter.State.WAITING, tries=letter.tries)
    taken = mine.update(tries=letter.tries + 1, next_at=timezone.now() + wait)
    letter.tries += taken
    return bool(taken)


def _send(letter: Letter) -> bool:
    case = letter.case
    if not case.sender_email:
        return _end(letter, Letter.State.GIVEN_UP)
    try:
        message(letter).send()
    except (SMTPException, OSError):
        logger.exception("a letter (%s) was not sent", letter.kind)
        if letter.made_at < timezone.now() - GIVE_UP_AFTER:
            _end(letter, Letter.State.GIVEN_UP)
        return False
    return _end(letter, Letter.State.SENT)


def _end(letter: Letter, state: str) -> bool:
    letter.state, letter.code = state, ""
    letter.sent_at = timezone.now() if state == Letter.State.SENT else None
    letter.save(update_fields=["state", "code", "sent_at"])
    return state == Letter.State.SENT


def message(letter: Letter) -> EmailMultiAlternatives:
    """The letter in the language in which was asked."""
    case = letter.case
    with override(case.language):
        words = _words(letter)
        context = {
            "words": words,
            "name": case.sender_name,
            "agency": case.agency,
            "code": letter.code,
            "link": addresses.look_up(case),
            "demo": settings.PORTAL_DEMO,
            "answers": bool(tokens.address(letter)),
        }
        text = render_to_string("feedback/mail/letter.txt", context)
        html = render_to_string("feedback/mail/letter.html", context)
        mark = f"{_('BẢN TRÌNH DIỄN')}: " if settings.PORTAL_DEMO else ""
        shown = formataddr((case.agency.name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))
        headers = {"Auto-Submitted": "auto-generated"}
        back = tokens.address(letter)
        if back:
            # Answers and reports of mail servers come back with the letter's mark.
            headers |= {"From": shown, "Reply-To": back, "Message-ID": tokens.message_id(letter)}
        made = EmailMultiAlternatives(
            f"{mark}{words.subject}",
            text.strip() + "\n",
            from_email=back or shown,
            to=[case.sender_email],
            headers=headers,
        )
        made.attach_alternative(html, "text/html")
    return made


def _words(letter: Letter) -> Words:
    case = letter.case
    due = clock.date_words(clock.local(case.due_at).date()) if case.due_at else ""
    names = {"agency": case.agency.name, "due": due}
    link = _("Tra cứu câu đã gửi")
    if letter.kind == Letter.Kind.RECEIPT:
        fact = (
            _("%(agency)s đã nhận nội dung ông, bà gửi. Trả lời chậm nhất %(due)s.")
            if due
            else _("%(agency)s đã nhận nội dung ông, bà gửi.")
        )
        return Words(_("Đã nhận câu hỏi của ông, bà"), fact % names, link)
    if letter.kind == Letter.Kind.WANTED:
        fact = _(
            "%(agency)s cần ông, bà cho biết thêm để trả lời được. Câu hỏi của cơ quan nằm ở trang tra cứu."
        )
        return Words(_("Cần ông, bà cho biết thêm"), fact % names, link)
    if letter.kind == Letter.Kind.TRANSFERRED:
        fact = _("Câu hỏi của ông, bà đã chuyển đến %(agency)s. Hạn trả lời vẫn là %(due)s.")
        return Words(_("Câu hỏi đã chuyển cơ quan khác"), fact % names, link)
    if letter.kind == Letter.Kind.REFUSED:
        fact = _("%(agency)s không tiếp nhận nội dung ông, bà gửi. Lý do nằm ở trang tra cứu.")
        return Words(_("Nội dung không được tiếp nhận"), fact % names, link)
    return Words(_("Đã có câu trả lời"), _("%(agency)s đã trả lời ông, bà.") % names, _("Đọc câu trả lời"))


def register() -> None:
    """Called once when the application starts."""
    jobs.register_job("feedback.letters", send_due, JOB_SECONDS)
