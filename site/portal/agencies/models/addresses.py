"""Addresses that sites and pages have left. They lead on for ever (docs/operations.md)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.core.stamps import bump


class FormerAddress(models.Model):
    """An address below which an agency's site, or one page with all below it, once stood.

    ``host`` is a real host name in lower case, or empty for the province's own site, which answers under
    every name that is nobody else's. ``path`` begins and ends with a slash and has no language prefix. The
    new address is never stored: it is read from the agency or the page at each request, so that two
    changes in a row are still one redirect.
    """

    agency = models.ForeignKey(
        "agencies.Agency",
        verbose_name=_("cơ quan"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="former_addresses",
    )
    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("trang"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    host = models.CharField(_("tên miền"), max_length=253, blank=True)
    path = models.CharField(_("đường dẫn"), max_length=800)
    since = models.DateField(_("dùng từ ngày"), null=True, blank=True)
    until = models.DateTimeField(_("đến lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("địa chỉ cũ")
        verbose_name_plural = _("địa chỉ cũ")
        ordering = ["host", "path"]
        constraints = [
            models.UniqueConstraint(fields=["host", "path"], name="former_address_once"),
            models.CheckConstraint(
                condition=Q(agency__isnull=True) ^ Q(page__isnull=True), name="former_address_of_one_thing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.host}{self.path}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Let every process read the changed map."""
        super().save(*args, **kwargs)
        bump("routing")
