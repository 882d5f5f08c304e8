"""The public catch-all view: known pages from the routing map, everything else the stock way.

Restrictions and Wagtail's hooks hold on both ways: the same ``before_serve_page`` and ``on_serve_page``
hooks run; only the query for view restrictions is spared, and only where the map knows of none. Addresses
that sites and pages have left lead on to where they stand now (:mod:`portal.core.former`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from wagtail import hooks
from wagtail.models import Page
from wagtail.views import serve as stock_serve
from wagtail.views import serve_chain

from portal.core import former, site_request
from portal.core.known import known_page, load
from portal.core.paging import paging
from portal.core.public_term import ended
from portal.core.routing import Node
from portal.core.site_request import AppRoute, PortalRequest
from portal.core.views_errors import gone


def serve(request: HttpRequest, path: str) -> HttpResponseBase:
    """Answer a public address; raises Http404 where nothing public stands."""
    portal = site_request.attach(request, path)
    leads_on = request.method in ("GET", "HEAD")
    if leads_on and (answer := former.left(portal, path)):
        return answer
    try:
        return _serve(portal, request, path)
    except Http404:
        if leads_on and (answer := former.missing(portal, path)):
            return answer
        if _has_ended(portal):
            return gone(request)
        raise


def _has_ended(portal: PortalRequest) -> bool:
    """Whether the page that stood here was taken down because its public term had ended."""
    node, rest = portal.node, portal.rest
    if node is None or not rest:
        return False
    below = Page.objects.filter(path__startswith=node.path, depth=len(node.path) // Page.steplen + 1)
    page = below.filter(slug=rest[0], live=False, expired=True).first()
    return page is not None and ended(page.specific)


def _serve(portal: PortalRequest, request: HttpRequest, path: str) -> HttpResponseBase:
    node, rest = portal.node, portal.rest
    if node is None:
        return stock_serve(request, path)
    if rest and node.is_home and (view := site_request.app_route(rest[0])):
        return _serve_app_route(node, request, view, rest[1:])
    found = known_page(node, rest)
    if found is None:
        return stock_serve(request, path)
    page, args = found
    if not args and not page.paged:
        paging(request, total=0, size=1)
    return _serve_page(page, request, args, restricted=node.restricted or portal.map.restricts(page.path))


def _serve_app_route(node: Node, request: HttpRequest, view: AppRoute, rest: list[str]) -> HttpResponseBase:
    """A view mounted under a home; where a restriction covers the home, it covers the view too."""
    if node.restricted:
        home = load(node.model, pk=node.pk)
        return _serve_page(home, request, (), restricted=True, inner=lambda *_args: view(request, rest))
    answer: HttpResponseBase = view(request, rest)
    return answer


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
