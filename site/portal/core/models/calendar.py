"""The working-day calendar, the rules of terms, and what a changed calendar moved."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class CalendarDay(models.Model):
    """A day on which the working week does not hold: closed (nghỉ) or opened (làm bù).

    Weekends are not listed. ``scope`` is empty for the province, else an agency code. ``basis`` is the
    notice that set the day; without one the day is provisional (Bộ luật Lao động Điều 111, 112; yearly
    notices on swapped days).
    """

    class Kind(models.TextChoices):
        CLOSED = "closed", _("ngày nghỉ")
        OPENED = "opened", _("ngày làm việc bù")

    class Status(models.TextChoices):
        OFFICIAL = "official", _("chính thức")
        PROVISIONAL = "provisional", _("tạm tính")

    day = models.DateField(_("ngày"))
    kind = models.CharField(_("loại"), max_length=10, choices=Kind.choices)
    name = models.CharField(_("tên"), max_length=200)
    basis = models.CharField(_("căn cứ"), max_length=300, blank=True)
    basis_url = models.URLField(_("địa chỉ văn bản"), blank=True)
    status = models.CharField(_("trạng thái"), max_length=12, choices=Status.choices, default=Status.OFFICIAL)
    scope = models.CharField(_("phạm vi (mã cơ quan)"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("ngày trong lịch làm việc")
        verbose_name_plural = _("lịch làm việc")
        ordering = ["day", "scope"]
        constraints = [models.UniqueConstraint(fields=["day", "scope"], name="calendar_day_once_per_scope")]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.name}"

    def clean(self) -> None:
        """An official day names the notice that set it; only a day that is off can be opened."""
        super().clean()
        if self.kind == self.Kind.OPENED and self.day and self.day.weekday() < 5 and not self.scope:
            raise ValidationError({"kind": _("Ngày làm việc bù phải là thứ Bảy hoặc Chủ nhật.")})
        if self.status == self.Status.OFFICIAL and not self.basis.strip():
            raise ValidationError(
                {"basis": _("Ngày chính thức phải ghi văn bản quy định; chưa có thì chọn “tạm tính”.")}
            )

    def values(self) -> dict[str, Any]:
        """What the calendar says of the day, for the history of changes."""
        return {
            "kind": self.kind,
            "name": self.name,
            "basis": self.basis,
            "basis_url": self.basis_url,
            "status": self.status,
        }


class CalendarChange(models.Model):
    """One change that a person made to one day: what stood before, what stands now, who, when.

    ``before`` is null where the day was not listed, ``after`` where it was taken off the list. The account's
    number stays when the account is gone. A day that a person has changed is never written over by the table
    that comes with the program.
    """

    day = models.DateField(_("ngày"))
    scope = models.CharField(_("phạm vi (mã cơ quan)"), max_length=20, blank=True)
    before = models.JSONField(_("trước"), null=True, blank=True)
    after = models.JSONField(_("sau"), null=True, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("người sửa"),
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    changed_at = models.DateTimeField(_("sửa lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("lần sửa lịch làm việc")
        verbose_name_plural = _("các lần sửa lịch làm việc")
        ordering = ["-changed_at", "-pk"]
        indexes = [models.Index(fields=["day", "scope"], name="calendar_change_day")]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.scope}".rstrip()


class ClockRule(models.Model):
    """How one duty's term is counted, with the days between which the rule holds (``valid_to`` exclusive)."""

    class Unit(models.TextChoices):
        WORKING_DAYS = "working-days", _("ngày làm việc")
        CALENDAR_DAYS = "calendar-days", _("ngày")
        HOURS = "hours", _("giờ")
        MONTHS = "months", _("tháng")

    class Direction(models.TextChoices):
        FORWARD = "forward", _("tính tới")
        BACKWARD = "backward", _("tính lùi")

    class StartBasis(models.TextChoices):
        RECEIPT = "receipt", _("từ khi nhận")
        COMPETENT_RECEIPT = "competent-receipt", _("từ khi cơ quan có thẩm quyền nhận")

    # Codes of this form are read as the term that they name; no stored rule may take one.
    SHORT_FORM = r"(?:(truoc|it-nhat)-)?(\d{1,5})-(lv|ngay|gio|thang)"

    code = models.SlugField(_("mã"), max_length=50)
    label = models.CharField(_("tên"), max_length=200)
    unit = models.CharField(_("đơn vị"), max_length=14, choices=Unit.choices)
    amount = models.PositiveSmallIntegerField(_("số lượng"))
    direction = models.CharField(
        _("chiều"), max_length=8, choices=Direction.choices, default=Direction.FORWARD
    )
    minimum = models.BooleanField(_("thời gian tối thiểu"), default=False)
    cut_off = models.TimeField(_("giờ chốt trong ngày"), null=True, blank=True)
    start_basis = models.CharField(
        _("tính từ"), max_length=17, choices=StartBasis.choices, default=StartBasis.RECEIPT
    )
    count_day_of_receipt = models.BooleanField(_("tính cả ngày nhận"), default=False)
    maximum_pause = models.PositiveSmallIntegerField(_("số ngày tạm dừng tối đa"), null=True, blank=True)
    legal_basis = models.CharField(_("căn cứ"), max_length=300, blank=True)
    valid_from = models.DateField(_("áp dụng từ"))
    valid_to = models.DateField(_("đến trước ngày"), null=True, blank=True)

    class Meta:
        verbose_name = _("quy tắc tính thời hạn")
        verbose_name_plural = _("các quy tắc tính thời hạn")
        ordering = ["code", "valid_from"]
        constraints = [models.UniqueConstraint(fields=["code", "valid_from"], name="clock_rule_once_a_day")]

    def __str__(self) -> str:
        return f"{self.code}: {self.label}"

    def clean(self) -> None:
        """Refuse what cannot be counted."""
        super().clean()
        if re.fullmatch(self.SHORT_FORM, self.code):
            raise ValidationError({"code": _("Mã này là dạng ngắn của một thời hạn; hãy đặt mã khác.")})
        backward = self.direction == self.Direction.BACKWARD
        if backward and (self.minimum or self.cut_off or self.count_day_of_receipt or self.maximum_pause):
            raise ValidationError(
                {"direction": _("Quy tắc tính lùi không đi cùng giờ chốt, tạm dừng hay thời gian tối thiểu.")}
            )
        if self.unit == self.Unit.HOURS and (self.cut_off or self.count_day_of_receipt):
            raise ValidationError(
                {"unit": _("Thời hạn theo giờ tính liên tục, không có giờ chốt hay ngày nhận.")}
            )


class DeadlineMove(models.Model):
    """An open deadline that a changed calendar moved: from when to when, and through which change."""

    change = models.ForeignKey(
        CalendarChange,
        verbose_name=_("lần sửa lịch"),
        null=True,
        on_delete=models.PROTECT,
        related_name="moves",
    )
    source = models.CharField(_("nguồn"), max_length=60)
    reference = models.CharField(_("mục"), max_length=120)
    old_due = models.DateTimeField(_("hạn cũ"))
    new_due = models.DateTimeField(_("hạn mới"))
    moved_at = models.DateTimeField(_("dời lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("hạn đã dời")
        verbose_name_plural = _("các hạn đã dời")
        ordering = ["-moved_at", "-pk"]
        indexes = [models.Index(fields=["source", "reference"], name="deadline_move_of")]

    def __str__(self) -> str:
        return f"{self.source} {self.reference}: {self.old_due:%d/%m/%Y} → {self.new_due:%d/%m/%Y}"
