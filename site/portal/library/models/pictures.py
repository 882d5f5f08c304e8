"""An agency's own pictures on its site: emblem and banner."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core.stamps import bump


class SitePicture(models.Model):
    """Emblem and banner of one agency's site, each with words for those who do not see it.

    The demonstration bears no emblem: it may not look like the office itself.
    """

    agency = models.OneToOneField(
        "agencies.Agency", verbose_name=_("cơ quan"), on_delete=models.CASCADE, related_name="+"
    )
    emblem = models.ForeignKey(
        "library.PortalImage",
        verbose_name=_("biểu trưng"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    emblem_alt = models.CharField(_("mô tả biểu trưng"), max_length=150, blank=True)
    banner = models.ForeignKey(
        "library.PortalImage",
        verbose_name=_("ảnh đầu trang"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    banner_alt = models.CharField(_("mô tả ảnh đầu trang"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("hình của trang")
        verbose_name_plural = _("hình của trang")

    def __str__(self) -> str:
        return str(self.agency_id)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Let every process read the changed pictures."""
        super().save(*args, **kwargs)
        bump("routing")

    def clean(self) -> None:
        """A picture needs its words; the demonstration has no emblem."""
        super().clean()
        errors = {}
        for name in ("emblem", "banner"):
            if getattr(self, f"{name}_id") and not getattr(self, f"{name}_alt").strip():
                errors[f"{name}_alt"] = _("Ghi mô tả cho người không nhìn thấy hình.")
        if self.emblem_id and self.agency.is_demo:
            errors["emblem"] = _("Bản trình diễn không mang biểu trưng của cơ quan.")
        if errors:
            raise ValidationError(errors)
