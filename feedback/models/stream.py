"""The streams of the desk, and their terms as the province sets them."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core import clock


class Stream(models.TextChoices):
    """What somebody came for. Each has its own terms (:mod:`feedback.terms`)."""

    QUESTION = "question", _("Hỏi đáp")
    SUGGESTION = "suggestion", _("Góp ý")
    BUSINESS = "business", _("Doanh nghiệp, nhà đầu tư")
    PAGE_PROBLEM = "page-problem", _("Lỗi của trang")
    RULE_FEEDBACK = "rule-feedback", _("Phản ánh, kiến nghị về quy định hành chính")
    WRONG_INFORMATION = "wrong-information", _("Thông tin công khai không chính xác")
    INFORMATION_REQUEST = "information-request", _("Yêu cầu cung cấp thông tin")
    DRAFT_COMMENT = "draft-comment", _("Ý kiến về dự thảo")


class StreamTerms(models.Model):
    """How long a stream takes in this province; without a row the defaults of :mod:`feedback.terms` hold.

    Rules are codes or short forms of the clock ("5-lv", "12-ngay"). ``pause_days``: calendar days that all
    pauses of a case together may take. ``retention_months``: after the end of a case, then personal data go;
    ``retention_basis`` says who set that. ``keep_basis``: a law that has the file kept until then, so that
    nobody's request ends it earlier; empty where there is none.
    """

    stream = models.CharField(_("loại"), max_length=20, choices=Stream.choices, unique=True)
    rule = models.CharField(_("thời hạn trả lời"), max_length=40, blank=True)
    rule_several = models.CharField(_("thời hạn khi cần nhiều cơ quan"), max_length=40, blank=True)
    rule_special = models.CharField(_("thời hạn dài nhất, khi phức tạp"), max_length=40, blank=True)
    transfer_rule = models.CharField(_("thời hạn chuyển việc không thuộc thẩm quyền"), max_length=40)
    pause_days = models.PositiveSmallIntegerField(_("tạm dừng nhiều nhất (ngày)"), default=10)
    basis = models.CharField(_("căn cứ"), max_length=300, blank=True)
    retention_months = models.PositiveSmallIntegerField(
        _("giữ dữ liệu cá nhân (tháng, từ khi xong)"), default=24, validators=[MinValueValidator(1)]
    )
    retention_basis = models.CharField(_("căn cứ của thời hạn giữ"), max_length=300, blank=True)
    keep_basis = models.CharField(
        _("quy định buộc giữ đủ thời hạn"),
        max_length=300,
        blank=True,
        help_text=_(
            "Có quy định thì yêu cầu xóa của người gửi chờ đến hết thời hạn giữ; bỏ trống nếu không."
        ),
    )

    class Meta:
        verbose_name = _("thời hạn của một loại")
        verbose_name_plural = _("thời hạn hỏi đáp")

    def __str__(self) -> str:
        return str(self.get_stream_display())

    def rule_named(self, kind: str) -> str:
        """The rule for "normal", "several" or "special"; the ordinary one where no other is set."""
        return {"several": self.rule_several, "special": self.rule_special}.get(kind, self.rule) or self.rule

    def words(self) -> str:
        """The ordinary term in words; empty without."""
        return clock.rule(self.rule).words if self.rule else ""
