"""A refused publication is told on the editor's screen, with what was saved kept; never as an error page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder

from portal.editorial.services import PublishRefused


class TellRefusals:
    """Turns :class:`PublishRefused` into a message and the way back to the thing; into 422 for programs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing to do when all goes well."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer for a view that a rule stopped."""
        if not isinstance(exception, PublishRefused):
            return None
        if "/api/" in request.path or not request.accepts("text/html"):
            return JsonResponse({"errors": exception.message_dict}, status=422)
        messages.error(request, exception.sentence)
        return redirect(_way_back(request, exception.instance))


def _way_back(request: HttpRequest, instance: Any) -> str:
    known = instance is not None and instance.pk is not None
    address: str | None = AdminURLFinder(request.user).get_edit_url(instance) if known else None
    return address or reverse("wagtailadmin_home")
