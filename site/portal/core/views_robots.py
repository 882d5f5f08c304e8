"""What robots are told: a demonstration is not to be indexed, editors' and probes' addresses never."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

DEMONSTRATION = "User-agent: *\nDisallow: /\n"
PUBLIC = "User-agent: *\nDisallow: /admin/\nDisallow: /-/\n"


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """robots.txt (RFC 9309)."""
    return HttpResponse(
        DEMONSTRATION if settings.PORTAL_DEMO else PUBLIC, content_type="text/plain; charset=utf-8"
    )
