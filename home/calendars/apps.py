"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CalendarsConfig(AppConfig):
    """Lịch công tác, lịch tiếp công dân."""

    name = "home.calendars"
    label = "calendars"
    verbose_name = _("Lịch công tác, tiếp công dân")

    def ready(self) -> None:
        """Give sites the two sections, and say how records of calendars become public."""
        from home.calendars import health, public, requirements, rights, search, sections, slots, today
        from portal.editorial.oversight.board import Measure, register_measure

        sections.register()
        public.register()
        requirements.register()
        rights.register()
        slots.register()
        search.register()
        today.register()
        register_measure(Measure("reception", _("Tiếp công dân"), health.receptions, 65))
