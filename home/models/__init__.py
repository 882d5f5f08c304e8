"""What an agency publishes itself: its home and its plain sections."""

from home.models.pages import AboutPage, AgencyIndexPage, ContactPage, HomePage, PlacesPage, WorkCalendarPage

__all__ = ["AboutPage", "AgencyIndexPage", "ContactPage", "HomePage", "PlacesPage", "WorkCalendarPage"]
