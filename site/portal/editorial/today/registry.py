"""The registry of sources: who can say what waits for a person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

from django.utils import timezone

if TYPE_CHECKING:
    from portal.agencies.models import Agency

Group = Literal["late", "today", "waiting", "week"]
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do, as one line of the list.

    ``title`` says it with a verb ("Trả lời: …"), ``detail`` adds one line. ``due`` is the day or the minute
    by which it must be done; None where there is none. ``action`` is the button's label (two or three words),
    ``url`` where it leads: an address of the portal, from the root. ``icon`` is the name of an icon of the
    editors' side. ``main``: the button is the filled one. ``personal``: the title is not the
    person's own or may name a citizen; the screen shows it, no message that leaves the portal does.
    """

    group: Group
    icon: str
    title: str
    detail: str
    due: date | datetime | None
    url: str
    action: str
    main: bool = False
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Something that knows of work: ``collect(user, agency, day)`` gives the items of one person.

    ``agency`` is the one the person works for at the moment, None for a person of no agency. A source asks
    the database a fixed, small number of queries (two or three), whatever the number of agencies, and checks
    for itself what the person may do. ``label`` names the kind of work, for messages that show no titles.
    """

    key: str
    label: Any
    collect: Callable[[Any, Agency | None, date], Sequence[Item]]


_sources: dict[str, Source] = {}


def register_source(source: Source) -> None:
    """Let ``source`` add to the list; the same key again replaces the earlier source."""
    _sources[source.key] = source


def registered_sources() -> list[Source]:
    """All sources, by key."""
    return [_sources[key] for key in sorted(_sources)]


def group_of(due: date | datetime, day: date) -> Group | None:
    """The group of something due then, seen on ``day``; None when it lies more than seven days ahead.

    A minute that is past is late on its own day too.
    """
    if isinstance(due, datetime):
        if due < timezone.now() and timezone.localdate() == day:
            return "late"
        due = timezone.localtime(due).date()
    if due < day:
        return "late"
    if due == day:
        return "today"
    return "week" if due <= day + WEEK else None
