"""Rà soát: by when a text must be looked through again, and when that was done last."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.editorial.models.base import About


class Review(About):
    """One row a page or record. ``review_by``: the last day until which the text is taken as looked through.

    ``object_type`` and ``object_key`` name the thing as the log does, so that public pages find the row
    without loading the thing. ``is_public`` follows the thing: what is not public is not overdue.
    """

    class Every(models.IntegerChoices):
        QUARTER = 3, _("3 tháng")
        HALF = 6, _("6 tháng")
        YEAR = 12, _("12 tháng")
        TWO_YEARS = 24, _("24 tháng")

    object_type = models.CharField(max_length=60, editable=False)
    object_key = models.CharField(max_length=64, editable=False)
    agency = models.ForeignKey(
        "agencies.Agency",
        verbose_name=_("cơ quan"),
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    review_by = models.DateField(_("rà soát trước ngày"), null=True, blank=True)
    every = models.PositiveSmallIntegerField(_("sau đó, mỗi"), choices=Every.choices, default=Every.YEAR)
    reviewed_on = models.DateField(_("rà soát lần cuối"), null=True, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("người rà soát"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    is_public = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("rà soát")
        verbose_name_plural = _("rà soát")
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id"], name="one_review_a_thing")
        ]
        indexes = [models.Index(fields=["agency", "review_by"], name="review_of_agency")]

    def __str__(self) -> str:
        return f"{self.object_type}:{self.object_key} {self.review_by or '–'}"
