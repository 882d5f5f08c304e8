"""Holds signed-in browsers to their limits, before any page sees who asks."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from portal.accounts import sessions


class StaffSessions:
    """Signs out what has ended, run out or never shown its second factor.

    A visitor without a session cookie costs nothing and keeps a page that proxies may store.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Check, then pass on; an editor's page tells at the sign-in why it has to be done again."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            reason = sessions.check(request)
            if reason and request.path_info.startswith("/admin/") and request.method == "GET":
                if request.headers.get("x-requested-with") == "XMLHttpRequest":
                    return HttpResponse(status=403)
                if not request.path_info.startswith(reverse("sign_in")):
                    there = redirect(reverse("sign_in", query={"next": request.get_full_path()}))
                    there.set_cookie("het_phien", reason, max_age=60, path="/admin/", httponly=True)
                    return there
        return self.get_response(request)
