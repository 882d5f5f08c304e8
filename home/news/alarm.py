"""The emergency banner on public pages: beside the routing map, so that it costs no query.

Publishing one moves the routing stamp, which every process reads with each request: it stands on the pages of
all processes with the next one, and is gone with the first request after its last second.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from home.news.models import EmergencyBanner
from portal.core import clock, routing, site_request, slots
from portal.core.site_request import PortalRequest
from portal.editorial.services import Line, register_kind, simple
from portal.publication.chain import content_hash
from portal.publication.models import PublicationEntry
from portal.publication.registry import PublicObjects, PublicState, Shown, register_public_objects

BESIDE = "emergency-banners"
OBJECT_TYPE = "news.emergencybanner"
MOST = 2


@dataclass(frozen=True, slots=True)
class Alarm:
    """A banner that is public: whose sites show it (None: all), from when, until when."""

    pk: int
    title: str
    text: str
    phone: str
    issuer: str
    since: datetime
    until: datetime
    agencies: frozenset[int] | None


def load() -> list[Alarm]:
    """Every banner that is public and not over, with the sites that its areas and communes mean now.

    A query for all, and a few for each one that stands; once a change, never for a visitor's page.
    """
    rows = EmergencyBanner.objects.filter(live=True, expires_at__gt=clock.now())
    return [_alarm(row) for row in rows.order_by("-first_published_at")]


def _alarm(row: EmergencyBanner) -> Alarm:
    found = row.reaches()
    reach = None if found is None else frozenset(found)
    since = row.first_published_at or clock.now()
    until: Any = row.expires_at
    return Alarm(row.pk, row.title, row.text, row.phone, row.issuer, since, until, reach)


def shown_on(portal: PortalRequest) -> list[Alarm]:
    """What a site shows now, the newest first; no query."""
    now = clock.now()
    agency = portal.agency.pk if portal.agency else None
    known: list[Alarm] = portal.map.beside(BESIDE) or []
    return [
        alarm for alarm in known if alarm.until > now and (alarm.agencies is None or agency in alarm.agencies)
    ][:MOST]


def slot(context: slots.SlotContext) -> slots.SlotContent | None:
    """Above everything, on every page of the sites that a banner reaches."""
    found = [_words(alarm) for alarm in shown_on(site_request.of(context.request))]
    return slots.SlotContent("news/slots/alarm.html", {"alarms": found}) if found else None


def _words(alarm: Alarm) -> dict[str, Any]:
    at, until = (date_format(clock.local(moment), "H:i d/m/Y") for moment in (alarm.since, alarm.until))
    said = _("Phát %(at)s, có giá trị đến %(until)s. %(who)s.")
    link = {
        "url": f"tel:{''.join(sign for sign in alarm.phone if sign.isdigit())}",
        "label": _("Gọi %s") % alarm.phone,
    }
    return {
        "id": f"khan-{alarm.pk}",
        "title": _("Khẩn cấp: %s") % alarm.title,
        "text": alarm.text,
        "links": [link] if alarm.phone else [],
        "issued": said % {"at": at, "until": until, "who": alarm.issuer},
    }


def content(banner: EmergencyBanner) -> dict[str, Any]:
    """What of a banner is hashed for the publication log: areas by their codes, not by what they hold."""
    codes = sorted(agency.code for agency in banner.communes.all())
    areas = sorted(area.code for area in banner.areas.all())
    until = banner.expires_at.astimezone(clock.ZONE).isoformat() if banner.expires_at else ""
    words = {name: getattr(banner, name) for name in ("title", "text", "phone", "issuer", "reach")}
    return words | {"until": until, "areas": areas, "communes": codes}


def _line(banner: EmergencyBanner) -> Line:
    return Line(
        object_type=OBJECT_TYPE,
        object_id=str(banner.pk),
        scope_kind=PublicationEntry.Scope.AGENCY,
        scope=banner.agency.code,
        stamps=["routing"],
        content=content(banner),
    )


def _states() -> Iterator[PublicState]:
    for banner in EmergencyBanner.objects.filter(live=True):
        yield PublicState(OBJECT_TYPE, str(banner.pk), content_hash(content(banner)))


def _shown(keys: Collection[tuple[str, str]], portal: PortalRequest) -> dict[tuple[str, str], Shown]:
    numbers = {int(number) for _kind, number in keys}
    rows = EmergencyBanner.objects.filter(pk__in=numbers, live=True, expires_at__gt=clock.now())
    return {(OBJECT_TYPE, str(row.pk)): Shown(row.title) for row in rows}


def register() -> None:
    """Called once when the application starts."""
    routing.register_beside(BESIDE, load)
    slots.register("page.alarm", "news.alarm", slot)
    register_kind(EmergencyBanner, simple(_line))
    register_public_objects("news.banners", PublicObjects(lambda: {OBJECT_TYPE}, _states, _shown))
