"""Takes one incoming message, through whichever transport it came: once, whole, or not at all."""

from __future__ import annotations

import base64
import hashlib
import logging
from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from feedback import addresses, attachments, crypto
from feedback.models import Case, IncomingMail, Letter
from feedback.refusals import Refused
from feedback.replies import tokens
from feedback.replies.parsing import Incoming, Kind, parse
from feedback.services import Actor, NotAllowed, act
from feedback.states import Action, State
from portal.core import counters

logger = logging.getLogger("portal.feedback")
Outcome = IncomingMail.Outcome
# More letters about one case in a day are no conversation.
MOST_A_DAY = 20
KEEP_UNKNOWN = timedelta(days=90)
LANGUAGES = ("vi", "en")


def take(raw: bytes) -> str:
    """Attach the message to its case, and give what became of it (``IncomingMail.Outcome``).

    The same bytes again change nothing. When it fails nothing is stored, and the transport keeps the message.
    """
    key = crypto.keyed_hash("incoming", hashlib.sha256(raw).hexdigest())
    stored: list[str] = []
    try:
        with transaction.atomic():
            row, created = IncomingMail.objects.get_or_create(key=key)
            if created:
                row.outcome = _taken(parse(raw), stored)
                if row.outcome == Outcome.UNKNOWN:
                    row.raw = base64.b64encode(raw).decode()
                row.save(update_fields=["outcome", "raw"])
                logger.info("an incoming message (%d): %s", row.pk, row.outcome)
    except BaseException:
        attachments.discard(stored)
        raise
    return row.outcome


def _taken(incoming: Incoming, stored: list[str]) -> str:
    origin = tokens.origin(incoming.marks)
    letter = origin.letter if origin is not None else None
    if incoming.kind == Kind.BOUNCE:
        if letter is not None:
            _bounced(letter)
        return Outcome.BOUNCE
    if incoming.kind == Kind.AUTOMATIC:
        return Outcome.AUTOMATIC
    if origin is not None and letter is None:
        _answer_late(incoming.sender)
        return Outcome.LATE
    if letter is None or not counters.hit(f"mail-reply {letter.case_id}", MOST_A_DAY, 86_400):
        return Outcome.UNKNOWN
    _attach(letter.case, incoming, stored)
    return Outcome.ATTACHED


def _bounced(letter: Letter) -> None:
    """The letter is marked, and the desk told once: the sender waits for something that does not come."""
    if letter.state == Letter.State.BOUNCED:
        return
    letter.state = Letter.State.BOUNCED
    letter.save(update_fields=["state"])
    words = _(
        "Thư báo (%(kind)s) không đến được hộp thư người gửi. Nếu có số điện thoại, báo bằng điện thoại."
    )
    told = words % {"kind": letter.get_kind_display()}
    # A case that was removed takes no notes any more.
    with suppress(NotAllowed):
        act(letter.case, Action.NOTE, Actor.system(), reason=told, look=True)


def _attach(case: Case, incoming: Incoming, stored: list[str]) -> None:
    """What was written becomes a line of the case; files go through the checks of every upload."""
    kept, lines = [], []
    with override(case.language):
        for upload in incoming.files:
            try:
                kept += attachments.checked([upload])
            except Refused as refused:
                lines += refused.messages
        if incoming.files_left:
            lines.append(_("%d tệp nữa không nhận: nhiều nhất 5 tệp một thư.") % incoming.files_left)
        text = "\n\n".join(part for part in (incoming.text, "\n".join(lines)) if part)
        text = text or _("(Thư chỉ có tệp kèm theo.)")
    stored += attachments.store(case, kept)
    wanted = Case.objects.filter(pk=case.pk, state=State.WAITING_SENDER).exists()
    data: dict[str, Any] = {"reason": text, "by_mail": True, "files": len(kept)}
    act(case, Action.REPLY if wanted else Action.LETTER, Actor.sender(), **data)


def _answer_late(sender: str) -> None:
    """The case holds no data any more: who writes is told where to ask anew, in both languages."""
    if not sender:
        return
    subjects, texts = [], []
    for language in LANGUAGES:
        with override(language):
            words = _(
                "Câu ông, bà hỏi trước đây đã xong và dữ liệu đã được xóa theo thời hạn lưu giữ, nên thư này "
                "không chuyển cho ai được. Xin gửi câu hỏi mới tại: %(link)s"
            )
            subjects.append(_("Câu hỏi này đã kết thúc"))
            texts.append(words % {"link": addresses.of_province(language)})
    EmailMessage(
        " / ".join(subjects),
        "\n\n".join(texts),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[sender],
        headers={"Auto-Submitted": "auto-replied"},
    ).send()


def forget_old() -> int:
    """Empty what nobody knew for 90 days."""
    return IncomingMail.erase(IncomingMail.objects.filter(at__lt=timezone.now() - KEEP_UNKNOWN))


def health() -> dict[str, Any]:
    """For ``/-/health``: how many messages wait for somebody who knows their case."""
    return {"ok": True, "unknown": IncomingMail.objects.filter(outcome=Outcome.UNKNOWN).count()}
