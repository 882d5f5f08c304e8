"""Writes what happened: the line that stays, and the words beside it that can go."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from feedback.models import Case, CaseEvent, CaseNote
from feedback.states import Action
from portal.core import clock
from portal.editorial import access


def write(
    case: Case,
    action: Action,
    from_state: str,
    *,
    actor: str,
    user: Any = None,
    words: str = "",
    to_sender: bool = False,
    at: datetime | None = None,
    **detail: Any,
) -> CaseEvent:
    """One line; ``detail`` takes codes and days, ``words`` what a person typed."""
    agency = access.active_agency(user) if user is not None else None
    event = CaseEvent.objects.create(
        case=case,
        at=at or clock.now(),
        action=action,
        from_state=from_state,
        to_state=case.state,
        actor=actor,
        user_id=user.pk if user is not None else None,
        role=access.role_codes(user)[:200] if user is not None else "",
        agency_code=agency.code if agency is not None else "",
        detail={key: value for key, value in detail.items() if value not in ("", None)},
    )
    if words:
        CaseNote.objects.create(event=event, text=words, to_sender=to_sender)
    return event
