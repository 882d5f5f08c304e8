"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    """Nền."""

    name = "portal.core"
    label = "core"
    verbose_name = _("Nền")

    def ready(self) -> None:
        """Listen to what changes the routing map."""
        from portal.core import signals

        signals.connect()
