"""Links to where dossiers are taken and followed: templates as data with validity dates.

Hosts and patterns changed in 2025 and again in 2026; one edit here repairs every page.
"""

from __future__ import annotations

import string
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.core.stamps import bump

PLACEHOLDERS = {"uuid", "code", "province", "ward"}


class GatewayQuerySet(models.QuerySet["GatewayTemplate"]):
    """Questions by date."""

    def on(self, day: date) -> GatewayQuerySet:
        """The templates in use on a day."""
        return self.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=day)).filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=day)
        )


class GatewayTemplate(models.Model):
    """One way to link to another portal. Placeholders: {uuid} {code} {province} {ward}.

    A template with a placeholder whose value is unknown is passed over for the next in ``order``.
    """

    class Action(models.TextChoices):
        SUBMIT = "submit", _("Nộp trực tuyến")
        TRACK = "track", _("Tra cứu hồ sơ")
        READ = "read", _("Xem nội dung công bố")

    action = models.CharField(_("việc"), max_length=8, choices=Action.choices)
    target = models.CharField(_("đích"), max_length=12, default="dvcqg")
    label = models.CharField(_("tên nơi đến"), max_length=120)
    url_template = models.CharField(_("mẫu địa chỉ"), max_length=500)
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=100)
    valid_from = models.DateField(_("dùng từ"), null=True, blank=True)
    valid_to = models.DateField(_("dùng đến"), null=True, blank=True)
    source = models.CharField(_("căn cứ"), max_length=300, blank=True)

    objects = GatewayQuerySet.as_manager()

    class Meta:
        verbose_name = _("mẫu liên kết cổng dịch vụ công")
        verbose_name_plural = _("mẫu liên kết cổng dịch vụ công")
        ordering = ["action", "target", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "target", "url_template", "valid_from"], name="gateway_template_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()}: {self.host}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Let every process read the templates again."""
        super().save(*args, **kwargs)
        bump("gateway")

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """The same when one goes."""
        found = super().delete(*args, **kwargs)
        bump("gateway")
        return found

    def clean(self) -> None:
        """HTTPS, a host of its own, known placeholders only."""
        names = {
            name
            for _text, name, _spec, _conv in string.Formatter().parse(self.url_template)
            if name is not None
        }
        if not self.url_template.startswith("https://") or not self.host or "{" in self.host:
            raise ValidationError(
                {"url_template": _("Địa chỉ phải bắt đầu bằng https:// và có tên máy chủ cố định.")}
            )
        if names - PLACEHOLDERS:
            raise ValidationError(
                {"url_template": _("Chỉ dùng {uuid}, {code}, {province}, {ward} trong mẫu địa chỉ.")}
            )

    @property
    def host(self) -> str:
        """The host name, shown beside every link."""
        return urlsplit(self.url_template).hostname or ""
