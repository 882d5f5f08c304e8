"""What the editorial tables share: a row about a page or record of any type."""

from __future__ import annotations

from typing import Any, Self

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class AboutQuerySet(models.QuerySet[Any]):
    """Questions about rows that speak of pages and records."""

    def about(self, obj: Any) -> Self:
        """The rows that speak of this thing; its own content type counts, not its base's."""
        kind = ContentType.objects.get_for_model(obj, for_concrete_model=False)
        return self.filter(content_type=kind, object_id=obj.pk)


class About(models.Model):
    """A row about a page or record. ``content_type`` is the thing's own, specific type."""

    content_type = models.ForeignKey(
        ContentType, verbose_name=_("loại"), on_delete=models.CASCADE, related_name="+"
    )
    object_id = models.PositiveBigIntegerField(_("mã đối tượng"))
    content_object = GenericForeignKey("content_type", "object_id", for_concrete_model=False)

    objects = AboutQuerySet.as_manager()

    class Meta:
        abstract = True

    @staticmethod
    def key(obj: Any) -> dict[str, Any]:
        """The columns that name a thing."""
        kind = ContentType.objects.get_for_model(obj, for_concrete_model=False)
        return {"content_type": kind, "object_id": obj.pk}
