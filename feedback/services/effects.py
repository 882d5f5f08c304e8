"""What each act does to a case besides its state; called by :func:`feedback.services.act` alone, locked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from feedback import contacts, deadlines
from feedback.models import Answer, Case
from feedback.privacy import erasing
from feedback.refusals import NotAllowed, Refused
from feedback.services import publishing
from feedback.states import OPEN, Action, State
from feedback.terms import terms
from portal.accounts.models import Membership, User
from portal.agencies.models import Agency
from portal.core import clock
from portal.core.text import normalise

REASON_LEAST, REASON_MOST, ANSWER_LEAST, ANSWER_MOST = 5, 2000, 20, 20_000
# A hold is thought over at least so often.
HOLD_MONTHS = 12
Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Done:
    """What goes into the line: typed words apart from codes."""

    words: str = ""
    to_sender: bool = False
    detail: dict[str, Any] = field(default_factory=dict)


def _reason(data: Data) -> str:
    text = normalise(str(data.get("reason", "")))
    if not REASON_LEAST <= len(text) <= REASON_MOST:
        raise Refused({"reason": _("Ghi rõ lý do, từ %d chữ cái.") % REASON_LEAST})
    return text


def _stop(case: Case, at: datetime) -> None:
    """The term is over: in time or not stays for good."""
    if case.state == State.WAITING_SENDER:
        deadlines.resume(case, at)
    case.was_late = case.was_late or (case.due_at is not None and at > case.due_at)


def _assign(case: Case, user: Any, at: datetime, data: Data) -> Done:
    handler = data["handler"]
    held = Membership.objects.on(clock.today()).filter(user=handler, agency=case.agency, user__is_active=True)
    able = held.filter(
        role__in={"desk_officer", "specialist", "information_officer", "leader", "centre_director"}
    )
    if not isinstance(handler, User) or not able.exists():
        raise Refused({"handler": _("Chọn một người đang làm việc tại cơ quan.")})
    case.handler = handler
    words = normalise(str(data.get("reason", "")))[:REASON_MOST]
    return Done(words, detail={"handler": handler.pk})


def _ask_sender(case: Case, user: Any, at: datetime, data: Data) -> Done:
    reason = _reason(data)
    left = deadlines.pause_left(case)
    if left <= 0:
        raise Refused({"reason": _("Câu này không tạm dừng thời hạn được nữa. Trả lời theo những gì đã có.")})
    case.wait_until = deadlines.pause(case, at, _("chờ người gửi bổ sung"))
    return Done(reason, True, {"until": case.wait_until.isoformat()})


def _reply(case: Case, user: Any, at: datetime, data: Data) -> Done:
    """``by_mail``: a letter, which may be as short or long as letters are."""
    reason = str(data["reason"]) if data.get("by_mail") else _reason(data)
    deadlines.resume(case, at)
    case.look_since = at
    return Done(reason, True, {"due": _due(case), "files": data.get("files") or ""})


def _letter(case: Case, user: Any, at: datetime, data: Data) -> Done:
    case.look_since = at
    return Done(str(data["reason"]), True, {"files": data.get("files") or ""})


def _resume(case: Case, user: Any, at: datetime, data: Data) -> Done:
    deadlines.resume(case, at)
    return Done(detail={"due": _due(case)})


def _transfer(case: Case, user: Any, at: datetime, data: Data) -> Done:
    target = data["agency"]
    if not isinstance(target, Agency) or target.pk == case.agency_id:
        raise Refused({"agency": _("Chọn cơ quan khác để chuyển đến.")})
    if not Agency.objects.on(clock.today()).filter(pk=target.pk).exists():
        raise Refused({"agency": _("Cơ quan này không còn hoạt động. Chọn cơ quan kế tục.")})
    late = case.transfer_due_at is not None and at > case.transfer_due_at
    origin = case.agency.code
    case.agency = target
    case.handler = None
    case.held_since = at
    return Done(_reason(data), True, {"origin": origin, "target": target.code, "late": late or ""})


def _lengthen(case: Case, user: Any, at: datetime, data: Data) -> Done:
    kind = str(data["kind"])
    rule = terms(case.stream).rule_named(kind)
    if kind not in ("normal", "several", "special") or not case.rule or rule == case.rule:
        raise Refused({"kind": _("Loại này không có thời hạn khác.")})
    if case.due_at is not None and at > case.due_at:
        raise Refused({"kind": _("Đã quá hạn: không đổi thời hạn được nữa.")})
    old = case.rule
    case.rule = rule
    case.due_at = _counted(case)
    return Done(_reason(data), True, {"old": old, "rule": rule, "due": _due(case)})


def _answer_text(data: Data, least: int) -> str:
    text = normalise(str(data["text"]))
    if not least <= len(text) <= ANSWER_MOST:
        raise Refused(
            {
                "text": _("Viết câu trả lời, từ %(least)d đến %(most)d chữ cái.")
                % {"least": least, "most": ANSWER_MOST}
            }
        )
    return text


def _write_answer(case: Case, user: Any, at: datetime, text: str, status: str) -> Answer:
    answer = case.answers.exclude(status=Answer.Status.APPROVED).first() or Answer(case=case)
    answer.text, answer.status, answer.author, answer.written_at = text, status, user, at
    answer.save()
    return answer


def _draft(case: Case, user: Any, at: datetime, data: Data) -> Done:
    _write_answer(case, user, at, _answer_text(data, 1), Answer.Status.DRAFT)
    return Done()


def _answer(case: Case, user: Any, at: datetime, data: Data) -> Done:
    answer = _write_answer(case, user, at, _answer_text(data, ANSWER_LEAST), Answer.Status.SUBMITTED)
    case.handler = case.handler or user
    return Done(detail={"answer": answer.pk})


def _return(case: Case, user: Any, at: datetime, data: Data) -> Done:
    reason = _reason(data)
    case.answers.filter(status=Answer.Status.SUBMITTED).update(status=Answer.Status.RETURNED)
    return Done(reason)


def _approve(case: Case, user: Any, at: datetime, data: Data) -> Done:
    answer = case.answers.filter(status=Answer.Status.SUBMITTED).first()
    if answer is None:
        raise Refused({"text": _("Không có câu trả lời nào chờ duyệt.")})
    if answer.author_id == user.pk:
        raise NotAllowed(_("Người soạn không tự duyệt câu trả lời của mình."))
    answer.status, answer.approved_by, answer.approved_at = Answer.Status.APPROVED, user, at
    answer.save()
    _stop(case, at)
    case.answered_at = at
    return Done(detail={"answer": answer.pk, "late": case.was_late or ""})


def _publish(case: Case, user: Any, at: datetime, data: Data) -> Done:
    return Done(detail=publishing.publish(case, user, at, data))


def _withdraw(case: Case, user: Any, at: datetime, data: Data) -> Done:
    reason = _reason(data)
    publishing.withdraw(case, user, at, reason)
    if case.anonymised_at is not None:
        # Nobody comes to take this away later: neither the texts nor the reason stay.
        erasing.empty(case.public)
        return Done()
    return Done(reason)


def _close(case: Case, user: Any, at: datetime, data: Data) -> Done:
    case.closed_at = at
    return Done(normalise(str(data.get("reason", "")))[:REASON_MOST])


def _rate(case: Case, user: Any, at: datetime, data: Data) -> Done:
    satisfaction = str(data["satisfaction"])
    if satisfaction not in Case.Satisfaction.values:
        raise Refused({"satisfaction": _("Chọn một trong ba mức.")})
    case.satisfaction = satisfaction
    return Done(normalise(str(data.get("reason", "")))[:REASON_MOST], detail={"satisfaction": satisfaction})


def _reopen(case: Case, user: Any, at: datetime, data: Data) -> Done:
    reason = _reason(data)
    if case.reopened_at is not None or case.answered_at is None:
        raise NotAllowed(_("Mỗi câu chỉ mở lại được một lần. Ông, bà có thể gửi câu hỏi mới."))
    if case.state == State.PUBLISHED:
        publishing.withdraw(case, None, at, _("Người gửi đề nghị trả lời lại"))
    case.reopened_at, case.answered_at, case.closed_at = at, None, None
    case.rule = ""
    deadlines.begin(case, at)
    return Done(reason, detail={"due": _due(case)})


def _seal(case: Case, user: Any, at: datetime, data: Data) -> Done:
    from feedback.contacts import reception_of

    reason = _reason(data)
    complained = data.get("agency") or case.agency
    _stop(case, at)
    case.complained_agency = complained
    case.agency = reception_of(complained)
    case.handler, case.due_at, case.transfer_due_at, case.held_since = None, None, None, at
    return Done(reason, detail={"complained": complained.code})


def _unseal(case: Case, user: Any, at: datetime, data: Data) -> Done:
    reason = _reason(data)
    target = data["agency"]
    if not isinstance(target, Agency):
        raise Refused({"agency": _("Chọn cơ quan trả lời.")})
    case.agency, case.complained_agency, case.held_since = target, None, at
    case.clock_scope, case.rule = target.code, ""
    deadlines.begin(case, at)
    return Done(reason, detail={"target": target.code, "due": _due(case)})


def _refuse(case: Case, user: Any, at: datetime, data: Data) -> Done:
    reason = _reason(data)
    _stop(case, at)
    case.closed_at = at
    return Done(reason, True)


def _remove(case: Case, user: Any, at: datetime, data: Data) -> Done:
    reason = _reason(data)
    was_open = case.state in OPEN
    _stop(case, at)
    case.closed_at = case.closed_at or at
    return Done(reason, False, {"open": was_open or ""})


def _merge(case: Case, user: Any, at: datetime, data: Data) -> Done:
    into = data["into"]
    if not isinstance(into, Case) or into.pk == case.pk or into.agency_id != case.agency_id:
        raise Refused({"into": _("Chọn một câu khác của cùng cơ quan.")})
    if into.merged_into_id is not None or into.state in (State.REFUSED, State.REMOVED, State.SEALED):
        raise Refused({"into": _("Không gộp được vào câu này.")})
    _stop(case, at)
    case.merged_into, case.closed_at = into, at
    return Done(detail={"into": into.pk})


def _note(case: Case, user: Any, at: datetime, data: Data) -> Done:
    """``look``: an officer has to look at it; ``to_sender``: the sender reads it too."""
    if data.get("look"):
        case.look_since = at
    return Done(_reason(data), bool(data.get("to_sender")))


def _seen(case: Case, user: Any, at: datetime, data: Data) -> Done:
    return Done()


def _correct(case: Case, user: Any, at: datetime, data: Data) -> Done:
    """``name``, ``phone``, ``email``, ``address``: what is given replaces what was there.

    The second check of the receipt's code stays what it was: its hash hangs on the code, which is nowhere.
    """
    given = {key: str(data[key]) for key in ("name", "phone", "email", "address") if data.get(key)}
    errors: dict[str, str] = {}
    for key, check in (("name", contacts.name), ("phone", contacts.phone), ("email", contacts.email)):
        if key in given:
            try:
                given[key] = check(given[key])
            except Refused as refused:
                errors[key] = refused.messages[0]
    if errors or not given:
        raise Refused(errors or {"name": _("Ghi mục nào sửa thành gì.")})
    for key, value in given.items():
        setattr(case, f"sender_{key}", value[:300])
    case.phone_hash = contacts.phone_hash(case.sender_phone)
    case.email_hash = contacts.email_hash(case.sender_email)
    return Done(_reason(data), detail={"fields": sorted(given)})


def _revoke(case: Case, user: Any, at: datetime, data: Data) -> Done:
    case.consent = Case.Consent.NONE
    return Done(_reason(data))


def _restrict(case: Case, user: Any, at: datetime, data: Data) -> Done:
    case.restricted = True
    return Done(_reason(data))


def _unrestrict(case: Case, user: Any, at: datetime, data: Data) -> Done:
    case.restricted = False
    return Done(_reason(data))


def _hold(case: Case, user: Any, at: datetime, data: Data) -> Done:
    until, today = data["until"], clock.local(at).date()
    last = clock.add_months(today, HOLD_MONTHS)
    if not isinstance(until, date) or not today <= until <= last:
        raise Refused(
            {
                "until": _("Chọn ngày từ hôm nay đến %(last)s; cần lâu hơn thì khi đó giữ thêm một lần.")
                % {"last": f"{last:%d/%m/%Y}"}
            }
        )
    case.legal_hold, case.hold_until = True, until
    return Done(_reason(data), detail={"until": until.isoformat()})


def _release(case: Case, user: Any, at: datetime, data: Data) -> Done:
    if not case.legal_hold:
        raise Refused({"reason": _("Câu này không bị giữ lại.")})
    case.legal_hold, case.hold_until = False, None
    return Done(_reason(data))


def _anonymise(case: Case, user: Any, at: datetime, data: Data) -> Done:
    """``why``: "retention", "request" or "replay" (:mod:`feedback.privacy.erasing`)."""
    return Done(detail=erasing.erase(case, at, str(data.get("why", erasing.RETENTION))))


def _counted(case: Case) -> datetime | None:
    due = deadlines.count(case)
    return due.at if due is not None else None


def _due(case: Case) -> str:
    return case.due_at.isoformat() if case.due_at else ""


EFFECTS: Mapping[Action, Callable[[Case, Any, datetime, Data], Done]] = {
    Action.ASSIGN: _assign,
    Action.ASK_SENDER: _ask_sender,
    Action.REPLY: _reply,
    Action.LETTER: _letter,
    Action.RESUME: _resume,
    Action.TRANSFER: _transfer,
    Action.LENGTHEN: _lengthen,
    Action.DRAFT: _draft,
    Action.ANSWER: _answer,
    Action.RETURN: _return,
    Action.APPROVE: _approve,
    Action.PUBLISH: _publish,
    Action.WITHDRAW: _withdraw,
    Action.CLOSE: _close,
    Action.RATE: _rate,
    Action.REOPEN: _reopen,
    Action.SEAL: _seal,
    Action.UNSEAL: _unseal,
    Action.REFUSE: _refuse,
    Action.REMOVE: _remove,
    Action.MERGE: _merge,
    Action.NOTE: _note,
    Action.SEEN: _seen,
    Action.CORRECT: _correct,
    Action.REVOKE: _revoke,
    Action.RESTRICT: _restrict,
    Action.UNRESTRICT: _unrestrict,
    Action.HOLD: _hold,
    Action.RELEASE: _release,
    Action.ANONYMISE: _anonymise,
}
