"""What the question desk offers on the pages of others: answers about a procedure, the newest on homes."""

from __future__ import annotations

from urllib.parse import urlencode

from feedback import selectors
from portal.core import site_request, slots
from portal.core.site_request import PortalRequest


def of_procedure(context: slots.SlotContext) -> slots.SlotContent | None:
    """Published answers about the page's procedure (``code``), and the way to ask about it: no query."""
    portal = site_request.of(context.request)
    base = portal.section_url("hoi-dap")
    code = str(context.extra.get("code", ""))
    if not base or not code:
        return None
    found = selectors.about(_stamp(portal), code, _whose(portal), portal.locale)
    return slots.SlotContent(
        "feedback/public/slots/procedure.html",
        {
            "rows": [{"title": line.title, "url": f"{base}{line.url_key}"} for line in found],
            "ask_url": f"{base}gui/?{urlencode({'thu-tuc': code})}",
        },
    )


def latest(context: slots.SlotContext) -> slots.SlotContent | None:
    """The newest answers of this site: no query; nothing while there are none."""
    portal = site_request.of(context.request)
    base = portal.section_url("hoi-dap")
    if not base:
        return None
    whose = _whose(portal)
    found = selectors.latest(_stamp(portal), whose, portal.locale)
    if not found:
        return None
    rows = [selectors.as_row(question, base, with_agency=whose is None) for question in found]
    return slots.SlotContent("feedback/public/slots/latest.html", {"rows": rows, "base_url": base})


def _stamp(portal: PortalRequest) -> int:
    return portal.stamps.get(selectors.STAMP, 0)


def _whose(portal: PortalRequest) -> int | None:
    agency = portal.agency
    return None if agency is None or selectors.shows_all(agency) else agency.pk


def register() -> None:
    """Called once when the application starts."""
    slots.register("procedure.questions", "feedback.of_procedure", of_procedure)
    slots.register("home.aside", "feedback.latest", latest, order=20)
