"""The count in the footer, and the page that says how it is counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from home.visits import services
from home.visits.models import VisitCorrection
from portal.core import site_request, slots
from portal.core.site_request import Crumb, PortalRequest

ROUTE = "luot-truy-cap"
_known: tuple[Any, dict[int, tuple[int, date | None]]] = (None, {})


def total(portal: PortalRequest) -> tuple[int, date | None]:
    """What a site shows; read for all sites together when the stamp has moved, from memory otherwise."""
    global _known
    stamp = portal.stamps.get(services.STAMP, 0)
    if not stamp or portal.agency is None:
        # Nothing was ever added up.
        return 0, None
    if _known[0] != stamp:
        _known = (stamp, services.totals())
    return _known[1].get(portal.agency.pk, (0, None))


def forget() -> None:
    """Drop the process's copy (tests, after a rolled-back database)."""
    global _known
    _known = (None, {})


def footer(context: slots.SlotContext) -> slots.SlotContent | None:
    """ "Lượt truy cập: 12.345", once something was counted."""
    portal = site_request.of(context.request)
    count, _first = total(portal)
    found = {"count": grouped(count), "url": f"{portal.home_url}{ROUTE}/"}
    return slots.SlotContent("visits/footer.html", found) if count else None


def grouped(count: int) -> str:
    """12345 → "12.345"."""
    return f"{count:,}".replace(",", ".")


def route(request: HttpRequest, parts: Sequence[str]) -> HttpResponseBase:
    """How views are counted, since when, and every correction. Raises Http404 below it."""
    if parts:
        raise Http404
    portal = site_request.of(request)
    count, first = total(portal)
    portal.extra_crumbs.append(Crumb(_("Lượt truy cập"), f"{portal.home_url}{ROUTE}/"))
    agency = portal.agency.pk if portal.agency else None
    context = {
        "count": grouped(count),
        "first": first,
        "corrections": [
            {"day": row.made_at, "kind": row.get_kind_display(), "amount": row.amount, "note": row.note}
            for row in VisitCorrection.objects.filter(agency=agency)[:50]
        ],
    }
    return TemplateResponse(request, "visits/method.html", context)
