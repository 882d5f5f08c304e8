"""Invitations of people, and the handing over of one person's work to another."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Invitation(models.Model):
    """A link that makes one account, once, until a day. Only the digest of its token is kept.

    ``roles`` lists role codes of :data:`portal.editorial.roles.ROLES` at ``agency``.
    """

    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    email = models.EmailField(_("thư điện tử"), blank=True)
    full_name = models.CharField(_("họ và tên"), max_length=150)
    agency = models.ForeignKey(
        "agencies.Agency", verbose_name=_("cơ quan"), on_delete=models.CASCADE, related_name="invitations"
    )
    roles = models.JSONField(_("vai trò"), default=list)
    fields = models.JSONField(_("lĩnh vực"), default=list, blank=True)
    ends_on = models.DateField(_("làm việc đến hết ngày"), null=True, blank=True)
    decision_number = models.CharField(_("số quyết định"), max_length=100, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("người mời"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("mời lúc"), default=timezone.now)
    expires_at = models.DateTimeField(_("dùng được đến"))
    accepted_at = models.DateTimeField(_("nhận lúc"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("tài khoản đã nhận"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    revoked_at = models.DateTimeField(_("rút lại lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("lời mời")
        verbose_name_plural = _("các lời mời")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.created_at:%d/%m/%Y %H:%M}"

    def is_open(self, at: datetime | None = None) -> bool:
        """Whether the link still works."""
        at = at or timezone.now()
        return self.accepted_at is None and self.revoked_at is None and at < self.expires_at


class Handover(models.Model):
    """One person's work at one agency going to another person, from a day on.

    ``parts`` lists the keys of what moves (:mod:`portal.editorial.people.handover`), ``counts`` how much of
    each moved.
    """

    from_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("người giao"), on_delete=models.CASCADE, related_name="+"
    )
    to_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("người nhận"), on_delete=models.CASCADE, related_name="+"
    )
    agency = models.ForeignKey(
        "agencies.Agency", verbose_name=_("cơ quan"), on_delete=models.CASCADE, related_name="+"
    )
    day = models.DateField(_("từ ngày"))
    parts = models.JSONField(_("phần bàn giao"), default=list)
    counts = models.JSONField(_("số lượng đã chuyển"), default=dict)
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("người lập"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    ordered_at = models.DateTimeField(_("lập lúc"), default=timezone.now)
    done_at = models.DateTimeField(_("chuyển xong lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("lượt bàn giao")
        verbose_name_plural = _("các lượt bàn giao")
        ordering = ["-ordered_at"]

    def __str__(self) -> str:
        return f"{self.from_user_id} → {self.to_user_id} {self.day:%d/%m/%Y}"
