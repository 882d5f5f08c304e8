"""Letters to senders that wait to be sent; address and text come from the case when one is sent."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from feedback.crypto import EncryptedTextField
from feedback.models.case import Case


class Letter(models.Model):
    """One letter about one thing that happened. ``event`` makes it one however often that is told.

    ``code`` is held encrypted between the receipt and the sending, since it stands nowhere else, and emptied
    then. ``next_at``: not to be tried before.
    """

    holds_personal_data = True

    class Kind(models.TextChoices):
        RECEIPT = "receipt", _("biên nhận")
        WANTED = "wanted", _("cần bổ sung")
        TRANSFERRED = "transferred", _("đã chuyển cơ quan")
        ANSWERED = "answered", _("đã trả lời")
        REFUSED = "refused", _("không tiếp nhận")

    class State(models.TextChoices):
        WAITING = "waiting", _("chờ gửi")
        SENT = "sent", _("đã gửi")
        GIVEN_UP = "given-up", _("không gửi được")
        BOUNCED = "bounced", _("không đến nơi")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField(_("loại"), max_length=12, choices=Kind.choices)
    event = models.PositiveBigIntegerField(default=0)
    state = models.CharField(_("trạng thái"), max_length=9, choices=State.choices, default=State.WAITING)
    code = EncryptedTextField(blank=True, editable=False)
    tries = models.PositiveSmallIntegerField(_("số lần thử"), default=0)
    made_at = models.DateTimeField(_("lập lúc"), default=timezone.now)
    next_at = models.DateTimeField(_("thử lúc"), default=timezone.now)
    sent_at = models.DateTimeField(_("gửi lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("thư báo")
        verbose_name_plural = _("thư báo")
        constraints = [models.UniqueConstraint(fields=["case", "kind", "event"], name="letter_once")]
        indexes = [models.Index(fields=["state", "next_at"], name="letter_due")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"
