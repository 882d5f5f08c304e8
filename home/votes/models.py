"""How clear readers find a page: anonymous votes, each on the very text that stood there."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Reason(models.TextChoices):
    """What made a page hard to understand."""

    WORDS = "tu-ngu", _("từ ngữ khó hiểu")
    MISSING = "thieu", _("thiếu điều tôi cần biết")
    LONG = "dai", _("dài quá")
    OLD = "cu", _("thông tin cũ hoặc sai")
    STEPS = "cac-buoc", _("không rõ phải làm gì tiếp")


class ClarityVote(models.Model):
    """One vote. ``line`` is the line of the publication log that made the text public; an edit makes another.

    No address, cookie, program or hour is kept: the day alone.
    """

    agency = models.ForeignKey("agencies.Agency", on_delete=models.CASCADE, related_name="+")
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=64)
    line = models.PositiveBigIntegerField()
    day = models.DateField()
    score = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5)])
    reasons = models.JSONField(default=list)
    text = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("lượt đánh giá độ dễ hiểu")
        verbose_name_plural = _("lượt đánh giá độ dễ hiểu")
        constraints = [
            models.CheckConstraint(condition=models.Q(score__range=(1, 5)), name="clarity_from_one_to_five")
        ]
        indexes = [models.Index(fields=["agency", "object_type", "object_id"], name="clarity_of_object")]

    def __str__(self) -> str:
        return f"{self.object_type} {self.object_id}: {self.score}"
