"""Messages that came to the mailbox for replies: each is taken once, and none is lost."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from feedback.crypto import HASH_LENGTH, EncryptedTextField


class IncomingMail(models.Model):
    """One message. ``key``: keyed hash of its bytes, so that the same message is never taken twice.

    ``raw``: the whole message in base64, encrypted, of those alone whose case nobody knows.
    """

    holds_personal_data = True

    class Outcome(models.TextChoices):
        ATTACHED = "attached", _("đã đưa vào câu hỏi")
        BOUNCE = "bounce", _("thư báo không đến nơi")
        AUTOMATIC = "automatic", _("thư tự động, bỏ qua")
        LATE = "late", _("câu đã xóa dữ liệu, đã báo người gửi")
        UNKNOWN = "unknown", _("không rõ của câu nào")
        FORGOTTEN = "forgotten", _("không rõ của câu nào, nội dung đã xóa")

    key = models.CharField(max_length=HASH_LENGTH, unique=True, editable=False)
    at = models.DateTimeField(_("lúc"), default=timezone.now)
    outcome = models.CharField(_("kết quả"), max_length=9, choices=Outcome.choices, default=Outcome.UNKNOWN)
    raw = EncryptedTextField(blank=True, editable=False)

    class Meta:
        verbose_name = _("thư đến")
        verbose_name_plural = _("thư đến")
        ordering = ["pk"]
        indexes = [models.Index(fields=["outcome", "at"], name="incoming_by_outcome")]

    def __str__(self) -> str:
        return f"{self.pk} {self.outcome}"

    @classmethod
    def erase(cls, rows: models.QuerySet[IncomingMail]) -> int:
        """Empty messages whose case nobody knew; the lines stay, so that nothing is taken twice."""
        unknown = rows.filter(outcome=cls.Outcome.UNKNOWN)
        return unknown.update(raw="", outcome=cls.Outcome.FORGOTTEN)
