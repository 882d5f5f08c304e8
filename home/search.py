"""What search finds of agencies: themselves by old and new names, and their about and contact pages."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from wagtail.models import Page, PageViewRestriction

from home.models import AboutPage, ContactPage, HomePage, PlacesPage
from portal.agencies.models import Agency, ServicePoint
from portal.core import clock, site_request
from portal.core.public_term import in_term
from portal.core.routing import AgencyInfo
from search import registry
from search.registry import SearchDocument, SearchHit, SearchKind

if TYPE_CHECKING:
    from search.models import SearchEntry

TEXT_PAGES: tuple[type[AboutPage] | type[ContactPage] | type[PlacesPage], ...] = (
    AboutPage,
    ContactPage,
    PlacesPage,
)
SHOWN_FORMER_NAMES = 6


def register() -> None:
    """Called once when the application starts."""
    registry.register(
        SearchKind(
            "agency",
            "agencies.Agency",
            agencies,
            all_agencies,
            present_agencies,
            label=cast(str, gettext_lazy("Cơ quan")),
            watch={
                "agencies.agency": lambda agency: [agency.pk],
                "agencies.formername": lambda former: [former.agency_id],
                "home.homepage": lambda home: [home.agency_id],
            },
        )
    )
    registry.register(
        SearchKind(
            "page",
            "home.AboutPage",
            pages,
            all_pages,
            present_pages,
            label=cast(str, gettext_lazy("Trang")),
            also=frozenset(
                {
                    "home.ContactPage",
                    "home.PlacesPage",
                    "home.WorkCalendarPage",
                    "home.HomePage",
                    "home.AgencyIndexPage",
                }
            ),
            watch={
                **{model._meta.label_lower: lambda page: [page.pk] for model in TEXT_PAGES},
                "agencies.servicepoint": pages_of_places,
            },
        )
    )


def all_agencies() -> Iterable[int]:
    """Every agency."""
    return Agency.objects.values_list("pk", flat=True)


def agencies(ids: Sequence[int]) -> Iterable[SearchDocument]:
    """Agencies with a public home: found on the province's site and on their own, in each home's language."""
    homes = (
        HomePage.objects.live()
        .public()
        .filter(in_term(clock.today()), agency__in=ids)
        .select_related("agency", "locale")
        .prefetch_related("agency__former_names")
    )
    everywhere = _province_scope()
    for home in homes:
        agency = home.agency
        language = home.locale.language_code
        with override(settings.LANGUAGE_CODE):
            kind = str(Agency.Kind(agency.kind).label)
        former = sorted(former.name for former in agency.former_names.all())
        yield with_version(
            kind="agency",
            object_id=agency.pk,
            locale=language,
            scopes=everywhere | {f"agency:{agency.code}"},
            code=agency.code,
            name=agency.name_en if language == "en" and agency.name_en else agency.name,
            aliases=(agency.short_name, *former),
            field=kind,
            url_key=agency.code,
        )


def present_agencies(entries: Sequence[SearchEntry], request: HttpRequest) -> Mapping[int, SearchHit]:
    """Hits from the routing map, which holds live homes only; no query."""
    portal = site_request.of(request)
    found = {}
    for entry in entries:
        node = portal.map.home_of(entry.object_id, portal.locale)
        if node is None or node.agency is None:
            continue
        found[entry.object_id] = SearchHit(
            title=_name(node.agency, node.locale),
            url=portal.url(node),
            summary=_former(node.agency),
            field=str(node.agency.kind_label),
            locale=node.locale,
        )
    return found


def _former(agency: AgencyInfo) -> str:
    names = agency.former_names
    if not names:
        return ""
    shown = ", ".join(names[:SHOWN_FORMER_NAMES]) + ("…" if len(names) > SHOWN_FORMER_NAMES else "")
    return _("Gồm các đơn vị trước đây: %s") % shown


def all_pages() -> Iterable[int]:
    """Every about, contact and places page."""
    for model in TEXT_PAGES:
        yield from model.objects.values_list("pk", flat=True)


def pages(ids: Sequence[int]) -> Iterable[SearchDocument]:
    """Live, unrestricted about, contact and places pages: found on their own site."""
    restricted = list(PageViewRestriction.objects.values_list("page__path", flat=True))
    codes = dict(HomePage.objects.values_list("path", "agency__code"))
    for model in TEXT_PAGES:
        places = _words_of_places() if model is PlacesPage else {}
        for page in model.objects.live().filter(in_term(clock.today()), pk__in=ids).select_related("locale"):
            code = codes.get(page.path[: -Page.steplen])
            if code is None or any(page.path.startswith(path) for path in restricted):
                continue
            yield with_version(
                kind="page",
                object_id=page.pk,
                locale=page.locale.language_code,
                scopes=frozenset({f"agency:{code}"}),
                code="",
                name=page.title,
                body=" ".join(
                    [page.lead, *(strip_tags(str(block.value)) for block in page.body), *places.get(code, ())]
                ).strip(),
                url_key=str(page.pk),
            )


def _words_of_places() -> dict[str, list[str]]:
    """What the page of places says of each agency's service points, by the agency's code."""
    found: dict[str, list[str]] = {}
    rows = ServicePoint.objects.on(clock.today()).values_list("agency__code", "name", "address", "accepts")
    for code, *words in rows:
        found.setdefault(code, []).extend(word for word in words if word)
    return found


def pages_of_places(point: ServicePoint) -> list[int]:
    """The pages, one a language, that show a service point."""
    homes = HomePage.objects.filter(agency_id=point.agency_id).values_list("path", flat=True)
    below = Q()
    for path in homes:
        below |= Q(path__startswith=path, depth=len(path) // Page.steplen + 1)
    return list(PlacesPage.objects.filter(below).values_list("pk", flat=True)) if below else []


def present_pages(entries: Sequence[SearchEntry], request: HttpRequest) -> Mapping[int, SearchHit]:
    """Hits from the routing map, which holds live pages only; no query."""
    portal = site_request.of(request)
    found = {}
    for entry in entries:
        node = portal.map.nodes.get(entry.object_id)
        home = node.home() if node is not None else None
        if node is None or node.restricted or home is None or home.agency is None:
            continue
        title = f"{node.title} – {_name(home.agency, node.locale)}"
        found[entry.object_id] = SearchHit(
            title=title, url=portal.url(node), summary=node.search_description, locale=node.locale
        )
    return found


def _name(agency: AgencyInfo, language: str) -> str:
    return agency.name_en if language == "en" and agency.name_en else agency.name


def _province_scope() -> frozenset[str]:
    codes = Agency.objects.filter(level=Agency.Level.PROVINCE).values_list("code", flat=True)
    return frozenset(f"agency:{code}" for code in codes)


def with_version(**values: Any) -> SearchDocument:
    """The document with a version made of all of its values."""
    stable = repr(
        [(key, sorted(value) if isinstance(value, frozenset) else value) for key, value in values.items()]
    )
    return SearchDocument(**values, version=hashlib.sha256(stable.encode()).hexdigest()[:16])
