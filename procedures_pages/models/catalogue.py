"""What is derived from versions, can be rebuilt, and makes public reads cheap."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class VersionDocument(models.Model):
    """One JSON with everything a version says: public page, API, export and difference read this alone."""

    version = models.OneToOneField(
        "procedures_pages.ProcedureVersion",
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="document",
    )
    data = models.JSONField(_("nội dung"))
    content_hash = models.CharField(_("mã băm"), max_length=64)
    built_at = models.DateTimeField(_("dựng lúc"), auto_now=True)

    class Meta:
        verbose_name = _("nội dung dựng sẵn")
        verbose_name_plural = _("nội dung dựng sẵn")

    def __str__(self) -> str:
        return str(self.version_id)


class EntryQuerySet(models.QuerySet["CatalogueEntry"]):
    """Questions of lists."""

    def on(self, day: date) -> EntryQuerySet:
        """Entries whose interval holds the day."""
        return self.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=day)).filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=day)
        )


class CatalogueEntry(models.Model):
    """A version as lists see it: one row a performer class, with interval, facets and sort key.

    Applicability is performer class × publishing province ± exceptions, never a row per agency. Masks
    hold sets: the bit of a member is its place in the tuples of :mod:`procedures_pages.facets`.
    """

    version = models.ForeignKey(
        "procedures_pages.ProcedureVersion", on_delete=models.CASCADE, related_name="catalogue_entries"
    )
    procedure = models.ForeignKey(
        "procedures_pages.Procedure", on_delete=models.CASCADE, related_name="catalogue_entries"
    )
    performer_class = models.CharField(max_length=40)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    field = models.ForeignKey(
        "procedures_pages.ProcedureField", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    audience_mask = models.PositiveSmallIntegerField(default=0)
    channel_mask = models.PositiveSmallIntegerField(default=0)
    online_level = models.CharField(max_length=8)
    sort_key = models.CharField(max_length=530)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("dòng danh mục")
        verbose_name_plural = _("danh mục")
        ordering = ["sort_key", "version_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "performer_class"], name="entry_once_per_performer_class"
            )
        ]
        indexes = [models.Index(fields=["performer_class", "sort_key"], name="entry_of_class")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.performer_class}"
