"""The first screen of the editors' side: the list, and beside it what is begun most and what people see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import HomeView

from portal.agencies.contacts import Confirmation
from portal.agencies.hours import open_now
from portal.agencies.models.places import STAMP
from portal.agencies.places import places_of
from portal.core import site_request
from portal.editorial import access, face
from portal.editorial.register.scope import OWN as KEEPERS
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
        portal = site_request.of(request)
        today = gather(request.user, face.agency_of(request), portal.today, portal.calendar)
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
        return {"starts": quick_starts(request.user, face.agency_of(request), site_request.of(request))}


class PublicPanel(Component):
    """Dân đang thấy: hours, telephone and the last act of publication, as the public side says them."""

    name = "public"
    order = 200
    template_name = "editorial/today_public.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        """``agency`` (None for a person of no agency), ``open`` (an OpenState), ``contact`` and ``site``.

        ``site`` is the address on the public side; ``keeps``: whether the person may change what is shown.
        """
        request: HttpRequest = parent_context["request"]
        agency = face.agency_of(request)
        context: dict[str, Any] = {"agency": agency, "site": face.site_address(request)}
        context["csrf_token"] = parent_context["csrf_token"]
        if agency is not None:
            portal = site_request.of(request)
            schedule = places_of(agency.pk, portal.stamps.get(STAMP, 0)).schedule
            context["open"] = open_now(schedule, calendar=portal.calendar)
            context["contact"] = Confirmation(agency.contact_confirmed_on, portal.today)
            context["keeps"] = bool(access.roles_of(request.user) & KEEPERS)
        return context


def ask_for_no_site() -> None:
    """Leave out what Wagtail's own first screen reads of sites and page counts; ours shows none of it."""
    view: Any = HomeView
    view.get_site_details = lambda self: {}
