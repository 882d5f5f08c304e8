"""Whose part of the register a person keeps: the own agency's, or every agency's."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from portal.agencies.models import Agency
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
