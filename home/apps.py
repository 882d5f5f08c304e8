"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """Trang của cơ quan."""

    name = "home"
    label = "home"
    verbose_name = _("Trang của cơ quan")
