"""Template tags of the portal."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString

from portal.core import site_request, slots

register = template.Library()


@register.simple_tag(takes_context=True)
def slot(context: template.Context, name: str, **extra: Any) -> SafeString:
    """What other apps show here: ``{% slot "home.main" %}``."""
    request = context["request"]
    portal = site_request.of(request)
    return slots.render(name, slots.SlotContext(request, portal.agency, context.get("page"), extra))
