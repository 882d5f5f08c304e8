"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EditorialConfig(AppConfig):
    """Biên tập."""

    name = "portal.editorial"
    label = "editorial"
    verbose_name = _("Biên tập")
