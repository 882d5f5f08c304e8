"""What the screens of the register have in common."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View

from portal.agencies.models import Agency
from portal.core import audit
from portal.editorial.admin_views import RoleRequiredMixin
from portal.editorial.register import scope


class Screen(RoleRequiredMixin, View):
    """A screen below "Liên hệ, giờ tiếp nhận"."""

    roles = scope.OWN | scope.ALL
    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def agency(self) -> Agency:
        """The agency of the address; 404 where it is not this person's."""
        return scope.agency(self.request.user, self.kwargs["code"])

    def page(self, template: str, **context: Any) -> TemplateResponse:
        """A screen with its way here."""
        title = context.get("title") or _("Liên hệ, giờ tiếp nhận")
        way = []
        if scope.keeps_all(self.request.user):
            way.append({"url": reverse("register:list"), "label": _("Sổ cơ quan")})
        if "code" in self.kwargs:
            url = reverse("register:agency", args=[self.agency.code])
            way.append({"url": "" if template == "agency" else url, "label": self.agency.name})
            context["agency"] = self.agency
        if template not in ("agency", "list"):
            way.append({"url": "", "label": title})
        context |= {
            "breadcrumbs_items": way,
            "page_title": title,
            "header_title": title,
            "header_icon": "site",
            "keeps_all": scope.keeps_all(self.request.user),
        }
        return TemplateResponse(self.request, f"editorial/register/{template}.html", context)

    def note(self, event: str, obj: Model | None = None, **detail: Any) -> None:
        """Write down who did this."""
        audit.note(
            event,
            user=self.request.user,
            agency_code=self.agency.code if "code" in self.kwargs else "",
            obj=obj,
            request=self.request,
            **detail,
        )

    def back(self, words: str) -> HttpResponseBase:
        """To the agency's screen, saying what has been done."""
        messages.success(self.request, words)
        return redirect("register:agency", code=self.agency.code)
