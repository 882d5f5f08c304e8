"""The section "Thủ tục" of a site: one page an agency, no copies of procedures below it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import path
from wagtail.models import Page

from portal.core.pages import PortalRoutablePage


class ProcedureIndexPage(PortalRoutablePage, Page):
    """Catalogue and procedure pages of one agency: the addresses below "thu-tuc/" (interfaces.md)."""

    structural = True
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("danh mục thủ tục")
        verbose_name_plural = _("danh mục thủ tục")

    @path("")
    def catalogue(self, request: HttpRequest) -> HttpResponse:
        """The catalogue with facets."""
        from procedures_pages.views.catalogue import catalogue

        return catalogue(request, self)
