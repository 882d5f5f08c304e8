"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EditorialConfig(AppConfig):
    """Biên tập."""

    name = "portal.editorial"
    label = "editorial"
    verbose_name = _("Biên tập")

    def ready(self) -> None:
        """Keep groups in step with memberships, settled by a job; say what is public and what is to do."""
        from portal.core.jobs import register_job
        from portal.editorial import calendar, operations, people, public_pages, secrecy, signals
        from portal.editorial.roles.activation import settle_all
        from portal.editorial.today import message, sources

        signals.connect()
        calendar.register()
        operations.register()
        secrecy.register()
        public_pages.register()
        people.register()
        register_job("settle_roles", settle_all, 3600)
        sources.register()
        message.register()
        register_job("daily_message", message.send_daily, 300)
