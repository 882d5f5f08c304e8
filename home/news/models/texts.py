"""Addresses of official texts, by number."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class OfficialText(models.Model):
    """Where the official text of a legal document stands (:mod:`home.news.official_texts`)."""

    number = models.CharField(_("số, ký hiệu"), max_length=80, unique=True)
    url = models.URLField(_("địa chỉ bản chính thức"), max_length=500)
    noted_at = models.DateTimeField(_("ghi lúc"), auto_now=True)

    class Meta:
        verbose_name = _("địa chỉ văn bản")
        verbose_name_plural = _("địa chỉ văn bản")

    def __str__(self) -> str:
        return self.number
