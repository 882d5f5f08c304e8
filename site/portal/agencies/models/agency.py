"""The register of agencies: who there is, since when, under whom, and under which names people look for them.

There is no district level (Luật Tổ chức chính quyền địa phương 2025). An agency is keyed by its
official unit code, never by its name: 245 commune names occur in more than one province.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.core.stamps import bump
from portal.core.text import fold, vietnamese_sort_key


class AgencyQuerySet(models.QuerySet["Agency"]):
    """Questions about the register."""

    def on(self, day: date) -> AgencyQuerySet:
        """The agencies of a day: ``[valid_from, valid_to)``; an unknown start counts as always."""
        return self.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=day)).filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=day)
        )


class Agency(models.Model):
    """A public body with a place in the portal."""

    class Level(models.TextChoices):
        PROVINCE = "province", _("cấp tỉnh")
        DEPARTMENT = "department", _("sở, ban, ngành")
        COMMUNE = "commune", _("cấp xã")

    class Kind(models.TextChoices):
        PROVINCE = "tinh", _("tỉnh")
        CITY = "thanh-pho", _("thành phố")
        COMMUNE = "xa", _("xã")
        WARD = "phuong", _("phường")
        SPECIAL_ZONE = "dac-khu", _("đặc khu")
        DEPARTMENT = "so", _("sở")
        BOARD = "ban", _("ban")
        OFFICE = "van-phong", _("văn phòng")
        INSPECTORATE = "thanh-tra", _("thanh tra")
        SUB_DEPARTMENT = "chi-cuc", _("chi cục")
        CENTRE = "trung-tam", _("trung tâm")
        VERTICAL = "nganh-doc", _("cơ quan ngành dọc")

    class Palette(models.TextChoices):
        LOTUS = "sen", _("Lá sen")
        INDIGO = "cham", _("Chàm")
        VERMILION = "son", _("Son")
        SEA = "bien", _("Nước biển")

    code = models.CharField(_("mã đơn vị"), max_length=30, unique=True)
    identifier_code = models.CharField(_("mã định danh điện tử"), max_length=40, blank=True)
    name = models.CharField(_("tên"), max_length=200)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=200, blank=True)
    slug = models.SlugField(_("tên trong địa chỉ"), max_length=120)
    level = models.CharField(_("cấp"), max_length=12, choices=Level.choices)
    kind = models.CharField(_("loại"), max_length=12, choices=Kind.choices)
    performer_class = models.CharField(_("nhóm cơ quan thực hiện thủ tục"), max_length=40, blank=True)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("đơn vị cha"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    valid_from = models.DateField(_("hiệu lực từ"), null=True, blank=True)
    valid_to = models.DateField(_("hiệu lực đến"), null=True, blank=True)
    hostname = models.CharField(_("tên miền"), max_length=253, blank=True)
    address = models.CharField(_("địa chỉ"), max_length=300, blank=True)
    phone = models.CharField(_("điện thoại"), max_length=40, blank=True)
    email = models.EmailField(_("thư điện tử"), blank=True)
    contact_confirmed_on = models.DateField(_("xác nhận liên hệ ngày"), null=True, blank=True)
    collection = models.OneToOneField(
        "wagtailcore.Collection",
        verbose_name=_("bộ sưu tập tệp"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    palette = models.CharField(_("bảng màu"), max_length=8, choices=Palette.choices, default=Palette.LOTUS)
    is_demo = models.BooleanField(_("dữ liệu trình diễn"), default=False, editable=False)
    source = models.CharField(_("nguồn"), max_length=255, blank=True)
    sort_key = models.CharField(max_length=530, editable=False)

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("cơ quan")
        verbose_name_plural = _("cơ quan")
        ordering = ["sort_key"]
        constraints = [
            models.UniqueConstraint(fields=["parent", "level", "slug"], name="agency_slug_once_under_parent"),
            models.UniqueConstraint(
                fields=["hostname"], condition=~Q(hostname=""), name="agency_hostname_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gt=models.F("valid_from")),
                name="agency_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the sort key and let every process read the changed register."""
        self.sort_key = vietnamese_sort_key(self.short_name)
        super().save(*args, **kwargs)
        bump("routing")

    @property
    def short_name(self) -> str:
        """The name without its kind: "Xã Vân Tụ" → "Vân Tụ"."""
        for kind in ("Xã ", "Phường ", "Đặc khu ", "Tỉnh ", "Thành phố "):
            if self.name.startswith(kind):
                return self.name[len(kind) :]
        return self.name


class FormerName(models.Model):
    """A name by which people still look for an agency: a unit merged into it, or its own earlier name."""

    agency = models.ForeignKey(
        Agency, verbose_name=_("cơ quan"), on_delete=models.CASCADE, related_name="former_names"
    )
    name = models.CharField(_("tên cũ"), max_length=200)
    folded = models.CharField(max_length=200, editable=False, db_index=True)
    part_only = models.BooleanField(_("chỉ một phần"), default=False)
    until = models.DateField(_("đến ngày"), null=True, blank=True)
    source = models.CharField(_("nguồn"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("tên cũ")
        verbose_name_plural = _("tên cũ")
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="former_name_once_per_agency")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the folded name in step."""
        self.folded = fold(self.name)
        super().save(*args, **kwargs)


class OpeningHours(models.Model):
    """When an agency's counter receives people, as times: one row a weekday and stretch.

    ``receives_only`` marks Saturday counters that are open although the day is not a working day.
    """

    agency = models.ForeignKey(
        Agency, verbose_name=_("cơ quan"), on_delete=models.CASCADE, related_name="opening_hours"
    )
    weekday = models.PositiveSmallIntegerField(_("thứ (0 là thứ Hai)"))
    opens = models.TimeField(_("mở cửa"))
    closes = models.TimeField(_("đóng cửa"))
    receives_only = models.BooleanField(_("chỉ nhận hồ sơ"), default=False)

    class Meta:
        verbose_name = _("giờ tiếp nhận")
        verbose_name_plural = _("giờ tiếp nhận")
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="opening_hours_real_weekday"),
            models.CheckConstraint(
                condition=Q(closes__gt=models.F("opens")), name="opening_hours_close_after_open"
            ),
            models.UniqueConstraint(fields=["agency", "weekday", "opens"], name="opening_hours_once"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday}: {self.opens:%H:%M}–{self.closes:%H:%M}"
