"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RoyaltyConfig(AppConfig):
    """Nhuận bút."""

    name = "home.royalty"
    label = "royalty"
    verbose_name = _("Nhuận bút")

    def ready(self) -> None:
        """Name what the audit trail says of royalty lists."""
        from home.royalty import services

        services.register()
