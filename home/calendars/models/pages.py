"""The sections "Lịch công tác" and "Lịch tiếp công dân" of a site."""

from __future__ import annotations

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import path, re_path
from wagtail.models import Page

from portal.core.pages import PortalRoutablePage


class AgendaPage(PortalRoutablePage, Page):
    """Lịch công tác of an agency's leaders, week by week, and as a calendar to subscribe to."""

    lead = models.CharField(_("câu mở đầu"), max_length=400, blank=True)

    structural = True
    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    content_panels = [*PortalRoutablePage.content_panels, FieldPanel("lead")]

    class Meta:
        verbose_name = _("trang lịch công tác")
        verbose_name_plural = _("trang lịch công tác")

    @path("")
    def this_week(self, request: HttpRequest) -> HttpResponse:
        """The week of today."""
        from home.calendars.views import agenda

        return agenda(request, self)

    @re_path(r"^(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})/$")
    def of_week(self, request: HttpRequest, year: str, month: str, day: str) -> HttpResponse:
        """The week of a day."""
        from home.calendars.views import agenda

        return agenda(request, self, (int(year), int(month), int(day)))

    @path("lich.ics/")
    def calendar(self, request: HttpRequest) -> HttpResponse:
        """The weeks around today as iCalendar (RFC 5545)."""
        from home.calendars.views import agenda_ics

        return agenda_ics(request, self)


class ReceptionPage(PortalRoutablePage, Page):
    """Lịch tiếp công dân: who receives people when and where, the next days, what came of the last ones."""

    lead = models.CharField(_("câu mở đầu"), max_length=400, blank=True)

    structural = True
    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    content_panels = [*PortalRoutablePage.content_panels, FieldPanel("lead")]

    class Meta:
        verbose_name = _("trang lịch tiếp công dân")
        verbose_name_plural = _("trang lịch tiếp công dân")

    @path("")
    def days(self, request: HttpRequest) -> HttpResponse:
        """The rules and the days."""
        from home.calendars.views import receptions

        return receptions(request, self)

    @path("lich.ics/")
    def calendar(self, request: HttpRequest) -> HttpResponse:
        """The days as iCalendar (RFC 5545)."""
        from home.calendars.views import receptions_ics

        return receptions_ics(request, self)
