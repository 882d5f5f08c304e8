"""Who approved what, who is away, what goes public before it is approved."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.editorial.models.base import About


class Approval(About):
    """One person's approval of exactly one text of one thing.

    ``digest`` is the SHA-256 of the revision's content without its bookkeeping
    (:func:`portal.editorial.services.content.digest`): an approval follows the text, not the row, so that a
    draft saved over the same revision is another text. A paper approval ("Đã duyệt tại văn bản số …") names
    number, day and signer; ``approver`` is then who recorded it, never the editor.
    """

    class Way(models.TextChoices):
        SCREEN = "screen", _("duyệt trên Cổng")
        PAPER = "paper", _("duyệt bằng văn bản (iOffice)")

    revision_id = models.PositiveBigIntegerField(_("bản nháp"))
    digest = models.CharField(_("mã băm nội dung"), max_length=64)
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("người duyệt"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    role = models.CharField(_("vai trò"), max_length=60)
    way = models.CharField(_("cách duyệt"), max_length=6, choices=Way.choices, default=Way.SCREEN)
    number = models.CharField(_("số, ký hiệu văn bản"), max_length=80, blank=True)
    signed_on = models.DateField(_("ngày ký"), null=True, blank=True)
    signer_title = models.CharField(_("chức danh người ký"), max_length=150, blank=True)
    file = models.ForeignKey(
        "library.PortalDocument",
        verbose_name=_("tệp văn bản"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    comment = models.TextField(_("ý kiến"), blank=True)
    given_at = models.DateTimeField(_("lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("lượt duyệt")
        verbose_name_plural = _("các lượt duyệt")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "digest", "approver"], name="approval_once_per_person"
            ),
            models.CheckConstraint(
                condition=~Q(way="paper")
                | (~Q(number="") & Q(signed_on__isnull=False) & ~Q(signer_title="")),
                name="paper_approval_names_its_paper",
            ),
        ]
        indexes = [models.Index(fields=["content_type", "object_id"], name="approval_about")]

    def __str__(self) -> str:
        return f"{self.get_way_display()} {self.given_at:%d/%m/%Y %H:%M}"


class AbsenceQuerySet(models.QuerySet["Absence"]):
    """Who is away when."""

    def on(self, day: date) -> AbsenceQuerySet:
        """The absences that hold a day; both ends belong to them."""
        return self.filter(starts_on__lte=day, ends_on__gte=day)


class Absence(models.Model):
    """Days on which a person does not approve, and who does instead. Without an agency: everywhere."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("người vắng"),
        on_delete=models.CASCADE,
        related_name="absences",
    )
    agency = models.ForeignKey(
        "agencies.Agency",
        verbose_name=_("cơ quan"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    starts_on = models.DateField(_("vắng từ ngày"))
    ends_on = models.DateField(_("đến hết ngày"))
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("người duyệt thay"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("thời gian vắng mặt")
        verbose_name_plural = _("thời gian vắng mặt")
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="absence_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.starts_on:%d/%m/%Y}-{self.ends_on:%d/%m/%Y}"

    def clean(self) -> None:
        """Nobody is one's own deputy."""
        if self.deputy_id is not None and self.deputy_id == self.user_id:
            raise ValidationError({"deputy": _("Chọn một người khác làm người duyệt thay.")})


class EmergencyPublication(About):
    """Published first, approved within 24 hours (đăng trước, duyệt sau). ``due_at`` by the portal's clock."""

    class State(models.TextChoices):
        OPEN = "open", _("chờ duyệt sau")
        APPROVED = "approved", _("đã duyệt sau")
        WITHDRAWN = "withdrawn", _("đã rút xuống")

    revision_id = models.PositiveBigIntegerField(_("bản đã đăng"))
    digest = models.CharField(_("mã băm nội dung"), max_length=64)
    agency = models.ForeignKey(
        "agencies.Agency",
        verbose_name=_("cơ quan"),
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    reason = models.CharField(_("lý do khẩn"), max_length=300)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("người đăng"), on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(_("đăng lúc"))
    due_at = models.DateTimeField(_("phải duyệt trước"))
    state = models.CharField(_("trạng thái"), max_length=10, choices=State.choices, default=State.OPEN)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("người xử lý"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    settled_at = models.DateTimeField(_("xử lý lúc"), null=True)
    reported_at = models.DateTimeField(_("báo quá hạn lúc"), null=True)

    class Meta:
        verbose_name = _("nội dung đăng trước, duyệt sau")
        verbose_name_plural = _("nội dung đăng trước, duyệt sau")
        ordering = ["due_at"]
        indexes = [models.Index(fields=["state", "due_at"], name="emergency_open")]

    def __str__(self) -> str:
        return f"{self.published_at:%d/%m/%Y %H:%M} {self.get_state_display()}"


class NotApplicable(About):
    """ "Không áp dụng" as the answer to a rule, with the reason and who gave it.

    ``evidence`` is the hash of what the answer speaks about; empty where it speaks of the whole thing.
    """

    code = models.CharField(_("quy định"), max_length=60)
    evidence = models.CharField(max_length=64, blank=True)
    reason = models.CharField(_("lý do"), max_length=500)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("người trả lời"), on_delete=models.PROTECT, related_name="+"
    )
    given_at = models.DateTimeField(_("lúc"), auto_now=True)

    class Meta:
        verbose_name = _("trả lời “không áp dụng”")
        verbose_name_plural = _("các trả lời “không áp dụng”")
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "code"], name="not_applicable_once_per_rule"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.reason}"
