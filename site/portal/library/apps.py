"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LibraryConfig(AppConfig):
    """Thư viện."""

    name = "portal.library"
    label = "library"
    verbose_name = _("Thư viện")

    def ready(self) -> None:
        """Guard uploads whose form is not complete yet, clean pictures, give public pages theirs."""
        from portal.library import pictures, shrink, uploads

        uploads.connect()
        shrink.connect()
        pictures.register()
