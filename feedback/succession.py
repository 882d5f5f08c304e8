"""Who goes on with a case: the heir of an agency that merged, the officer who takes another's work over."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.models import Case, CaseEvent, DataRequest, PublicQuestion
from feedback.services import events
from feedback.states import ENDED, OPEN, Action
from portal.agencies.operations.merge import Merge, register_merge_hook
from portal.core import clock
from portal.editorial.people.handover import register_handover


@transaction.atomic
def hand_over(merge: Merge) -> dict[str, int]:
    """What has not ended goes to the heir with its term, published answers too; what has ended stays.

    Figures of the old agency are about what it ended itself. A complaint stays hidden from the heir of the
    agency complained of.
    """
    now = clock.now()
    Case.objects.filter(complained_agency=merge.predecessor).exclude(state__in=ENDED).update(
        complained_agency=merge.heir
    )
    moved = 0
    rows = Case.objects.select_for_update(of=("self",)).filter(agency=merge.predecessor)
    for case in rows.exclude(state__in=ENDED).order_by("pk"):
        case.agency, case.held_since = merge.heir, now
        case.version += 1
        case.save(update_fields=["agency", "held_since", "version"])
        events.write(
            case,
            Action.TRANSFER,
            case.state,
            actor=CaseEvent.Actor.SYSTEM,
            words=_("%(heir)s tiếp tục giải quyết thay %(old)s từ ngày %(day)s.")
            % {"heir": merge.heir.name, "old": merge.predecessor.name, "day": f"{merge.on:%d/%m/%Y}"},
            to_sender=True,
            at=now,
            origin=merge.predecessor.code,
            target=merge.heir.code,
        )
        moved += 1
    asked = DataRequest.objects.filter(agency=merge.predecessor, state=DataRequest.State.OPEN)
    requests = asked.update(agency=merge.heir)
    answers = PublicQuestion.objects.filter(agency=merge.predecessor)
    count = len(answers)
    for row in answers:
        row.agency = merge.heir
        # One by one: lists and search follow from saved rows.
        row.save(update_fields=["agency"])
    return {"cases": moved, "answers": count, "data_requests": requests}


def _held(person: Any, agency: Any) -> QuerySet[Case]:
    return Case.objects.filter(handler=person, agency=agency, state__in=OPEN)


def _count(person: Any, agency: Any) -> int:
    return _held(person, agency).count()


def _move(giver: Any, receiver: Any, agency: Any, day: date) -> int:
    """Open cases get another officer; the version moves, so that who had one open is told."""
    moved = 0
    for case in _held(giver, agency).select_for_update(of=("self",)).order_by("pk"):
        case.handler = receiver
        case.version += 1
        case.save(update_fields=["handler", "version"])
        events.write(case, Action.ASSIGN, case.state, actor=CaseEvent.Actor.SYSTEM, handler=receiver.pk)
        moved += 1
    return moved


def register() -> None:
    """Called once when the application starts."""
    register_merge_hook("60-cases", hand_over)
    register_handover("cases", gettext_lazy("Câu hỏi đang xử lý"), _count, _move)
