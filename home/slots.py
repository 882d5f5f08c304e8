"""What homes offer on the pages of others: where to go and when, beside a procedure."""

from __future__ import annotations

from home.places import contact_card
from portal.core import site_request, slots


def counter(context: slots.SlotContext) -> slots.SlotContent | None:
    """The slip of the agency's counter; one query, for the opening hours."""
    contact = contact_card(site_request.of(context.request))
    return slots.SlotContent("home/_contact.html", {"contact": contact}) if contact else None


def register() -> None:
    """Called once when the application starts."""
    slots.register("procedure.aside", "home.counter", counter, order=10)
