"""Seed of the demonstration: answered questions, a month of figures, and open cases in every state.

All of it goes through the services that people use, in the demo people's names and at moments of the last
weeks, so that statistics, late list and log compute what really stands there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils.translation import gettext as _

from feedback.crypto import keyed_hash
from feedback.models import Case, Stream
from feedback.services import Actor, Submission, act, receive
from feedback.states import Action
from portal.accounts import demo
from portal.accounts.models import User
from portal.agencies.models import Agency
from portal.core import clock
from portal.core.seeds import ALWAYS, SeedContext, register_seed
from portal.editorial import access, roles
from portal.editorial.people.demo import PLACES

FILE = Path(__file__).resolve().parent / "demo" / "questions.yaml"
DEPARTMENTS = FILE.with_name("departments.yaml")
NAME, PHONE = "Người dân trình diễn", "0900000000"
ORDINARY_DAYS = 30
# Who answers where the demonstration has no people of its own.
HELPERS = (("desk_officer", "Cán bộ hỏi đáp"), ("leader", "Lãnh đạo trả lời"))
ANSWER = "Ông, bà xem trang thủ tục trên cổng này, hoặc hỏi tại quầy trong giờ làm việc. (Bản trình diễn.)"
REASON = "Lý do trình diễn: nội dung gửi chưa đủ để trả lời."


class _Desk:
    """An agency's demo people and what they do to a case."""

    def __init__(self, agency: Agency, people: dict[str, User]) -> None:
        self.agency = agency
        self.officer, self.leader = people["desk_officer"], people["leader"]

    def case(self, key: str, at: datetime, title: str, **more: Any) -> Case | None:
        """A new case; None when it stands already."""
        values: dict[str, Any] = {"title": title, "text": f"{title}.", "stream": Stream.QUESTION} | more
        receipt = receive(
            Submission(
                submission_key=_key(self.agency, key),
                agency=self.agency,
                name=NAME,
                phone=PHONE,
                received_at=at,
                is_demo=True,
                **values,
            )
        )
        return receipt.case if receipt.created else None

    def do(self, case: Case, action: str, at: datetime, leader: bool = False, **data: Any) -> Case:
        """An act of the desk's officer or leader."""
        return act(case, action, Actor.officer(self.leader if leader else self.officer), at=at, **data)

    def answered(self, case: Case, at: datetime, text: str) -> Case:
        """Assigned, answered, approved."""
        self.do(case, Action.ASSIGN, at - timedelta(hours=5), handler=self.officer)
        self.do(case, Action.ANSWER, at - timedelta(hours=2), text=text)
        return self.do(case, Action.APPROVE, at, leader=True)


def _key(agency: Agency, name: str) -> str:
    return hashlib.sha256(f"demo {agency.code} {name}".encode()).hexdigest()


def _moment(days_ago: int, hour: int = 9) -> datetime:
    """A moment of a working day some days ago."""
    calendar = clock.WorkCalendar.current("")
    day = clock.today() - timedelta(days=days_ago)
    while not calendar.is_working_day(day):
        day -= timedelta(days=1)
    return clock.start_of(day) + timedelta(hours=hour)


def _files(context: SeedContext) -> Iterable[Path]:
    return [FILE, DEPARTMENTS]


def _run(context: SeedContext) -> None:
    texts = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    made = 0
    for agency in (
        Agency.objects.filter(code__in=PLACES, is_demo=True).select_related("parent").order_by("pk")
    ):
        people = {role: demo.person(demo.name_of(role, agency)) for role in ("desk_officer", "leader")}
        known = {role: user for role, user in people.items() if user is not None}
        if len(known) < len(people):
            continue
        desk = _Desk(agency, known)
        made += _published(desk, texts["published"])
        made += _ordinary(desk, texts["ordinary"])
        made += _open(desk, texts["open"])
    made += _everywhere(texts["published"], yaml.safe_load(DEPARTMENTS.read_text(encoding="utf-8")))
    context.say(_("%d câu hỏi trình diễn") % made)


def _everywhere(texts: list[dict[str, Any]], own: dict[str, list[dict[str, Any]]]) -> int:
    """Two answers on every other site, by two demo people who are in office there meanwhile.

    Communes get two of ``texts``, departments those that ``own`` has for their code.
    """
    helpers = [(demo.make_helper(role, label), role) for role, label in HELPERS]
    meant = [number for number, text in enumerate(texts) if "commune" in text["at"]]
    made = 0
    others = Agency.objects.filter(is_demo=True).exclude(code__in=PLACES).order_by("code")
    for place, agency in enumerate(others.filter(level="commune")):
        chosen = {meant[place % len(meant)], meant[(place + 3) % len(meant)]}
        made += _by_helpers(agency, helpers, texts, chosen)
    for agency in others.filter(level="department", code__in=own):
        made += _by_helpers(agency, helpers, own[agency.code], range(len(own[agency.code])))
    return made


def _by_helpers(
    agency: Agency, helpers: list[tuple[User, str]], texts: list[dict[str, Any]], chosen: Collection[int]
) -> int:
    """What was chosen, answered and published; nothing where one of it stands already."""
    keys = [_key(agency, f"published {number}") for number in chosen]
    if Case.objects.filter(submission_hash__in=[keyed_hash("submission", key) for key in keys]).exists():
        return 0
    held = [roles.give(user, role, agency, by=None, ends_on=clock.today()) for user, role in helpers]
    for membership in held:
        roles.activate(membership.user, agency)
        access.remember(membership.user)
    made = _published(_Desk(agency, {role: user for user, role in helpers}), texts, chosen)
    for membership in held:
        roles.end(membership, by=None)
    return made


@transaction.atomic
def _published(desk: _Desk, texts: list[dict[str, Any]], chosen: Collection[int] = ()) -> int:
    made = 0
    for number, text in enumerate(texts):
        places = {desk.agency.level, desk.agency.code}
        if places.isdisjoint(text.get("at", places)) or (chosen and number not in chosen):
            continue
        received = _moment(20 + 2 * number)
        case = desk.case(
            f"published {number}",
            received,
            text["title"],
            text=text["question"],
            stream=text.get("stream", Stream.QUESTION),
            language=text.get("language", "vi"),
            procedure_code=text["procedure"],
            consent=Case.Consent.SHORTENED,
        )
        if case is None:
            continue
        answered = received + timedelta(days=1 + number % 3, hours=5)
        desk.answered(case, answered, text["answer"])
        fields = {name: text[name] for name in ("title", "question", "answer")}
        codes = [text["procedure"]] if text["procedure"] else []
        desk.do(case, Action.PUBLISH, answered + timedelta(hours=1), **fields, procedure_codes=codes)
        made += 1
    return made


@transaction.atomic
def _ordinary(desk: _Desk, texts: list[str]) -> int:
    """Answered and not published; every fourth a little late."""
    made = 0
    for number, text in enumerate(texts):
        received = _moment(ORDINARY_DAYS - 2 * number)
        case = desk.case(f"ordinary {number}", received, text)
        if case is None:
            continue
        days = 9 if number % 4 == 3 else 1 + number % 4
        desk.answered(case, received + timedelta(days=days, hours=4), ANSWER)
        made += 1
    return made


@transaction.atomic
def _open(desk: _Desk, texts: list[dict[str, Any]]) -> int:
    made = 0
    for number, text in enumerate(texts):
        history = text["history"]
        received = _moment(16 if history in ("late", "reopened") else 2, hour=8 + number % 6)
        more: dict[str, Any] = {"stream": text.get("stream", Stream.QUESTION)}
        if history == "sealed":
            more["complaint"] = True
        case = desk.case(f"open {number}", received, text["text"], **more)
        if case is None:
            continue
        _go_on(desk, case, history, received)
        made += 1
    return made


def _go_on(desk: _Desk, case: Case, history: str, received: datetime) -> None:
    """What has happened to an open case since."""
    later = received + timedelta(hours=3)
    if history in ("assigned", "drafted", "late"):
        desk.do(case, Action.ASSIGN, later, handler=desk.officer)
    if history == "drafted":
        desk.do(case, Action.ANSWER, later + timedelta(hours=1), text=ANSWER)
    if history == "waiting":
        desk.do(case, Action.ASK_SENDER, later, reason="Ông, bà cho biết số biên nhận hồ sơ và ngày nộp.")
    if history == "transferred" and desk.agency.parent is not None:
        desk.do(
            case, Action.TRANSFER, later, agency=desk.agency.parent, reason="Việc thuộc cơ quan cấp tỉnh."
        )
    if history == "reopened":
        desk.answered(case, received + timedelta(days=2, hours=4), ANSWER)
        act(case, Action.REOPEN, Actor.sender(), at=_moment(1), reason="Tôi chưa rõ nộp ở quầy nào.")
    if history == "refused":
        desk.do(case, Action.REFUSE, later, reason=REASON)


register_seed("demo-questions", 70, _files, _run, demo=ALWAYS)
