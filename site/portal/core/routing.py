"""The routing map: hosts, homes and sections in the process, checked against one database stamp a request.

Wagtail's own routing asks the database for the site, for the root, twice for every address part and for
view restrictions: about ten queries before the view runs. Here the structural pages (some hundreds, even
with 150 agencies) are kept in the process and read again when the "routing" stamp moves; the leaf is one
typed query (:mod:`portal.core.serve`). What this map does not know goes the stock way.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import get_language
from wagtail.models import Locale, Page, PageViewRestriction, Site

from portal.core.clock import today
from portal.core.pages import concrete_portal_pages

STEP = Page.steplen


@dataclass(frozen=True, slots=True)
class AgencyInfo:
    """What pages need of an agency, without a query. ``parent_name`` is the province's name for a commune."""

    pk: int
    code: str
    name: str
    short_name: str
    level: str
    kind: str
    kind_label: str = ""
    name_en: str = ""
    parent_name: str = ""
    performer_class: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    palette: str = "sen"
    contact_confirmed_on: date | None = None
    identifier_code: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    site_responsible: str = ""
    valid_to: date | None = None
    is_demo: bool = False
    former_names: tuple[str, ...] = ()
    sort_key: str = ""


@dataclass(slots=True)
class Node:
    """A structural page in the map. ``url_path`` is the address below its site's root, with slashes."""

    pk: int
    path: str
    slug: str
    title: str
    locale: str
    model: type[Page]
    translation_key: str
    search_description: str = ""
    listing_text: str = ""
    agency: AgencyInfo | None = None
    parent: Node | None = None
    children: dict[str, Node] = field(default_factory=dict)
    site: SiteInfo | None = None
    url_path: str = "/"
    restricted: bool = False

    @property
    def is_home(self) -> bool:
        """Whether this is the home of an agency."""
        return self.agency is not None

    def home(self) -> Node | None:
        """The nearest home at or above this page."""
        node: Node | None = self
        while node is not None and node.agency is None:
            node = node.parent
        return node


@dataclass(slots=True)
class SiteInfo:
    """A Wagtail site: a real host name and the page it shows."""

    pk: int
    hostname: str
    port: int
    is_default: bool
    root_path: str

    def base_url(self) -> str:
        """Scheme, host and port; port 443 speaks https, any other http."""
        scheme = "https" if self.port == 443 else "http"
        port = "" if self.port in (80, 443) else f":{self.port}"
        return f"{scheme}://{self.hostname}{port}"


@dataclass(frozen=True, slots=True)
class LeftAddress:
    """An address that an agency's site has left (:mod:`portal.core.former`).

    ``host`` is empty for the default site. ``agencies`` are the keys of who stands for it now: the agency
    itself, its successor, or several after a split. ``same``: the very same tree, now elsewhere. ``name`` is
    the agency's name at that time.
    """

    host: str
    path: str
    agencies: tuple[int, ...]
    same: bool
    name: str = ""


OwnerLoader = Callable[[], dict[int, AgencyInfo]]
_owner_loader: OwnerLoader = dict


def register_owner_loader(loader: OwnerLoader) -> None:
    """Say which page is whose home: a function giving ``{page pk: AgencyInfo}`` in few queries."""
    global _owner_loader
    _owner_loader = loader


_beside_loaders: dict[str, Callable[[], Any]] = {}


def register_beside(key: str, loader: Callable[[], Any]) -> None:
    """Keep something more beside the map: ``loader()`` is asked when the map is built."""
    _beside_loaders[key] = loader


# The key under which an app gives the addresses that whole sites have left: list[LeftAddress].
LEFT_ADDRESSES = "left-addresses"


class RoutingMap:
    """All structural pages of the installation at one stamp."""

    def __init__(self, stamp: int) -> None:
        self.stamp = stamp
        self.day = today()
        self.good_until: date | None = None
        self.nodes: dict[int, Node] = {}
        self.by_path: dict[str, Node] = {}
        self.by_translation: dict[tuple[str, str], Node] = {}
        self.homes: dict[tuple[int, str], Node] = {}
        self._beside = {key: loader() for key, loader in _beside_loaders.items()}
        self.sites = self._load_sites()
        self._load_nodes()

    def holds(self, stamp: int) -> bool:
        """Whether the map is that of the stamp, and no page in it has ended since it was made."""
        return self.stamp == stamp and (self.good_until is None or today() < self.good_until)

    def _load_sites(self) -> list[SiteInfo]:
        rows = Site.objects.order_by("-is_default_site", "hostname").values_list(
            "pk", "hostname", "port", "is_default_site", "root_page__path"
        )
        return [SiteInfo(*row) for row in rows]

    def _load_nodes(self) -> None:
        models = {
            ContentType.objects.get_for_model(model).pk: model
            for model in concrete_portal_pages()
            if getattr(model, "structural", False)
        }
        locales = dict(Locale.objects.values_list("pk", "language_code"))
        owners = _owner_loader()
        self.restricted_paths = tuple(PageViewRestriction.objects.values_list("page__path", flat=True))
        rows = (
            Page.objects.filter(content_type__in=models, live=True)
            .exclude(pk__in=self._ended(models.values()))
            .order_by("path")
            .values_list(
                "pk",
                "path",
                "slug",
                "title",
                "locale_id",
                "content_type_id",
                "translation_key",
                "search_description",
            )
        )
        for pk, path, slug, title, locale_id, type_id, key, description in rows:
            node = Node(
                pk,
                path,
                slug,
                title,
                locales[locale_id],
                models[type_id],
                str(key),
                description,
                agency=owners.get(pk),
            )
            node.parent = self.by_path.get(path[:-STEP])
            if node.parent is not None:
                node.parent.children[slug] = node
            node.restricted = self.restricts(path)
            self.nodes[pk] = self.by_path[path] = node
            self.by_translation[node.translation_key, node.locale] = node
            if node.agency is not None:
                self.homes[node.agency.pk, node.locale] = node
        for node in self.nodes.values():
            self._place(node)

    def restricts(self, path: str) -> bool:
        """Whether a restriction covers a page, in the map or not, by its path in the tree."""
        return any(path.startswith(prefix) for prefix in self.restricted_paths)

    def _ended(self, models: Iterable[Any]) -> set[int]:
        """Structural pages whose public term has ended; notes the day on which the next one ends."""
        terms: list[tuple[int, date]] = []
        for model in models:
            rows = model._base_manager.filter(public_until__isnull=False)
            terms.extend(rows.values_list("pk", "public_until"))
        self.good_until = min((until for _pk, until in terms if until > self.day), default=None)
        return {pk for pk, until in terms if until <= self.day}

    def _place(self, node: Node) -> None:
        """Find a page's site: the one with the longest root above it; a translated root counts."""
        for site in sorted(self.sites, key=lambda site: -len(site.root_path)):
            root = self.root_of(site, node.locale)
            if root is not None and node.path.startswith(root.path):
                node.site = site
                parts: list[str] = []
                step: Node | None = node
                while step is not None and step is not root:
                    parts.append(step.slug)
                    step = step.parent
                if step is root:
                    node.url_path = "/" + "".join(f"{part}/" for part in reversed(parts))
                return

    def root_of(self, site: SiteInfo, locale: str) -> Node | None:
        """The page that a site shows at its root in a language."""
        root = self.by_path.get(site.root_path)
        if root is None or root.locale == locale:
            return root
        return self.by_translation.get((root.translation_key, locale))

    @cached_property
    def left_addresses(self) -> dict[tuple[str, str], LeftAddress]:
        """The left addresses by host and path, without those at which a home stands again."""
        hosts = {site.hostname for site in self.sites if not site.is_default}
        default = next((site for site in self.sites if site.is_default), None)
        found = {}
        for left in self.beside(LEFT_ADDRESSES) or []:
            if left.host in hosts:
                continue
            if not left.host and default is not None:
                parts = [part for part in left.path.split("/") if part]
                node, rest = self.walk(default, settings.LANGUAGE_CODE, parts)
                if node is not None and not rest and node.site is default:
                    continue
            found[left.host, left.path] = left
        return found

    @cached_property
    def left_hosts(self) -> frozenset[str]:
        """The host names that sites have left."""
        return frozenset(host for host, _path in self.left_addresses if host)

    def site_for(self, host: str, port: int) -> SiteInfo | None:
        """The site for a Host header: host and port, host alone, else the default site."""
        named = [site for site in self.sites if site.hostname == host]
        for site in named:
            if site.port == port:
                return site
        return named[0] if named else next((site for site in self.sites if site.is_default), None)

    def url(self, node: Node, current: SiteInfo | None = None, tail: str = "") -> str:
        """The address of a page: relative on the current site, with host on another one."""
        prefix = "" if node.locale == settings.LANGUAGE_CODE else f"/{node.locale}"
        path = f"{prefix}{node.url_path}{tail}"
        if node.site is None or (current is not None and node.site.pk == current.pk):
            return path
        return node.site.base_url() + path

    def walk(self, site: SiteInfo, locale: str, parts: list[str]) -> tuple[Node | None, list[str]]:
        """The deepest structural page along an address, and the parts that are left."""
        node = self.root_of(site, locale)
        if node is None:
            return None, parts
        for index, part in enumerate(parts):
            child = node.children.get(part)
            if child is None:
                return node, parts[index:]
            node = child
        return node, []

    def province_home(self, locale: str = "") -> Node | None:
        """The home that the default site shows: the province's."""
        site = next((site for site in self.sites if site.is_default), None)
        if site is None:
            return None
        return self.root_of(site, locale or settings.LANGUAGE_CODE) or self.root_of(
            site, settings.LANGUAGE_CODE
        )

    def home_of(self, agency_pk: int, locale: str = "") -> Node | None:
        """The home of an agency, in the language asked for or in Vietnamese."""
        language = locale or get_language() or settings.LANGUAGE_CODE
        return self.homes.get((agency_pk, language)) or self.homes.get((agency_pk, settings.LANGUAGE_CODE))

    def beside(self, key: str) -> Any:
        """What an app keeps beside the map (:func:`register_beside`); None when nobody registered the key."""
        return self._beside.get(key)

    def agencies(self, level: str = "") -> Iterable[Node]:
        """The homes of all agencies (of one level), in Vietnamese, by name."""
        homes = (
            node
            for (_pk, locale), node in self.homes.items()
            if locale == settings.LANGUAGE_CODE
            and node.agency is not None
            and level in ("", node.agency.level)
        )
        return sorted(homes, key=lambda node: node.agency.sort_key if node.agency else "")


_lock = threading.Lock()
_current: RoutingMap | None = None


def routing_map(stamp: int) -> RoutingMap:
    """The map for a stamp; built once a process and change."""
    global _current
    found = _current
    if found is not None and found.holds(stamp):
        return found
    with _lock:
        if _current is None or not _current.holds(stamp):
            _current = RoutingMap(stamp)
        return _current


def forget() -> None:
    """Drop the process's copy (tests, after a rolled-back database)."""
    global _current
    _current = None
