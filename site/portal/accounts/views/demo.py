"""Entering the demonstration as one of its people, with one press. Routed with PORTAL_DEMO alone."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from portal.accounts import demo, sessions
from portal.accounts.models import StaffSession
from portal.core.client_address import is_loopback


@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """``user=<role>.<agency-slug>``: signed in, as after both factors; 404 for who is no demo person."""
    if not settings.PORTAL_DEMO or not is_loopback(request):
        raise Http404
    user = demo.person(request.POST.get("user", ""))
    if user is None:
        raise Http404
    sessions.begin(request, user, StaffSession.Factor.DEMO)
    return redirect("wagtailadmin_home")
