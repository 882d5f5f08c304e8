"""Tables of the search engine: what is to be indexed, and what is."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class IndexTask(models.Model):
    """Outbox: a thing whose entry in the index must be looked at again.

    ``stage`` is ``entry`` until the embedded index is right, then ``server`` until the search server is.
    """

    ENTRY = "entry"
    SERVER = "server"

    kind = models.CharField(_("loại"), max_length=40)
    object_id = models.PositiveBigIntegerField(_("mã"))
    stage = models.CharField(_("bước"), max_length=10, default=ENTRY)
    created_at = models.DateTimeField(_("lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("việc lập chỉ mục")
        verbose_name_plural = _("việc lập chỉ mục")
        indexes = [models.Index(fields=["stage", "id"], name="search_task_queue")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.object_id}"


class SearchEntry(models.Model):
    """One thing in one language, as it may be found.

    ``scopes`` is ``",a,b,"``; ``aliases`` a list of strings; ``facets`` maps a facet to slugs.
    The ``folded_…`` columns hold the words the ranking compares, blank-separated, made on writing.
    """

    kind = models.CharField(_("loại"), max_length=40)
    object_id = models.PositiveBigIntegerField(_("mã"))
    locale = models.CharField(_("ngôn ngữ"), max_length=10)
    scopes = models.TextField(_("phạm vi"), blank=True)
    code = models.CharField(_("mã số"), max_length=100, blank=True)
    name = models.TextField(_("tên"))
    aliases = models.JSONField(_("tên thường gọi"), default=list, blank=True)
    field = models.CharField(_("lĩnh vực"), max_length=300, blank=True)
    body = models.TextField(_("nội dung"), blank=True)
    facets = models.JSONField(_("bộ lọc"), default=dict, blank=True)
    url_key = models.CharField(_("khóa địa chỉ"), max_length=500, blank=True)
    version = models.CharField(_("phiên bản"), max_length=64, blank=True)
    folded_name = models.TextField(editable=False, default="")
    folded_aliases = models.JSONField(editable=False, default=list)
    folded_field = models.CharField(max_length=300, editable=False, default="")
    folded_body = models.TextField(editable=False, default="")

    class Meta:
        verbose_name = _("mục tìm kiếm")
        verbose_name_plural = _("mục tìm kiếm")
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id", "locale"], name="search_entry_once"),
        ]
        indexes = [models.Index(fields=["code"], name="search_entry_code")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.object_id} {self.name[:80]}"
