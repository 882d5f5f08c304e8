"""From which address a visitor comes, with as many proxies in between as the operator says.

``X-Forwarded-For`` is written by whoever sends the request; only the last entries, one for each proxy of the
operator's own (``PORTAL_PROXIES``), can be believed.
"""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The visitor's IP address; empty when it cannot be told (a socket file, a broken header)."""
    direct = str(request.META.get("REMOTE_ADDR", ""))
    chain = [*str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(","), direct]
    proxies = min(settings.PORTAL_PROXIES, len(chain) - 1)
    try:
        return str(ipaddress.ip_address(chain[-1 - proxies].strip()))
    except ValueError:
        return ""


def counted_address(request: HttpRequest) -> str | None:
    """The address under which tries are counted: IPv6 by its /64, which one household or office has whole."""
    found = client_address(request)
    if not found:
        return None
    address = ipaddress.ip_address(found)
    if address.version == 6:
        return str(ipaddress.ip_network(f"{address}/64", strict=False).network_address)
    return found


def is_loopback(request: HttpRequest) -> bool:
    """Whether the visitor sits at this very machine."""
    found = client_address(request)
    return bool(found) and ipaddress.ip_address(found).is_loopback
