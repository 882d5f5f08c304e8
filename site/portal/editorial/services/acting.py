"""Who acts: a person, or a part of the portal under a name of its own.

Wagtail hands a user through some of its doors and none through others; inside the editors' side its log
context knows the person all the same. Importers, provisioning and the schedule say who they are with
:func:`acting_as`. An act without either is the machine's (``may-chu``): someone at the shell.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from wagtail.log_actions import get_active_log_context

if TYPE_CHECKING:
    from portal.editorial.models import Approval

MACHINE: Final = "may-chu"
SCHEDULE: Final = "hen-gio"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts and on what ground.

    ``role`` is what the log shows; empty for a person whose role follows from the agency. ``approval`` is the
    approval that this act carries out. ``emergency``: published now, approved within 24 hours.
    ``laid_out``: provisioning lays out a frame that
    people fill. ``replacing``: what goes away has been replaced.
    """

    role: str = ""
    user: Any = None
    approval: Approval | None = None
    emergency: bool = False
    laid_out: bool = False
    replacing: bool = False

    @property
    def is_person(self) -> bool:
        """Whether the rules for people hold: permission and the second pair of eyes."""
        return self.user is not None

    def role_for(self, obj: Any) -> str:
        """The role as the log has it: given, or the person's role towards a thing, or the machine."""
        from portal.editorial.services.people import role_for

        return self.role or (role_for(self.user, obj) if self.is_person else MACHINE)


_acting: ContextVar[Actor | None] = ContextVar("portal_actor", default=None)


@contextmanager
def acting_as(role: str | None = None, **ground: Any) -> Iterator[Actor]:
    """Act under a name, or on a ground (see :class:`Actor`), until the block ends."""
    if role is not None:
        ground["role"] = role
    actor = replace(_acting.get() or Actor(), **ground)
    token = _acting.set(actor)
    try:
        yield actor
    finally:
        _acting.reset(token)


def actor(user: Any = None) -> Actor:
    """Who acts now. ``user`` is whom Wagtail named at this door, if anybody.

    A named part of the portal stays itself even when a person started it (an import from a screen).
    """
    found = _acting.get() or Actor()
    if found.role and not found.user:
        return found
    if user is None:
        user = found.user or get_active_log_context().user
    return replace(found, user=user if user is not None and user.pk else None)
