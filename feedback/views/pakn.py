"""``<home>/phan-anh-kien-nghi/``: what a kiến nghị about a rule is, the national system, the form here."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from feedback import doors
from portal.core import site_request
from portal.core.paging import paging
from portal.core.site_request import Crumb

SLUG = "phan-anh-kien-nghi"


def rule_feedback(request: HttpRequest, parts: Sequence[str] = ()) -> HttpResponse:
    """The page; nothing lies below it. Raises Http404."""
    portal = site_request.of(request)
    base = portal.section_url("hoi-dap")
    if parts or not base:
        raise Http404
    paging(request, total=0, size=1)
    portal.extra_crumbs.append(Crumb(_("Phản ánh, kiến nghị"), f"{portal.home_url}{SLUG}/"))
    context = {
        "base_url": base,
        "form_url": f"{base}gui/{doors.RULE.slug}/",
        "contact_url": portal.section_url("lien-he"),
    }
    return TemplateResponse(request, "feedback/public/pakn.html", context)


def register() -> None:
    """Called once when the application starts."""
    site_request.register_app_route(SLUG, rule_feedback)
