"""What every template gets: ``portal``, see :class:`portal.core.site_request.PortalRequest`."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from portal.core import site_request


def portal(request: HttpRequest) -> dict[str, Any]:
    """``portal``, made only when a template asks for it: the editors' side never does."""
    return {"portal": SimpleLazyObject(lambda: site_request.of(request))}
