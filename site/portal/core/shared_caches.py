"""What caches in front of the portal may keep: a public page for a second, everything else never.

Without a word from the portal a cache has a lifetime of its own (Varnish: 120 s): it would hide a warning,
keep what was withdrawn, or hand one person's page to another. So every answer says it (docs/adr/0014).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from portal.core import clock
from portal.core.views_display import CHOICES, cookie

PRIVATE, NEVER = "private, no-store", "no-store"
# The editors' side; probes, previews and what else is no page.
NOBODYS = ("/admin/", "/-/")
KEPT = frozenset({200, 301, 302, 304, 404, 410})
# Cookies that say how a page looks and nothing of who looks: part of a cache's key.
DISPLAY = frozenset(cookie(name) for name in CHOICES)
LONGEST_STALE = 3600


class SharedCaches:
    """Outermost, so that it sees the cookies that any other one sets. Asks neither session nor database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; what says by itself how long it may be kept stays so."""
        response = self.get_response(request)
        if "Cache-Control" in response:
            return response
        if may_be_shared(request, response):
            _share(response, clock.now())
        else:
            response["Cache-Control"] = NEVER if response.status_code >= 500 else PRIVATE
        return response


def may_be_shared(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether an answer is the same for everybody: a public address, and nobody known on either way.

    A cookie that is not of :data:`DISPLAY` is somebody's; a form's token sets one. So does whatever a later
    application may remember of a visitor, without a word here.
    """
    return (
        request.method in ("GET", "HEAD")
        and response.status_code in KEPT
        and not request.path_info.startswith(NOBODYS)
        and DISPLAY.issuperset(request.COOKIES)
        and "Authorization" not in request.headers
        and not response.cookies
        and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
    )


def _share(response: HttpResponseBase, now: datetime) -> None:
    """One second in shared caches, none in browsers; after an error for a while; nothing past midnight.

    What has a public term ends at a midnight. nginx counts whole seconds and would keep a page for up to two:
    ``X-Accel-Expires`` names the last second itself (nginx obeys it and passes it on to nobody). It stands
    second: after it nginx reads no ``stale-if-error``.
    """
    midnight = clock.start_of(clock.local(now).date() + timedelta(days=1))
    left = int((midnight - now).total_seconds())
    stale = max(0, min(settings.PORTAL_STALE_IF_ERROR, LONGEST_STALE, left - 1))
    fresh = 1 if left else 0
    response["Cache-Control"] = f"public, max-age=0, s-maxage={fresh}, stale-if-error={stale}"
    response["X-Accel-Expires"] = f"@{int(now.timestamp())}"
    _vary_by_cookie_alone(response)


def _vary_by_cookie_alone(response: HttpResponseBase) -> None:
    """The language of a public page stands in its address, whatever a browser would rather have."""
    named = [name.strip() for name in response.get("Vary", "").split(",")]
    kept = [name for name in named if name and name.lower() != "accept-language"]
    response["Vary"] = ", ".join(kept) or "Cookie"
    patch_vary_headers(response, ["Cookie"])
