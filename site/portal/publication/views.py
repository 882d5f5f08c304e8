"""``<home>/nhat-ky-cong-bo/``: the log of a site, as a page and as data. No editor can take it down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core import site_request
from portal.core.paging import paging
from portal.core.site_request import Crumb, PortalRequest
from portal.publication import exports, listing
from portal.publication.models import DailyRoot, PublicationEntry
from portal.publication.registry import Shown, role_name, shown, type_name

SIZE = 30
ROUTE = "nhat-ky-cong-bo"
CSV, JSON_LINES = "text/csv; charset=utf-8", "application/jsonl; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Line:
    """A line as the page shows it. ``thing`` is None for what is not public now; ``coming``: it will be."""

    entry: PublicationEntry
    act: str
    kind: str
    role: str
    agency: str
    public_from: datetime
    coming: bool
    thing: Shown | None


def log_route(request: HttpRequest, parts: Sequence[str]) -> HttpResponseBase:
    """Answer below ``nhat-ky-cong-bo/``. Raises Http404 for what is not there."""
    files = {"nhat-ky.csv": _as_csv, "nhat-ky.jsonl": _as_json_lines, "goc-ngay.csv": _roots}
    if not parts:
        return log_page(request)
    if len(parts) > 1 or parts[0] not in files:
        raise Http404
    return files[parts[0]](request)


def log_page(request: HttpRequest) -> HttpResponse:
    """The lines of this site (of the whole province on its own site), the newest first."""
    portal = site_request.of(request)
    base = f"{portal.home_url}{ROUTE}/"
    portal.extra_crumbs.append(Crumb(_("Nhật ký công bố"), base))
    choice = listing.asked(request.GET)
    span, _tip = listing.span(portal.agency, choice)
    place = paging(request, span.count(), SIZE)
    context = {
        "lines": _shown_lines(span.newest(place.first_index, SIZE), portal),
        "paging": place,
        "asked": choice,
        "acts": [(code, act.label, code == choice.act) for code, act in listing.ACTS.items()],
        "base_url": base,
        "whole": not span.scope,
        "province_url": f"{portal.url(portal.map.province_home(portal.locale))}{ROUTE}/",
        "root": DailyRoot.objects.order_by("-day").first(),
        "export_query": _days(request),
        "errors": dict.fromkeys(choice.wrong, _("Ghi ngày có trong lịch, ví dụ 01/07/2026.")),
    }
    return TemplateResponse(request, "publication/log.html", context)


def _shown_lines(entries: Sequence[PublicationEntry], portal: PortalRequest) -> list[Line]:
    things = shown({(entry.object_type, entry.object_id) for entry in entries}, portal)
    now = timezone.now()
    names = {node.agency.code: node.agency.name for node in portal.map.agencies() if node.agency}
    return [
        Line(
            entry,
            str(PublicationEntry.Act(entry.act).label),
            type_name(entry.object_type),
            role_name(entry.actor_role),
            names.get(entry.scope, "") if entry.scope_kind == PublicationEntry.Scope.AGENCY else "",
            entry.public_from,
            entry.public_from > now,
            things.get((entry.object_type, entry.object_id)),
        )
        for entry in entries
    ]


def _days(request: HttpRequest) -> str:
    """The days asked for as a query; the files know no other filter, so that they can be verified."""
    query = request.GET.copy()
    for name in set(query) - {"tu", "den"}:
        del query[name]
    for name in ("tu", "den"):
        if not query.get(name):
            query.pop(name, None)
    return query.urlencode()


def _rows(request: HttpRequest) -> Any:
    """The rows of a file. Raises Http404 for days that cannot be read."""
    portal = site_request.of(request)
    choice = listing.asked(request.GET)
    if choice.wrong:
        raise Http404
    days = listing.Asked(since=choice.since, until=choice.until)
    span, tip = listing.span(portal.agency, days)
    notice = _("BẢN TRÌNH DIỄN – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ") if portal.demo else ""
    return exports.rows(span, tip, whole=not span.scope and not days.narrowed, notice=notice)


def _as_csv(request: HttpRequest) -> StreamingHttpResponse:
    return _file(request, "nhat-ky-cong-bo", "csv", CSV, exports.as_csv(_rows(request)))


def _as_json_lines(request: HttpRequest) -> StreamingHttpResponse:
    return _file(request, "nhat-ky-cong-bo", "jsonl", JSON_LINES, exports.as_json_lines(_rows(request)))


def _roots(request: HttpRequest) -> StreamingHttpResponse:
    return _file(request, "goc-ngay", "csv", CSV, exports.roots_csv())


def _file(request: HttpRequest, name: str, ending: str, kind: str, lines: Any) -> StreamingHttpResponse:
    """A streamed file named after its site and day; a demonstration says so in the name too."""
    portal = site_request.of(request)
    who = portal.home.slug if portal.home and portal.home.parent else "tinh"
    demo = "trinh-dien-" if portal.demo else ""
    response = StreamingHttpResponse(lines, content_type=kind)
    response["Content-Disposition"] = (
        f'attachment; filename="{demo}{name}-{who}-{portal.today:%Y-%m-%d}.{ending}"'
    )
    return response
