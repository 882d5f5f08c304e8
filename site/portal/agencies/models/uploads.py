"""Files of the register that somebody handed in on the editors' side, kept as they came."""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class RegisterUpload(models.Model):
    """One file: untouched, with what checking it gave. A refused one is kept to be taken back and mended."""

    class State(models.TextChoices):
        CHECKED = "checked", _("đã xem trước, chờ áp dụng")
        WAITING = "waiting", _("đang chờ chạy")
        APPLIED = "applied", _("đã áp dụng")
        STOPPED = "stopped", _("không đọc được")

    name = models.CharField(_("tên tệp"), max_length=255)
    content = models.BinaryField(_("nội dung"))
    sha256 = models.CharField(max_length=64, editable=False)
    uploaded_at = models.DateTimeField(_("lúc nhận"), auto_now_add=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("người gửi"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    state = models.CharField(_("tình trạng"), max_length=8, choices=State.choices, default=State.CHECKED)
    applied_at = models.DateTimeField(_("lúc áp dụng"), null=True, blank=True)
    report = models.JSONField(_("báo cáo"), default=dict)

    class Meta:
        verbose_name = _("tệp sổ cơ quan")
        verbose_name_plural = _("các tệp sổ cơ quan")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the hash of what came in."""
        if not self.sha256:
            self.sha256 = hashlib.sha256(bytes(self.content)).hexdigest()
        super().save(*args, **kwargs)
