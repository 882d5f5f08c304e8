"""What an agency adds to a procedure that is written once for all."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, PublishingPanel

from portal.core.records import Record
from procedures_pages.models.procedures import Named


class LocalFields(Named, Record):
    """Typed additions of one agency: place, hours, officer, telephone, note; most add nothing.

    ``confirmed_version`` is the version that the agency's people looked at; when another one is in
    force, the public page says "cần xác nhận" beside what stands here.
    """

    agency = models.ForeignKey(
        "agencies.Agency", verbose_name=_("cơ quan"), on_delete=models.CASCADE, related_name="+"
    )
    procedure = models.ForeignKey(
        "procedures_pages.Procedure",
        verbose_name=_("thủ tục"),
        on_delete=models.CASCADE,
        related_name="local_fields",
    )
    confirmed_version = models.ForeignKey(
        "procedures_pages.ProcedureVersion",
        verbose_name=_("đã xác nhận theo phiên bản"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    confirmed_on = models.DateField(_("xác nhận ngày"), null=True, blank=True)
    place = models.CharField(_("nơi nhận"), max_length=300, blank=True)
    hours = models.CharField(_("giờ nhận"), max_length=300, blank=True)
    officer = models.CharField(_("cán bộ phụ trách"), max_length=150, blank=True)
    phone = models.CharField(_("điện thoại"), max_length=40, blank=True)
    note = models.TextField(_("ghi chú của đơn vị"), blank=True, max_length=1000)

    # Shown within the procedure's page, whose preview is the version's.
    preview_modes: list[tuple[str, str]] = []

    panels = [
        FieldPanel("agency"),
        FieldPanel("procedure", help_text=_("Thủ tục mà đơn vị bổ sung thông tin. Mỗi thủ tục một lần.")),
        FieldPanel(
            "place",
            help_text=_(
                "Quầy, phòng nơi nhận hồ sơ này. Ví dụ: Quầy số 2, Trung tâm Phục vụ hành chính công."
            ),
        ),
        FieldPanel(
            "hours", help_text=_("Chỉ ghi khi khác giờ chung của đơn vị. Ví dụ: sáng thứ Ba và thứ Năm.")
        ),
        FieldPanel("officer", help_text=_("Họ tên, chức danh người trả lời được về thủ tục này.")),
        FieldPanel("phone", help_text=_("Số máy có người nghe trong giờ làm việc.")),
        FieldPanel(
            "note",
            help_text=_(
                "Điều người dân hay hỏi hoặc hay thiếu. Không thêm giấy tờ ngoài quyết định công bố."
            ),
        ),
        FieldPanel(
            "confirmed_version",
            help_text=_(
                "Phiên bản có hiệu lực lúc đơn vị xem lại; có phiên bản mới thì trang ghi “cần xác nhận”."
            ),
        ),
        FieldPanel("confirmed_on", help_text=_("Ngày đơn vị xem lại và thấy thông tin còn đúng.")),
        PublishingPanel(),
    ]

    class Meta:
        verbose_name = _("thông tin tại đơn vị")
        verbose_name_plural = _("thông tin tại đơn vị")
        constraints = [models.UniqueConstraint(fields=["agency", "procedure"], name="local_fields_once")]

    def __str__(self) -> str:
        return f"{self.procedure_name} – {self.agency}"

    def needs_confirming(self, version_id: int) -> bool:
        """Whether the version in force is another one than the one these fields were confirmed against."""
        return self.confirmed_version_id != version_id


class PerformerException(models.Model):
    """An agency that performs a procedure although its class does not, or the other way round."""

    class Kind(models.TextChoices):
        INCLUDE = "include", _("có thực hiện")
        EXCLUDE = "exclude", _("không thực hiện")

    agency = models.ForeignKey(
        "agencies.Agency", verbose_name=_("cơ quan"), on_delete=models.CASCADE, related_name="+"
    )
    procedure = models.ForeignKey(
        "procedures_pages.Procedure",
        verbose_name=_("thủ tục"),
        on_delete=models.CASCADE,
        related_name="exceptions",
    )
    kind = models.CharField(_("loại"), max_length=8, choices=Kind.choices)
    reason = models.CharField(_("căn cứ"), max_length=300)

    class Meta:
        verbose_name = _("ngoại lệ về cơ quan thực hiện")
        verbose_name_plural = _("ngoại lệ về cơ quan thực hiện")
        constraints = [
            models.UniqueConstraint(fields=["agency", "procedure"], name="performer_exception_once")
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.kind} {self.procedure_id}"
