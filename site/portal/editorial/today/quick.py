"""Soạn nhanh: what a person starts most often, one press away from the first screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from portal.agencies.models import Agency
    from portal.core.site_request import PortalRequest


@dataclass(frozen=True, slots=True)
class QuickStart:
    """A button: ``address(user, agency, portal)`` gives where it leads, empty when the person may not do it.

    ``portal`` is the request's (:class:`portal.core.site_request.PortalRequest`), with the map of all sites.
    """

    key: str
    label: Any
    icon: str
    order: int
    address: Callable[[Any, Agency | None, PortalRequest], str]


_starts: dict[str, QuickStart] = {}


def register_quick_start(start: QuickStart) -> None:
    """Offer a button; the same key again replaces the earlier one."""
    _starts[start.key] = start


def quick_starts(user: Any, agency: Agency | None, portal: PortalRequest) -> list[tuple[QuickStart, str]]:
    """The buttons of a person, each with its address, in order."""
    found = [
        (start, start.address(user, agency, portal))
        for start in sorted(_starts.values(), key=lambda one: one.order)
    ]
    return [(start, address) for start, address in found if address]
