"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Tìm kiếm."""

    name = "search"
    label = "search"
    verbose_name = _("Tìm kiếm")

    def ready(self) -> None:
        """Register the job of the outbox."""
        from portal.core.jobs import register_job
        from search import outbox

        register_job("search.outbox", outbox.run, 5)
