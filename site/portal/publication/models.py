"""The publication log: what became public, changed or went away, and when. Append-only, hash-chained."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core.append_only import AppendOnly, AppendOnlyQuerySet


class PublicationEntry(models.Model):
    """One act on one object. Holds no title and no personal data: titles come from the live object.

    The first public minute of a thing is the later of ``logged_at`` and ``visible_from``, so what switches
    by itself at midnight needs no row at midnight. ``entry_hash`` covers every other column and the
    previous line's hash (see :mod:`portal.publication.chain`).
    """

    class Act(models.TextChoices):
        APPEARED = "appeared", _("công khai lần đầu")
        CHANGED = "changed", _("sửa đổi")
        REPLACED = "replaced", _("được thay thế")
        WITHDRAWN = "withdrawn", _("rút xuống")
        EXPIRED = "expired", _("hết thời hạn công khai")
        CORRECTED = "corrected", _("đính chính")

    class Scope(models.TextChoices):
        AGENCY = "agency", _("một cơ quan")
        PERFORMERS = "performers", _("các cơ quan thực hiện")
        PROVINCE = "province", _("toàn tỉnh")

    sequence = models.PositiveBigIntegerField(_("số thứ tự"), primary_key=True)
    act = models.CharField(_("hành vi"), max_length=10, choices=Act.choices)
    object_type = models.CharField(_("loại đối tượng"), max_length=60)
    object_id = models.CharField(_("mã đối tượng"), max_length=64)
    version = models.CharField(_("phiên bản"), max_length=64, blank=True)
    scope_kind = models.CharField(_("loại phạm vi"), max_length=10, choices=Scope.choices)
    scope = models.CharField(_("phạm vi"), max_length=200, blank=True)
    visible_from = models.DateTimeField(_("hiển thị từ"))
    logged_at = models.DateTimeField(_("ghi lúc"))
    actor_role = models.CharField(_("vai trò người thực hiện"), max_length=60)
    content_hash = models.CharField(_("mã băm nội dung"), max_length=64)
    previous_hash = models.CharField(_("mã băm dòng trước"), max_length=64)
    entry_hash = models.CharField(_("mã băm"), max_length=64)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("dòng nhật ký công bố")
        verbose_name_plural = _("nhật ký công bố")
        ordering = ["sequence"]
        indexes = [
            models.Index(fields=["object_type", "object_id", "-sequence"], name="publication_of_object"),
            models.Index(fields=["scope", "-sequence"], name="publication_of_scope"),
            models.Index(fields=["act", "-sequence"], name="publication_of_act"),
            models.Index(fields=["logged_at"], name="publication_at"),
        ]

    def __str__(self) -> str:
        return f"#{self.sequence} {self.act} {self.object_type}:{self.object_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refused: lines are written by :func:`portal.publication.services.record_acts` alone."""
        raise AppendOnly("Write through portal.publication.services.record_acts.")

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refused: nothing leaves the log."""
        raise AppendOnly("Nothing is deleted from the publication log.")

    @property
    def public_from(self) -> datetime:
        """From when the act shows: the later of "logged" and "visible from"."""
        return max(self.logged_at, self.visible_from)


class ChainTip(models.Model):
    """The last line of the chain: locked while lines are added, so that parallel writers make one chain."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sequence = models.PositiveBigIntegerField(default=0)
    entry_hash = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        verbose_name = _("đầu chuỗi nhật ký")
        verbose_name_plural = _("đầu chuỗi nhật ký")
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="chain_tip_is_one")]

    def __str__(self) -> str:
        return f"#{self.sequence}"


class DailyRoot(models.Model):
    """The hash of a day's last line, published once the day (in Việt Nam) is over.

    Who keeps a copy of the roots can tell later whether anything before them was rewritten or lost.
    """

    day = models.DateField(_("ngày"), primary_key=True)
    sequence = models.PositiveBigIntegerField(_("dòng cuối"))
    root = models.CharField(_("mã băm của dòng cuối"), max_length=64)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("mã gốc của ngày")
        verbose_name_plural = _("mã gốc theo ngày")
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} #{self.sequence}"
