"""The section "Tin tức" of a site, and its articles."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.contrib.routable_page.models import path, re_path
from wagtail.models import Page

from home.news.models.listing import ListEntry, ListIndex
from home.news.models.story import Story
from home.news.models.topics import TopicsField
from portal.core.pages import PortalRoutablePage


class NewsIndexPage(ListIndex, PortalRoutablePage, Page):
    """News of one agency by day, month and year, and as a feed (interfaces.md)."""

    shared_at_once = models.BooleanField(
        _("tin chia sẻ xuống hiện ngay, không chờ nơi nhận duyệt"),
        default=False,
        help_text=_("Chỉ có tác dụng ở mục tin tức của tỉnh, theo quy chế của tỉnh."),
    )

    list_kind = ListEntry.Kind.NEWS
    structural = True
    paged = True
    leaf_model = "news.ArticlePage"
    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["news.ArticlePage"]
    content_panels = [*PortalRoutablePage.content_panels, FieldPanel("shared_at_once")]

    class Meta:
        verbose_name = _("mục tin tức")
        verbose_name_plural = _("mục tin tức")

    @path("")
    def newest(self, request: HttpRequest) -> HttpResponse:
        """The newest articles, day by day."""
        from home.news.views import archive

        return archive(request, self)

    @path("rss/")
    def feed(self, request: HttpRequest) -> HttpResponse:
        """The newest articles as RSS 2.0."""
        from home.news.feeds import rss

        return rss(request, self, ListEntry.Kind.NEWS)

    @re_path(r"^(?P<year>\d{4})/$")
    def of_year(self, request: HttpRequest, year: str) -> HttpResponse:
        """A year."""
        from home.news.views import archive

        return archive(request, self, int(year))

    @re_path(r"^(?P<year>\d{4})/(?P<month>\d{2})/$")
    def of_month(self, request: HttpRequest, year: str, month: str) -> HttpResponse:
        """A month."""
        from home.news.views import archive

        return archive(request, self, int(year), int(month))

    @re_path(r"^(?P<year>\d{4})/(?P<month>\d{2})/(?P<day>\d{2})/$")
    def of_day(self, request: HttpRequest, year: str, month: str, day: str) -> HttpResponse:
        """A day."""
        from home.news.views import archive

        return archive(request, self, int(year), int(month), int(day))


class ArticlePage(Story, Page):
    """An article. What was taken from elsewhere says so: "Theo …", with the address of the original."""

    kind = ListEntry.Kind.NEWS

    topics = TopicsField(_("chủ đề"))
    source_name = models.CharField(_("theo nguồn"), max_length=200, blank=True)
    source_url = models.URLField(_("địa chỉ bài gốc"), max_length=500, blank=True)
    source_day = models.DateField(_("ngày đăng ở nguồn"), null=True, blank=True)

    parent_page_types = ["news.NewsIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        TitleFieldPanel("title", help_text=_("Nói ngay việc chính; không viết hoa cả dòng.")),
        FieldPanel("lead", help_text=_("Không quá 60 chữ: ai, việc gì, ở đâu, khi nào, người dân cần gì.")),
        *Story.story_panels,
        FieldPanel("topics", help_text=_("Tối đa 3, để người đọc tìm được các tin cùng chủ đề.")),
        MultiFieldPanel(
            [
                FieldPanel(
                    "source_name",
                    help_text=_("Tên báo hoặc cơ quan; trang ghi “Theo …”. Bài tự viết thì để trống."),
                ),
                FieldPanel("source_url", help_text=_("Máy tìm kiếm được báo đây là bài gốc.")),
                FieldPanel("source_day", help_text=_("Ngày bài gốc được đăng.")),
            ],
            _("Nguồn"),
        ),
    ]
    template = "news/article_page.html"

    class Meta:
        verbose_name = _("tin, bài")
        verbose_name_plural = _("tin, bài")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """``story``: what the template shows (:class:`home.news.presenters.ShownStory`)."""
        from home.news import presenters

        context = super().get_context(request, *args, **kwargs)
        context["story"] = presenters.article(self, request)
        return context
