"""False alarms of the check for stamps of secrecy: asked for by one person, allowed by another."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class OverruleQuerySet(models.QuerySet["SecrecyOverrule"]):
    """Requests by their state."""

    def waiting(self) -> Self:
        """Not yet decided."""
        return self.filter(decided_at=None)

    def usable(self, sha256: str) -> Self:
        """Allowed for these bytes and not yet used."""
        return self.filter(sha256=sha256, allowed=True, used_at=None)

    def use(self, sha256: str) -> bool:
        """Let these bytes pass, once; whether that was allowed."""
        row = self.usable(sha256).order_by("decided_at").first()
        return row is not None and bool(self.filter(pk=row.pk, used_at=None).update(used_at=timezone.now()))


class SecrecyOverrule(models.Model):
    """A request to let a refused file in. Holds its SHA-256, never the file, its name or its words.

    The second person has seen the file outside the portal and gives a reason; nobody allows an own request
    (two-person rule). What was allowed passes once.
    """

    sha256 = models.CharField(gettext_lazy("mã băm SHA-256"), max_length=64)
    level = models.CharField(gettext_lazy("dấu tìm thấy"), max_length=12, blank=True)
    agency = models.ForeignKey(
        "agencies.Agency",
        verbose_name=gettext_lazy("cơ quan"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=gettext_lazy("người đề nghị"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    asked_at = models.DateTimeField(gettext_lazy("đề nghị lúc"), auto_now_add=True)
    reason = models.CharField(gettext_lazy("vì sao là báo nhầm"), max_length=400)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=gettext_lazy("người quyết định"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField(gettext_lazy("quyết định lúc"), null=True, blank=True)
    allowed = models.BooleanField(gettext_lazy("cho tải lên"), default=False)
    decision_reason = models.CharField(gettext_lazy("lý do quyết định"), max_length=400, blank=True)
    used_at = models.DateTimeField(gettext_lazy("đã tải lên lúc"), null=True, blank=True)

    objects = OverruleQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("đề nghị về tệp bị từ chối")
        verbose_name_plural = gettext_lazy("các đề nghị về tệp bị từ chối")
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["sha256"], name="secrecy_overrule_hash")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("asked_by")),
                name="secrecy_overrule_two_people",
            ),
            models.UniqueConstraint(
                fields=["sha256", "asked_by"],
                condition=models.Q(decided_at=None),
                name="secrecy_overrule_asked_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sha256[:12]} {self.level}"

    def decide(self, *, by: Any, allowed: bool, reason: str) -> None:
        """The second person's decision.

        Raises ValidationError for the person who asked, without a reason, or when it is decided already.
        """
        if by.pk == self.asked_by_id:
            raise ValidationError(_("Người đề nghị không tự cho phép; cần người thứ hai."))
        if not reason.strip():
            raise ValidationError(_("Ghi lý do quyết định."))
        done = SecrecyOverrule.objects.filter(pk=self.pk, decided_at=None).update(
            decided_by=by, decided_at=timezone.now(), allowed=allowed, decision_reason=reason.strip()
        )
        if not done:
            raise ValidationError(_("Đề nghị này đã có người quyết định."))
        self.refresh_from_db()
