"""Leaders' weeks, reception days, and the two sections that show them."""

from home.calendars.models.agenda import AgendaEntry, AgendaWeek
from home.calendars.models.pages import AgendaPage, ReceptionPage
from home.calendars.models.reception import Reception, ReceptionDay

__all__ = ["AgendaEntry", "AgendaPage", "AgendaWeek", "Reception", "ReceptionDay", "ReceptionPage"]
