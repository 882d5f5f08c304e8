"""A procedure as one decision made it: the legal text with its interval."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    InlinePanel,
    MultiFieldPanel,
    PublishingPanel,
)

from portal.core.public_term import in_term
from portal.core.records import Record
from portal.core.slugs import slugify_vi
from portal.core.text import vietnamese_sort_key

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class VersionQuerySet(models.QuerySet["ProcedureVersion"]):
    """Questions by date. Public reads start from :meth:`in_force`: rows of drafts sit in the same tables."""

    def in_force(self, day: date) -> VersionQuerySet:
        """Live versions whose half-open interval holds the day; the one that ends first comes first.

        A version whose start no source states counts from the end of the one before it, which this
        order expresses: as long as the earlier one has not ended, it is the first.
        """
        return (
            self.public(day)
            .filter(Q(effective_from__isnull=True) | Q(effective_from__lte=day))
            .filter(Q(effective_to__isnull=True) | Q(effective_to__gt=day))
            .order_by("procedure_id", F("effective_to").asc(nulls_last=True), "-pk")
        )

    def coming(self, day: date) -> VersionQuerySet:
        """Live versions that begin after the day, the nearest first."""
        return self.public(day).filter(effective_from__gt=day).order_by("effective_from")

    def public(self, day: date) -> VersionQuerySet:
        """Live versions whose public term has not ended."""
        return self.filter(in_term(day), live=True)


class ProcedureVersion(Record):
    """Phiên bản thủ tục: code × announcing decision × interval × performers.

    Same decision = a Wagtail revision of this row; another decision = another row. ``effective_to`` is
    written by :mod:`procedures_pages.services.decisions` alone, under a lock. Legal versions are not
    translated (docs/adr/0002): plain and English explanations are :class:`ProcedureGuide`.
    """

    class Basis(models.TextChoices):
        STATED = "stated", _("nguồn nêu rõ")
        DECISION = "decision", _("theo ngày hiệu lực của quyết định")
        UNKNOWN = "unknown", _("nguồn không nêu")

    class OnlineLevel(models.TextChoices):
        FULL = "full", _("Toàn trình")
        PARTIAL = "partial", _("Một phần")
        NONE = "none", _("Chưa nộp trực tuyến được")
        UNKNOWN = "unknown", _("Chưa xác định")

    procedure = models.ForeignKey(
        "procedures_pages.Procedure",
        verbose_name=_("thủ tục"),
        on_delete=models.PROTECT,
        related_name="versions",
    )
    decision = models.ForeignKey(
        "procedures_pages.AnnouncingDecision",
        verbose_name=_("quyết định công bố"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="versions",
    )
    name = models.TextField(_("tên thủ tục"))
    slug = models.SlugField(_("tên trong địa chỉ"), max_length=120, blank=True)
    field = models.ForeignKey(
        "procedures_pages.ProcedureField",
        verbose_name=_("lĩnh vực"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="versions",
    )
    publisher = models.CharField(_("cơ quan công bố"), max_length=200, blank=True)
    publishing_province = models.CharField(_("mã tỉnh công bố"), max_length=10, blank=True)
    kind = models.CharField(_("loại thủ tục"), max_length=200, blank=True)
    effective_from = models.DateField(_("hiệu lực từ"), null=True, blank=True)
    effective_basis = models.CharField(
        _("căn cứ của ngày hiệu lực"), max_length=10, choices=Basis.choices, default=Basis.UNKNOWN
    )
    effective_to = models.DateField(
        _("hiệu lực đến (không gồm ngày này)"), null=True, blank=True, editable=False
    )
    online_level = models.CharField(
        _("mức độ trực tuyến"), max_length=8, choices=OnlineLevel.choices, default=OnlineLevel.UNKNOWN
    )
    online_note = models.CharField(_("lý do chưa toàn trình"), max_length=500, blank=True)
    non_territorial = models.BooleanField(_("phi địa giới"), null=True, blank=True)
    conditions = models.TextField(_("yêu cầu, điều kiện"), blank=True)
    receiving_address = models.TextField(_("địa chỉ tiếp nhận hồ sơ"), blank=True)
    keywords = models.CharField(_("từ khóa"), max_length=1000, blank=True)
    time_note = models.CharField(_("thời hạn (bản tóm lược)"), max_length=300, blank=True)
    fee_note = models.CharField(_("phí, lệ phí (bản tóm lược)"), max_length=300, blank=True)
    summary_only = models.BooleanField(_("bản tóm lược"), default=False, editable=False)
    source_name = models.CharField(_("nguồn"), max_length=255, blank=True)
    source_url = models.URLField(_("địa chỉ nguồn"), max_length=500, blank=True)
    source_read_on = models.DateField(_("ngày đọc nguồn"), null=True, blank=True)
    sort_key = models.CharField(max_length=530, editable=False)

    objects = VersionQuerySet.as_manager()

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("procedure", help_text=_("Thủ tục theo mã của Cơ sở dữ liệu quốc gia.")),
                FieldPanel("decision", help_text=_("Quyết định công bố có nội dung này.")),
                FieldPanel("name", help_text=_("Tên đúng từng chữ như trong quyết định.")),
                FieldPanel("field", help_text=_("Lĩnh vực ghi trong quyết định.")),
                FieldPanel("kind"),
                FieldPanel("publisher"),
            ],
            heading=_("Thủ tục"),
        ),
        MultiFieldPanel(
            [
                FieldPanel(
                    "effective_from", help_text=_("Đúng 0 giờ ngày này trang chuyển sang nội dung mới.")
                ),
                FieldPanel(
                    "effective_basis",
                    help_text=_("Ngày hiệu lực lấy từ đâu: quyết định, nghị định, hay suy ra."),
                ),
            ],
            heading=_("Hiệu lực"),
        ),
        MultiFieldPanel(
            [
                FieldPanel(
                    "online_level",
                    help_text=_("Theo quyết định công bố; nguồn không ghi thì chọn “chưa xác định”."),
                ),
                FieldPanel(
                    "online_note", help_text=_("Lý do chỉ làm được một phần, hoặc chưa nộp trực tuyến được.")
                ),
                FieldPanel(
                    "non_territorial", help_text=_("Đánh dấu khi nộp được ở bất kỳ nơi tiếp nhận nào.")
                ),
            ],
            heading=_("Nộp trực tuyến"),
        ),
        InlinePanel("applicants", heading=_("Đối tượng thực hiện"), label=_("Đối tượng")),
        InlinePanel("performers", heading=_("Cơ quan thực hiện"), label=_("Cơ quan")),
        InlinePanel("steps", heading=_("Trình tự thực hiện"), label=_("Bước")),
        InlinePanel("methods", heading=_("Cách thức, thời hạn, phí và lệ phí"), label=_("Cách thức")),
        InlinePanel("case_terms", heading=_("Thời hạn theo trường hợp"), label=_("Trường hợp")),
        InlinePanel("cases", heading=_("Thành phần hồ sơ"), label=_("Trường hợp")),
        InlinePanel("forms", heading=_("Mẫu đơn, tờ khai"), label=_("Mẫu")),
        InlinePanel("results", heading=_("Kết quả"), label=_("Kết quả")),
        InlinePanel("legal_bases", heading=_("Căn cứ pháp lý"), label=_("Văn bản")),
        FieldPanel(
            "conditions", help_text=_("Yêu cầu, điều kiện ghi trong quyết định; không có thì để trống.")
        ),
        FieldPanel(
            "receiving_address",
            help_text=_(
                "Nơi nhận ghi trong quyết định; địa chỉ của từng đơn vị ghi ở “Thông tin tại đơn vị”."
            ),
        ),
        MultiFieldPanel(
            [
                FieldPanel("source_name", help_text=_("Nội dung chép từ đâu.")),
                FieldPanel("source_url", help_text=_("Địa chỉ trang đã chép.")),
                FieldPanel("source_read_on", help_text=_("Ngày đọc nguồn.")),
            ],
            heading=_("Nguồn"),
        ),
        PublishingPanel(),
    ]

    class Meta:
        verbose_name = _("phiên bản thủ tục")
        verbose_name_plural = _("phiên bản thủ tục")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["procedure", "decision"], name="version_once_per_decision"),
            models.CheckConstraint(
                condition=Q(effective_from__isnull=True)
                | Q(effective_to__isnull=True)
                | Q(effective_to__gte=F("effective_from")),
                name="version_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(effective_from__isnull=False) | Q(effective_basis="unknown"),
                name="version_without_start_has_unknown_basis",
            ),
        ]
        indexes = [models.Index(fields=["procedure", "live", "effective_to"], name="version_in_force")]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """An effective day needs its basis, and the other way round."""
        super().clean()
        if self.effective_from and self.effective_basis == self.Basis.UNKNOWN:
            raise ValidationError({"effective_basis": _("Chọn căn cứ của ngày hiệu lực.")})
        if not self.effective_from and self.effective_basis != self.Basis.UNKNOWN:
            raise ValidationError({"effective_from": _("Nhập ngày hiệu lực, hoặc chọn “nguồn không nêu”.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Fill what is derived from the name."""
        self.fill_derived()
        super().save(*args, **kwargs)

    def fill_derived(self) -> None:
        """Slug and sort key; importers call it before bulk writes, which skip :meth:`save`."""
        self.slug = slugify_vi(self.short_name, 110)
        self.sort_key = vietnamese_sort_key(self.short_name)

    @property
    def short_name(self) -> str:
        """The name without a leading "Thủ tục", capital first: what lists sort and addresses show."""
        name = self.name.strip()
        if name.lower().startswith("thủ tục ") and len(name) > 12:
            name = name[8:].lstrip()
            name = name[0].upper() + name[1:]
        return name

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        """The template that shows an unsaved version as its public page."""
        return "procedures_pages/procedure_preview.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        """The unsaved version drawn by the same presenters, from rows as they are typed."""
        from procedures_pages.presenters.preview import preview_context

        return {**super().get_preview_context(request, mode_name), **preview_context(self)}

    @property
    def online_label(self) -> StrOrPromise:
        """The level in words, with the reason where it is partial."""
        label = self.get_online_level_display()
        return f"{label} ({self.online_note})" if self.online_note else label
