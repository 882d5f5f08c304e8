"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LibraryConfig(AppConfig):
    """Thư viện."""

    name = "portal.library"
    label = "library"
    verbose_name = _("Thư viện")

    def ready(self) -> None:
        """Guard the place where Wagtail keeps uploads whose form is not complete yet."""
        from portal.library import uploads

        uploads.connect()
