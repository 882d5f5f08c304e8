"""What the screens about people have in common."""

from __future__ import annotations

from typing import Any

import segno
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.debug import sensitive_post_parameters

from portal.editorial import access
from portal.editorial.admin_views import RoleRequiredMixin
from portal.editorial.people import ROLES


@method_decorator(sensitive_post_parameters(), name="dispatch")
class PeopleScreen(RoleRequiredMixin, View):
    """A screen below "Người dùng", for who manages people."""

    roles = ROLES
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Work out once where the manager stands, then as every own view does."""
        access.remember(request.user)
        return super().dispatch(request, *args, **kwargs)

    def page(self, template: str, *, title: str = "", status: int = 200, **context: Any) -> TemplateResponse:
        """The screen with its way back."""
        way = [{"url": reverse("people:index"), "label": _("Người dùng")}]
        if title:
            way.append({"url": "", "label": title})
        context |= {
            "breadcrumbs_items": way,
            "page_title": title or _("Người dùng"),
            "header_title": title or _("Người dùng"),
            "header_icon": "group",
        }
        return TemplateResponse(self.request, f"editorial/people/{template}.html", context, status=status)


def qr(address: str) -> str:
    """An address as a QR code: a ``data:`` address of an SVG picture, to be read off paper too."""
    return str(segno.make(address, error="q").svg_data_uri(scale=6, border=4, light="#fff"))
