"""Every act on a case: permission and state from the one table, the effect, the line of what happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from feedback import scope
from feedback.models import Case, CaseEvent
from feedback.refusals import NotAllowed, Refused
from feedback.services import effects, events
from feedback.states import AFTER_ERASING, SENDER, STEPS, SYSTEM, Action, Step
from portal.core import clock


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: an officer, the sender (who has shown code and second check), or the portal itself."""

    kind: str
    user: Any = None

    @classmethod
    def officer(cls, user: Any) -> Actor:
        """Somebody who works at the desk."""
        return cls(CaseEvent.Actor.OFFICER, user)

    @classmethod
    def sender(cls) -> Actor:
        """Whoever opened the case with :func:`feedback.services.find`."""
        return cls(CaseEvent.Actor.SENDER)

    @classmethod
    def system(cls) -> Actor:
        """A job."""
        return cls(CaseEvent.Actor.SYSTEM)


class CaseChanged(Exception):
    """Somebody else acted on the case since it was shown; ``case`` is as it stands now."""

    def __init__(self, case: Case) -> None:
        super().__init__(_("Câu này vừa có người khác xử lý. Xem lại rồi làm tiếp."))
        self.case = case


def act(
    case: Case | int,
    action: str,
    by: Actor,
    *,
    seen: int | None = None,
    at: datetime | None = None,
    **data: Any,
) -> Case:
    """Do one thing to a case and give it as it stands then.

    ``seen``: the version that the person had in front of them. ``data``: what :data:`feedback.states.STEPS`
    asks for under ``needs`` and what the effect takes besides (:mod:`feedback.services.effects`). Raises
    CaseChanged, NotAllowed (state or person), and Refused, told by field; nothing has changed then.
    """
    wanted = Action(action)
    step = STEPS.get(wanted)
    if step is None:
        raise NotAllowed(_("Việc này không làm được với câu đã tiếp nhận."))
    with transaction.atomic():
        key = case.pk if isinstance(case, Case) else case
        held = Case.objects.select_for_update(of=("self",)).select_related("agency").get(pk=key)
        if seen is not None and held.version != seen:
            raise CaseChanged(held)
        allow(held, wanted, step, by)
        missing = [name for name in sorted(step.needs) if not data.get(name)]
        if missing:
            raise Refused({name: _("Cần ghi mục này.") for name in missing})
        before = held.state
        if by.kind == CaseEvent.Actor.OFFICER:
            held.look_since = None
        moment = at or clock.now()
        done = effects.EFFECTS[wanted](held, by.user, moment, data)
        if step.to is not None:
            held.state = step.to
        held.version += 1
        held.save()
        events.write(
            held,
            wanted,
            before,
            actor=by.kind,
            user=by.user,
            words=done.words,
            to_sender=done.to_sender,
            at=moment,
            **done.detail,
        )
    return held


def allow(case: Case, action: Action, step: Step, by: Actor) -> None:
    """Raises NotAllowed where state or person rules the act out."""
    if case.anonymised_at is not None and action not in AFTER_ERASING:
        raise NotAllowed(_("Dữ liệu cá nhân của câu này đã xóa: không làm gì thêm được với câu này."))
    if case.state not in step.sources:
        raise NotAllowed(
            _("Câu đang ở trạng thái “%(state)s”: không thể %(action)s.")
            % {"state": case.get_state_display(), "action": str(action.label).lower()}
        )
    if by.kind == CaseEvent.Actor.SENDER:
        if SENDER not in step.who:
            raise NotAllowed(_("Việc này do cơ quan làm."))
    elif by.kind == CaseEvent.Actor.SYSTEM:
        if SYSTEM not in step.who:
            raise NotAllowed(_("Việc này do người làm."))
    elif action not in scope.actions(by.user, case):
        raise NotAllowed(_("Anh/chị không có quyền làm việc này với câu hỏi này."))
