"""What homes offer on the pages of others: where to go and when, beside a procedure."""

from __future__ import annotations

from home.places import contact_card
from portal.agencies import addresses, identity
from portal.core import site_request, slots


def counter(context: slots.SlotContext) -> slots.SlotContent | None:
    """The slip of the agency's counter; one query, for the opening hours."""
    contact = contact_card(site_request.of(context.request))
    return slots.SlotContent("home/_contact.html", {"contact": contact}) if contact else None


def inherited(context: slots.SlotContext) -> slots.SlotContent | None:
    """Above a page that came from a unit merged into this one: whose it was, and until when; no query."""
    portal = site_request.of(context.request)
    known = portal.map.beside(addresses.INHERITED) or {}
    found = known.get(context.page.pk) if context.page is not None else None
    return slots.SlotContent("home/_inherited.html", {"inherited": found}) if found else None


def central_blocks(context: slots.SlotContext) -> slots.SlotContent | None:
    """What the province shows on the homes of all agencies or of one level; no query."""
    portal = site_request.of(context.request)
    level = portal.agency.level if portal.agency else ""
    shown = identity.home_blocks(portal.map, level, portal.today, portal.locale)
    return slots.SlotContent("home/_central_blocks.html", {"blocks": shown}) if shown else None


def register() -> None:
    """Called once when the application starts."""
    slots.register("procedure.aside", "home.counter", counter, order=10)
    slots.register("home.main", "home.central", central_blocks, order=5)
    slots.register("page.notice", "home.inherited", inherited, order=10)
