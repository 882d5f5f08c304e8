"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedbackConfig(AppConfig):
    """Hỏi đáp."""

    name = "feedback"
    label = "feedback"
    verbose_name = _("Hỏi đáp")
