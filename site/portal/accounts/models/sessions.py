"""Where people are signed in."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class StaffSessionQuerySet(models.QuerySet["StaffSession"]):
    """Questions about sessions."""

    def open(self, at: datetime | None = None) -> StaffSessionQuerySet:
        """Sessions that would still be let in at a moment (default: now)."""
        at = at or timezone.now()
        return self.filter(
            ended_at__isnull=True,
            last_seen_at__gt=at - settings.PORTAL_SESSION_IDLE,
            started_at__gt=at - settings.PORTAL_SESSION_LONGEST,
        )


class StaffSession(models.Model):
    """One signed-in browser, from both factors to its end.

    The browser's session holds this row's key; a row that has ended or run out lets nobody in, so that other
    browsers are signed out by one update. ``device`` is in words ("Chrome trên Windows"), never the header.
    """

    class Factor(models.TextChoices):
        TOTP = "totp", _("mã từ ứng dụng")
        RECOVERY = "recovery", _("mã dự phòng")
        DEMO = "demo", _("trình diễn")

    class End(models.TextChoices):
        SIGNED_OUT = "signed-out", _("đăng xuất")
        ELSEWHERE = "elsewhere", _("đăng xuất từ nơi khác")
        IDLE = "idle", _("lâu không dùng")
        LIMIT = "limit", _("quá thời gian một phiên")
        CLOSED = "closed", _("tài khoản đã đóng")
        FACTOR = "factor", _("đặt lại xác thực hai lớp")
        REPLACED = "replaced", _("đăng nhập lại")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("người dùng"),
        on_delete=models.CASCADE,
        related_name="staff_sessions",
    )
    factor = models.CharField(_("lớp xác thực thứ hai"), max_length=10, choices=Factor.choices, blank=True)
    device = models.CharField(_("thiết bị"), max_length=80)
    address = models.CharField(_("địa chỉ mạng"), max_length=45, blank=True)
    started_at = models.DateTimeField(_("đăng nhập lúc"), default=timezone.now)
    last_seen_at = models.DateTimeField(_("dùng gần nhất lúc"), default=timezone.now)
    ended_at = models.DateTimeField(_("kết thúc lúc"), null=True, blank=True)
    end_reason = models.CharField(_("lý do kết thúc"), max_length=12, choices=End.choices, blank=True)

    objects = StaffSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("phiên đăng nhập")
        verbose_name_plural = _("các phiên đăng nhập")
        ordering = ["-last_seen_at"]
        indexes = [
            models.Index(fields=["user"], condition=Q(ended_at__isnull=True), name="staff_session_open")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.device}"

    def end(self, reason: str) -> None:
        """Let nobody in by it any more, from the next request on; what has ended keeps its first reason."""
        StaffSession.objects.filter(pk=self.pk, ended_at=None).update(
            ended_at=timezone.now(), end_reason=reason
        )

    def why_over(self, at: datetime) -> str:
        """The reason for which the session lets nobody in at a moment; empty while it does."""
        if self.ended_at is not None:
            return self.end_reason
        if self.started_at + settings.PORTAL_SESSION_LONGEST <= at:
            return self.End.LIMIT
        if self.last_seen_at + settings.PORTAL_SESSION_IDLE <= at:
            return self.End.IDLE
        return ""
