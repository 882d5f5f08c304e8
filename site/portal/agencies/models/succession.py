"""Who follows whom: mergers and splits of agencies, and the pages that changed hands with them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.core.stamps import bump


class Succession(models.Model):
    """One predecessor and one successor; a merger has several predecessors, a split several successors."""

    class Kind(models.TextChoices):
        MERGED = "nhap", _("nhập")
        SPLIT = "tach", _("tách")

    predecessor = models.ForeignKey(
        "agencies.Agency", verbose_name=_("đơn vị cũ"), on_delete=models.PROTECT, related_name="successions"
    )
    successor = models.ForeignKey(
        "agencies.Agency", verbose_name=_("đơn vị mới"), on_delete=models.PROTECT, related_name="origins"
    )
    kind = models.CharField(_("loại"), max_length=4, choices=Kind.choices)
    on = models.DateField(_("từ ngày"))
    act_name = models.CharField(_("văn bản"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=0)

    class Meta:
        verbose_name = _("sắp xếp đơn vị")
        verbose_name_plural = _("sắp xếp đơn vị")
        ordering = ["on", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once"),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")), name="succession_between_two_agencies"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id} ({self.on:%d/%m/%Y})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Let every process read the changed map."""
        super().save(*args, **kwargs)
        bump("routing")


class InheritedPage(models.Model):
    """A page that an agency took over from its predecessor; the public page says so above its text."""

    page = models.OneToOneField(
        "wagtailcore.Page", verbose_name=_("trang"), on_delete=models.CASCADE, related_name="+"
    )
    agency = models.ForeignKey(
        "agencies.Agency", verbose_name=_("đơn vị cũ"), on_delete=models.PROTECT, related_name="+"
    )
    until = models.DateField(_("trước ngày"))

    class Meta:
        verbose_name = _("trang nhận từ đơn vị cũ")
        verbose_name_plural = _("trang nhận từ đơn vị cũ")

    def __str__(self) -> str:
        return f"{self.page_id} ← {self.agency_id}"
