"""What the foundation changes in Wagtail: its editors' side, and what it serves past the end of a term."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail import hooks

from portal.core import slug_input
from portal.core.public_term import ended
from portal.core.record_views import remove_bulk_delete
from portal.core.views_errors import gone

remove_bulk_delete()
slug_input.use_everywhere()


@hooks.register("before_serve_page")
def page_has_ended(page: Any, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse | None:
    """410 from the first second of the day, whichever way the page was found."""
    return gone(request) if ended(page) else None


@hooks.register("before_serve_document")
def document_has_ended(document: Any, request: HttpRequest) -> HttpResponse | None:
    """410 for a file, too."""
    return gone(request) if ended(document) else None
