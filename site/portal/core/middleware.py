"""Middleware of the foundation."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.http import HttpRequest, HttpResponse

from portal.core.views_errors import bad_request

LONGEST_QUERY_STRING = 4_000
LONGEST_PATH = 1_000


class RefuseUnreadableInput:
    """Answers 400 with help for what no page can mean: NUL, bad UTF-8, addresses beyond any use.

    Without it such input reaches the database as a parameter and comes back as an error 500
    (PostgreSQL refuses NUL in text).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Check address and query, then pass on."""
        if not _readable(request):
            return bad_request(request)
        return self.get_response(request)


def _readable(request: HttpRequest) -> bool:
    query = request.META.get("QUERY_STRING", "")
    editors_side = request.path_info.startswith("/admin/")
    if not editors_side and (len(query) > LONGEST_QUERY_STRING or len(request.path_info) > LONGEST_PATH):
        return False
    if "\x00" in request.path_info or "%00" in query or "\ufffd" in request.path_info:
        return False
    try:
        unquote_to_bytes(query).decode()
    except UnicodeDecodeError:
        return False
    return True


class EditorsContentSecurityPolicy:
    """Loosens the content policy for /admin/ alone: Wagtail's editor needs inline scripts and styles."""

    LOOSER = {"script-src": ["'self'", "'unsafe-inline'"], "style-src": ["'self'", "'unsafe-inline'"]}

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Replace two directives on the editors' pages."""
        response = self.get_response(request)
        if request.path_info.startswith("/admin/"):
            response._csp_replace = self.LOOSER  # type: ignore[attr-defined]
        return response
