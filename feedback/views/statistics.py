"""How many, how soon, how late: the page, the rows behind it as CSV, and the list of what is late."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.core.cache import cache
from django.db.models import Max, Min
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from feedback import statistics as figures_of
from feedback.models import Case
from feedback.presenters import late_words
from feedback.statistics import COLUMNS, MINIMUM, Figures
from portal.core import clock, site_request
from portal.core.paging import paging
from portal.core.site_request import Crumb, PortalRequest

KEPT_SECONDS = 300
SIZE = 50


def _agency(portal: PortalRequest) -> int | None:
    """Whose figures: the site's own agency; on the province's site all."""
    agency = portal.agency
    return None if agency is None or agency.level == "province" else agency.pk


def _year(request: HttpRequest, portal: PortalRequest) -> int:
    asked = request.GET.get("nam", str(portal.today.year))
    if not (asked.isascii() and asked.isdigit() and 2000 <= int(asked) <= portal.today.year):
        raise Http404
    return int(asked)


def _computed(portal: PortalRequest, year: int) -> tuple[list[Figures], Figures, str]:
    """Figures, their sum and as of when; kept for five minutes for all workers."""
    key = f"feedback.figures:{portal.today}:{year}:{_agency(portal)}:{portal.stamps.get('routing', 0)}"
    found = cache.get(key)
    if found is None:
        rows = list(figures_of.rows(year, _agency(portal)))
        whole = figures_of.total(rows, portal.province_name)
        found = (figures_of.figures(rows), whole, clock.moment_words(clock.now()))
        cache.set(key, found, KEPT_SECONDS)
    kept: tuple[list[Figures], Figures, str] = found
    return kept


def statistics(request: HttpRequest, page: Any) -> HttpResponse:
    """Per agency: received, in time, late, median, open, reopened, refused, removed; with the formula."""
    portal = site_request.of(request)
    base = portal.section_url("hoi-dap")
    portal.extra_crumbs = [Crumb(_("Thống kê"), f"{base}thong-ke/")]
    year = _year(request, portal)
    lines, whole, as_of = _computed(portal, year)
    context = {
        "page": page,
        "lines": lines,
        "whole": whole,
        "as_of": as_of,
        "year": year,
        "years": _years(portal),
        "minimum": MINIMUM,
        "several": _agency(portal) is None,
        "base_url": base,
    }
    return TemplateResponse(request, "feedback/public/statistics.html", context)


def _years(portal: PortalRequest) -> list[int]:
    """The years that have cases, newest first."""
    cases = Case.objects.all()
    if (agency := _agency(portal)) is not None:
        cases = cases.filter(agency=agency)
    found = cases.aggregate(first=Min("received_at"), last=Max("received_at"))
    if found["first"] is None:
        return [portal.today.year]
    first, last = clock.local(found["first"]).year, clock.local(found["last"]).year
    return list(range(last, first - 1, -1))


def statistics_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The rows behind the figures (RFC 4180, UTF-8 with a byte order mark); a demonstration says so in it."""
    portal = site_request.of(request)
    year, now = _year(request, portal), clock.now()

    def lines() -> Iterator[str]:
        buffer = io.StringIO()
        writer = csv.writer(buffer)

        def taken() -> str:
            text = buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
            return text

        writer.writerow(COLUMNS)
        yield "\ufeff" + taken()
        for row in figures_of.rows(year, _agency(portal), now):
            writer.writerow(row.cells())
            yield taken()
        notice = _("BẢN TRÌNH DIỄN – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ") + ". " if portal.demo else ""
        writer.writerow([f"# {notice}{_('Tính đến')} {clock.local(now).isoformat(timespec='minutes')}"])
        yield taken()

    who = portal.home.slug if portal.home and portal.home.parent else "tinh"
    name = f"{'trinh-dien-' if portal.demo else ''}hoi-dap-{who}-{year}"
    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def late(request: HttpRequest, page: Any) -> HttpResponse:
    """What is late now, the oldest first: whose, what kind, since when; never a word of it."""
    portal = site_request.of(request)
    base = portal.section_url("hoi-dap")
    portal.extra_crumbs = [Crumb(_("Chậm trả lời"), f"{base}qua-han/")]
    cases = Case.objects.late(clock.now())
    if (agency := _agency(portal)) is not None:
        cases = cases.filter(agency=agency)
    place = paging(request, cases.count(), SIZE)
    found = (
        cases.select_related("agency")
        .only("stream", "state", "received_at", "due_at", "clock_scope", "agency__name")
        .order_by("due_at", "pk")[place.first_index : place.first_index + SIZE]
    )
    rows = [
        {
            "agency": case.agency.name,
            "stream": case.get_stream_display(),
            "received": clock.local(case.received_at).date(),
            "due": clock.local(case.due_at).date() if case.due_at else None,
            "late": late_words(case),
        }
        for case in found
    ]
    context = {
        "page": page,
        "rows": rows,
        "paging": place,
        "as_of": clock.moment_words(clock.now()),
        "several": _agency(portal) is None,
        "base_url": base,
    }
    return TemplateResponse(request, "feedback/public/late.html", context)
