"""The addresses below "thu-tuc/" (interfaces.md): list, procedure, history, papers, data."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from wagtail.contrib.routable_page.models import path


class ProcedureRoutes:
    """Routes of the index page; mixed into the page type."""

    @path("")
    def catalogue(self, request: HttpRequest) -> HttpResponse:
        """The catalogue with facets."""
        return TemplateResponse(request, "procedures_pages/catalogue.html", {"page": self})
