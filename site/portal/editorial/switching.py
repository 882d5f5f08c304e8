"""Switching the agency for which one works."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View

from portal.accounts.models import Membership
from portal.agencies.models import Agency
from portal.core.clock import today
from portal.editorial import access, roles
from portal.editorial.admin_views import RoleRequiredMixin


def workplaces(user: Any) -> list[tuple[Agency, list[str]]]:
    """The agencies where a person has a role today, by name, each with the labels of those roles."""
    held = Membership.objects.on(today()).filter(user=user, role__in=roles.ROLES).select_related("agency")
    found: dict[int, tuple[Agency, list[str]]] = {}
    for membership in held.order_by("agency__sort_key", "role"):
        labels = found.setdefault(membership.agency_id, (membership.agency, []))[1]
        labels.append(str(roles.ROLES[membership.role].label))
    return list(found.values())


class SwitchAgency(RoleRequiredMixin, View):
    """GET: the agencies to choose from. POST ``agency`` (key), ``next``: works for that one from now on.

    The session gets a new key: rights change, and an older key must not carry them.
    """

    roles = RoleRequiredMixin.ANYONE

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list, the agency of now marked."""
        context = {"workplaces": workplaces(request.user), "active": access.active_agency(request.user)}
        return render(request, "editorial/switch_agency.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Switch; 404 for an agency where one has no role in force."""
        key = request.POST.get("agency", "")
        agency = Agency.objects.filter(pk=key).first() if key.isdigit() else None
        if agency is None or not access.roles_of(request.user, agency):
            raise Http404
        user: Any = request.user
        roles.activate(user, agency)
        request.session.cycle_key()
        return redirect(_safe(request, request.POST.get("next", "")))


def _safe(request: HttpRequest, address: str) -> str:
    allowed = url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure())
    return address if address and allowed else reverse("wagtailadmin_home")
