"""Where people go and when: service points, opening hours, and the days on which they do not hold.

Edited once, shown everywhere. Hours and exceptions belong to an agency or to one of its service points;
a point without hours of its own has those of its agency (:mod:`portal.agencies.hours`). Times are times of
Asia/Ho_Chi_Minh, never decimal numbers.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.agencies.models.agency import Agency, MapPoint
from portal.core.stamps import bump
from portal.core.text import vietnamese_sort_key

# Moves when a place, its hours or an exception changes.
STAMP = "places"


class _Announced(models.Model):
    """A row whose change every process must see with its next request."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and move the stamp."""
        super().save(*args, **kwargs)
        bump(STAMP)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete, and move the stamp."""
        done = super().delete(*args, **kwargs)
        bump(STAMP)
        return done


class ServicePointQuerySet(models.QuerySet["ServicePoint"]):
    """Questions about service points."""

    def on(self, day: date) -> ServicePointQuerySet:
        """The points that exist on a day: ``[valid_from, valid_to)``."""
        return self.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=day)).filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=day)
        )


class ServicePoint(MapPoint, _Announced):
    """A place where an agency or somebody on its behalf receives people."""

    class Kind(models.TextChoices):
        COUNTER = "mot-cua", _("Bộ phận một cửa")
        CENTRE = "trung-tam", _("Trung tâm Phục vụ hành chính công")
        POST = "buu-dien", _("Điểm tiếp nhận tại bưu điện")
        POLICE = "cong-an", _("Điểm tiếp công dân của công an")
        LAND = "dang-ky-dat-dai", _("Văn phòng đăng ký đất đai")
        HEALTH = "tram-y-te", _("Trạm y tế")
        SUPPORT = "ho-tro", _("Điểm hỗ trợ nộp trực tuyến")
        RECEPTION = "tiep-cong-dan", _("Nơi tiếp công dân")
        OTHER = "khac", _("Nơi khác")

    agency = models.ForeignKey(
        Agency, verbose_name=_("cơ quan"), on_delete=models.CASCADE, related_name="service_points"
    )
    kind = models.CharField(_("loại nơi tiếp nhận"), max_length=20, choices=Kind.choices)
    name = models.CharField(_("tên"), max_length=200)
    address = models.CharField(_("địa chỉ"), max_length=300, blank=True)
    phone = models.CharField(_("điện thoại"), max_length=40, blank=True)
    accepts = models.TextField(
        _("nhận những gì"),
        max_length=1500,
        blank=True,
        help_text=_("Mỗi việc một dòng, bằng lời dân thường dùng."),
    )
    directions = models.TextField(
        _("cách đến"), max_length=600, blank=True, help_text=_("Ví dụ: đối diện chợ, gửi xe trong sân.")
    )
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=100)
    valid_from = models.DateField(_("bắt đầu từ"), null=True, blank=True)
    valid_to = models.DateField(_("đến trước ngày"), null=True, blank=True)
    is_demo = models.BooleanField(_("dữ liệu trình diễn"), default=False, editable=False)
    source = models.CharField(_("nguồn"), max_length=255, blank=True)
    sort_key = models.CharField(max_length=530, editable=False)

    objects = ServicePointQuerySet.as_manager()

    class Meta:
        verbose_name = _("nơi tiếp nhận")
        verbose_name_plural = _("nơi tiếp nhận")
        ordering = ["position", "sort_key"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "name"], name="service_point_once_per_agency"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gt=F("valid_from")),
                name="service_point_ends_after_it_begins",
            ),
            MapPoint.constraint("service_point_on_the_map"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the sort key; a place of an agency of the demonstration belongs to the demonstration."""
        if self._state.adding:
            self.is_demo = self.agency.is_demo
        self.sort_key = vietnamese_sort_key(self.name)
        super().save(*args, **kwargs)


class _OfAPlace(_Announced):
    """A row of an agency or of one of its service points, never of both."""

    agency = models.ForeignKey(
        Agency,
        verbose_name=_("cơ quan"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="%(class)s_set",
    )
    service_point = models.ForeignKey(
        ServicePoint,
        verbose_name=_("nơi tiếp nhận"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="%(class)s_set",
    )

    class Meta:
        abstract = True

    @property
    def owner(self) -> Agency:
        """The agency that answers for this row."""
        if self.agency is not None:
            return self.agency
        if self.service_point is not None:
            return self.service_point.agency
        raise ValueError("a row of no place")  # the database's constraint forbids it


def _one_place(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(agency__isnull=True, service_point__isnull=False)
        | Q(agency__isnull=False, service_point__isnull=True),
        name=name,
    )


class OpeningHours(_OfAPlace):
    """When people are received, as times: one row a weekday and stretch.

    ``receives_only`` marks counters that take papers though the day is not a working day (Saturday mornings).
    """

    weekday = models.PositiveSmallIntegerField(_("thứ (0 là thứ Hai)"))
    opens = models.TimeField(_("mở cửa"))
    closes = models.TimeField(_("đóng cửa"))
    receives_only = models.BooleanField(_("chỉ nhận hồ sơ"), default=False)

    class Meta:
        verbose_name = _("giờ tiếp nhận")
        verbose_name_plural = _("giờ tiếp nhận")
        ordering = ["weekday", "opens"]
        constraints = [
            _one_place("opening_hours_of_one_place"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="opening_hours_real_weekday"),
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="opening_hours_close_after_open"),
            models.UniqueConstraint(fields=["agency", "weekday", "opens"], name="opening_hours_once"),
            models.UniqueConstraint(
                fields=["service_point", "weekday", "opens"], name="opening_hours_once_a_point"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday}: {self.opens:%H:%M}–{self.closes:%H:%M}"


class HoursException(_OfAPlace):
    """Days on which the week does not hold: nobody is received, or people are received besides.

    ``first_day`` and ``last_day`` are both included. Without times the whole day is meant; a pause may
    cover a part of each day. ``elsewhere`` is where people go meanwhile.
    """

    class Kind(models.TextChoices):
        PAUSED = "tam-dung", _("tạm dừng tiếp nhận")
        EXTRA = "mo-them", _("mở thêm")

    kind = models.CharField(_("loại"), max_length=10, choices=Kind.choices, default=Kind.PAUSED)
    first_day = models.DateField(_("từ ngày"))
    last_day = models.DateField(_("đến hết ngày"))
    opens = models.TimeField(_("từ giờ"), null=True, blank=True)
    closes = models.TimeField(_("đến giờ"), null=True, blank=True)
    reason = models.CharField(_("lý do"), max_length=200, blank=True)
    elsewhere_point = models.ForeignKey(
        ServicePoint,
        verbose_name=_("nơi thay thế"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    elsewhere = models.CharField(_("nơi thay thế (nơi khác)"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("ngày tạm dừng hoặc mở thêm")
        verbose_name_plural = _("ngày tạm dừng hoặc mở thêm")
        ordering = ["first_day", "opens"]
        constraints = [
            _one_place("hours_exception_of_one_place"),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="hours_exception_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(opens__isnull=True, closes__isnull=True) | Q(closes__gt=F("opens")),
                name="hours_exception_closes_after_it_opens",
            ),
            # Being open besides says when.
            models.CheckConstraint(
                condition=~Q(kind="mo-them") | Q(opens__isnull=False), name="hours_exception_extra_has_times"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.first_day:%d/%m/%Y}–{self.last_day:%d/%m/%Y}"
