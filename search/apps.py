"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Tìm kiếm."""

    name = "search"
    label = "search"
    verbose_name = _("Tìm kiếm")

    def ready(self) -> None:
        """Register the job of the outbox and the results page of every site."""
        from portal.core.jobs import register_job
        from portal.core.site_request import register_app_route
        from search import outbox
        from search.views import search_page

        register_job("search.outbox", outbox.run, 5)
        register_app_route("tim-kiem", search_page)
