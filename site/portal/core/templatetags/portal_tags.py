"""Template tags of the portal; built in, so no template needs to load them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.http import HttpRequest
from django.utils.safestring import SafeString

from portal.core import components, icons, identity, site_request, slots, views_display
from portal.core.clock import date_words

register = template.Library()


@register.simple_tag(takes_context=True)
def slot(context: template.Context, name: str, **extra: Any) -> SafeString:
    """What other apps show here: ``{% slot "home.main" %}``."""
    request = context["request"]
    portal = site_request.of(request)
    return slots.render(name, slots.SlotContext(request, portal.agency, context.get("page"), extra))


@register.simple_tag(takes_context=True)
def component(context: template.Context, name: str, /, **values: Any) -> SafeString:
    """A component with its values: ``{% component "tag" state="ok" label="Đang có hiệu lực" %}``."""
    return components.render(context, name, values)


@register.simple_block_tag(takes_context=True)
def box(context: template.Context, content: str, name: str, /, **values: Any) -> SafeString:
    """A component around other HTML, which it gets as ``body``: ``{% box "note" %}…{% endbox %}``."""
    return components.render(context, name, {**values, "body": content})


@register.simple_tag(takes_context=True)
def example(context: template.Context, name: str, values: dict[str, Any]) -> SafeString:
    """A component with the values of one of its examples (component page)."""
    return components.render(context, name, values)


@register.simple_tag(takes_context=True)
def icon(context: template.Context, name: str, small: bool = False) -> SafeString:
    """An icon beside words: ``{% icon "clock" %}``."""
    return icons.icon(name, context.get("request"), small=small)


@register.simple_tag(takes_context=True)
def icon_sprite(context: template.Context) -> SafeString:
    """The icons that the page used; the last thing in the body."""
    return icons.sprite(context["request"])


@register.simple_tag(takes_context=True)
def who(context: template.Context) -> identity.Identity:
    """Whose site this is: ``{% who as site %}``."""
    portal = site_request.of(context["request"])
    return identity.of(portal.agency, portal.province)


@register.simple_tag(takes_context=True)
def display(context: template.Context) -> views_display.Display:
    """The way of looking that the visitor chose: ``{% display as looks %}``."""
    request: HttpRequest = context["request"]
    return views_display.chosen(request)


@register.simple_tag
def works(slug: str) -> bool:
    """Whether something answers at this address of every site: ``{% works "tim-kiem" as searchable %}``."""
    return site_request.app_route(slug) is not None


@register.filter
def in_sentence(name: str) -> str:
    """ "Xã Vân Tụ" -> "xã Vân Tụ"."""
    return identity.in_sentence(str(name)) if name else ""


@register.filter
def weekday_date(day: date | None) -> str:
    """A date with its weekday, as deadlines are said: "thứ Ba, ngày 24/11/2026"."""
    return date_words(day) if day else ""
