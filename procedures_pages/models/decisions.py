"""Announcing decisions (Quyết định công bố) and what each line of them does."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.core.text import fold


class AnnouncingDecision(models.Model):
    """A decision of a minister or of the Chairman of the province that announces procedures.

    Sources: NĐ 63/2010 Điều 13-15, 24. Five days are kept apart because clocks hang on each: signed,
    in effect, public in the national database, received here, and (per agency) posted at the counter.
    """

    issuer = models.CharField(_("cơ quan ban hành"), max_length=200)
    number = models.CharField(_("số, ký hiệu"), max_length=80)
    key = models.CharField(max_length=300, unique=True, editable=False)
    signed_on = models.DateField(_("ngày ký"), null=True, blank=True)
    effective_on = models.DateField(_("ngày hiệu lực"), null=True, blank=True)
    published_on = models.DateField(_("ngày công khai trên CSDLQG"), null=True, blank=True)
    received_on = models.DateField(_("ngày nhận"), null=True, blank=True)
    document = models.ForeignKey(
        "library.PortalDocument",
        verbose_name=_("tệp quyết định"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("quyết định công bố")
        verbose_name_plural = _("quyết định công bố")
        ordering = ["-signed_on", "number"]

    def __str__(self) -> str:
        return self.number

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the key in step."""
        self.key = self.make_key(self.number, self.issuer)
        super().save(*args, **kwargs)

    @staticmethod
    def make_key(number: str, issuer: str) -> str:
        """What makes two printed numbers the same decision: folded number without blanks, and issuer."""
        return f"{fold(number).replace(' ', '')}|{fold(issuer)}"[:300]


class DecisionItem(models.Model):
    """One line of a decision: a procedure that is new, amended, replaced or repealed.

    A repeal opens no version; annexes may lack codes, so ``printed_name`` stands beside ``procedure``.
    """

    class Kind(models.TextChoices):
        NEW = "new", _("Mới ban hành")
        AMENDED = "amended", _("Được sửa đổi, bổ sung")
        REPLACED = "replaced", _("Được thay thế")
        REPEALED = "repealed", _("Bị hủy bỏ, bãi bỏ")
        STATED = "stated", _("Đang áp dụng")

    decision = models.ForeignKey(
        AnnouncingDecision, verbose_name=_("quyết định"), on_delete=models.PROTECT, related_name="items"
    )
    procedure = models.ForeignKey(
        "procedures_pages.Procedure",
        verbose_name=_("thủ tục"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="decision_items",
    )
    printed_name = models.CharField(_("tên in trong quyết định"), max_length=2000, blank=True)
    kind = models.CharField(_("loại"), max_length=10, choices=Kind.choices, default=Kind.STATED)
    opens = models.OneToOneField(
        "procedures_pages.ProcedureVersion",
        verbose_name=_("mở phiên bản"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="opened_by",
    )
    closes = models.ForeignKey(
        "procedures_pages.ProcedureVersion",
        verbose_name=_("đóng phiên bản"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="closed_by",
    )

    class Meta:
        verbose_name = _("dòng của quyết định công bố")
        verbose_name_plural = _("các dòng của quyết định công bố")
        constraints = [
            models.CheckConstraint(
                condition=Q(procedure__isnull=False) | ~Q(printed_name=""),
                name="decision_item_names_a_procedure",
            ),
            models.CheckConstraint(
                condition=~Q(kind="repealed") | Q(opens__isnull=True), name="a_repeal_opens_nothing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id}: {self.procedure_id or self.printed_name}"
