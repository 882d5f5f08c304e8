"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LibraryConfig(AppConfig):
    """Thư viện."""

    name = "portal.library"
    label = "library"
    verbose_name = _("Thư viện")

    def ready(self) -> None:
        """Guard the place of uploads whose form is not complete yet; give public pages their pictures."""
        from portal.library import pictures, uploads

        uploads.connect()
        pictures.register()
