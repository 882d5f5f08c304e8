"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicationConfig(AppConfig):
    """Nhật ký công bố."""

    name = "portal.publication"
    label = "publication"
    verbose_name = _("Nhật ký công bố")

    def ready(self) -> None:
        """Guard the log's table."""
        from portal.core import append_only

        append_only.register("publication.PublicationEntry")
