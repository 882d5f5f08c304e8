"""Corrections as visitors see them: on the thing itself, and all of a site in one list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from portal.core import site_request, slots
from portal.core.paging import paging
from portal.core.site_request import Crumb
from portal.editorial.corrections.service import STAMP
from portal.editorial.models import Correction
from portal.publication.registry import shown

ROUTE = "dinh-chinh"
SIZE = 20


@dataclass(frozen=True, slots=True)
class Line:
    """A correction, kept in the process."""

    kind: str
    object_type: str
    object_key: str
    agency_code: str
    wrong: str
    right: str
    basis: str
    published_at: datetime

    @property
    def is_correction(self) -> bool:
        """Whether it corrects an error; else it is a note on a change."""
        return self.kind == Correction.Kind.CORRECTION

    @property
    def key(self) -> tuple[str, str]:
        """What it is about, as the log names it."""
        return self.object_type, self.object_key


@lru_cache(maxsize=2)
def lines(stamp: int) -> tuple[Line, ...]:
    """All public corrections, the newest first; one query a process and change."""
    rows = Correction.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    columns = ("kind", "object_type", "object_key", "agency__code", "wrong", "right", "basis", "published_at")
    return tuple(
        Line(kind, object_type, key, code or "", wrong, right, basis, at)
        for kind, object_type, key, code, wrong, right, basis, at in rows.values_list(*columns)
    )


def of_page(context: slots.SlotContext) -> slots.SlotContent | None:
    """The corrections of what a page shows; no query but the first of a process."""
    portal = site_request.of(context.request)
    known = lines(portal.stamps.get(STAMP, 0))
    if not known:
        return None
    keys = set(portal.shown_keys)
    page = context.page
    if page is not None and not keys:
        keys = {(type(page)._meta.label_lower, f"{page.translation_key}:{portal.locale}")}
    found = [line for line in known if line.key in keys]
    if not found:
        return None
    return slots.SlotContent(
        "editorial/public/_corrections.html", {"lines": found, "list_url": f"{portal.home_url}{ROUTE}/"}
    )


def route(request: HttpRequest, parts: Sequence[str]) -> HttpResponse:
    """``<home>/dinh-chinh/``: what this site corrected, with links; on the province's site, all of them."""
    if parts:
        raise Http404
    portal = site_request.of(request)
    base = f"{portal.home_url}{ROUTE}/"
    portal.extra_crumbs.append(Crumb(_("Đính chính"), base))
    own = [
        line for line in lines(portal.stamps.get(STAMP, 0)) if line.is_correction and _of_site(line, portal)
    ]
    # A correction names its error: it is shown while the thing itself is public, and not a day longer.
    things = shown({line.key for line in own}, portal) if own else {}
    public = [(line, things[line.key]) for line in own if line.key in things]
    place = paging(request, len(public), SIZE)
    context: dict[str, Any] = {
        "rows": public[place.first_index : place.first_index + SIZE],
        "paging": place,
        "base_url": base,
    }
    return TemplateResponse(request, "editorial/public/corrections.html", context)


def _of_site(line: Line, portal: Any) -> bool:
    return (
        portal.agency is None or portal.agency.level == "province" or line.agency_code == portal.agency.code
    )


def forget() -> None:
    """Drop the process's copy (tests, after a rolled-back database)."""
    lines.cache_clear()
