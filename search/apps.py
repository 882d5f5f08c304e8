"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Tìm kiếm."""

    name = "search"
    label = "search"
    verbose_name = _("Tìm kiếm")
