"""The identity of a procedure: its code, the codes it had, its field of administration."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core.slugs import slugify_vi
from portal.core.text import vietnamese_sort_key

CODE_PATTERN = r"^\d\.\d{6}$"


class ProcedureField(models.Model):
    """Lĩnh vực: the field of administration that a procedure belongs to ("Hộ tịch", "Đất đai")."""

    name = models.CharField(_("tên lĩnh vực"), max_length=200, unique=True)
    slug = models.SlugField(_("tên trong địa chỉ"), max_length=120, unique=True)
    code = models.CharField(_("mã"), max_length=30, blank=True)
    sort_key = models.CharField(max_length=530, editable=False)

    class Meta:
        verbose_name = _("lĩnh vực")
        verbose_name_plural = _("lĩnh vực")
        ordering = ["sort_key"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Fill slug and sort key from the name."""
        self.slug = self.slug or slugify_vi(self.name, 110)
        self.sort_key = vietnamese_sort_key(self.name)
        super().save(*args, **kwargs)


class Procedure(models.Model):
    """Thủ tục hành chính: only what never changes with a decision. The texts are in its versions.

    ``code`` is the national code (mã TTHC). ``national_id`` is the UUID of the national portal, which its
    links need. ``replaced_by`` is what a repealed procedure points people to; ``local_twin_of`` marks a
    province's own edition of a ministry's procedure.
    """

    class Gateway(models.TextChoices):
        NATIONAL = "dvcqg", _("Cổng Dịch vụ công quốc gia")
        VNEID = "vneid", _("VNeID")
        LINKED = "lien-thong", _("Dịch vụ công liên thông")
        BUSINESS = "dkkd", _("Cổng đăng ký kinh doanh")

    code = models.CharField(
        _("mã thủ tục"), max_length=20, unique=True, validators=[RegexValidator(CODE_PATTERN)]
    )
    national_id = models.UUIDField(_("mã trên Cổng DVCQG"), null=True, blank=True)
    gateway = models.CharField(
        _("nơi nộp trực tuyến"), max_length=12, choices=Gateway.choices, default=Gateway.NATIONAL
    )
    replaced_by = models.ForeignKey(
        "self",
        verbose_name=_("được thay bằng"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="replaces",
    )
    local_twin_of = models.ForeignKey(
        "self",
        verbose_name=_("bản riêng của"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="local_twins",
    )
    is_demo = models.BooleanField(_("dữ liệu trình diễn"), default=False, editable=False)

    class Meta:
        verbose_name = _("thủ tục hành chính")
        verbose_name_plural = _("thủ tục hành chính")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code

    @property
    def name(self) -> str:
        """The legal name by the newest public version, else by the newest; empty where there is none."""
        return self.versions.order_by("-live", "-pk").values_list("name", flat=True).first() or ""


class Named:
    """Mixin of records about a procedure: lists name it, not its code alone."""

    @property
    @admin.display(description=_("thủ tục"))
    def procedure_name(self) -> str:
        """The procedure's name with its code; a list fetches the names of all its lines at once."""
        procedure: Any = self.procedure  # type: ignore[attr-defined]
        name = self.__dict__.get("name_of_procedure")
        return f"{procedure.name if name is None else name} ({procedure.code})"


class CodeAlias(models.Model):
    """Another code by which a procedure was or is printed, so that old paper still leads to it."""

    class Kind(models.TextChoices):
        OLD = "old", _("mã cũ")
        SUFFIXED = "suffixed", _("mã có hậu tố")
        PRINTED = "printed", _("mã in trên giấy")

    code = models.CharField(_("mã khác"), max_length=60, unique=True)
    kind = models.CharField(_("loại"), max_length=10, choices=Kind.choices)
    procedure = models.ForeignKey(
        Procedure, verbose_name=_("thủ tục"), on_delete=models.CASCADE, related_name="aliases"
    )

    class Meta:
        verbose_name = _("mã khác của thủ tục")
        verbose_name_plural = _("mã khác của thủ tục")

    def __str__(self) -> str:
        return self.code
