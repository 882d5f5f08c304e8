"""The slot registry: what other apps offer on each other's pages.

A page template says ``{% slot "home.main" %}``; apps that may not import each other register a
provider for it. A provider returns None when it has nothing to say, and then nothing is shown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe


@dataclass(frozen=True, slots=True)
class SlotContext:
    """Where a slot stands: the request, the agency whose site it is, the page and the page's own facts."""

    request: HttpRequest
    agency: Any = None
    page: Any = None
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SlotContent:
    """What a provider gives back: a template and what it needs."""

    template: str
    context: dict[str, Any]


Provider = Callable[[SlotContext], SlotContent | None]
_providers: dict[str, dict[str, tuple[int, Provider]]] = {}


def register(slot: str, name: str, provider: Provider, order: int = 100) -> None:
    """Offer content for a slot; the same name again replaces the earlier provider."""
    _providers.setdefault(slot, {})[name] = (order, provider)


def contents(slot: str, context: SlotContext) -> list[SlotContent]:
    """What the providers of a slot have to show, in order."""
    ordered = sorted(_providers.get(slot, {}).items(), key=lambda item: (item[1][0], item[0]))
    found = (provider(context) for _name, (_order, provider) in ordered)
    return [content for content in found if content is not None]


def render(slot: str, context: SlotContext) -> SafeString:
    """The slot's contents as HTML; each part is a template of its own, escaped as templates are."""
    parts = [
        render_to_string(content.template, content.context, request=context.request)
        for content in contents(slot, context)
    ]
    return mark_safe("".join(parts))
