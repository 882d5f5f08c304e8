"""Tiếp công dân: the rule by which a leader receives people, and what was different or came of single days.

Luật Tiếp công dân 42/2013/QH13 Điều 24 and NĐ 154/2026/NĐ-CP: place, usual times, the head's days, who takes
part and the expected subjects are published; a day that cannot be kept is announced with the new one.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PublishingPanel

from portal.core.records import Record

WEEKDAYS = (
    (0, _("thứ Hai")),
    (1, _("thứ Ba")),
    (2, _("thứ Tư")),
    (3, _("thứ Năm")),
    (4, _("thứ Sáu")),
    (5, _("thứ Bảy")),
    (6, _("Chủ nhật")),
)
LAST = -1


class Reception(Record):
    """A leader's regular reception: weekly, on an nth weekday, or on a day of the month."""

    class Rhythm(models.TextChoices):
        WEEKLY = "tuan", _("hằng tuần, vào một thứ")
        NTH_WEEKDAY = "thu-trong-thang", _("hằng tháng, vào một thứ")
        MONTH_DAY = "ngay-trong-thang", _("hằng tháng, vào một ngày")

    class Nth(models.IntegerChoices):
        FIRST = 1, _("đầu tiên")
        SECOND = 2, _("thứ hai")
        THIRD = 3, _("thứ ba")
        FOURTH = 4, _("thứ tư")
        LAST = LAST, _("cuối cùng")

    agency = models.ForeignKey(
        "agencies.Agency", verbose_name=_("cơ quan"), on_delete=models.CASCADE, related_name="+"
    )
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    leader = models.CharField(_("người tiếp (chức vụ)"), max_length=150)
    leader_name = models.CharField(_("họ tên"), max_length=100, blank=True)
    is_head = models.BooleanField(_("là người đứng đầu cơ quan"), default=True)
    rhythm = models.CharField(_("khi nào"), max_length=16, choices=Rhythm.choices, default=Rhythm.WEEKLY)
    weekday = models.PositiveSmallIntegerField(_("thứ"), choices=WEEKDAYS, null=True, blank=True)
    nth = models.SmallIntegerField(_("lần trong tháng"), choices=Nth.choices, null=True, blank=True)
    month_day = models.PositiveSmallIntegerField(
        _("ngày trong tháng"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(28)],
    )
    opens = models.TimeField(_("từ giờ"))
    closes = models.TimeField(_("đến giờ"))
    place = models.CharField(_("nơi tiếp"), max_length=300)
    attends = models.CharField(_("thành phần cùng tiếp"), max_length=300, blank=True)
    subjects = models.CharField(_("dự kiến nội dung"), max_length=300, blank=True)
    contact = models.CharField(_("đăng ký, hỏi trước"), max_length=200, blank=True)
    basis = models.CharField(_("theo văn bản"), max_length=200, blank=True)
    starts_on = models.DateField(_("áp dụng từ ngày"))
    ends_on = models.DateField(_("đến hết ngày"), null=True, blank=True)

    preview_modes: list[tuple[str, str]] = []

    panels = [
        FieldPanel("agency"),
        FieldRowPanel(
            [
                FieldPanel("leader", help_text=_("Ví dụ: Chủ tịch UBND xã.")),
                FieldPanel("leader_name", help_text=_("Không bắt buộc.")),
            ]
        ),
        FieldPanel("is_head"),
        MultiFieldPanel(
            [
                FieldPanel(
                    "rhythm",
                    help_text=_(
                        "Chủ tịch UBND cấp xã tiếp ít nhất 1 ngày mỗi tuần; Chủ tịch UBND tỉnh, giám đốc sở "
                        "ít nhất 1 ngày mỗi tháng. Gặp ngày nghỉ, lịch tự lùi đến ngày làm việc tiếp theo."
                    ),
                ),
                FieldRowPanel([FieldPanel("weekday"), FieldPanel("nth"), FieldPanel("month_day")]),
                FieldRowPanel([FieldPanel("opens"), FieldPanel("closes")]),
                FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
            ],
            _("Thời gian"),
        ),
        FieldPanel("place"),
        FieldPanel("attends"),
        FieldPanel("subjects"),
        FieldPanel("contact", help_text=_("Chức danh và số máy của cơ quan.")),
        FieldPanel("basis", help_text=_("Ví dụ: Thông báo số 12/TB-UBND ngày 05/01/2026.")),
        InlinePanel("days", heading=_("Ngày có thay đổi, kết quả từng ngày"), label=_("ngày")),
        PublishingPanel(),
    ]

    class Meta:
        verbose_name = _("lịch tiếp công dân")
        verbose_name_plural = _("lịch tiếp công dân")

    def __str__(self) -> str:
        return gettext("Tiếp công dân: %s") % self.leader

    def clean(self) -> None:
        """The rule is whole, and its hours and days come one after the other."""
        super().clean()
        errors: dict[str, Any] = {}
        rhythm = self.Rhythm
        if self.rhythm in (rhythm.WEEKLY, rhythm.NTH_WEEKDAY) and self.weekday is None:
            errors["weekday"] = gettext("Chọn thứ.")
        if self.rhythm == rhythm.NTH_WEEKDAY and self.nth is None:
            errors["nth"] = gettext("Chọn lần thứ mấy trong tháng.")
        if self.rhythm == rhythm.MONTH_DAY and self.month_day is None:
            errors["month_day"] = gettext("Nhập ngày, từ 1 đến 28.")
        if self.opens and self.closes and self.closes <= self.opens:
            errors["closes"] = gettext("Giờ kết thúc phải sau giờ bắt đầu.")
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            errors["ends_on"] = gettext("Ngày cuối trước ngày bắt đầu.")
        if errors:
            raise ValidationError(errors)


class ReceptionDay(models.Model):
    """A single day of a reception: who stood in, whether it was moved or cancelled, and what came of it.

    ``planned_on`` is the day as the page shows it by the rule. ``result`` names nobody.
    """

    class State(models.TextChoices):
        PLANNED = "theo-lich", _("theo lịch")
        MOVED = "doi", _("dời")
        CANCELLED = "hoan", _("hoãn")

    reception = ParentalKey(Reception, on_delete=models.CASCADE, related_name="days")
    planned_on = models.DateField(_("ngày theo lịch"))
    state = models.CharField(_("tình trạng"), max_length=10, choices=State.choices, default=State.PLANNED)
    moved_to = models.DateField(_("dời đến ngày"), null=True, blank=True)
    opens = models.TimeField(_("từ giờ"), null=True, blank=True)
    closes = models.TimeField(_("đến giờ"), null=True, blank=True)
    stand_in = models.CharField(_("người tiếp thay (chức vụ)"), max_length=150, blank=True)
    reason = models.CharField(_("lý do dời, hoãn, thay"), max_length=200, blank=True)
    people = models.PositiveSmallIntegerField(_("số lượt người"), null=True, blank=True)
    matters = models.PositiveSmallIntegerField(_("số vụ việc"), null=True, blank=True)
    result = models.CharField(_("kết quả"), max_length=500, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("planned_on"), FieldPanel("state"), FieldPanel("moved_to")]),
        FieldRowPanel([FieldPanel("opens"), FieldPanel("closes")]),
        FieldRowPanel([FieldPanel("stand_in"), FieldPanel("reason")]),
        FieldRowPanel([FieldPanel("people"), FieldPanel("matters")]),
        FieldPanel(
            "result",
            help_text=_("Giải quyết thế nào. Không ghi tên, địa chỉ, vụ việc riêng của người dân."),
        ),
    ]

    class Meta:
        verbose_name = _("ngày tiếp công dân")
        verbose_name_plural = _("ngày tiếp công dân")
        ordering = ["planned_on", "pk"]

    def __str__(self) -> str:
        return f"{self.planned_on:%d/%m/%Y}"

    @property
    def has_result(self) -> bool:
        """Whether what came of the day is written down; a day on which nobody came is a result too."""
        return bool(self.result.strip()) or self.people is not None

    def clean(self) -> None:
        """A moved day says where to and why; hours come in pairs."""
        super().clean()
        errors: dict[str, Any] = {}
        if self.state == self.State.MOVED and not self.moved_to:
            errors["moved_to"] = gettext("Ghi ngày tiếp mới để người dân biết.")
        if (self.state != self.State.PLANNED or self.stand_in) and not self.reason.strip():
            errors["reason"] = gettext("Ghi lý do dời, hoãn hoặc thay.")
        if (self.opens is None) != (self.closes is None):
            errors["closes"] = gettext("Nhập cả giờ bắt đầu và giờ kết thúc.")
        elif self.opens and self.closes and self.closes <= self.opens:
            errors["closes"] = gettext("Giờ kết thúc phải sau giờ bắt đầu.")
        if self.state == self.State.CANCELLED and self.has_result:
            errors["result"] = gettext("Ngày đã hoãn thì không có kết quả.")
        if errors:
            raise ValidationError(errors)
