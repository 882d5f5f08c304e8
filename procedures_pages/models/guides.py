"""Plain explanations: ours, beside the legal text, never in its place."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PublishingPanel
from wagtail.models import TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField

from portal.core.records import Record
from procedures_pages.models.procedures import Named


class ProcedureGuide(Named, TranslatableMixin, Record):
    """ "Giải thích dễ hiểu (không thay thế nội dung công bố)": one a procedure and language.

    ``everyday_names`` is a list of strings: what people call the procedure; search counts each as a name.
    A guide may hold these names alone; its ``summary`` is empty then and the public page shows no guide.
    ``name`` is the name in another language and empty in Vietnamese, whose name is the legal one.
    """

    procedure = models.ForeignKey(
        "procedures_pages.Procedure",
        verbose_name=_("thủ tục"),
        on_delete=models.CASCADE,
        related_name="guides",
    )
    name = models.CharField(_("tên (ngôn ngữ khác)"), max_length=300, blank=True)
    summary = models.CharField(_("tóm tắt một câu"), max_length=300, blank=True)
    everyday_names = models.JSONField(_("tên thường gọi"), default=list, blank=True)
    who = models.TextField(_("ai làm"), blank=True)
    bring = models.TextField(_("cần mang gì"), blank=True)
    where = models.TextField(_("nộp ở đâu"), blank=True)
    how_long = models.TextField(_("bao lâu"), blank=True)
    cost = models.TextField(_("bao nhiêu tiền"), blank=True)
    result = models.TextField(_("nhận được gì"), blank=True)
    tips = models.JSONField(_("nên biết"), default=list, blank=True)

    translatable_fields = [
        SynchronizedField("procedure", overridable=False),
        TranslatableField("name"),
        TranslatableField("summary"),
        TranslatableField("who"),
        TranslatableField("bring"),
        TranslatableField("where"),
        TranslatableField("how_long"),
        TranslatableField("cost"),
        TranslatableField("result"),
    ]

    # Shown within the procedure's page, whose preview is the version's.
    preview_modes: list[tuple[str, str]] = []

    panels = [
        FieldPanel(
            "procedure",
            help_text=_("Thủ tục được giải thích. Lời giải thích không thay cho nội dung công bố."),
        ),
        FieldPanel("name", help_text=_("Chỉ điền ở bản dịch; tiếng Việt dùng đúng tên trong quyết định.")),
        FieldPanel(
            "summary",
            help_text=_("Một câu: làm việc này để được gì. Ví dụ: Đăng ký để con có giấy khai sinh."),
        ),
        FieldPanel(
            "everyday_names",
            help_text=_(
                "Những cách gọi của người dân, để tìm là thấy. Ví dụ: làm giấy khai sinh, sang tên sổ đỏ."
            ),
        ),
        MultiFieldPanel(
            [
                FieldPanel("who", help_text=_("Ai được làm, ai làm thay được.")),
                FieldPanel(
                    "bring",
                    help_text=_(
                        "Giấy tờ cần mang, nói bằng lời thường; danh sách đầy đủ lấy từ quyết định công bố."
                    ),
                ),
                FieldPanel("where", help_text=_("Nộp ở đâu, có nộp qua mạng hay bưu điện được không.")),
                FieldPanel(
                    "how_long", help_text=_("Thời hạn trong trường hợp thông thường, và khi nào lâu hơn.")
                ),
                FieldPanel("cost", help_text=_("Số tiền và ai được miễn; chưa rõ thì ghi là chưa rõ.")),
                FieldPanel("result", help_text=_("Người dân cầm về giấy gì.")),
                FieldPanel(
                    "tips", help_text=_("Mỗi dòng một điều nên biết, nhất là lý do hồ sơ hay bị trả lại.")
                ),
            ],
            heading=_("Giải thích dễ hiểu"),
        ),
        PublishingPanel(),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("giải thích dễ hiểu")
        verbose_name_plural = _("giải thích dễ hiểu")
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "locale"], name="guide_once_per_procedure_and_locale"
            ),
        ]

    def __str__(self) -> str:
        return self.summary or ", ".join(self.everyday_names)

    def clean(self) -> None:
        """Everyday names and tips are lists of strings."""
        super().clean()
        for column in ("everyday_names", "tips"):
            value: Any = getattr(self, column)
            if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
                raise ValidationError({column: _("Nhập một danh sách các câu ngắn.")})
