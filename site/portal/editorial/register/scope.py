"""Whose part of the register a person keeps: the own agency's, or every agency's."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from portal.agencies import names
from portal.agencies.models import Agency
from portal.core import stamps
from portal.editorial import access

# Those who answer for the counter keep their own agency's contact, hours and places.
OWN = frozenset({"unit_admin", "counter_clerk", "centre_director"})
# The province keeps everybody's.
ALL = frozenset({"operator", "chief_editor"})


def keeps_all(user: Any) -> bool:
    """Whether a person keeps the whole register."""
    return bool(user.is_superuser or access.roles_of(user) & ALL)


def own(user: Any) -> Agency | None:
    """The agency whose part a person keeps."""
    return access.active_agency(user) if access.roles_of(user) & OWN else None


def agency(user: Any, code: str) -> Agency:
    """The agency of an address. Raises Http404 where it is not this person's to keep, or does not exist."""
    mine = own(user)
    if mine is not None and mine.code == code:
        return Agency.objects.select_related("parent").get(pk=mine.pk)
    found = Agency.objects.select_related("parent").filter(code=code).first() if keeps_all(user) else None
    if found is None:
        raise Http404
    return found


def named(q: str) -> QuerySet[Agency]:
    """The agencies that a person asks for by name, old name or code; all, when nothing is asked."""
    if not q:
        return Agency.objects.all()
    stamp = stamps.read_all().get("routing", 0)
    # One that has ended is found too, by its own name: the register keeps it.
    answer = names.index(stamp).answer(q, most=10_000, day=date.min)
    return Agency.objects.filter(pk__in=[found.agency_pk for found in answer.found])
