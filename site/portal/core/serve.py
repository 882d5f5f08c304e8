"""The public catch-all view: known pages from the routing map, everything else the stock way.

Restrictions and Wagtail's hooks hold on both ways: the same ``before_serve_page`` and ``on_serve_page``
hooks run; only the query for view restrictions is spared, and only where the map knows of none.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from wagtail import hooks
from wagtail.models import Page
from wagtail.views import serve as stock_serve
from wagtail.views import serve_chain

from portal.core import site_request
from portal.core.paging import paging
from portal.core.routing import Node
from portal.core.site_request import AppRoute


def serve(request: HttpRequest, path: str) -> HttpResponseBase:
    """Answer a public address; raises Http404 where nothing public stands."""
    portal = site_request.attach(request, path)
    node, rest = portal.node, portal.rest
    if node is None:
        return stock_serve(request, path)
    if rest and node.is_home and (view := site_request.app_route(rest[0])):
        return _serve_app_route(node, request, view, rest[1:])
    found = _known_page(node, rest)
    if found is None:
        return stock_serve(request, path)
    page, args = found
    if not args and not page.paged:
        paging(request, total=0, size=1)
    return _serve_page(page, request, args, restricted=node.restricted)


def _serve_app_route(node: Node, request: HttpRequest, view: AppRoute, rest: list[str]) -> HttpResponseBase:
    """A view mounted under a home; where a restriction covers the home, it covers the view too."""
    if node.restricted:
        home = _load(node.model, pk=node.pk)
        return _serve_page(home, request, (), restricted=True, inner=lambda *_args: view(request, rest))
    answer: HttpResponseBase = view(request, rest)
    return answer


def _known_page(node: Node, rest: list[str]) -> tuple[Page, tuple[Any, ...]] | None:
    """The page for an address, with what its ``serve`` takes; None when the map cannot tell."""
    model: Any = node.model
    if hasattr(model, "resolve_subpage"):
        try:
            match = model.get_resolver().resolve("/" + "".join(f"{part}/" for part in rest))
        except Http404:
            pass
        else:
            page = _load(model, pk=node.pk)
            return page, (match.func.__get__(page, type(page)), match.args, match.kwargs)
    if not rest:
        return _load(model, pk=node.pk), ()
    if len(rest) == 1 and model.leaf_model:
        leaf = apps.get_model(model.leaf_model)
        child = leaf.objects.filter(
            live=True, slug=rest[0], path__startswith=node.path, depth=len(node.path) // 4 + 1
        )
        page = child.first()
        if page is not None:
            return page, ()
    return None


def _load(model: Any, pk: int) -> Page:
    page: Page | None = model.objects.filter(pk=pk, live=True).first()
    if page is None:
        raise Http404
    return page


def _serve_page(
    page: Page,
    request: HttpRequest,
    args: tuple[Any, ...],
    *,
    restricted: bool,
    inner: Callable[..., HttpResponseBase] = serve_chain,
) -> HttpResponseBase:
    """Wagtail's own serving with all of its hooks (wagtail.views.serve)."""
    page.known_unrestricted = not restricted
    chain = inner
    for hook in reversed(hooks.get_hooks("on_serve_page")):
        chain = hook(chain)
    for hook in hooks.get_hooks("before_serve_page"):
        answer = hook(page, request, list(args), {})
        if isinstance(answer, HttpResponse):
            return answer
    served: HttpResponseBase = chain(page, request, list(args), {})
    return served
