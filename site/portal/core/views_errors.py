"""Error pages that help: what happened in plain words, and where to go from here."""

from __future__ import annotations

import logging
import sys
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from portal.core import outage

logger = logging.getLogger("portal.errors")

# When even the template cannot be drawn (database or disk gone), this is what a citizen sees.
LAST_RESORT = (
    '<!doctype html><html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    "<title>Trang đang gặp sự cố</title><h1>Trang đang gặp sự cố</h1>"
    "<p>Xin ông, bà thử lại sau ít phút. Việc gấp, mời đến bộ phận một cửa gần nhất.</p></html>"
)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return _page(request, "400.html", 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return _page(request, "403.html", 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, with search filled from the address and, where a view says so, what was probably meant."""
    context: dict[str, Any] = getattr(request, "not_found_help", {})
    words = " ".join(part for part in request.path_info.strip("/").split("/")[-1:]).replace("-", " ")
    return _page(request, "404.html", 404, {"guess": words[:80], **context})


def gone(request: HttpRequest, instead: tuple[str, str] | None = None) -> HttpResponse:
    """410: it was public and its term has ended; nothing is said of what it was.

    ``instead``: name and address of what stands in its place.
    """
    answer = _page(request, "410.html", 410, {"instead": instead})
    answer["Cache-Control"] = "no-store"
    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 while the database is away; falls back to a page without any template."""
    if outage.is_outage(sys.exc_info()[1]):
        try:
            return outage.unavailable(request)
        except Exception:
            logger.exception("the page without a database could not be drawn")
    return _page(request, "500.html", 500)


def _page(
    request: HttpRequest, template: str, status: int, context: dict[str, Any] | None = None
) -> HttpResponse:
    try:
        return HttpResponse(render_to_string(template, context or {}, request=request), status=status)
    except Exception:
        logger.exception("error page %s could not be drawn", template)
        return HttpResponse(LAST_RESORT, status=status)
