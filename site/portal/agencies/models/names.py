"""Names by which people still look for an agency: units merged into it, or its own earlier name.

A unit that was divided among several agencies has a row at each of them. New units mostly keep the code of
one of the old ones (QĐ 19/2025/QĐ-TTg), so that an old code says nothing without its days.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.agencies.models.agency import Agency
from portal.core.stamps import bump
from portal.core.text import fold


class FormerNameQuerySet(models.QuerySet["FormerName"]):
    """Questions about old names."""

    def on(self, day: date) -> FormerNameQuerySet:
        """The names in use on a day: ``[since, until)``; one whose end is unknown counts for no day."""
        return self.filter(until__gt=day).filter(Q(since__isnull=True) | Q(since__lte=day))


class FormerName(models.Model):
    """One old unit or name, and the agency that it belongs to now (wholly, or a part of it)."""

    agency = models.ForeignKey(
        Agency, verbose_name=_("cơ quan"), on_delete=models.CASCADE, related_name="former_names"
    )
    name = models.CharField(_("tên cũ"), max_length=200)
    folded = models.CharField(max_length=200, editable=False, db_index=True)
    code = models.CharField(_("mã đơn vị cũ"), max_length=30, blank=True)
    district = models.CharField(_("huyện, thị xã, thành phố cũ"), max_length=100, blank=True)
    part_only = models.BooleanField(_("chỉ một phần"), default=False)
    part = models.CharField(
        _("phần nào"), max_length=300, blank=True, help_text=_("Ví dụ: xóm 1, xóm 2; phần còn lại.")
    )
    since = models.DateField(_("từ ngày"), null=True, blank=True)
    until = models.DateField(
        _("đến trước ngày"),
        null=True,
        blank=True,
        help_text=_("Ngày đầu tiên tên này không còn dùng, ví dụ 01/07/2025."),
    )
    source = models.CharField(_("nguồn"), max_length=255, blank=True)

    objects = FormerNameQuerySet.as_manager()

    class Meta:
        verbose_name = _("tên cũ")
        verbose_name_plural = _("tên cũ")
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "name", "district"], name="former_name_once_per_agency"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gt=F("since")),
                name="former_name_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the folded name in step and let every process read the changed names."""
        self.folded = fold(self.name)
        super().save(*args, **kwargs)
        bump("routing")
