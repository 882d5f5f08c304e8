"""Areas at which an emergency banner is aimed: a river basin, the coast, an old district.

An area is no unit of administration, so that the register of agencies (``portal.agencies``) does not know
it: it is a list of communes that the province keeps for its warnings, and it stands beside the banner, which
alone reads it.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.signals import m2m_changed
from django.utils.translation import gettext_lazy as _

from portal.core.slugs import slugify_vi
from portal.core.stamps import bump
from portal.core.text import vietnamese_sort_key


class AlertArea(models.Model):
    """Communes that one danger strikes together.

    ``code`` is written once and never changes: the publication log names an area by it. ``source``: the act
    or the list that the communes were taken from. ``is_demo``: goes with the demonstration, whose communes it
    holds. A change moves the routing stamp: banners that are public follow with the next request.
    """

    class Kind(models.TextChoices):
        BASIN = "luu-vuc", _("lưu vực sông")
        COAST = "ven-bien", _("ven biển")
        MOUNTAINS = "vung-nui", _("vùng núi")
        DISTRICT = "huyen-cu", _("địa bàn huyện cũ")
        OTHER = "khac", _("vùng khác")

    name = models.CharField(_("tên vùng"), max_length=120, unique=True)
    code = models.SlugField(max_length=120, unique=True, editable=False)
    kind = models.CharField(_("loại vùng"), max_length=10, choices=Kind.choices)
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)
    source = models.CharField(_("nguồn"), max_length=300, blank=True)
    communes = models.ManyToManyField(
        "agencies.Agency",
        verbose_name=_("xã, phường"),
        related_name="+",
        limit_choices_to={"level": "commune", "valid_to": None},
    )
    is_demo = models.BooleanField(_("dữ liệu trình diễn"), default=False, editable=False)
    sort_key = models.CharField(max_length=330, editable=False)

    class Meta:
        verbose_name = _("vùng cảnh báo")
        verbose_name_plural = _("vùng cảnh báo")
        ordering = ["sort_key"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the sort key, give a new area its code, and let every process read the banners again."""
        self.sort_key = vietnamese_sort_key(self.name)
        self.code = self.code or self._free_code()
        super().save(*args, **kwargs)
        bump("routing")

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """The same when one goes."""
        found = super().delete(*args, **kwargs)
        bump("routing")
        return found

    def _free_code(self) -> str:
        wanted = slugify_vi(self.name, 100) or "vung"
        taken = set(AlertArea.objects.filter(code__startswith=wanted).values_list("code", flat=True))
        numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
        return next(code for code in (wanted, *numbered) if code not in taken)


def _moved(sender: Any, action: str, instance: AlertArea, **kwargs: Any) -> None:
    """Of communes of the demonstration an area goes with the demonstration, whoever typed it."""
    if action.startswith("post_"):
        demo = instance.communes.filter(is_demo=True).exists()
        AlertArea.objects.filter(pk=instance.pk).update(is_demo=demo)
        bump("routing")


m2m_changed.connect(_moved, sender=AlertArea.communes.through, dispatch_uid="news-alert-areas")
