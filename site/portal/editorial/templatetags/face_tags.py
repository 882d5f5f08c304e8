"""What the frame of the editors' side shows of the person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.http import HttpRequest

from portal.editorial import face, menus

register = template.Library()


@dataclass(frozen=True, slots=True)
class ThumbLink:
    """A link of the bar at the foot of a phone's screen."""

    label: Any
    url: str
    icon: str
    current: bool
    attributes: dict[str, str]


@register.simple_tag(takes_context=True)
def active_agency_name(context: template.Context) -> str:
    """The name of the agency the person works for; empty for a person of no agency or nobody."""
    request: HttpRequest | None = context.get("request")
    if request is None or not getattr(request, "user", None) or not request.user.is_authenticated:
        return ""
    agency = face.agency_of(request)
    return agency.name if agency else ""


@register.simple_tag(takes_context=True)
def thumb_links(context: template.Context) -> list[ThumbLink]:
    """The first items of the menu that lead straight somewhere: no script, no second level."""
    request: HttpRequest = context["request"]
    links = [item for item in menus.arranged(request) if item.url and item.url != "#"][: menus.IN_THUMB]
    return [
        ThumbLink(
            item.label,
            item.url,
            item.icon_name,
            item.url == request.path,
            menus.count_attributes(request, item.label) if item.name == "today" else {},
        )
        for item in links
    ]
