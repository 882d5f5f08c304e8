"""Home and section pages."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import path
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField

from portal.core import site_request
from portal.core.blocks import ProseBlock
from portal.core.pages import PortalPage, PortalRoutablePage


class HomePage(PortalPage, Page):
    """The home of an agency: province, department or commune; what it shows comes from slots."""

    four_eyes = True

    agency = models.ForeignKey(
        "agencies.Agency", verbose_name=_("cơ quan"), on_delete=models.PROTECT, related_name="home_pages"
    )

    structural = True
    parent_page_types = ["wagtailcore.Page", "home.AgencyIndexPage"]
    subpage_types = [
        "home.AboutPage",
        "home.ContactPage",
        "home.PlacesPage",
        "home.WorkCalendarPage",
        "home.AgencyIndexPage",
        "news.NewsIndexPage",
        "news.NoticeIndexPage",
        "calendars.AgendaPage",
        "calendars.ReceptionPage",
        "procedures_pages.ProcedureIndexPage",
        "feedback.QuestionDeskPage",
    ]
    override_translatable_fields = [SynchronizedField("slug"), SynchronizedField("agency", overridable=False)]
    content_panels = [*PortalPage.content_panels, FieldPanel("agency", read_only=True)]

    class Meta:
        verbose_name = _("trang chủ cơ quan")
        verbose_name_plural = _("trang chủ cơ quan")

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        """One template a level."""
        agency = site_request.of(request).agency
        return f"home/home_{agency.level if agency else 'province'}.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """``finder``, ``departments`` on the province's home; ``contact`` (a ContactCard) on every home."""
        from home import places, presenters

        context = super().get_context(request, *args, **kwargs)
        portal = site_request.of(request)
        agency = portal.agency
        if agency is None or agency.level == "province":
            context["finder"] = presenters.finder(portal, request.GET.get("xa", ""))
            context["communes_url"] = portal.section_url("xa-phuong")
            context["departments_url"] = portal.section_url("co-quan")
            context["departments"] = presenters.listed(portal, "department", "")
            context["commune_count"] = len(list(portal.map.agencies("commune")))
            context["agency_count"] = len(list(portal.map.agencies()))
        context["contact"] = places.contact_card(portal)
        return context


class AgencyIndexPage(PortalPage, Page):
    """The list of agencies of one level: "xa-phuong/" and "co-quan/"."""

    level = models.CharField(_("cấp"), max_length=12)

    structural = True
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.HomePage"]
    override_translatable_fields = [SynchronizedField("slug"), SynchronizedField("level", overridable=False)]
    template = "home/agency_index_page.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """``groups`` [(letter, [ListedAgency])], ``found``, ``total``, ``query``, ``as_of``."""
        from home import presenters, then

        context = super().get_context(request, *args, **kwargs)
        portal = site_request.of(request)
        context["as_of"] = then.as_of_day(portal, self.level, request.GET.get("ngay", ""))
        query = " ".join(request.GET.get("q", "").split())[: presenters.LONGEST_QUERY]
        lines = presenters.listed(portal, self.level, query)
        context["query"] = query
        # What a query finds is shown nearest first, without letters.
        context["groups"] = [("", lines)] if query and lines else presenters.by_letter(lines)
        context["found"] = len(lines)
        context["total"] = len(list(portal.map.agencies(self.level)))
        return context

    class Meta:
        verbose_name = _("danh sách cơ quan")
        verbose_name_plural = _("danh sách cơ quan")


class AboutPage(PortalPage, Page):
    """Giới thiệu."""

    lead = models.CharField(_("câu mở đầu"), max_length=400, blank=True)
    body = StreamField(ProseBlock(), verbose_name=_("nội dung"), blank=True)

    structural = True
    own_text = True
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    content_panels = [
        *PortalPage.content_panels,
        FieldPanel("lead", help_text=_("Một, hai câu cho biết trang này có gì.")),
        FieldPanel("body", help_text=_("Đoạn ngắn, có đề mục. Chép từ Word được; định dạng lạ tự bỏ đi.")),
    ]
    template = "home/about_page.html"

    class Meta:
        verbose_name = _("trang giới thiệu")
        verbose_name_plural = _("trang giới thiệu")


class ContactPage(PortalPage, Page):
    """Liên hệ: the facts come from the register, the prose from here."""

    lead = models.CharField(_("câu mở đầu"), max_length=400, blank=True)
    body = StreamField(ProseBlock(), verbose_name=_("nội dung"), blank=True)

    structural = True
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    content_panels = [
        *PortalPage.content_panels,
        FieldPanel("lead", help_text=_("Một, hai câu cho biết trang này có gì.")),
        FieldPanel("body", help_text=_("Đoạn ngắn, có đề mục. Chép từ Word được; định dạng lạ tự bỏ đi.")),
    ]
    template = "home/contact_page.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """``contact``: a ContactCard."""
        from home import places

        context = super().get_context(request, *args, **kwargs)
        context["contact"] = places.contact_card(site_request.of(request))
        return context

    class Meta:
        verbose_name = _("trang liên hệ")
        verbose_name_plural = _("trang liên hệ")


class PlacesPage(PortalPage, Page):
    """Nơi tiếp nhận: every place of the agency with its hours; all facts come from the register."""

    lead = models.CharField(_("câu mở đầu"), max_length=400, blank=True)
    body = StreamField(ProseBlock(), verbose_name=_("nội dung"), blank=True)

    structural = True
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    content_panels = [
        *PortalPage.content_panels,
        FieldPanel("lead", help_text=_("Một, hai câu cho biết trang này có gì.")),
        FieldPanel("body", help_text=_("Đoạn ngắn, có đề mục. Chép từ Word được; định dạng lạ tự bỏ đi.")),
    ]
    template = "home/places_page.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """``contact``: a ContactCard; ``places``: PlaceCards."""
        from home import places

        context = super().get_context(request, *args, **kwargs)
        portal = site_request.of(request)
        context["contact"] = places.contact_card(portal)
        context["places"] = places.place_cards(portal)
        return context

    class Meta:
        verbose_name = _("trang nơi tiếp nhận")
        verbose_name_plural = _("trang nơi tiếp nhận")


class WorkCalendarPage(PortalRoutablePage, Page):
    """Lịch làm việc: which days do not count and why, and a small calculator; the province's alone."""

    lead = models.CharField(_("câu mở đầu"), max_length=400, blank=True)

    structural = True
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    content_panels = [*PortalPage.content_panels, FieldPanel("lead")]

    @path("")
    def calendar(self, request: HttpRequest) -> HttpResponse:
        """The days of each year, how terms are counted, and the form."""
        from home import work_calendar

        return self.render(request, context_overrides=work_calendar.context(request))

    @path("lich.csv/")
    def as_csv(self, request: HttpRequest) -> HttpResponse:
        """The days as CSV."""
        from home import work_calendar

        return work_calendar.as_csv(request)

    class Meta:
        verbose_name = _("trang lịch làm việc")
        verbose_name_plural = _("trang lịch làm việc")
