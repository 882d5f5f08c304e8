"""A case of the question desk, from the receipt to the end; and what stops its clock."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from feedback.crypto import HASH_LENGTH, EncryptedTextField
from feedback.models.stream import Stream
from feedback.states import OPEN, State


class CaseQuerySet(models.QuerySet["Case"]):
    """Questions about cases."""

    def open(self) -> CaseQuerySet:
        """What still wants an answer."""
        return self.filter(state__in=OPEN)

    def running(self) -> CaseQuerySet:
        """Open, with a term that runs: not while the sender is asked."""
        return self.open().exclude(state=State.WAITING_SENDER).filter(due_at__isnull=False)

    def late(self, moment: datetime) -> CaseQuerySet:
        """Running, and their term is over."""
        return self.running().filter(due_at__lt=moment)


class Case(models.Model):
    """One case. Its number is for officers, its code for the sender; the code is stored as a hash alone.

    ``agency`` handles it now, ``first_agency`` received it. ``clock_start`` is from when the term counts: the
    receipt, or the reopening; ``clock_scope`` whose days off count, which a transfer does not change.
    ``complained_agency``: whom a complaint or denunciation is about; its desk never sees the case.
    ``version`` grows with every act, so that two who act at once are told. What names a person is encrypted.
    """

    # Read by portal.editorial.roles: nothing of this may be granted to a role that inspects.
    holds_personal_data = True

    class Channel(models.TextChoices):
        WEB = "web", _("trang web")
        COUNTER = "counter", _("tại quầy")
        PHONE = "phone", _("điện thoại")
        PAPER = "paper", _("văn bản giấy")
        MAIL = "mail", _("thư điện tử")

    class Consent(models.TextChoices):
        NONE = "none", _("không đồng ý đăng")
        FULL = "full", _("đồng ý đăng, đã che thông tin riêng")
        SHORTENED = "shortened", _("đồng ý đăng bản rút gọn")

    class Satisfaction(models.TextChoices):
        YES = "yes", _("hài lòng")
        PARTLY = "partly", _("hài lòng một phần")
        NO = "no", _("chưa hài lòng")

    stream = models.CharField(_("loại"), max_length=20, choices=Stream.choices)
    state = models.CharField(_("trạng thái"), max_length=15, choices=State.choices, default=State.RECEIVED)
    version = models.PositiveIntegerField(default=1)
    language = models.CharField(_("ngôn ngữ"), max_length=5, default="vi")
    channel = models.CharField(_("đến qua"), max_length=8, choices=Channel.choices, default=Channel.WEB)

    code_hash = models.CharField(max_length=HASH_LENGTH, unique=True, editable=False)
    submission_hash = models.CharField(max_length=HASH_LENGTH, unique=True, editable=False)
    phone_check_hash = models.CharField(max_length=HASH_LENGTH, blank=True, editable=False)
    email_check_hash = models.CharField(max_length=HASH_LENGTH, blank=True, editable=False)
    # To find all cases of one sender (data-subject requests); not the same hash as the second check.
    phone_hash = models.CharField(max_length=HASH_LENGTH, blank=True, db_index=True, editable=False)
    email_hash = models.CharField(max_length=HASH_LENGTH, blank=True, db_index=True, editable=False)

    title = EncryptedTextField(_("tiêu đề"))
    text = EncryptedTextField(_("nội dung"))
    sender_name = EncryptedTextField(_("họ và tên"), blank=True)
    sender_phone = EncryptedTextField(_("điện thoại"), blank=True)
    sender_email = EncryptedTextField(_("thư điện tử"), blank=True)
    sender_address = EncryptedTextField(_("địa chỉ"), blank=True)
    sector = models.CharField(_("ngành, lĩnh vực kinh doanh"), max_length=100, blank=True)
    procedure_code = models.CharField(_("mã thủ tục"), max_length=30, blank=True, db_index=True)
    page_path = models.CharField(_("trang được nói đến"), max_length=500, blank=True)
    draft_reference = models.CharField(_("dự thảo"), max_length=80, blank=True)
    external_code = models.CharField(_("mã trên hệ thống khác"), max_length=80, blank=True)
    external_place = models.CharField(_("nơi đã gửi"), max_length=300, blank=True)
    consent = models.CharField(_("đồng ý đăng"), max_length=10, choices=Consent.choices, default=Consent.NONE)

    agency = models.ForeignKey(
        "agencies.Agency", verbose_name=_("cơ quan xử lý"), on_delete=models.PROTECT, related_name="+"
    )
    first_agency = models.ForeignKey(
        "agencies.Agency", verbose_name=_("cơ quan nhận"), on_delete=models.PROTECT, related_name="+"
    )
    complained_agency = models.ForeignKey(
        "agencies.Agency",
        verbose_name=_("cơ quan bị khiếu nại, tố cáo"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("người xử lý"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("người nhập hộ"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("gộp vào"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="merged",
    )

    received_at = models.DateTimeField(_("nhận lúc"))
    clock_start = models.DateTimeField(_("tính từ"), null=True, blank=True)
    clock_scope = models.CharField(_("lịch của cơ quan"), max_length=30, blank=True)
    rule = models.CharField(_("quy tắc thời hạn"), max_length=40, blank=True)
    due_at = models.DateTimeField(_("hạn trả lời"), null=True, blank=True)
    transfer_due_at = models.DateTimeField(_("hạn chuyển"), null=True, blank=True)
    wait_until = models.DateTimeField(_("chờ người gửi đến"), null=True, blank=True)
    held_since = models.DateTimeField(_("cơ quan này giữ từ"))
    answered_at = models.DateTimeField(_("trả lời lúc"), null=True, blank=True)
    closed_at = models.DateTimeField(_("kết thúc lúc"), null=True, blank=True)
    reopened_at = models.DateTimeField(_("mở lại lúc"), null=True, blank=True)
    # Once late, always late: neither a reopening nor a later answer takes it back.
    was_late = models.BooleanField(_("đã có lần quá hạn"), default=False)
    satisfaction = models.CharField(_("mức hài lòng"), max_length=6, choices=Satisfaction.choices, blank=True)

    # Something came that an officer has to look at (a letter, a file that was taken away); any act ends it.
    look_since = models.DateTimeField(_("có tin mới từ"), null=True, blank=True, editable=False)
    legal_hold = models.BooleanField(_("giữ lại theo yêu cầu pháp luật"), default=False)
    # The sender wants it used for nothing but the answer: it is not published.
    restricted = models.BooleanField(_("hạn chế sử dụng dữ liệu"), default=False)
    hold_until = models.DateField(_("giữ lại đến hết ngày"), null=True, blank=True)
    anonymised_at = models.DateTimeField(_("đã xóa dữ liệu cá nhân lúc"), null=True, blank=True)
    is_demo = models.BooleanField(_("dữ liệu trình diễn"), default=False, editable=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("câu hỏi, phản ánh")
        verbose_name_plural = _("câu hỏi, phản ánh")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["agency", "state", "due_at"], name="case_of_desk"),
            models.Index(fields=["agency", "-id"], name="case_of_agency"),
            models.Index(fields=["handler", "state", "due_at"], name="case_of_handler"),
            models.Index(fields=["state", "due_at"], name="case_due"),
            models.Index(fields=["received_at"], name="case_received"),
            models.Index(fields=["agency"], name="case_to_look_at", condition=Q(look_since__isnull=False)),
            models.Index(
                "stream",
                Coalesce("closed_at", "answered_at"),
                name="case_to_anonymise",
                condition=Q(anonymised_at__isnull=True),
            ),
            models.Index(fields=["hold_until"], name="case_held", condition=Q(legal_hold=True)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=State.WAITING_SENDER) | Q(wait_until__isnull=False),
                name="case_waits_until_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(legal_hold=False) | Q(hold_until__isnull=False), name="case_held_until_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What officers call it: says nothing about the code."""
        return f"{self.pk or 0:06d}"

    @property
    def is_open(self) -> bool:
        """Whether it still wants an answer."""
        return self.state in OPEN


class Pause(models.Model):
    """A time in which the clock of a case stands; ``ended_at`` empty: it still stands."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="pauses")
    started_at = models.DateTimeField(_("từ"))
    ended_at = models.DateTimeField(_("đến"), null=True, blank=True)
    reason = models.CharField(_("lý do"), max_length=40)

    class Meta:
        verbose_name = _("lần tạm dừng")
        verbose_name_plural = _("các lần tạm dừng")
        ordering = ["started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at__isnull=True), name="one_standing_pause"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.started_at:%d/%m/%Y}"
