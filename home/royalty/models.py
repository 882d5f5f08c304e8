"""Nhuận bút: the province's table of rates, and the lists that are drawn up by it.

NĐ 18/2014/NĐ-CP: a royalty is a coefficient, by the kind of work, times the value of one unit; provinces set
both by decision within its frame. A province that sets plain amounts gives the unit the value of one đồng.
Lists name people and money: they stand on the editors' side alone.
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class WorkKind(models.TextChoices):
    """Kinds of work that tables tell apart."""

    NEWS = "tin", _("Tin")
    ARTICLE = "bai", _("Bài viết")
    PICTURES = "anh", _("Ảnh, phóng sự ảnh")
    INTERVIEW = "phong-van", _("Phỏng vấn")
    MEDIA = "video", _("Video, âm thanh")
    TRANSLATION = "dich", _("Bản dịch")


class RateTable(models.Model):
    """A table in force from a day on, until the next one; the decision that set it."""

    from_day = models.DateField(_("áp dụng từ ngày"), unique=True)
    decision = models.CharField(_("theo quyết định"), max_length=200)
    unit_value = models.PositiveIntegerField(
        _("giá trị một đơn vị hệ số (đồng)"), validators=[MinValueValidator(1)]
    )

    class Meta:
        verbose_name = _("bảng mức nhuận bút")
        verbose_name_plural = _("bảng mức nhuận bút")
        ordering = ["-from_day"]

    def __str__(self) -> str:
        return f"{self.decision} ({self.from_day:%d/%m/%Y})"

    @classmethod
    def on(cls, day: date) -> RateTable | None:
        """The table in force on a day."""
        return cls.objects.filter(from_day__lte=day).order_by("-from_day").first()


class Rate(models.Model):
    """The coefficients that a kind of work may have; the least stands in a new line."""

    table = models.ForeignKey(RateTable, on_delete=models.CASCADE, related_name="rates")
    kind = models.CharField(_("loại"), max_length=12, choices=WorkKind.choices)
    least = models.DecimalField(_("hệ số thấp nhất"), max_digits=6, decimal_places=2)
    most = models.DecimalField(_("hệ số cao nhất"), max_digits=6, decimal_places=2)

    class Meta:
        verbose_name = _("mức nhuận bút")
        verbose_name_plural = _("mức nhuận bút")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["table", "kind"], name="royalty_rate_once"),
            models.CheckConstraint(
                condition=Q(most__gte=F("least"), least__gte=0), name="royalty_rate_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.least}–{self.most}"


class RoyaltyList(models.Model):
    """The works of an agency's site in a period, both days included; approved by a second person."""

    holds_personal_data = True

    class State(models.TextChoices):
        DRAFT = "nhap", _("đang lập")
        APPROVED = "duyet", _("đã duyệt")

    agency = models.ForeignKey("agencies.Agency", on_delete=models.CASCADE, related_name="+")
    table = models.ForeignKey(RateTable, on_delete=models.PROTECT, related_name="+")
    first_day = models.DateField(_("từ ngày"))
    last_day = models.DateField(_("đến hết ngày"))
    state = models.CharField(_("tình trạng"), max_length=6, choices=State.choices, default=State.DRAFT)
    excluded = models.PositiveIntegerField(_("số tin đăng lại, không tính"), default=0)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(_("lập lúc"))
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    approved_at = models.DateTimeField(_("duyệt lúc"), null=True)

    class Meta:
        verbose_name = _("bảng kê nhuận bút")
        verbose_name_plural = _("bảng kê nhuận bút")
        ordering = ["-first_day", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="royalty_list_in_order")
        ]

    def __str__(self) -> str:
        return gettext("Nhuận bút %(first)s–%(last)s") % {
            "first": f"{self.first_day:%d/%m/%Y}",
            "last": f"{self.last_day:%d/%m/%Y}",
        }

    @property
    def is_draft(self) -> bool:
        """Whether its lines may still be changed."""
        return self.state == self.State.DRAFT

    @property
    def total(self) -> int:
        """All amounts, in đồng."""
        return sum(line.amount for line in self.lines.all())


class RoyaltyLine(models.Model):
    """One work. Title and author are kept as they were, whatever becomes of the page."""

    holds_personal_data = True

    of_list = models.ForeignKey(RoyaltyList, on_delete=models.CASCADE, related_name="lines")
    page = models.ForeignKey("wagtailcore.Page", null=True, on_delete=models.SET_NULL, related_name="+")
    title = models.CharField(_("tên tin, bài"), max_length=255)
    shown_on = models.DateField(_("ngày đăng"))
    author = models.CharField(_("người viết"), max_length=120, blank=True)
    unit = models.CharField(_("đơn vị"), max_length=200, blank=True)
    kind = models.CharField(_("loại"), max_length=12, choices=WorkKind.choices)
    coefficient = models.DecimalField(_("hệ số"), max_digits=6, decimal_places=2)
    amount = models.PositiveIntegerField(_("số tiền (đồng)"))

    class Meta:
        verbose_name = _("dòng nhuận bút")
        verbose_name_plural = _("dòng nhuận bút")
        ordering = ["shown_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["page"], condition=Q(page__isnull=False), name="royalty_page_paid_once"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """The coefficient lies within what the table allows for the kind."""
        super().clean()
        rate = self.of_list.table.rates.filter(kind=self.kind).first()
        if rate is None:
            raise ValidationError({"kind": gettext("Bảng mức của tỉnh không có loại này.")})
        if self.coefficient is not None and not rate.least <= self.coefficient <= rate.most:
            said = gettext("Hệ số từ %(least)s đến %(most)s.")
            raise ValidationError({"coefficient": said % {"least": rate.least, "most": rate.most}})

    def reckon(self) -> None:
        """Set the amount by the coefficient and the table."""
        self.amount = amount(self.coefficient, self.of_list.table.unit_value)


def amount(coefficient: Decimal, unit_value: int) -> int:
    """A royalty in whole đồng, halves up."""
    return int((coefficient * unit_value).quantize(Decimal(1), ROUND_HALF_UP))
