"""Who has been told of the day's work: one row a person and day, so that nobody is told twice."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class DailyMessage(models.Model):
    """The message of a day to a person. The row is taken before anything is sent; no titles are kept."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("người nhận"),
        on_delete=models.CASCADE,
        related_name="daily_messages",
    )
    day = models.DateField(_("ngày"))
    count = models.PositiveIntegerField(_("số việc"), default=0)
    channels = models.CharField(_("đã gửi qua"), max_length=100, blank=True)
    taken_at = models.DateTimeField(_("lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("tin nhắn việc hôm nay")
        verbose_name_plural = _("các tin nhắn việc hôm nay")
        constraints = [
            models.UniqueConstraint(fields=["user", "day"], name="daily_message_once_per_person_and_day")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.day:%d/%m/%Y}"
