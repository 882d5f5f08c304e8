"""How a public article or notice leaves the portal: message, shared link, printed sheet, loudspeaker."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from home.news import body, handing_on
from home.news.listing import stories
from home.news.spoken.script import MOST_WORDS, script
from portal.editorial import access
from portal.editorial.admin_views import RoleRequiredMixin


class OutView(RoleRequiredMixin, View):
    """The ways out of one public page; for who may read it on the editors' side."""

    roles = RoleRequiredMixin.ANYONE

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Message, link, script and sheet."""
        page = _page(request, pk)
        owner = access.owner(page)
        title = _("Loa, in, tin nhắn: %s") % page.title
        context: dict[str, Any] = {
            "page_title": title,
            "header_title": title,
            "header_icon": "redirect",
            "story": page,
            "address": page.full_url,
            "qr": handing_on.qr(page.full_url),
            "message": handing_on.message(page.title, page.full_url),
            "longest": handing_on.LONGEST_TEXT,
            "picture": body.first_picture(page),
            "host": urlsplit(page.full_url).hostname or "",
            "script": script(page, owner.name if owner else ""),
            "most_words": MOST_WORDS,
            "edit": reverse("wagtailadmin_pages:edit", args=[page.pk]),
        }
        return TemplateResponse(request, "news/admin/out.html", context)


def _page(request: HttpRequest, pk: int) -> Any:
    """A public article or notice that the person may read. 404 for anything else, 403 for other agencies'."""
    for model in stories():
        page = model.objects.filter(pk=pk, live=True).first()
        if page is not None:
            if not access.may_read(request.user, page):
                raise PermissionDenied
            return page
    raise Http404
