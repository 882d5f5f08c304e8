"""The section "Thông báo" of a site, and its notices: each has an end, and the facts of its kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.contrib.routable_page.models import path
from wagtail.models import Page

from home.news.models.listing import ListEntry, ListIndex
from home.news.models.story import Story
from portal.core.pages import PortalRoutablePage


class NoticeKind(models.TextChoices):
    """What a notice is for."""

    GENERAL = "chung", _("Thông báo chung")
    TENDER = "dau-thau", _("Đấu thầu, đấu giá")
    LAND = "dat-dai", _("Đất đai")
    RECRUITMENT = "tuyen-dung", _("Tuyển dụng")
    EXAM = "thi-tuyen", _("Thi, xét tuyển")
    AWARD = "khen-thuong", _("Lấy ý kiến khen thưởng")
    COMMENT = "gop-y", _("Lấy ý kiến góp ý")


@dataclass(frozen=True, slots=True)
class Fact:
    """A field that a kind asks for: its column, its name there, and whether nothing goes without it."""

    column: str
    label: Promise | str
    needed: bool = False


CONTACT = Fact("contact", _("Liên hệ"), True)
FACTS: dict[str, tuple[Fact, ...]] = {
    NoticeKind.GENERAL: (Fact("place", _("Địa điểm")), Fact("contact", _("Liên hệ"))),
    NoticeKind.TENDER: (
        Fact("reference", _("Gói thầu, tài sản"), True),
        Fact("amount", _("Giá gói thầu, giá khởi điểm"), True),
        Fact("submit_until", _("Hạn nộp hồ sơ"), True),
        Fact("place", _("Nơi nhận hồ sơ"), True),
        CONTACT,
    ),
    NoticeKind.LAND: (
        Fact("reference", _("Thửa đất, khu đất"), True),
        Fact("quantity", _("Diện tích")),
        Fact("submit_until", _("Hạn gửi ý kiến, khiếu nại")),
        Fact("place", _("Nơi nhận ý kiến"), True),
        CONTACT,
    ),
    NoticeKind.RECRUITMENT: (
        Fact("quantity", _("Chỉ tiêu"), True),
        Fact("submit_until", _("Hạn nộp phiếu dự tuyển"), True),
        Fact("place", _("Nơi nhận phiếu"), True),
        CONTACT,
    ),
    NoticeKind.EXAM: (
        Fact("held_on", _("Ngày thi, xét"), True),
        Fact("place", _("Địa điểm"), True),
        Fact("submit_until", _("Hạn đăng ký")),
        CONTACT,
    ),
    NoticeKind.AWARD: (
        Fact("reference", _("Danh hiệu, hình thức khen"), True),
        Fact("submit_until", _("Nhận ý kiến đến hết ngày"), True),
        CONTACT,
    ),
    NoticeKind.COMMENT: (
        Fact("reference", _("Dự thảo"), True),
        Fact("submit_until", _("Góp ý đến hết ngày"), True),
        Fact("place", _("Gửi ý kiến đến"), True),
        CONTACT,
    ),
}


class NoticeIndexPage(ListIndex, PortalRoutablePage, Page):
    """Notices of one agency: those in force, and those that are over."""

    list_kind = ListEntry.Kind.NOTICE
    structural = True
    paged = True
    leaf_model = "news.NoticePage"
    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["news.NoticePage"]

    class Meta:
        verbose_name = _("mục thông báo")
        verbose_name_plural = _("mục thông báo")

    @path("")
    def in_force(self, request: HttpRequest) -> HttpResponse:
        """What is in force, the newest first."""
        from home.news.notices import current

        return current(request, self)

    @path("da-het-han/")
    def over(self, request: HttpRequest) -> HttpResponse:
        """What is over, the newest first."""
        from home.news.notices import archive

        return archive(request, self)

    @path("rss/")
    def feed(self, request: HttpRequest) -> HttpResponse:
        """The newest notices as RSS 2.0."""
        from home.news.feeds import rss

        return rss(request, self, ListEntry.Kind.NOTICE)


class NoticePage(Story, Page):
    """A notice. After ``ends_on`` it stands in the archive by itself; one that names people has a term."""

    kind = ListEntry.Kind.NOTICE

    ends_on = models.DateField(_("có hiệu lực đến hết ngày"), null=True, blank=True)
    notice_kind = models.CharField(
        _("loại"), max_length=12, choices=NoticeKind.choices, default=NoticeKind.GENERAL
    )
    starts_on = models.DateField(_("có hiệu lực từ ngày"), null=True, blank=True)
    names_people = models.BooleanField(_("có tên hoặc thông tin của cá nhân"), default=False)
    reference = models.CharField(_("về việc, số hiệu"), max_length=300, blank=True)
    amount = models.CharField(_("giá trị"), max_length=200, blank=True)
    quantity = models.CharField(_("số lượng, diện tích"), max_length=200, blank=True)
    held_on = models.DateField(_("ngày diễn ra"), null=True, blank=True)
    submit_until = models.DateField(_("hạn nộp, hạn góp ý"), null=True, blank=True)
    place = models.CharField(_("địa điểm, nơi nhận"), max_length=300, blank=True)
    contact = models.CharField(_("liên hệ"), max_length=300, blank=True)
    result = models.TextField(_("kết quả"), max_length=3000, blank=True)
    result_on = models.DateField(_("ngày có kết quả"), null=True, blank=True)

    parent_page_types = ["news.NoticeIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        FieldPanel(
            "ends_on", help_text=_("Hỏi trước tiên: hết ngày này thông báo tự chuyển vào mục đã hết.")
        ),
        FieldPanel("notice_kind", help_text=_("Loại quyết định các ô phải nhập bên dưới.")),
        TitleFieldPanel("title", help_text=_("Nói ngay việc gì, ai cần làm, đến khi nào.")),
        FieldPanel("lead", help_text=_("Không quá 60 chữ: người dân cần biết gì, làm gì.")),
        MultiFieldPanel(
            [
                FieldPanel("names_people", help_text=_("Đánh dấu thì phải nhập Thời hạn công khai.")),
                FieldPanel("starts_on", help_text=_("Để trống: từ ngày đăng.")),
                FieldPanel("reference", help_text=_("Tên gói thầu, thửa đất, dự thảo, danh hiệu…")),
                FieldPanel("amount", help_text=_("Ví dụ: 1.250.000.000 đồng.")),
                FieldPanel("quantity", help_text=_("Ví dụ: 3 người; 250 m².")),
                FieldPanel("held_on", help_text=_("Ngày thi, ngày họp, ngày mở thầu.")),
                FieldPanel("submit_until", help_text=_("Ngày cuối cùng nhận hồ sơ hoặc ý kiến.")),
                FieldPanel("place", help_text=_("Số nhà, đường, xóm; phòng hoặc quầy.")),
                FieldPanel("contact", help_text=_("Chức danh và số máy của cơ quan.")),
            ],
            _("Nội dung theo loại"),
        ),
        *Story.story_panels,
        MultiFieldPanel(
            [
                FieldPanel(
                    "result", help_text=_("Ghi khi đã xong: ai trúng, bao nhiêu người đạt, tiếp thu gì.")
                ),
                FieldPanel("result_on", help_text=_("Ngày có kết quả.")),
            ],
            _("Kết quả"),
        ),
    ]
    template = "news/notice_page.html"

    class Meta:
        verbose_name = _("thông báo")
        verbose_name_plural = _("thông báo")

    def clean(self) -> None:
        """An end does not come before its beginning."""
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": gettext("Ngày hết hiệu lực trước ngày bắt đầu.")})

    def is_over(self, day: date) -> bool:
        """Whether its last day has passed."""
        return self.ends_on is not None and self.ends_on < day

    def facts(self) -> list[tuple[str, Any]]:
        """``(label, value)`` of what the kind asks for and the notice says."""
        asked = FACTS[NoticeKind(self.notice_kind)]
        return [(str(fact.label), value) for fact in asked if (value := getattr(self, fact.column))]

    def lacks(self) -> list[Fact]:
        """What the kind cannot do without and the notice does not say."""
        return [
            fact
            for fact in FACTS[NoticeKind(self.notice_kind)]
            if fact.needed and not str(getattr(self, fact.column) or "").strip()
        ]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """``notice``: what the template shows (:class:`home.news.presenters.ShownNotice`)."""
        from home.news import presenters

        context = super().get_context(request, *args, **kwargs)
        context["notice"] = shown = presenters.notice(self, request)
        context["story"] = shown.story
        return context
