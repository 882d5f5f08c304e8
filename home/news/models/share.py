"""One stored page shown on another site: asked for, decided once, taken back everywhere in one act."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ShareQuerySet(models.QuerySet["Share"]):
    """Shares by their state."""

    def waiting(self) -> Self:
        """Not yet decided by the receiver."""
        return self.filter(state=Share.State.WAITING)

    def shown(self) -> Self:
        """Accepted, and not taken back."""
        return self.filter(state=Share.State.SHOWN)


class Share(models.Model):
    """A page of one agency on the site of another. The page stays where it was written; nothing is copied.

    ``intro`` is the receiver's own sentence above it. A share that was declined or taken back may be offered
    again: the same row begins anew.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("chờ nơi nhận duyệt")
        SHOWN = "shown", _("đang hiện")
        DECLINED = "declined", _("nơi nhận không đăng")
        TAKEN_BACK = "taken-back", _("đã rút")

    page = models.ForeignKey(
        "wagtailcore.Page", verbose_name=_("tin"), on_delete=models.CASCADE, related_name="shares"
    )
    receiver = models.ForeignKey(
        "agencies.Agency", verbose_name=_("nơi nhận"), on_delete=models.CASCADE, related_name="+"
    )
    state = models.CharField(_("tình trạng"), max_length=12, choices=State.choices, default=State.WAITING)
    intro = models.CharField(_("lời giới thiệu của nơi nhận"), max_length=300, blank=True)
    reason = models.CharField(_("lý do"), max_length=300, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("người gửi"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    sent_at = models.DateTimeField(_("gửi lúc"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("người quyết định"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("quyết định lúc"), null=True)

    objects = ShareQuerySet.as_manager()

    class Meta:
        verbose_name = _("chia sẻ tin")
        verbose_name_plural = _("chia sẻ tin")
        constraints = [models.UniqueConstraint(fields=["page", "receiver"], name="news_share_once")]
        indexes = [models.Index(fields=["receiver", "state"], name="news_share_waiting")]

    def __str__(self) -> str:
        return f"{self.page_id} → {self.receiver_id}"
