"""Public pages of calendars, and their files."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from home.calendars import days, ics, presenters, selectors
from home.calendars.models import AgendaPage, ReceptionPage
from home.calendars.models.agenda import WEEK, monday_of
from portal.core import identity, site_request
from portal.core.site_request import Crumb, PortalRequest

AHEAD, BEHIND = timedelta(days=75), timedelta(days=120)
MOST_AHEAD, MOST_BEHIND = 10, 6
FILE_BEHIND, FILE_AHEAD = timedelta(days=60), timedelta(days=190)


def agenda(request: HttpRequest, page: AgendaPage, asked: tuple[int, int, int] | None = None) -> HttpResponse:
    """A week. Raises Http404 for a day that no calendar has, and for a far one of which nothing is known."""
    portal = site_request.of(request)
    base = portal.url(portal.node)
    monday = _monday(asked) if asked else monday_of(portal.today)
    if asked and date(*asked) != monday:
        return HttpResponseRedirect(f"{base}{monday.isoformat()}/")
    known = selectors.mondays(portal)
    # Before anything is reckoned from it: the last week that a calendar has ends after its last day.
    if asked and monday not in known and abs(monday - portal.today) > 2 * WEEK:
        raise Http404
    last = monday + WEEK - timedelta(days=1)
    found = selectors.entries(portal, monday, last)
    held = selectors.receptions(portal)
    lines = [presenters.entry_line(entry) for entry in found]
    received = selectors.held_between(held, monday, last, portal.calendar)
    lines += [presenters.reception_in_week(one) for one in received]
    if asked:
        portal.extra_crumbs = [Crumb(_("Tuần từ %s") % presenters.short(monday), "")]
    context: dict[str, Any] = {
        "heading": _("Lịch công tác tuần %(first)s–%(last)s")
        % {"first": f"{monday:%d/%m}", "last": presenters.short(last)},
        "days": presenters.week_days(monday, lines, portal.today) if lines else [],
        "has_week": monday in known,
        "note": found[0].week.note if found else "",
        "earlier": _link(base, max((day for day in known if day < monday), default=None)),
        "later": _link(base, min((day for day in known if day > monday), default=None)),
        "ics_url": f"{base}lich.ics",
        "this_week": base if monday != monday_of(portal.today) else "",
        "receptions_url": portal.section_url("tiep-cong-dan"),
        "changed_at": max((entry.week.last_published_at for entry in found), default=None),
    }
    return page.render(request, context_overrides=context, template="calendars/agenda.html")


def _monday(asked: tuple[int, int, int]) -> date:
    try:
        return monday_of(date(*asked))
    except (ValueError, OverflowError):
        raise Http404 from None


def _link(base: str, monday: date | None) -> dict[str, str] | None:
    if monday is None:
        return None
    return {"url": f"{base}{monday.isoformat()}/", "label": _("Tuần từ %s") % presenters.short(monday)}


def receptions(request: HttpRequest, page: ReceptionPage) -> HttpResponse:
    """The rules, the days to come, and the last days with what came of them."""
    portal = site_request.of(request)
    held = selectors.receptions(portal)
    today = portal.today
    ahead = selectors.held_between(held, today, today + AHEAD, portal.calendar)
    behind = [
        one
        for one in selectors.held_between(held, today - BEHIND, today - timedelta(days=1), portal.calendar)
        if one.day >= days.first_public_day(one.reception)
    ]
    context: dict[str, Any] = {
        "rules": [presenters.rule_line(one.reception) for one in held],
        "ahead": [presenters.day_line(one) for one in ahead[:MOST_AHEAD]],
        "behind": [presenters.day_line(one, past=True) for one in reversed(behind[-MOST_BEHIND:])],
        "ics_url": f"{portal.url(portal.node)}lich.ics",
        "agenda_url": portal.section_url("lich-cong-tac"),
        "contact_url": portal.section_url("lien-he"),
    }
    return page.render(request, context_overrides=context, template="calendars/receptions.html")


def agenda_ics(request: HttpRequest, page: AgendaPage) -> HttpResponse:
    """Engagements from two months ago on."""
    portal = site_request.of(request)
    found = selectors.entries(portal, portal.today - FILE_BEHIND, portal.today + FILE_AHEAD)
    address, host, mark = _whence(portal)
    events = presenters.events_of_entries(found, address, host, mark)
    return _file(portal, page, events, mark)


def receptions_ics(request: HttpRequest, page: ReceptionPage) -> HttpResponse:
    """Reception days from two months ago to half a year ahead."""
    portal = site_request.of(request)
    found = selectors.held_between(
        selectors.receptions(portal), portal.today - FILE_BEHIND, portal.today + FILE_AHEAD, portal.calendar
    )
    address, host, mark = _whence(portal)
    events = presenters.events_of_days(found, portal, address, host, mark)
    return _file(portal, page, events, mark)


def _whence(portal: PortalRequest) -> tuple[str, str, str]:
    """The page's address, the host that names events, and the mark of a demonstration."""
    address = portal.map.url(portal.node) if portal.node else ""
    host = portal.node.site.hostname if portal.node and portal.node.site else "localhost"
    return address, host, _("[Trình diễn] ") if portal.demo else ""


def _file(portal: PortalRequest, page: Any, events: list[ics.Event], mark: str) -> HttpResponse:
    site = identity.of(portal.agency, portal.province).site
    answer = HttpResponse(
        ics.calendar(f"{mark}{page.title} – {site}", events, language=portal.locale),
        content_type=ics.CONTENT_TYPE,
    )
    answer["Content-Disposition"] = 'inline; filename="lich.ics"'
    return answer
