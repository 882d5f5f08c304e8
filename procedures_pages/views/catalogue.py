"""The catalogue of an agency: facets, A-Z, paging."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse


def catalogue(request: HttpRequest, page: Any) -> HttpResponse:
    """What the agency performs."""
    return TemplateResponse(request, "procedures_pages/catalogue.html", {"page": page})
