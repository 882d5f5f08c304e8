"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProceduresPagesConfig(AppConfig):
    """Thủ tục hành chính."""

    name = "procedures_pages"
    label = "procedures_pages"
    verbose_name = _("Thủ tục hành chính")

    def ready(self) -> None:
        """Give sites the section of procedures; listen to publishing."""
        from procedures_pages import sections

        sections.register()

        from procedures_pages.services import publishing

        publishing.connect()
