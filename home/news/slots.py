"""The newest of a site on its home: news, and the notices that are in force."""

from __future__ import annotations

from home.news.models import ListEntry
from home.news.presenters import Line, line
from portal.core import site_request, slots
from portal.core.site_request import PortalRequest

NEWS, NOTICES = 4, 4


def newest(context: slots.SlotContext) -> slots.SlotContent | None:
    """News, and on the province's and departments' homes notices beside them: a query each."""
    portal = site_request.of(context.request)
    news = _lines(portal, ListEntry.Kind.NEWS, "tin-tuc", NEWS)
    beside = _is_commune(portal)
    notices = [] if beside else _lines(portal, ListEntry.Kind.NOTICE, "thong-bao", NOTICES)
    if not news and not notices:
        return None
    found = {
        "first": news[0] if news else None,
        "lines": notices or news[1:],
        "news_url": portal.section_url("tin-tuc"),
        "notices_url": portal.section_url("thong-bao") if notices else "",
    }
    return slots.SlotContent("news/slots/newest.html", found)


def notices(context: slots.SlotContext) -> slots.SlotContent | None:
    """On a commune's home, the notices in force: one query."""
    portal = site_request.of(context.request)
    found = _lines(portal, ListEntry.Kind.NOTICE, "thong-bao", NOTICES) if _is_commune(portal) else []
    base = portal.section_url("thong-bao")
    return slots.SlotContent("news/slots/notices.html", {"lines": found, "base_url": base}) if found else None


def _is_commune(portal: PortalRequest) -> bool:
    return portal.agency is not None and portal.agency.level == "commune"


def _lines(portal: PortalRequest, kind: str, section: str, most: int) -> list[Line]:
    base = portal.section_url(section)
    if not base:
        return []
    rows = ListEntry.objects.on(portal, kind).in_force(portal.today)[:most]
    return [line(row, base) for row in rows]


def register() -> None:
    """Called once when the application starts."""
    slots.register("home.main", "news.newest", newest, order=50)
    slots.register("home.aside", "news.notices", notices, order=5)
