"""Requests of people about their own data: one service for the desk and for the owner's page.

The clock: an answer within 02 working days (Nghị định 356/2025/NĐ-CP with Luật Bảo vệ dữ liệu cá nhân
91/2025/QH15), by the portal's calendar. Everything done to a case goes through :func:`feedback.services.act`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from feedback import contacts, scope
from feedback.models import Case, CaseQuerySet, DataRequest, StreamTerms
from feedback.privacy import erasing, ledger
from feedback.refusals import NotAllowed, Refused
from feedback.services import Actor, act, same_sender
from feedback.states import ANSWERED_STATES, ENDED, HEADS, LEADERS, Action, State
from feedback.terms import all_terms
from portal.agencies.models import Agency
from portal.core import audit, clock
from portal.core.clock import Deadline, Due, OpenDeadlines, register_deadlines
from portal.core.text import normalise
from portal.editorial import access

KEY, RULE = "feedback.data-request", "2-lv"
WORDS_MOST, ANSWER_LEAST = 2000, 5
# After the answer: as long as somebody may ask whether it was given. A proposal of the software, no law.
KEEP_MONTHS = 24
Kind, Identified = DataRequest.Kind, DataRequest.Identified
# What may be done at which request, besides answering it.
ACTS: dict[str, tuple[str, ...]] = {
    Kind.ACCESS: ("export",),
    Kind.CORRECTION: ("correct",),
    Kind.DELETION: ("revoke", "delete"),
    Kind.CONSENT: ("revoke",),
    Kind.RESTRICTION: ("restrict", "unrestrict"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for what, where. ``case``: the owner of this case, from its page; nobody else's is touched."""

    kind: str
    agency: Agency
    name: str = ""
    phone: str = ""
    email: str = ""
    words: str = ""
    identified: str = Identified.NOT_YET
    case: Case | None = None
    registered_by: Any = None
    received_at: datetime | None = None


@dataclass(slots=True)
class Deleted:
    """How many cases were erased, and which stay, told in words."""

    gone: int = 0
    kept: list[tuple[Case, str]] = field(default_factory=list)


@transaction.atomic
def register(asked: Asked) -> DataRequest:
    """Take a request in, and one more for every other agency that has cases of this person.

    Raises Refused by field: kind, name, phone, email, words, received_at. The same open request of a case's
    owner again is the one that is there.
    """
    clean = _cleaned(asked)
    at = asked.received_at or clock.now()
    if asked.case is not None:
        again = asked.case.data_requests.filter(kind=asked.kind, state=DataRequest.State.OPEN).first()
        if again is not None:
            return again
    made = _store(asked, asked.agency, clean, at, None)
    if asked.case is None:
        found = same_sender(clean["phone"], clean["email"]).filter(anonymised_at__isnull=True)
        others = Agency.objects.filter(pk__in=found.exclude(agency=asked.agency).values("agency"))
        for agency in others.order_by("pk"):
            _store(asked, agency, clean, at, made)
    return made


def _cleaned(asked: Asked) -> dict[str, str]:
    errors: dict[str, str] = {}
    clean = {"words": normalise(asked.words)[:WORDS_MOST]}
    if asked.kind not in Kind.values:
        errors["kind"] = _("Chọn một yêu cầu.")
    if asked.received_at is not None and asked.received_at > clock.now():
        errors["received_at"] = _("Thời điểm nhận không thể ở tương lai.")
    for name, check in (("name", contacts.name), ("phone", contacts.phone), ("email", contacts.email)):
        try:
            clean[name] = check(getattr(asked, name))
        except Refused as refused:
            errors[name] = refused.messages[0]
    if asked.case is None and not errors and not (clean["phone"] or clean["email"]):
        errors["phone"] = _("Ghi số điện thoại hoặc thư điện tử đã dùng khi gửi câu hỏi.")
    if errors:
        raise Refused(errors)
    return clean


def _store(
    asked: Asked, agency: Agency, clean: dict[str, str], at: datetime, origin: DataRequest | None
) -> DataRequest:
    row = DataRequest.objects.create(
        kind=asked.kind,
        agency=agency,
        case=asked.case,
        origin=origin,
        identified=asked.identified,
        received_at=at,
        clock_scope=agency.code,
        rule=RULE,
        due_at=clock.due(at, RULE, scope=agency.code).at,
        registered_by=asked.registered_by,
        **clean,
    )
    note(row, asked.registered_by, "registered")
    return row


def note(row: DataRequest, user: Any, what: str, **detail: Any) -> None:
    """Write a line into the audit trail: which request, what was done, nothing of the person."""
    code = (row.case.agency if row.case is not None else row.agency).code
    audit.note("feedback.data-request", user=user, obj=row, agency_code=code, scope=what, **detail)


def visible(user: Any) -> QuerySet[DataRequest]:
    """The requests of the agency for which somebody works now; one about a case goes where the case goes."""
    standing = access.standing(user)
    if standing.agency is None or not standing.roles & HEADS:
        return DataRequest.objects.none()
    here = Q(case__isnull=True, agency=standing.agency) | Q(case__in=scope.visible(user))
    return DataRequest.objects.filter(here).select_related("agency", "case__agency")


def cases(row: DataRequest, user: Any) -> CaseQuerySet:
    """What the person's data are in, of what this officer sees; erased ones are not among it."""
    mine = scope.visible(user).filter(anonymised_at__isnull=True).select_related("agency").order_by("pk")
    if row.case_id is not None:
        return mine.filter(pk=row.case_id)
    return mine.filter(pk__in=same_sender(row.phone, row.email).values("pk"))


def kept_because(case: Case, known: Mapping[str, StreamTerms]) -> str:
    """Why a case may not be erased at its sender's request, in words; empty when it may."""
    if case.legal_hold:
        return _("được giữ lại theo yêu cầu pháp luật đến hết ngày %s") % f"{case.hold_until:%d/%m/%Y}"
    end = case.closed_at or case.answered_at
    if case.state not in ENDED | ANSWERED_STATES or end is None:
        return _("đang được giải quyết; không cần trả lời nữa thì lãnh đạo gỡ câu trước, rồi xóa")
    found = known[case.stream]
    until = clock.add_months(clock.local(end).date(), found.retention_months)
    if found.keep_basis and clock.today() < until:
        return _("phải giữ đến %(day)s: %(basis)s") % {"day": f"{until:%d/%m/%Y}", "basis": found.keep_basis}
    return ""


def carry_out(row: DataRequest, action: str, user: Any, **data: Any) -> Deleted:
    """Do one of :data:`ACTS` to all cases of the person; deleting is the leader's. NotAllowed, Refused.

    A case to which it cannot be done stays as it is and is told in ``kept``; all others go on.
    """
    if not row.is_open or action not in ACTS[row.kind] or action == "export":
        raise NotAllowed(_("Yêu cầu này không cần việc đó."))
    ask_identified(row)
    if action == "delete" and not may_delete(user):
        raise NotAllowed(_("Xóa là việc của lãnh đạo cơ quan: xóa rồi không lấy lại được."))
    result, reason = Deleted(), _("Theo yêu cầu của người gửi, số %s") % row.number
    for case in cases(row, user):
        try:
            result.gone += _one(case, action, user, reason, data, result)
        except NotAllowed as refusal:
            result.kept.append((case, str(refusal)))
    note(row, user, action, count=result.gone, left=len(result.kept))
    return result


def _one(case: Case, action: str, user: Any, reason: str, data: Any, result: Deleted) -> int:
    officer = Actor.officer(user)
    if action == "delete":
        if why := kept_because(case, all_terms()):
            result.kept.append((case, why))
            return 0
        act(case, Action.ANONYMISE, Actor.system(), why=erasing.REQUEST)
        return 1
    if action == "revoke":
        if case.state == State.PUBLISHED:
            act(case, Action.WITHDRAW, officer, reason=reason)
        elif case.consent == Case.Consent.NONE:
            return 0
        act(case, Action.REVOKE, officer, reason=reason)
        return 1
    if action != "correct" and case.restricted == (action == "restrict"):
        return 0
    act(case, Action(action), officer, reason=reason, **data)
    return 1


def may_delete(user: Any) -> bool:
    """Erasing is for who answers for the agency: it cannot be taken back."""
    return bool(access.roles_of(user) & LEADERS)


def ask_identified(row: DataRequest) -> None:
    """Raises NotAllowed while nobody has made sure who asks: data must not go to a stranger."""
    if row.identified == Identified.NOT_YET:
        raise NotAllowed(
            _("Kiểm tra đúng là người gửi trước đã: xem giấy tờ tại quầy hoặc gọi lại số trong câu.")
        )


def identify(row: DataRequest, user: Any, how: str) -> None:
    """Write down how an officer made sure. Raises Refused."""
    if how not in Identified.values or how in (Identified.NOT_YET, Identified.SECOND_CHECK):
        raise Refused({"identified": _("Chọn đã kiểm tra bằng cách nào.")})
    DataRequest.objects.filter(pk=row.pk).update(identified=how)
    row.identified = how
    note(row, user, "identified", reason=how)


@transaction.atomic
def answer(row: DataRequest, user: Any, words: str, done: bool) -> DataRequest:
    """End a request with what was told to the person. Raises Refused, NotAllowed.

    When everything of a person is erased at his or her request, the request itself names nobody either.
    """
    held = DataRequest.objects.select_for_update(of=("self",)).select_related("agency").get(pk=row.pk)
    if not held.is_open:
        raise NotAllowed(_("Yêu cầu này đã được trả lời."))
    text = normalise(words)
    if not ANSWER_LEAST <= len(text) <= WORDS_MOST:
        raise Refused({"answer": _("Ghi đã trả lời người yêu cầu thế nào.")})
    held.answer, held.answered_at, held.answered_by = text, clock.now(), user
    held.state = DataRequest.State.DONE if done else DataRequest.State.REFUSED
    if done and held.kind == Kind.DELETION and not _left(held):
        _empty(held, erasing.REQUEST)
    held.save()
    note(held, user, held.state)
    return held


def _left(row: DataRequest) -> bool:
    """Whether this agency still has something that names the person."""
    if row.case_id is not None:
        return Case.objects.filter(pk=row.case_id, anonymised_at__isnull=True).exists()
    rows = same_sender(row.phone, row.email).filter(anonymised_at__isnull=True, agency=row.agency)
    return rows.exists()


def _empty(row: DataRequest, why: str) -> None:
    row.erase()
    row.erased_at = clock.now()
    ledger.write(
        ledger.Line("request", row.pk, ledger.mark_of("request", row.mark), clock.today().isoformat(), why)
    )


def erase_old(most: int) -> int:
    """Take what names people out of requests that were answered long ago; gives how many."""
    last = clock.start_of(clock.add_months(clock.today(), -KEEP_MONTHS))
    rows = DataRequest.objects.filter(erased_at__isnull=True, answered_at__lt=last).order_by("pk")
    return sum(erase(number, erasing.RETENTION) for number in rows.values_list("pk", flat=True)[:most])


@transaction.atomic
def erase(number: int, why: str) -> int:
    """Take what names a person out of one request; 1, or 0 where that is done."""
    rows = DataRequest.objects.select_for_update(of=("self",)).filter(pk=number, erased_at__isnull=True)
    row = rows.first()
    if row is None:
        return 0
    _empty(row, why)
    row.save()
    return 1


def open_items() -> Iterator[Deadline]:
    """The terms of open requests, for a calendar that changes."""
    rows = DataRequest.objects.filter(state=DataRequest.State.OPEN).order_by("pk")
    for row in rows.only("pk", "received_at", "rule", "due_at", "clock_scope").iterator(chunk_size=500):
        yield Deadline(f"{KEY}:{row.pk}", row.received_at, row.rule, row.due_at, row.clock_scope)


def move(deadline: Deadline, due: Due) -> None:
    """A changed calendar has moved the end of one."""
    number = int(deadline.reference.rpartition(":")[2])
    DataRequest.objects.filter(pk=number, state=DataRequest.State.OPEN).update(due_at=due.at)


def register_clock() -> None:
    """Called once when the application starts."""
    register_deadlines(OpenDeadlines(KEY, open_items, move))
