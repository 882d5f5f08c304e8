"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Tài khoản."""

    name = "portal.accounts"
    label = "accounts"
    verbose_name = _("Tài khoản")
