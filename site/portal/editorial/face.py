"""Whose screen it is: the agency a person works for at the moment, and the number beside "Việc hôm nay"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest

from portal.core import clock, site_request
from portal.editorial import access

if TYPE_CHECKING:
    from portal.agencies.models import Agency

_COUNT = "today_count"
_UNSET = object()


def agency_of(request: HttpRequest) -> Agency | None:
    """The agency a person works for, asked once a request; None without a role in force."""
    known = getattr(request, "_face_agency", _UNSET)
    if known is _UNSET:
        known = access.active_agency(request.user)
        request._face_agency = known  # type: ignore[attr-defined]
    agency: Any = known
    return agency


def remember_count(request: HttpRequest, count: int) -> None:
    """Keep the number that the first screen showed, so that no other screen has to ask all sources."""
    agency = agency_of(request)
    seen = [clock.today().isoformat(), agency.code if agency else "", count]
    if request.session.get(_COUNT) != seen:
        request.session[_COUNT] = seen


def remembered_count(request: HttpRequest) -> int | None:
    """The number of today's work as last shown to the person for this agency; None when it is not known."""
    seen = request.session.get(_COUNT)
    agency = agency_of(request)
    if not seen or seen[:2] != [clock.today().isoformat(), agency.code if agency else ""]:
        return None
    return int(seen[2])


def site_address(request: HttpRequest) -> str:
    """Where the public sees the agency's site (the province's for a person of no agency); one query."""
    portal = site_request.of(request)
    agency = agency_of(request)
    home = portal.map.home_of(agency.pk, settings.LANGUAGE_CODE) if agency else None
    return portal.url(home or portal.map.province_home(settings.LANGUAGE_CODE))
