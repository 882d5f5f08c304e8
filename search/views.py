"""The results page ``<home>/tim-kiem/``: ``q``, ``pham-vi``, facets, ``trang``, ``dung`` (as typed)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.agencies.performers import classes_of
from portal.core import site_request
from portal.core.paging import page_number
from portal.core.routing import AgencyInfo
from portal.core.site_request import Crumb, PortalRequest
from search import facets as filters
from search import registry
from search.engine import Found, Row, search
from search.highlight import asked_words, highlight
from search.plan.build import LONGEST
from search.registry import SearchHit

PAGE = 10
PROVINCE = "tinh"
# Results that share less of the query than this part of what the best one shares are noise.
NOISE = 0.6
# What shares no word with the query must at least look like it (points of the ranking).
GUESS = 1.2
# The first result stands out when it covers the query and leads by so many points.
LEAD = 2.0
COVERS = 0.9


@dataclass(frozen=True, slots=True)
class Shown:
    """A hit with its words marked."""

    hit: SearchHit
    title_html: SafeString
    summary_html: SafeString

    def __getattr__(self, name: str) -> object:
        return getattr(self.hit, name)


def search_page(request: HttpRequest, parts: Sequence[str] = ()) -> HttpResponse:
    """Search this site or, with ``pham-vi=tinh``, the province's. Raises Http404 past the last page."""
    if parts:
        raise Http404
    portal = site_request.of(request)
    portal.extra_crumbs.append(Crumb(_("Tìm kiếm"), portal.search_url))
    query = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:LONGEST]
    number = page_number(request)
    context: dict[str, object] = {
        "query": query,
        "hits": [],
        "total": 0,
        "scopes": _scope_links(request, portal),
    }
    if not query:
        if number > 1:
            raise Http404
        return render(request, "search/results.html", context)
    found = search(
        query,
        scopes=scopes_of(_where(request, portal)),
        locale=portal.locale,
        literal="dung" in request.GET,
        stamp=portal.stamps.get("search", 0),
    )
    choice = filters.chosen(request.GET)
    rows = worthwhile(found)
    kept = filters.narrow(rows, choice)
    paginator = Paginator(kept, PAGE)
    if number > paginator.num_pages:
        raise Http404
    page = paginator.page(number)
    page.elided = list(paginator.get_elided_page_range(number))  # type: ignore[attr-defined]
    hits = present(list(page.object_list), found, request)
    best = hits[0] if hits and number == 1 and not choice and _stands_out(found, hits[0], kept) else None
    context |= {
        "corrected": found.repaired,
        "literal_url": filters.address(request.GET, dung="1"),
        "facets": filters.facets(rows, choice, request.GET),
        "chosen": sum(len(values) for values in choice.values()),
        "clear_url": filters.address(request.GET, **dict.fromkeys(_keys(), None)),
        "total": len(kept),
        "best": best,
        "hits": hits[1:] if best else hits,
        "pages": page,
    }
    return render(request, "search/results.html", context)


def _keys() -> list[str]:
    return [name.replace("-", "_") for name in filters.FACETS]


def scopes_of(agency: AgencyInfo | None) -> frozenset[str] | None:
    """Where the site of an agency searches: what its classes perform, and its own pages."""
    if agency is None:
        return None
    return classes_of(agency.level, agency.performer_class) | {f"agency:{agency.code}"}


def _where(request: HttpRequest, portal: PortalRequest) -> AgencyInfo | None:
    return portal.province if request.GET.get("pham-vi") == PROVINCE else portal.agency


def _scope_links(request: HttpRequest, portal: PortalRequest) -> list[dict[str, object]]:
    """This site or the whole province; none on the province's own site."""
    agency, province = portal.agency, portal.province
    if agency is None or province is None or agency.pk == province.pk:
        return []
    whole = request.GET.get("pham-vi") == PROVINCE
    bare = request.GET.copy()
    for name in filters.FACETS:
        bare.pop(name, None)
    return [
        {"label": agency.name, "url": filters.address(bare, pham_vi=None), "current": not whole},
        {"label": _("Cả tỉnh"), "url": filters.address(bare, pham_vi=PROVINCE), "current": whole},
    ]


def worthwhile(found: Found) -> list[Row]:
    """The rows without the noise at the end; on the first page whatever has a word of the query stays."""
    if not found.scored:
        return []
    least = min(1.0, max(score.covered for score in found.scored[:PAGE])) * NOISE
    return [
        row
        for place, (row, score) in enumerate(zip(found.rows, found.scored, strict=True))
        if (place < PAGE or score.covered >= least) and (score.covered or score.score >= GUESS)
    ]


def present(rows: Sequence[Row], found: Found, request: HttpRequest) -> list[Shown]:
    """Hits of rows in their order, from live rows of each kind; what is not public any more is left out."""
    by_kind: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_kind[row.kind].append(row)
    hits: dict[tuple[str, int], SearchHit] = {}
    for name, of_kind in by_kind.items():
        kind = registry.known(name)
        if kind is None:
            continue
        for object_id, hit in kind.present([row.entry() for row in of_kind], request).items():
            hits[name, object_id] = hit
    asked = asked_words(found.plan)
    shown = [hits[row.kind, row.object_id] for row in rows if (row.kind, row.object_id) in hits]
    return [Shown(hit, highlight(hit.title, asked), highlight(hit.summary, asked)) for hit in shown]


def _stands_out(found: Found, first: Shown, rows: Sequence[Row]) -> bool:
    """Whether the first hit is worth a box of its own: a procedure that fits far better than the next."""
    if not first.hit.code:
        return False
    if found.plan.code:
        return first.hit.code.startswith(found.plan.code)
    scores = found.scored
    if scores[0].covered < COVERS or rows[0].code != first.hit.code:
        return False
    return len(scores) < 2 or scores[0].score - scores[1].score >= LEAD
