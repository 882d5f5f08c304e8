"""When the database does not answer: a page that is drawn without it, with what was typed.

Reached from :func:`portal.core.views_errors.server_error`, so from every public address, whatever asked the
database first. A form that was being sent comes back with all of its fields, to be sent again by one press;
nothing of it is kept on the server.
"""

from __future__ import annotations

import logging

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers
from django.utils.http import escape_leading_slashes

logger = logging.getLogger("portal.errors")

RETRY_AFTER = 60
# Shown in words as well as sent again: only what somebody typed is that long.
LONG = 20


def is_outage(error: BaseException | None) -> bool:
    """Whether an exception says that the database is away, not that a question to it was wrong."""
    return isinstance(error, (OperationalError, InterfaceError))


def unavailable(request: HttpRequest) -> HttpResponse:
    """503 with ``Retry-After`` (RFC 9110 §10.2.3)."""
    logger.error("the database does not answer: %s", request.method)
    kept = _typed(request)
    context = {
        "kept": kept,
        "long": [value for name, value in kept if len(value) > LONG and " " in value],
        "had_files": bool(request.FILES) if kept else False,
        # An address that begins with two slashes would lead what was typed to another host.
        "action": escape_leading_slashes(request.get_full_path()),
        "demo": settings.PORTAL_DEMO,
    }
    answer = HttpResponse(render_to_string("503.html", context), status=503)
    answer["Retry-After"] = str(RETRY_AFTER)
    add_never_cache_headers(answer)
    return answer


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Every field of a form that was being sent from a public page, in its order."""
    if request.method != "POST" or request.path_info.startswith("/admin/"):
        return []
    try:
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
    except (MultiPartParserError, OSError):
        return []
    return [(name, value) for name, value in fields if "password" not in name]
