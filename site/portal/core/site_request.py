"""``request.portal``: which site, which agency, where in it, and everything that navigation shows.

Made once a request from the routing map; costs one query (all stamps). Templates get it as ``portal``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from portal.core import clock, sections, stamps
from portal.core.routing import AgencyInfo, Node, RoutingMap, SiteInfo, routing_map


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the way from home to here; the last one is the page itself."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A section in the menu."""

    title: str
    url: str
    key: str
    icon: str
    current: bool
    in_thumb: bool


@dataclass(frozen=True, slots=True)
class Language:
    """A language in which this very page is public."""

    code: str
    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class SitePictures:
    """An agency's own pictures: addresses of renditions with sizes; empty for none."""

    emblem: str = ""
    emblem_alt: str = ""
    banner: str = ""
    banner_alt: str = ""
    banner_size: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class MenuLink:
    """A link that the province puts into menus; ``level`` empty: on every site. ``[starts_on, ends_on]``."""

    key: str
    title: str
    title_en: str
    url: str
    level: str = ""
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class MenuRules:
    """What changes menus: keys of sections hidden by agency, and links from the province."""

    hidden: dict[int, frozenset[str]] = field(default_factory=dict)
    links: tuple[MenuLink, ...] = ()


# Keys beside the routing map: MenuRules, and {agency's key: SitePictures}.
MENU_RULES, SITE_PICTURES = "menu-rules", "site-pictures"


@dataclass
class PortalRequest:
    """What a public page knows before any query of its own."""

    request: HttpRequest
    map: RoutingMap
    stamps: dict[str, int]
    site: SiteInfo | None
    locale: str
    node: Node | None
    rest: list[str] = field(default_factory=list)
    extra_crumbs: list[Crumb] = field(default_factory=list)
    # Set by a view that shows records: type and id of each as the publication log names them.
    shown_keys: list[tuple[str, str]] = field(default_factory=list)
    # Set by a view that shows a record: language code -> whether the record has a public text in it.
    translated_into: set[str] | None = None

    @property
    def demo(self) -> bool:
        """Whether every page must carry the marking of a demonstration."""
        return bool(settings.PORTAL_DEMO)

    @cached_property
    def today(self) -> date:
        """The day in Việt Nam, one for the whole request."""
        return clock.today()

    @cached_property
    def calendar(self) -> clock.WorkCalendar:
        """The working-day calendar, from the process."""
        return clock.WorkCalendar.at_stamp("", self.stamps.get("calendar", 0))

    @cached_property
    def home(self) -> Node | None:
        """The home of the agency whose page this is; the province's when the address is nobody's."""
        found = self.node.home() if self.node else None
        return found or self.map.province_home(self.locale)

    @property
    def agency(self) -> AgencyInfo | None:
        """The agency whose site this is."""
        return self.home.agency if self.home else None

    @cached_property
    def province(self) -> AgencyInfo | None:
        """The province itself."""
        home = self.map.province_home(self.locale)
        return home.agency if home else None

    @property
    def province_name(self) -> str:
        """The province's name, empty before anything has been set up."""
        return self.province.name if self.province else ""

    def url(self, node: Node | None, tail: str = "") -> str:
        """The address of a page as a link on this site; empty for none."""
        return self.map.url(node, self.site, tail) if node else ""

    @property
    def home_url(self) -> str:
        """The address of this agency's home."""
        return self.url(self.home) or "/"

    @property
    def search_url(self) -> str:
        """The address of this site's search page."""
        return self.home_url + "tim-kiem/"

    def section_url(self, key: str, home: Node | None = None) -> str:
        """The address of a section of this site (or of another home); empty when it has none."""
        section = sections._sections.get(key)
        base = home or self.home
        return self.url(base.children.get(section.slug)) if base and section else ""

    @cached_property
    def crumbs(self) -> list[Crumb]:
        """The way here, home first."""
        way: list[Node] = []
        step = self.node
        while step is not None:
            way.append(step)
            step = step.parent
        found = [Crumb(_crumb_title(node), self.url(node)) for node in reversed(way)]
        return found + self.extra_crumbs

    @cached_property
    def menu(self) -> list[MenuItem]:
        """The sections of this site that are registered and have a live page."""
        if self.home is None:
            return []
        items = []
        agency = self.agency
        rules: MenuRules = self.map.beside(MENU_RULES) or MenuRules()
        hidden = rules.hidden.get(agency.pk, frozenset()) if agency else frozenset()
        for section in sections.all_sections(agency.level if agency else None):
            node = self.home.children.get(section.slug)
            if node is None or not section.in_menu or section.key in hidden:
                continue
            here = self.node is not None and self.node.path.startswith(node.path)
            items.append(
                MenuItem(node.title, self.url(node), section.key, section.icon, here, section.in_thumb)
            )
        return items + [item for link in rules.links if (item := self._pushed(link, agency))]

    def _pushed(self, link: MenuLink, agency: AgencyInfo | None) -> MenuItem | None:
        """A link of the province, where and while it is shown, and in a language that it has."""
        title = link.title if self.locale == settings.LANGUAGE_CODE else link.title_en
        shown = (link.starts_on or self.today) <= self.today <= (link.ends_on or self.today)
        if not title or not shown or link.level not in ("", agency.level if agency else ""):
            return None
        return MenuItem(title, link.url, link.key, "link", False, False)

    @property
    def pictures(self) -> SitePictures:
        """The pictures of the site's agency; no query."""
        known: dict[int, SitePictures] = self.map.beside(SITE_PICTURES) or {}
        return known.get(self.agency.pk, SitePictures()) if self.agency else SitePictures()

    @property
    def languages(self) -> list[Language]:
        """The languages in which this page is public; a page with one language shows no choice."""
        if self.node is None:
            return []
        found = []
        tail = "".join(f"{part}/" for part in self.rest)
        for code, label in settings.LANGUAGES:
            other = self.map.by_translation.get((self.node.translation_key, code))
            if other is None or (self.translated_into is not None and code not in self.translated_into):
                continue
            found.append(Language(code, label, self.url(other, tail), code == self.locale))
        return found if len(found) > 1 else []

    @property
    def canonical_url(self) -> str:
        """The one address of an agency's page: its own host, with scheme and host."""
        if self.node is None:
            return ""
        return self.map.url(self.node, None, "".join(f"{part}/" for part in self.rest))


def _crumb_title(node: Node) -> str:
    if node.agency is None:
        return node.title
    return node.agency.name_en if node.locale == "en" and node.agency.name_en else node.agency.name


AppRoute = Callable[[HttpRequest, list[str]], Any]
_app_routes: dict[str, AppRoute] = {}


def register_app_route(slug: str, view: AppRoute) -> None:
    """Mount a view at ``<home>/<slug>/…`` of every site: ``view(request, remaining parts)``."""
    _app_routes[slug] = view


def app_route(slug: str) -> AppRoute | None:
    """The view mounted under every home at this slug."""
    return _app_routes.get(slug)


def attach(request: HttpRequest, path: str | None = None) -> PortalRequest:
    """Give the request its ``portal``: resolve host, language and the deepest known page of the address."""
    found = stamps.read_all()
    table = routing_map(found.get("routing", 0))
    host, _colon, port = (
        request.get_host().rpartition(":") if ":" in request.get_host() else (request.get_host(), "", "")
    )
    number = int(port) if port.isdigit() else (443 if request.is_secure() else 80)
    site = table.site_for(host.strip("[]"), number)
    locale = get_language() or settings.LANGUAGE_CODE
    address = (request.path_info if path is None else path).strip("/")
    parts = [part for part in address.split("/") if part]
    if path is None and parts and parts[0] == locale and locale != settings.LANGUAGE_CODE:
        parts = parts[1:]
    node, rest = table.walk(site, locale, parts) if site else (None, parts)
    portal = PortalRequest(request, table, found, site, locale, node, rest)
    request.portal = portal  # type: ignore[attr-defined]
    return portal


def of(request: HttpRequest) -> PortalRequest:
    """The request's ``portal``, made on first use (error pages, views outside the tree)."""
    found: PortalRequest | None = getattr(request, "portal", None)
    return found if found is not None else attach(request)
