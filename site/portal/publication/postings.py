"""Since when, and in which stretches, something has been public: read from the publication log."""

from __future__ import annotations

from portal.core.clock import Spell
from portal.publication.models import PublicationEntry

GONE = frozenset(
    {PublicationEntry.Act.WITHDRAWN, PublicationEntry.Act.EXPIRED, PublicationEntry.Act.REPLACED}
)


def spells(object_type: str, object_id: str) -> list[Spell]:
    """The stretches in which a thing was public, the earliest first; the last one is open while it is.

    The first public minute of an act is the later of the line's time and of ``visible_from``.
    """
    found: list[Spell] = []
    lines = PublicationEntry.objects.filter(object_type=object_type, object_id=object_id).order_by("sequence")
    for act, logged_at, visible_from in lines.values_list("act", "logged_at", "visible_from"):
        public = bool(found) and found[-1].end is None
        if act in GONE and public:
            found[-1] = Spell(found[-1].start, logged_at)
        elif act not in GONE and not public:
            found.append(Spell(max(logged_at, visible_from), None))
    return found
