"""Taking a case in: the receipt with code and day, at once and once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from feedback import attachments, codes, contacts, crypto, deadlines
from feedback.attachments import Upload
from feedback.models import Case, CaseEvent, Stream
from feedback.refusals import Refused
from feedback.services import events
from feedback.states import Action, State
from portal.agencies.models import Agency
from portal.core import clock
from portal.core.clock import Due
from portal.core.text import normalise, one_line

__all__ = ["Receipt", "Submission", "Upload", "receive"]

TITLE_MOST, TEXT_MOST, CODES_TRIED = 200, 5000, 8
# These have to be answered to somebody, so that a way to reach the sender is needed; the rest may be unnamed.
REACHABLE = frozenset(
    {
        Stream.QUESTION,
        Stream.BUSINESS,
        Stream.RULE_FEEDBACK,
        Stream.WRONG_INFORMATION,
        Stream.INFORMATION_REQUEST,
    }
)
# Nghị định 20/2008 Điều 7: name, address, and telephone or address for letters.
NAMED = frozenset({Stream.RULE_FEEDBACK, Stream.INFORMATION_REQUEST})


@dataclass(frozen=True, slots=True)
class Submission:
    """What somebody hands in, through whichever door.

    ``submission_key``: a random value made with the form (32 characters or more, unguessable): the same key
    again gives the same case and the same code, however often and however parallel it comes. ``complaint``:
    the sender or the officer says that it is a khiếu nại or tố cáo; it is sealed at once, and ``agency`` is
    the one complained of. ``received_at``: earlier than now only when an officer enters what came on paper.
    ``due_kind``: "normal", "several" or "special", as :class:`feedback.models.StreamTerms` names them.
    """

    submission_key: str
    stream: str
    agency: Agency
    title: str
    text: str
    name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    language: str = "vi"
    channel: str = Case.Channel.WEB
    consent: str = Case.Consent.NONE
    sector: str = ""
    procedure_code: str = ""
    page_path: str = ""
    draft_reference: str = ""
    external_code: str = ""
    external_place: str = ""
    complaint: bool = False
    due_kind: str = "normal"
    uploads: Sequence[Upload] = ()
    entered_by: Any = None
    received_at: datetime | None = None
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the sender gets. ``code`` as it is shown; it is in no table, so show it now.

    ``due`` None: a sealed case or a stream without a term. ``created`` False: the same form came again.
    """

    code: str
    case: Case
    due: Due | None
    created: bool = field(default=True)


def receive(submission: Submission) -> Receipt:
    """Take a case in. Raises Refused, told by field, and nothing is stored then.

    Fields of the refusal: title, text, name, phone, email, address, uploads, stream, submission_key.
    """
    clean = _cleaned(submission)
    checked = attachments.checked(submission.uploads)
    key_hashes = crypto.keyed_hashes("submission", submission.submission_key)
    again = _again(submission, key_hashes)
    if again is not None:
        return again
    for attempt in range(CODES_TRIED):
        code = codes.derived(submission.submission_key, attempt)
        if Case.objects.filter(code_hash__in=codes.code_hashes(code)).exists():
            continue
        stored: list[str] = []
        try:
            with transaction.atomic():
                case, due = _store(submission, clean, code)
                stored = attachments.store(case, checked)
            return Receipt(codes.shown(code), case, due)
        except IntegrityError:
            # The same form came in a second request, or another case drew this code: look again.
            attachments.discard(stored)
            again = _again(submission, key_hashes)
            if again is not None:
                return again
        except BaseException:
            attachments.discard(stored)
            raise
    raise RuntimeError("no code was free")


def _again(submission: Submission, key_hashes: list[str]) -> Receipt | None:
    """The receipt of a form that has come before."""
    case = Case.objects.filter(submission_hash__in=key_hashes).select_related("agency").first()
    if case is None:
        return None
    for attempt in range(CODES_TRIED):
        code = codes.derived(submission.submission_key, attempt)
        if case.code_hash in codes.code_hashes(code):
            return Receipt(codes.shown(code), case, deadlines.count(case), created=False)
    raise Refused({"submission_key": _("Phiếu này đã gửi trước đây. Ông, bà tra cứu bằng mã đã nhận.")})


def _store(submission: Submission, clean: dict[str, str], code: str) -> tuple[Case, Due | None]:
    at = clock.now()
    received = submission.received_at or at
    phone, email = clean["phone"], clean["email"]
    case = Case(
        stream=submission.stream,
        state=State.SEALED if submission.complaint else State.RECEIVED,
        language=submission.language,
        channel=submission.channel,
        code_hash=codes.code_hash(code),
        submission_hash=crypto.keyed_hash("submission", submission.submission_key),
        phone_check_hash=codes.second_hash(code, codes.phone_check(phone)),
        email_check_hash=codes.second_hash(code, codes.email_check(email)),
        phone_hash=contacts.phone_hash(phone),
        email_hash=contacts.email_hash(email),
        title=clean["title"],
        text=clean["text"],
        sender_name=clean["name"],
        sender_phone=phone,
        sender_email=email,
        sender_address=clean["address"],
        sector=one_line(submission.sector)[:100],
        procedure_code=submission.procedure_code,
        page_path=submission.page_path[:500],
        draft_reference=submission.draft_reference[:80],
        external_code=one_line(submission.external_code)[:80],
        external_place=one_line(submission.external_place)[:300],
        consent=submission.consent,
        agency=submission.agency,
        first_agency=submission.agency,
        clock_scope=submission.agency.code,
        entered_by=submission.entered_by,
        received_at=received,
        held_since=received,
        # What comes in on a demonstration is part of it, and goes with it.
        is_demo=submission.is_demo or settings.PORTAL_DEMO,
    )
    due = None
    if submission.complaint:
        case.complained_agency = submission.agency
        case.agency = contacts.reception_of(submission.agency)
    else:
        case.rule = deadlines.terms(submission.stream).rule_named(submission.due_kind)
        due = deadlines.begin(case, received)
    case.save(force_insert=True)
    events.write(
        case,
        Action.RECEIVE,
        "",
        actor=CaseEvent.Actor.OFFICER if submission.entered_by else CaseEvent.Actor.SENDER,
        user=submission.entered_by,
        at=received,
        channel=submission.channel,
        due=case.due_at.isoformat() if case.due_at else "",
        entered_at=at.isoformat() if submission.received_at else "",
    )
    return case, due


def _cleaned(submission: Submission) -> dict[str, str]:
    """The typed fields as they are kept; raises Refused for all that is wrong at once."""
    errors: dict[str, str] = {}
    if submission.stream not in Stream.values:
        errors["stream"] = _("Chọn một trong các loại có trong danh sách.")
    if len(submission.submission_key) < 32:
        errors["submission_key"] = _("Phiếu này không đọc được. Mở lại trang rồi gửi lần nữa.")
    if submission.received_at is not None and submission.received_at > clock.now():
        errors["received_at"] = _("Thời điểm nhận không thể ở tương lai.")
    clean = {
        "title": one_line(submission.title),
        "text": normalise(submission.text),
        "address": one_line(submission.address)[:300],
    }
    if not 5 <= len(clean["title"]) <= TITLE_MOST:
        errors["title"] = _("Viết câu hỏi trong một dòng, từ 5 đến %d chữ cái.") % TITLE_MOST
    if not 10 <= len(clean["text"]) <= TEXT_MOST:
        errors["text"] = _("Kể rõ sự việc, từ 10 đến %d chữ cái.") % TEXT_MOST
    for name, check in (("name", contacts.name), ("phone", contacts.phone), ("email", contacts.email)):
        try:
            clean[name] = check(getattr(submission, name))
        except Refused as refused:
            errors[name] = refused.messages[0]
            clean[name] = ""
    if submission.stream in REACHABLE and not (
        clean["phone"] or clean["email"] or {"phone", "email"} & set(errors)
    ):
        errors["phone"] = _("Nhập số điện thoại hoặc thư điện tử để cơ quan báo tin khi có trả lời.")
    if submission.stream in NAMED and not submission.complaint:
        if not clean["name"] and "name" not in errors:
            errors["name"] = _("Nhập họ và tên: quy định không tiếp nhận phản ánh không ghi tên.")
        if not clean["address"]:
            errors["address"] = _("Nhập địa chỉ: xã, phường và số nhà, xóm hoặc thôn.")
    if errors:
        raise Refused(errors)
    return clean
