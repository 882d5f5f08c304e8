"""The first screen of the editors' side: the list, and beside it what is begun most and what people see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from portal.agencies.contacts import Confirmation
from portal.agencies.hours import open_now
from portal.core import clock
from portal.editorial import face
from portal.editorial.today.listing import gather
from portal.editorial.today.quick import quick_starts


class TodayPanel(Component):
    """The groups of work. Renders first, into the wide column."""

    name = "today"
    order = 0
    template_name = "editorial/today.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        """``today``: a :class:`~portal.editorial.today.listing.Today`; its count is kept for the menu."""
        request: HttpRequest = parent_context["request"]
        today = gather(request.user, face.agency_of(request), clock.today())
        face.remember_count(request, today.count)
        return {"today": today, "person": request.user}


class QuickPanel(Component):
    """Soạn nhanh."""

    name = "quick"
    order = 100
    template_name = "editorial/today_quick.html"
    heading = _("Soạn nhanh")

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        """``starts``: pairs of QuickStart and address."""
        request: HttpRequest = parent_context["request"]
        return {"starts": quick_starts(request.user, face.agency_of(request))}


class PublicPanel(Component):
    """Dân đang thấy: hours, telephone and the last act of publication, as the public side says them."""

    name = "public"
    order = 200
    template_name = "editorial/today_public.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        """``agency`` (None for a person of no agency), ``open`` (an OpenState), ``contact``, ``site``.

        ``site`` is its address on the public side. Four queries.
        """
        request: HttpRequest = parent_context["request"]
        agency = face.agency_of(request)
        context: dict[str, Any] = {"agency": agency, "site": face.site_address(request)}
        if agency is not None:
            context["open"] = open_now(agency)
            context["contact"] = Confirmation(agency.contact_confirmed_on, clock.today())
        return context
