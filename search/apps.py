"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Tìm kiếm."""

    name = "search"
    label = "search"
    verbose_name = _("Tìm kiếm")

    def ready(self) -> None:
        """Register the job of the outbox, the results page of every site, a check and a part of health."""
        from django.core.checks import Tags, register

        from portal.core.health import register_check
        from portal.core.jobs import register_job
        from portal.core.site_request import register_app_route
        from search import checks, health, outbox, signals
        from search.views import search_page

        register_job("search.outbox", outbox.run, 5)
        register_app_route("tim-kiem", search_page)
        signals.connect()
        register_check("search", health.state)
        register(checks.published_types_are_searchable, Tags.models)
