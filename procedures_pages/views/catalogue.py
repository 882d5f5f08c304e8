"""The catalogue of an agency: facets, A-Z, paging; nothing of it needs a script."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from portal.core import clock, site_request
from portal.core.paging import paging
from procedures_pages import facet_lists
from procedures_pages.presenters.listing import rows
from procedures_pages.selectors import Line, catalogue_of

SIZE = 20


def shown_lines(request: HttpRequest) -> list[Line]:
    """What this agency's lists show in this language: English lists hold what has an English guide."""
    portal = site_request.of(request)
    catalogue = catalogue_of(portal)
    lines = catalogue.of(portal.agency)
    if portal.locale != settings.LANGUAGE_CODE:
        lines = [line for line in lines if catalogue.guide(line.procedure_id, portal.locale)]
    return lines


def catalogue(request: HttpRequest, page: Any) -> HttpResponse:
    """What the agency performs, narrowed by what the address asks for.

    Raises Http404 for a page number out of range; an unknown facet value gives an empty list with help.
    """
    portal = site_request.of(request)
    table = catalogue_of(portal)
    lines = shown_lines(request)
    asked = facet_lists.chosen(request.GET)
    found = facet_lists.narrowed(table, lines, asked)
    place = paging(request, len(found), SIZE)
    base = portal.section_url("thu-tuc")
    context = {
        "page": page,
        "asked": asked,
        "rows": rows(portal, base, place.cut(found)),
        "paging": place,
        "facets": facet_lists.facets(table, lines, asked, request.GET),
        "chips": facet_lists.chips(table, asked, request.GET),
        "chosen_count": len(asked.values),
        "letters": [
            {"label": letter.label, "url": facet_lists.address(request.GET, facet_lists.LETTER, letter.slug)}
            for letter in facet_lists.letters(facet_lists.narrowed(table, lines, asked, facet_lists.LETTER))
            if letter.present
        ],
        "kept": dict(asked.values),
        "total": len(lines),
        "as_of": clock.now(),
        "base_url": base,
        "export_query": request.GET.urlencode(),
    }
    return TemplateResponse(request, "procedures_pages/catalogue.html", context)
