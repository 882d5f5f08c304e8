"""Files that came with a case. Their bytes lie outside every folder that a web server knows."""

from __future__ import annotations

import os

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage
from django.db import models
from django.utils.translation import gettext_lazy as _

from feedback.crypto import EncryptedTextField
from feedback.models.case import Case


class PrivateStorage(FileSystemStorage):
    """Files without an address: they are read by a view that asks who wants them."""

    @property
    def base_location(self) -> str:
        """The folder of the settings as they are now."""
        return str(settings.PORTAL_PRIVATE_ROOT)

    @property
    def location(self) -> str:
        """The same, from the root."""
        return os.path.abspath(self.base_location)

    def url(self, name: str | None) -> str:
        """Refused."""
        raise ValueError("This file is not accessible via a URL.")


def private_storage() -> Storage:
    """The folder outside everything that is served, readable by the portal's own account alone."""
    return PrivateStorage(file_permissions_mode=0o600, directory_permissions_mode=0o700)


class Attachment(models.Model):
    """One file, renamed and without hidden data. Served as a download, to the handling agency and the owner.

    ``public_name``: the name for publication, once somebody has looked at it. ``scan``: what the virus
    scanner said; only "clean" is served, and "off" where the province runs without a scanner.
    """

    holds_personal_data = True

    class Scan(models.TextChoices):
        PENDING = "pending", _("chờ quét vi-rút")
        CLEAN = "clean", _("đã quét, sạch")
        INFECTED = "infected", _("có mã độc, không mở được")
        OFF = "off", _("không quét vi-rút (đang tắt)")

    SERVED = frozenset({Scan.CLEAN, Scan.OFF})

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="attachments")
    file = models.FileField(_("tệp"), storage=private_storage, upload_to="", max_length=120)
    original_name = EncryptedTextField(_("tên gốc"))
    public_name = models.CharField(_("tên khi đăng"), max_length=120, blank=True)
    kind = models.CharField(_("loại"), max_length=5)
    size = models.PositiveIntegerField(_("dung lượng"))
    sha256 = models.CharField(max_length=64)
    scan = models.CharField(_("quét vi-rút"), max_length=8, choices=Scan.choices, default=Scan.PENDING)
    scanned_at = models.DateTimeField(null=True, blank=True)
    from_officer = models.BooleanField(_("của cơ quan"), default=False)
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("tệp kèm theo")
        verbose_name_plural = _("tệp kèm theo")
        ordering = ["pk"]
        indexes = [models.Index(fields=["id"], name="attachment_to_scan", condition=models.Q(scan="pending"))]

    def __str__(self) -> str:
        return self.neutral_name

    @property
    def neutral_name(self) -> str:
        """A name that says nothing about anybody."""
        return f"tep-{self.pk or 0}.{self.kind}"

    @property
    def may_be_served(self) -> bool:
        """Whether anybody gets it at all."""
        return self.scan in self.SERVED
