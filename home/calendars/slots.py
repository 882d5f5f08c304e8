"""On a home: the way to both calendars, and the next reception day. No query of its own once read."""

from __future__ import annotations

from datetime import timedelta

from home.calendars import presenters, selectors
from portal.core import site_request, slots

AHEAD = timedelta(days=62)


def next_reception(context: slots.SlotContext) -> slots.SlotContent | None:
    """The next day on which a leader receives people, where one is announced; both calendars' addresses."""
    portal = site_request.of(context.request)
    url = portal.section_url("tiep-cong-dan")
    held = selectors.receptions(portal) if url else []
    days = selectors.held_between(held, portal.today, portal.today + AHEAD, portal.calendar)
    day = next((one for one in days if not one.cancelled), None)
    if not url:
        return None
    found = {
        "line": presenters.day_line(day) if day else None,
        "url": url,
        "agenda_url": portal.section_url("lich-cong-tac"),
    }
    return slots.SlotContent("calendars/slots/next_reception.html", found)


def register() -> None:
    """Called once when the application starts."""
    slots.register("home.aside", "calendars.reception", next_reception, order=20)
