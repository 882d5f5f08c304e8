"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VisitsConfig(AppConfig):
    """Lượt truy cập."""

    name = "home.visits"
    label = "visits"
    verbose_name = _("Lượt truy cập")

    def ready(self) -> None:
        """Add up what was counted, show it in the footer, and say how it is counted."""
        from home.visits import services, shown
        from portal.core import slots
        from portal.core.jobs import register_job
        from portal.core.site_request import register_app_route

        services.register()
        register_job("visits.add-up", services.add_up, 300)
        register_app_route(shown.ROUTE, shown.route)
        slots.register("page.foot", "visits.total", shown.footer)
