"""Model answers: of an agency, or of the province for all."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from feedback.models.stream import Stream


class AnswerTemplate(models.Model):
    """A text that an officer puts into an answer and then finishes. Without an agency it is everybody's."""

    agency = models.ForeignKey(
        "agencies.Agency",
        verbose_name=_("cơ quan"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    title = models.CharField(_("tên mẫu"), max_length=120)
    text = models.TextField(_("nội dung"))
    stream = models.CharField(_("loại"), max_length=20, choices=Stream.choices, blank=True)

    class Meta:
        verbose_name = _("mẫu câu trả lời")
        verbose_name_plural = _("mẫu câu trả lời")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title
