"""Cases for tests, made by the service that every door uses."""

import secrets
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from feedback.models import Case
from feedback.services import Actor, Receipt, Submission, act, receive
from portal.accounts.models import User
from tests.people import person
from tests.world import World

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
COMMUNE, NEIGHBOUR = "17950", "17951"
PHONE, EMAIL, NAME = "0912345678", "binh.tran@example.vn", "Trần Thị Bình"
TITLE, TEXT = "Làm lại giấy khai sinh cho con", "Tôi bị mất giấy khai sinh của con, xin hỏi cần mang giấy gì?"
ANSWER = "Ông, bà mang tờ khai và giấy tờ tùy thân đến quầy số 4 để được cấp bản sao trích lục."
REASON = "Lý do ghi rõ ở đây."


def at(day: str, hour: str = "09:00") -> datetime:
    """A moment in Việt Nam: ``at("2026-03-02")``."""
    return datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=ZONE)


def submission(world: World, code: str = COMMUNE, **more: Any) -> Submission:
    """A question of Bà Bình's to an agency."""
    values: dict[str, Any] = {
        "submission_key": secrets.token_hex(16),
        "stream": "question",
        "agency": world.agencies[code],
        "title": TITLE,
        "text": TEXT,
        "name": NAME,
        "phone": PHONE,
        "email": EMAIL,
        "consent": Case.Consent.FULL,
    }
    return Submission(**(values | more))


def sent(world: World, code: str = COMMUNE, **more: Any) -> Receipt:
    """The receipt of such a question."""
    return receive(submission(world, code, **more))


class Desk:
    """An agency's desk with one person in each role, and what they do."""

    def __init__(self, world: World, code: str = COMMUNE) -> None:
        self.world, self.code = world, code
        # In office before the days to which tests travel.
        self.officer, self.leader, self.specialist = (
            person(world, role, code, starts_on=date(2026, 1, 1))
            for role in ("desk_officer", "leader", "specialist")
        )

    def case(self, **more: Any) -> Case:
        """A new case of this desk."""
        return sent(self.world, self.code, **more).case

    def assigned(self, handler: User | None = None, **more: Any) -> Case:
        """A case that the specialist has."""
        return do(self.case(**more), "assign", self.officer, handler=handler or self.specialist)

    def answered(self, **more: Any) -> Case:
        """A case whose answer waits for its approver."""
        return do(self.assigned(**more), "answer", self.specialist, text=ANSWER)

    def approved(self, **more: Any) -> Case:
        """A case that is answered."""
        return do(self.answered(**more), "approve", self.leader)


def do(case: Case, action: str, user: User | None, **data: Any) -> Case:
    """An act of an officer; without a person, of the sender."""
    return act(case, action, Actor.officer(user) if user is not None else Actor.sender(), **data)
