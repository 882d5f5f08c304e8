"""Which page stands at an address, as far as the routing map can tell."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from wagtail.models import Page

from portal.core import site_request
from portal.core.routing import Node


def known_page(node: Node, rest: list[str]) -> tuple[Page, tuple[Any, ...]] | None:
    """The page for an address, with what its ``serve`` takes; None when the map cannot tell."""
    model: Any = node.model
    if hasattr(model, "resolve_subpage"):
        try:
            match = model.get_resolver().resolve("/" + "".join(f"{part}/" for part in rest))
        except Http404:
            pass
        else:
            page = load(model, pk=node.pk)
            return page, (match.func.__get__(page, type(page)), match.args, match.kwargs)
    if not rest:
        return load(model, pk=node.pk), ()
    if len(rest) == 1:
        page = model.leaf(node, rest[0])
        if page is not None:
            return page, ()
    return None


def load(model: Any, pk: int) -> Page:
    """A live page by its key. Raises Http404."""
    page: Page | None = model.objects.filter(pk=pk, live=True).first()
    if page is None:
        raise Http404
    return page


def stands(node: Node, rest: list[str]) -> bool:
    """Whether the map knows something public at the rest of an address below a structural page."""
    if not rest:
        return True
    if node.is_home and site_request.app_route(rest[0]):
        return True
    return known_page(node, rest) is not None
