"""Answers, and what of a case is public."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from feedback.models.case import Case


class Answer(models.Model):
    """One answer to a case, written by one person and approved by another. Plain text, no names.

    The sender reads the approved one. A case that was reopened gets a further answer; the first stays.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("đang soạn")
        SUBMITTED = "submitted", _("chờ duyệt")
        RETURNED = "returned", _("trả lại để sửa")
        APPROVED = "approved", _("đã duyệt")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="answers")
    text = models.TextField(_("câu trả lời"))
    status = models.CharField(_("trạng thái"), max_length=9, choices=Status.choices, default=Status.DRAFT)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("người soạn"), on_delete=models.PROTECT, related_name="+"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("người duyệt"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    written_at = models.DateTimeField(_("soạn lúc"))
    approved_at = models.DateTimeField(_("duyệt lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("câu trả lời")
        verbose_name_plural = _("câu trả lời")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=~Q(status="approved"), name="one_answer_in_work"
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=models.F("author")),
                name="nobody_approves_the_own_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.status}"


class PublicQuestion(models.Model):
    """A question with its answer as everybody reads it: redacted, with no trace of the person.

    ``/hoi-dap/<pk>/<slug>/``. ``needs_review``: its procedure changed since. A withdrawn one keeps its row
    and its address says that it was withdrawn.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="public")
    agency = models.ForeignKey(
        "agencies.Agency", verbose_name=_("cơ quan trả lời"), on_delete=models.PROTECT, related_name="+"
    )
    language = models.CharField(_("ngôn ngữ"), max_length=5, default="vi")
    stream = models.CharField(_("loại"), max_length=20)
    title = models.CharField(_("câu hỏi"), max_length=200)
    slug = models.SlugField(_("tên trong địa chỉ"), max_length=120)
    question = models.TextField(_("nội dung hỏi"))
    answer = models.TextField(_("trả lời"))
    shortened = models.BooleanField(_("bản rút gọn"), default=False)
    answered_at = models.DateTimeField(_("trả lời lúc"))
    live = models.BooleanField(_("đang đăng"), default=False)
    published_at = models.DateTimeField(_("đăng lúc"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("rút lúc"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("lý do rút"), max_length=300, blank=True)
    needs_review = models.BooleanField(_("cần rà soát"), default=False)
    needs_review_since = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(_("dữ liệu trình diễn"), default=False, editable=False)

    class Meta:
        verbose_name = _("câu hỏi đã trả lời")
        verbose_name_plural = _("câu hỏi đã trả lời")
        ordering = ["-published_at", "-pk"]
        indexes = [
            models.Index(fields=["agency", "live", "-published_at"], name="public_question_of"),
            models.Index(fields=["live", "-published_at"], name="public_question_latest"),
        ]

    def __str__(self) -> str:
        return self.title


class QuestionTopic(models.Model):
    """A procedure that a public question speaks of, by code."""

    question = models.ForeignKey(PublicQuestion, on_delete=models.CASCADE, related_name="topics")
    procedure_code = models.CharField(_("mã thủ tục"), max_length=30)

    class Meta:
        verbose_name = _("thủ tục liên quan")
        verbose_name_plural = _("thủ tục liên quan")
        constraints = [
            models.UniqueConstraint(fields=["question", "procedure_code"], name="topic_once_a_question")
        ]
        indexes = [models.Index(fields=["procedure_code"], name="topic_of_procedure")]

    def __str__(self) -> str:
        return self.procedure_code
