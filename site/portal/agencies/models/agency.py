"""The register of agencies: who there is, since when, under whom, and under which names people look for them.

There is no district level (Luật Tổ chức chính quyền địa phương 2025). An agency is keyed by its
official unit code, never by its name: 245 commune names occur in more than one province.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.core.stamps import bump
from portal.core.text import vietnamese_sort_key


class AgencyQuerySet(models.QuerySet["Agency"]):
    """Questions about the register."""

    def on(self, day: date) -> AgencyQuerySet:
        """The agencies of a day: ``[valid_from, valid_to)``; an unknown start counts as always."""
        return self.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=day)).filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=day)
        )


class MapPoint(models.Model):
    """A point on the map, in degrees (WGS 84), within Việt Nam with its islands; both values or none."""

    SOUTH, NORTH, WEST, EAST = Decimal(6), Decimal(24), Decimal(102), Decimal(118)

    latitude = models.DecimalField(
        _("vĩ độ"),
        max_digits=8,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(SOUTH), MaxValueValidator(NORTH)],
        help_text=_("Từ 6 đến 24, ví dụ 18.679585."),
    )
    longitude = models.DecimalField(
        _("kinh độ"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(WEST), MaxValueValidator(EAST)],
        help_text=_("Từ 102 đến 118, ví dụ 105.681335."),
    )

    class Meta:
        abstract = True

    @classmethod
    def constraint(cls, name: str) -> models.CheckConstraint:
        """Both within bounds, or neither."""
        return models.CheckConstraint(
            condition=Q(latitude__isnull=True, longitude__isnull=True)
            | Q(
                # A comparison with nothing is neither true nor false, and a check lets that pass.
                latitude__isnull=False,
                longitude__isnull=False,
                latitude__range=(cls.SOUTH, cls.NORTH),
                longitude__range=(cls.WEST, cls.EAST),
            ),
            name=name,
        )


class Agency(MapPoint):
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
    site_responsible = models.CharField(
        _("người chịu trách nhiệm trang"),
        max_length=200,
        blank=True,
        help_text=_("Chỉ ghi chức vụ, ví dụ “Phó Chủ tịch Ủy ban nhân dân xã”."),
    )
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
            MapPoint.constraint("agency_on_the_map"),
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
