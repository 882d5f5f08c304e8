"""Đính chính, and notes on what a change was about: public, linked, on the thing itself."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.editorial.models.base import About


class Correction(About):
    """What was wrong, what is right, since when, on what ground; or a note on a change.

    Waits (``published_at`` is empty) until the thing is published the next time, by whatever door: the log's
    act is then "corrected". ``object_type`` and ``object_key`` name the thing as the log does, so that public
    pages find it without loading it. Source: Luật Tiếp cận thông tin 01/2026/QH16 (wrong public information
    is corrected in the same form).
    """

    class Kind(models.TextChoices):
        CORRECTION = "correction", _("đính chính")
        NOTE = "note", _("ghi chú thay đổi")

    kind = models.CharField(_("loại"), max_length=10, choices=Kind.choices, default=Kind.CORRECTION)
    object_type = models.CharField(max_length=60, editable=False)
    object_key = models.CharField(max_length=64, editable=False)
    agency = models.ForeignKey(
        "agencies.Agency",
        verbose_name=_("cơ quan"),
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    wrong = models.TextField(_("đã ghi"), blank=True, max_length=1000)
    right = models.TextField(_("đúng là"), max_length=1000)
    basis = models.CharField(_("căn cứ"), max_length=300, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("người lập"), on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("lập lúc"), auto_now_add=True)
    published_at = models.DateTimeField(_("công khai lúc"), null=True, editable=False)

    class Meta:
        verbose_name = _("đính chính")
        verbose_name_plural = _("đính chính")
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="correction") | ~Q(wrong=""), name="a_correction_says_what_was_wrong"
            )
        ]
        indexes = [models.Index(fields=["content_type", "object_id"], name="correction_about")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.right[:60]}"
