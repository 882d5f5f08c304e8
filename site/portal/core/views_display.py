"""Ways of looking that a visitor chooses: large view, text only, dark or light.

A plain link sets a first-party cookie and leads back; nothing needs JavaScript, and nothing is stored
about anybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.encoding import iri_to_uri
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from portal.core import site_request

# Parameter -> value -> what <html> says. The first value is the usual way and needs no cookie.
CHOICES: Final[dict[str, dict[str, str]]] = {
    "che-do": {"thuong": "", "lon": "lon", "chu": "chu"},
    "nen": {"may": "", "toi": "dark", "sang": "light"},
}
ONE_YEAR: Final = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Display:
    """What ``<html>`` carries: ``data-view`` and ``data-theme``, each empty for the usual way."""

    view: str = ""
    theme: str = ""


def chosen(request: HttpRequest) -> Display:
    """What this visitor chose; anything unknown in the cookies is the usual way."""
    view, theme = (values.get(request.COOKIES.get(cookie(name), ""), "") for name, values in CHOICES.items())
    return Display(view, theme)


def cookie(name: str) -> str:
    """The cookie of a parameter: "che-do" -> "che_do"."""
    return name.replace("-", "_")


@require_safe
def set_mode(request: HttpRequest) -> HttpResponse:
    """``?che-do=lon&ve=/thu-tuc/``: remember the choice, go back to an address of this host."""
    back = request.GET.get("ve", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = site_request.of(request).home_url
    answer = HttpResponse(status=303, headers={"Location": iri_to_uri(back), "Cache-Control": "no-store"})
    for name, values in CHOICES.items():
        value = request.GET.get(name, "")
        if value not in values:
            continue
        if values[value]:
            answer.set_cookie(
                cookie(name), value, ONE_YEAR, secure=request.is_secure(), httponly=True, samesite="Lax"
            )
        else:
            answer.delete_cookie(cookie(name), samesite="Lax")
    return answer
