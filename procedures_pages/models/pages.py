"""The section "Thủ tục" of a site: one page an agency, no copies of procedures below it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
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

    @path("danh-sach.csv/")
    def list_csv(self, request: HttpRequest) -> HttpResponseBase:
        """The list as CSV."""
        from procedures_pages.views.exports import list_csv

        return list_csv(request)

    @path("danh-sach.json/")
    def list_json(self, request: HttpRequest) -> HttpResponseBase:
        """The list as JSON."""
        from procedures_pages.views.exports import list_json

        return list_json(request)

    @path("danh-sach.xlsx/")
    def list_xlsx(self, request: HttpRequest) -> HttpResponseBase:
        """The list as a workbook."""
        from procedures_pages.views.exports import list_xlsx

        return list_xlsx(request)

    @path("<str:code>/")
    def without_slug(self, request: HttpRequest, code: str) -> HttpResponse:
        """A code alone: on to the full address."""
        from procedures_pages.views.procedure import procedure

        return procedure(request, self, code)

    @path("<str:code>/<slug:slug>/")
    def procedure(self, request: HttpRequest, code: str, slug: str) -> HttpResponse:
        """The version in force."""
        from procedures_pages.views.procedure import procedure

        return procedure(request, self, code, slug)

    @path("<str:code>/<slug:slug>/lich-su/")
    def history(self, request: HttpRequest, code: str, slug: str) -> HttpResponse:
        """All versions."""
        from procedures_pages.views.procedure import history

        return history(request, self, code, slug)

    @path("<str:code>/<slug:slug>/giay-to/")
    def papers(self, request: HttpRequest, code: str, slug: str) -> HttpResponse:
        """The exact papers of a case."""
        from procedures_pages.views.procedure import papers

        return papers(request, self, code, slug)

    @path("<str:code>/<slug:slug>/du-lieu.json/")
    def data(self, request: HttpRequest, code: str, slug: str) -> HttpResponseBase:
        """The version in force as data."""
        from procedures_pages.views.exports import procedure_json

        return procedure_json(request, code)
