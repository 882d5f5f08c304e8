"""Old addresses: where a site or a page stood before, and the one redirect to where it stands now.

Addresses that whole sites have left are kept beside the routing map, so that asking costs a request nothing.
Addresses of single pages are asked for only where nothing stands. All steps of the way are taken here, so
that a visitor is sent on once, however often a site has moved (docs/operations.md).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.http import HttpResponsePermanentRedirect
from wagtail.models import Page

from portal.core.known import stands
from portal.core.public_term import ended
from portal.core.routing import STEP, LeftAddress, Node, RoutingMap, SiteInfo
from portal.core.site_request import PortalRequest

# (host, paths, longest first) -> the page that once stood at the first path that is known, and that path.
PageFinder = Callable[[str, Sequence[str]], tuple[Page, str] | None]

# A browser may forget a redirect after an hour, so that a site can come back to an old address.
KEPT_FOR = 3600
MOST_STEPS = 8


def _nowhere(host: str, paths: Sequence[str]) -> tuple[Page, str] | None:
    return None


_find_page: PageFinder = _nowhere


def register_page_finder(finder: PageFinder) -> None:
    """Say how a page is found by an address that it has left; one query."""
    global _find_page
    _find_page = finder


@dataclass(frozen=True, slots=True)
class Spot:
    """An address on its way. ``host`` is empty for the default site; ``path`` has no language prefix."""

    host: str
    path: str
    locale: str
    query: str = ""


def left(portal: PortalRequest, path: str) -> HttpResponsePermanentRedirect | None:
    """The redirect for an address below one that a whole site has left; no query where there is none."""
    if not portal.map.left_addresses:
        return None
    spot = _spot(portal, path)
    return _answer(portal, spot) if _left_address(portal.map, spot) else None


def missing(portal: PortalRequest, path: str) -> HttpResponsePermanentRedirect | None:
    """The redirect for an address at which nothing stands any more; one query where it leads nowhere."""
    return _answer(portal, _spot(portal, path))


def target(table: RoutingMap, host: str, path: str) -> str | None:
    """Where an old address in the source language leads, with the host where that is one of its own.

    The address itself where something stands there; None where it leads nowhere.
    """
    old = Spot(host, path, settings.LANGUAGE_CODE)
    new = _follow(table, old)
    if _site(table, new) is None or (new == old and not _stands(table, new)):
        return None
    return (f"https://{new.host}" if new.host else "") + new.path + (f"?{new.query}" if new.query else "")


def _spot(portal: PortalRequest, path: str) -> Spot:
    host = portal.request.get_host().rsplit(":", 1)[0].strip("[]").lower()
    own = portal.site is not None and not portal.site.is_default
    known = own or host in portal.map.left_hosts
    return Spot(host if known else "", "/" + path.lstrip("/"), portal.locale)


def _answer(portal: PortalRequest, old: Spot) -> HttpResponsePermanentRedirect | None:
    new = _follow(portal.map, old)
    if new == old:
        return None
    site = _site(portal.map, new)
    if site is None:
        return None
    base = "" if new.host == old.host else site.base_url()
    prefix = "" if new.locale == settings.LANGUAGE_CODE else f"/{new.locale}"
    query = new.query or portal.request.META.get("QUERY_STRING", "")
    target = f"{base}{prefix}{quote(new.path)}" + (f"?{query}" if query else "")
    answer = HttpResponsePermanentRedirect(target)
    answer["Cache-Control"] = f"max-age={KEPT_FOR}"
    return answer


def _follow(table: RoutingMap, spot: Spot) -> Spot:
    """Every step from an old address to where its thing stands now; the spot itself when there is none."""
    seen: set[Spot] = set()
    while spot not in seen and len(seen) < MOST_STEPS:
        seen.add(spot)
        site_left = _left_address(table, spot)
        if site_left is None and _stands(table, spot):
            break
        # A page that moved on its own knows better than the site that it was part of.
        step = _page_step(table, spot) or (_site_step(table, spot, site_left) if site_left else None)
        if step is None:
            break
        spot = step
    return spot


def _left_address(table: RoutingMap, spot: Spot) -> LeftAddress | None:
    known = table.left_addresses
    return next((known[spot.host, path] for path in _above(spot.path) if (spot.host, path) in known), None)


def _above(path: str) -> list[str]:
    """ "/a/b/" → "/a/b/", "/a/", "/"; "/a/b.csv" → "/a/", "/"."""
    parts = [part for part in path.rsplit("/", 1)[0].split("/") if part]
    return ["/" + "".join(f"{part}/" for part in parts[:count]) for count in range(len(parts), -1, -1)]


def _parts(path: str) -> list[str]:
    return [part for part in path.split("/") if part]


def _site(table: RoutingMap, spot: Spot) -> SiteInfo | None:
    """The site that answers at a spot; None for a host that nobody has any more."""
    if spot.host:
        return next((site for site in table.sites if site.hostname == spot.host), None)
    return next((site for site in table.sites if site.is_default), None)


def _stands(table: RoutingMap, spot: Spot) -> bool:
    site = _site(table, spot)
    if site is None:
        return False
    node, rest = table.walk(site, spot.locale, _parts(spot.path))
    return node is not None and stands(node, rest)


def _at(node: Node, tail: str = "", query: str = "") -> Spot | None:
    """The spot of a structural page and of something below it."""
    if node.site is None:
        return None
    host = "" if node.site.is_default else node.site.hostname
    return Spot(host, node.url_path + tail, node.locale, query)


def _site_step(table: RoutingMap, spot: Spot, site_left: LeftAddress) -> Spot | None:
    """From an address that a site has left to the same place of who stands for it now."""
    homes = [table.home_of(agency, spot.locale) for agency in site_left.agencies]
    present = [home for home in homes if home is not None]
    if not present:
        return None
    home, tail = present[0], spot.path[len(site_left.path) :]
    if site_left.same:
        return _at(home, tail)
    if not tail and len(present) > 1 and home.parent is not None:
        # Several took over: the list of agencies offers them all by the old name.
        return _at(home.parent, query=f"q={quote(site_left.name)}")
    node, parts = home, _parts(tail)
    while parts and parts[0] in node.children:
        node = node.children[parts.pop(0)]
    return _at(home, tail) if stands(node, parts) else _at(node)


def _page_step(table: RoutingMap, spot: Spot) -> Spot | None:
    """From an address that a page has left to the page, with what stood below it."""
    found = _find_page(spot.host, _above(spot.path))
    if found is None:
        return None
    page, path = found
    if page.locale.language_code != spot.locale:
        page = page.get_translations().filter(locale__language_code=spot.locale, live=True).first() or page
    if not page.live or ended(page.specific):
        return None
    slugs: list[str] = []
    node = table.by_path.get(page.path)
    for length in range(len(page.path) - STEP, 0, -STEP):
        if node is not None:
            break
        slugs.append(page.path[: length + STEP])
        node = table.by_path.get(page.path[:length])
    if node is None or node.home() is None:
        return None
    names = dict(Page.objects.filter(path__in=slugs, live=True).values_list("path", "slug")) if slugs else {}
    if len(names) < len(slugs):
        return None
    tail = "".join(f"{names[above]}/" for above in reversed(slugs))
    return _at(node, tail + spot.path[len(path) :])
