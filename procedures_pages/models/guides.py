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


class ProcedureGuide(TranslatableMixin, Record):
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
        FieldPanel("procedure"),
        FieldPanel("name"),
        FieldPanel("summary"),
        FieldPanel("everyday_names"),
        MultiFieldPanel(
            [
                FieldPanel("who"),
                FieldPanel("bring"),
                FieldPanel("where"),
                FieldPanel("how_long"),
                FieldPanel("cost"),
                FieldPanel("result"),
                FieldPanel("tips"),
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
