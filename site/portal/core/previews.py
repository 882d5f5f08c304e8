"""How editors look at a page or record before it is public: as on the web, as printed, as read out.

The phone, the tablet and the desk are sizes of Wagtail's own preview panel.
"""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

from portal.core.reading import read_out

WEB, PRINT, TEXT = "", "in", "chu"
MODES: Final = [(WEB, _("Như trên web")), (PRINT, _("Bản in")), (TEXT, _("Dạng chữ, như máy đọc màn hình"))]


class Previews:
    """Mixin of pages and records; place it before Wagtail's classes in the bases."""

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        """The three ways."""
        return list(MODES)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponseBase:
        """Wagtail's preview, then drawn anew for print or as text."""
        return drawn(super().serve_preview(request, WEB), request, mode_name)  # type: ignore[misc]


def drawn(answer: Any, request: HttpRequest, mode_name: str) -> HttpResponseBase:
    """A preview as the mode wants it; what is no page (a redirect, a file) stays as it is."""
    found: HttpResponseBase = answer.render() if hasattr(answer, "render") else answer
    if mode_name not in (PRINT, TEXT) or found.status_code != 200 or not isinstance(found, HttpResponse):
        return found
    html = found.content.decode()
    return as_printed(html) if mode_name == PRINT else as_read(html, request)


def as_printed(html: str) -> HttpResponse:
    """The page with its print styles on the screen, on a sheet of A4."""
    script = f'<script src="{static("core/preview-print.js")}" defer></script></head>'
    return HttpResponse(html.replace("</head>", script, 1))


def as_read(html: str, request: HttpRequest) -> HttpResponse:
    """The page as plain lines, in reading order."""
    return HttpResponse(
        render_to_string("core/preview_text.html", {"lines": read_out(html)}, request=request)
    )
