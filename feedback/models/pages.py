"""The section "Hỏi đáp" of a site: one page an agency; cases and answers are rows, never pages below it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import path
from wagtail.models import Page

from portal.core.pages import PortalRoutablePage


class QuestionDeskPage(PortalRoutablePage, Page):
    """Asking, following, and the archive of one agency: the addresses below "hoi-dap/" (interfaces.md)."""

    structural = True
    paged = True
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("trang hỏi đáp")
        verbose_name_plural = _("trang hỏi đáp")

    @path("")
    def archive(self, request: HttpRequest) -> HttpResponse:
        """Answered questions."""
        from feedback.views.archive import archive

        return archive(request, self)

    @path("gui/")
    def triage(self, request: HttpRequest) -> HttpResponse:
        """What do you want: the doors and the guides."""
        from feedback.views.ask import triage

        return triage(request, self)

    @path("gui/<slug:door>/")
    def ask(self, request: HttpRequest, door: str) -> HttpResponse:
        """The form of a door, or a guide."""
        from feedback.views.ask import ask

        return ask(request, self, door)

    @path("bien-nhan/")
    def receipt(self, request: HttpRequest) -> HttpResponse:
        """The receipt of what this browser has just sent."""
        from feedback.views.receipt import receipt

        return receipt(request, self)

    @path("tra-cuu/")
    def look_up(self, request: HttpRequest) -> HttpResponse:
        """Look up by code and second check."""
        from feedback.views.tracking import look_up

        return look_up(request, self)

    @path("cua-toi/")
    def own_case(self, request: HttpRequest) -> HttpResponse:
        """The case that this browser has looked up."""
        from feedback.views.tracking import own_case

        return own_case(request, self)

    @path("cua-toi/tep/<int:pk>/")
    def own_file(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """A file of the case that this browser has looked up."""
        from feedback.views.tracking import own_file

        return own_file(request, pk)

    @path("thong-ke/")
    def statistics(self, request: HttpRequest) -> HttpResponse:
        """How many, how soon, how late."""
        from feedback.views.statistics import statistics

        return statistics(request, self)

    @path("thong-ke.csv/")
    def statistics_csv(self, request: HttpRequest) -> HttpResponseBase:
        """The rows behind the statistics."""
        from feedback.views.statistics import statistics_csv

        return statistics_csv(request)

    @path("qua-han/")
    def late(self, request: HttpRequest) -> HttpResponse:
        """What is late, oldest first."""
        from feedback.views.statistics import late

        return late(request, self)

    @path("rss/")
    def feed(self, request: HttpRequest) -> HttpResponse:
        """The newest answers as a feed."""
        from feedback.views.archive import feed

        return feed(request)

    @path("<int:pk>/<slug:slug>/")
    def answer(self, request: HttpRequest, pk: int, slug: str) -> HttpResponse:
        """One answered question."""
        from feedback.views.archive import answer

        return answer(request, self, pk, slug)
