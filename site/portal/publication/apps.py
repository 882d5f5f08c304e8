"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicationConfig(AppConfig):
    """Nhật ký công bố."""

    name = "portal.publication"
    label = "publication"
    verbose_name = _("Nhật ký công bố")

    def ready(self) -> None:
        """Guard the log's tables, write its daily roots, show it under every home."""
        from portal.core import append_only
        from portal.core.jobs import register_job
        from portal.core.site_request import register_app_route
        from portal.publication.services import write_roots_job
        from portal.publication.views import ROUTE, log_route

        append_only.register("publication.PublicationEntry")
        append_only.register("publication.DailyRoot")
        register_job("publication.roots", write_roots_job, 900)
        register_app_route(ROUTE, log_route)
