"""Tables of the search engine."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class IndexTask(models.Model):
    """Outbox: a thing whose entry in the index must be looked at again."""

    kind = models.CharField(_("loại"), max_length=40)
    object_id = models.PositiveBigIntegerField(_("mã"))
    created_at = models.DateTimeField(_("lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("việc lập chỉ mục")
        verbose_name_plural = _("việc lập chỉ mục")

    def __str__(self) -> str:
        return f"{self.kind}:{self.object_id}"
