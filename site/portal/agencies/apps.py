"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgenciesConfig(AppConfig):
    """Cơ quan."""

    name = "portal.agencies"
    label = "agencies"
    verbose_name = _("Cơ quan")

    def ready(self) -> None:
        """Give the routing map the addresses that sites have left."""
        from portal.agencies import addresses

        addresses.register()
