"""What a person asks about the own data: see, correct, erase, take consent back, restrict."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from feedback.crypto import EncryptedTextField, encrypted_fields
from feedback.models.case import Case


def new_mark() -> str:
    """What the ledger of deletions knows a request by; says nothing."""
    return secrets.token_hex(12)


class DataRequest(models.Model):
    """One request to one agency, with a clock of its own.

    Who asked at the counter is found in every agency: each that has something gets a request of its own,
    ``origin`` being the one that was registered. ``case``: asked by the owner of this case alone, from its
    page; such a request goes where the case goes. What names the person is encrypted.
    """

    holds_personal_data = True

    class Kind(models.TextChoices):
        ACCESS = "access", _("Xem dữ liệu của mình")
        CORRECTION = "correction", _("Sửa dữ liệu sai")
        DELETION = "deletion", _("Xóa dữ liệu")
        CONSENT = "consent", _("Rút lại đồng ý đăng")
        RESTRICTION = "restriction", _("Hạn chế sử dụng dữ liệu")

    class State(models.TextChoices):
        OPEN = "open", _("chờ trả lời")
        DONE = "done", _("đã làm")
        REFUSED = "refused", _("không làm được")

    class Identified(models.TextChoices):
        NOT_YET = "not-yet", _("chưa kiểm tra")
        COUNTER = "counter", _("đến quầy, đã xem giấy tờ (không sao chụp, không ghi số)")
        CALLED_BACK = "called-back", _("đã gọi lại đúng số điện thoại trong câu hỏi")
        MAILED_BACK = "mailed-back", _("đã hỏi lại qua đúng hộp thư trong câu hỏi")
        SECOND_CHECK = "second-check", _("mã biên nhận và phần kiểm tra")

    mark = models.CharField(max_length=24, unique=True, default=new_mark, editable=False)
    kind = models.CharField(_("yêu cầu"), max_length=11, choices=Kind.choices)
    state = models.CharField(_("trạng thái"), max_length=7, choices=State.choices, default=State.OPEN)
    agency = models.ForeignKey(
        "agencies.Agency", verbose_name=_("cơ quan"), on_delete=models.PROTECT, related_name="+"
    )
    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.SET_NULL, related_name="data_requests"
    )
    origin = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    identified = models.CharField(
        _("đã kiểm tra người yêu cầu"),
        max_length=12,
        choices=Identified.choices,
        default=Identified.NOT_YET,
    )
    name = EncryptedTextField(_("họ và tên"), blank=True)
    phone = EncryptedTextField(_("điện thoại"), blank=True)
    email = EncryptedTextField(_("thư điện tử"), blank=True)
    words = EncryptedTextField(_("nội dung yêu cầu"), blank=True)
    answer = EncryptedTextField(_("trả lời"), blank=True)

    received_at = models.DateTimeField(_("nhận lúc"))
    clock_scope = models.CharField(max_length=30)
    rule = models.CharField(max_length=40)
    due_at = models.DateTimeField(_("hạn trả lời"))
    answered_at = models.DateTimeField(_("trả lời lúc"), null=True, blank=True)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("yêu cầu về dữ liệu cá nhân")
        verbose_name_plural = _("yêu cầu về dữ liệu cá nhân")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["agency", "state", "due_at"], name="data_request_of_desk"),
            models.Index(
                fields=["answered_at"],
                name="data_request_to_erase",
                condition=models.Q(erased_at__isnull=True, answered_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What officers call it."""
        return f"DL-{self.pk or 0:05d}"

    @property
    def is_open(self) -> bool:
        """Whether it still wants an answer."""
        return self.state == self.State.OPEN

    def erase(self) -> None:
        """Take away what names the person; the caller saves."""
        for name in encrypted_fields(type(self)):
            setattr(self, name, "")
