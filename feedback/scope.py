"""Who of the officers sees which cases, and may do what with one.

An agency has what it handles now: a transferred case moves. A complaint is never on the desk of whom it is
about. Those who only write answers see what is assigned to them; the focal officer for information sees the
requests for information. Nobody reaches the cases of all agencies, whatever the role.
"""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q

from feedback.models import Case, CaseQuerySet, Stream
from feedback.states import AFTER_ERASING, HEADS, LEADERS, Action, State, actions_for
from portal.editorial import access

READERS = HEADS | {"specialist", "information_officer"}


def visible(user: Any) -> CaseQuerySet:
    """The cases that somebody may see at the agency for which he or she works now."""
    standing = access.standing(user)
    if standing.agency is None or not standing.roles & READERS:
        return Case.objects.none()
    mine = Q(agency=standing.agency)
    if standing.roles & HEADS:
        own = Q()
        if not standing.roles & LEADERS:
            own &= Q(complained_agency__isnull=True) | ~Q(complained_agency=F("agency"))
    else:
        own = Q(handler=user)
        if "information_officer" in standing.roles:
            own |= Q(stream=Stream.INFORMATION_REQUEST)
        own &= ~Q(state=State.SEALED)
    return Case.objects.filter(mine & own)


def may_see(user: Any, case: Case) -> bool:
    """Whether a case is among those that somebody may see."""
    return visible(user).filter(pk=case.pk).exists()


def actions(user: Any, case: Case) -> list[Action]:
    """What somebody may do to a case as it stands, in the order of the table."""
    if not may_see(user, case):
        return []
    able = actions_for(case.state, access.roles_of(user))
    if case.anonymised_at is not None:
        return [action for action in able if action in AFTER_ERASING]
    return [action for action in able if action != Action.SEEN or case.look_since is not None]
