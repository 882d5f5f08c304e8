"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProceduresPagesConfig(AppConfig):
    """Thủ tục hành chính."""

    name = "procedures_pages"
    label = "procedures_pages"
    verbose_name = _("Thủ tục hành chính")

    def ready(self) -> None:
        """Offer section, home content and search documents; say what is public and how it is logged."""
        from procedures_pages import (
            kept,
            merging,
            public_objects,
            requirements,
            rights,
            search,
            sections,
            signals,
            slots,
        )
        from procedures_pages.services import guides, local, publishing

        sections.register()
        merging.register()
        kept.register()
        rights.register()
        slots.register()
        search.register()
        public_objects.register()
        requirements.register()
        for kinds in (publishing, guides, local):
            kinds.register()
        signals.connect()
