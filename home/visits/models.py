"""What was counted: lines as processes write them, sums by site and day and by page and month, corrections.

No line holds anything of a visitor: no address, no program's name, no moment, no cookie.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class VisitLine(models.Model):
    """Views of one page that one process counted in about a minute; added up by a job, then deleted."""

    agency = models.ForeignKey("agencies.Agency", on_delete=models.CASCADE, related_name="+")
    path = models.CharField(max_length=300)
    day = models.DateField()
    count = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("lượt xem chờ cộng")
        verbose_name_plural = _("lượt xem chờ cộng")

    def __str__(self) -> str:
        return f"{self.path} +{self.count}"


class SiteDay(models.Model):
    """Views of a site on a day of Việt Nam."""

    agency = models.ForeignKey("agencies.Agency", on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    count = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = _("lượt xem theo ngày")
        verbose_name_plural = _("lượt xem theo ngày")
        constraints = [models.UniqueConstraint(fields=["agency", "day"], name="visits_site_day_once")]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.day:%d/%m/%Y}: {self.count}"


class PageMonth(models.Model):
    """Views of a page of a site in a month; ``month`` is year × 100 + month, ``path`` its address."""

    agency = models.ForeignKey("agencies.Agency", on_delete=models.CASCADE, related_name="+")
    path = models.CharField(max_length=300)
    month = models.PositiveIntegerField()
    count = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = _("lượt xem trang theo tháng")
        verbose_name_plural = _("lượt xem trang theo tháng")
        constraints = [
            models.UniqueConstraint(fields=["agency", "month", "path"], name="visits_page_month_once")
        ]

    def __str__(self) -> str:
        return f"{self.path} {self.month}: {self.count}"


class VisitCorrection(models.Model):
    """What is added to a site's count, or taken from it, and why; never changed afterwards."""

    class Kind(models.TextChoices):
        START = "ban-dau", _("số của trang cũ")
        CORRECTION = "dinh-chinh", _("đính chính")

    agency = models.ForeignKey("agencies.Agency", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("loại"), max_length=10, choices=Kind.choices)
    amount = models.BigIntegerField(_("cộng thêm (số âm: bớt đi)"))
    note = models.CharField(_("lý do, nguồn số liệu"), max_length=300)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(_("ghi lúc"))

    class Meta:
        verbose_name = _("đính chính lượt truy cập")
        verbose_name_plural = _("đính chính lượt truy cập")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency"], condition=models.Q(kind="ban-dau"), name="visits_one_start"
            )
        ]

    def __str__(self) -> str:
        return f"{self.amount:+d} {self.note}"
