"""What an import leaves behind: the untouched original, and what a person must decide."""

from __future__ import annotations

import hashlib
import zlib

from django.db import models
from django.utils.translation import gettext_lazy as _


class SourceRecord(models.Model):
    """The original of a record as it was read, compressed, beside the parsed fields."""

    procedure = models.ForeignKey(
        "procedures_pages.Procedure",
        verbose_name=_("thủ tục"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="sources",
    )
    version = models.ForeignKey(
        "procedures_pages.ProcedureVersion",
        verbose_name=_("phiên bản"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="sources",
    )
    code = models.CharField(_("mã như nguồn ghi"), max_length=60)
    format = models.CharField(_("định dạng"), max_length=20)
    source = models.CharField(_("tệp, dòng"), max_length=500)
    payload = models.BinaryField(_("bản gốc"))
    sha256 = models.CharField(_("mã băm bản gốc"), max_length=64)
    rows_hash = models.CharField(_("mã băm nội dung đã đọc"), max_length=64)
    read_at = models.DateTimeField(_("đọc lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("bản gốc đã nhập")
        verbose_name_plural = _("bản gốc đã nhập")
        indexes = [models.Index(fields=["code"], name="source_record_code")]

    def __str__(self) -> str:
        return f"{self.code} ({self.format})"

    @staticmethod
    def pack(original: bytes) -> tuple[bytes, str]:
        """The compressed bytes and the SHA-256 of the original."""
        return zlib.compress(original, 6), hashlib.sha256(original).hexdigest()

    @property
    def original(self) -> bytes:
        """The bytes as they were read."""
        return zlib.decompress(bytes(self.payload))


class ReviewItem(models.Model):
    """What an importer must not decide: no decision named, a person's own words, sources that disagree."""

    class Reason(models.TextChoices):
        NO_DECISION = "no_decision", _("nguồn không nêu quyết định công bố")
        OPEN_DRAFT = "open_draft", _("đang có bản nháp chưa xuất bản")
        EDITED = "edited", _("bản đang công bố đã sửa tay")
        CONFLICT = "conflict", _("hai nguồn khác nhau")
        REQUIREMENT = "requirement", _("thiếu nội dung bắt buộc để công khai")

    class State(models.TextChoices):
        OPEN = "open", _("chờ xem")
        TAKEN = "taken", _("đã nhận")
        REJECTED = "rejected", _("đã bỏ")

    code = models.CharField(_("mã thủ tục"), max_length=60)
    name = models.TextField(_("tên"), blank=True)
    reason = models.CharField(_("lý do"), max_length=12, choices=Reason.choices)
    detail = models.TextField(_("chi tiết"), blank=True)
    source_record = models.ForeignKey(
        SourceRecord, verbose_name=_("bản gốc"), on_delete=models.CASCADE, related_name="review_items"
    )
    state = models.CharField(_("trạng thái"), max_length=8, choices=State.choices, default=State.OPEN)
    created_at = models.DateTimeField(_("lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("mục chờ xem")
        verbose_name_plural = _("hàng chờ xem")
        ordering = ["created_at"]
        indexes = [models.Index(fields=["state", "code"], name="review_item_open")]

    def __str__(self) -> str:
        return f"{self.code}: {self.get_reason_display()}"
