"""Reads across models for public pages: which questions a site shows, which procedures they speak of."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Max, QuerySet
from django.utils.formats import date_format
from django.utils.text import Truncator

from feedback.models import PublicQuestion
from feedback.suggestions import PROCEDURE
from portal.core import clock
from portal.core.routing import AgencyInfo
from portal.core.site_request import PortalRequest
from search.models import SearchEntry

LONGEST_LINE, OF_PROCEDURE, LATEST = 180, 3, 3
STAMP = "questions"


def shows_all(agency: AgencyInfo | None) -> bool:
    """Whether a site shows the questions of all agencies: the province's does."""
    return agency is None or agency.level == "province"


def public_questions(agency: AgencyInfo | None) -> QuerySet[PublicQuestion]:
    """What a site shows, the newest first."""
    found = PublicQuestion.objects.filter(live=True)
    if shows_all(agency) or agency is None:
        return found
    return found.filter(agency=agency.pk)


@dataclass(frozen=True, slots=True)
class Line:
    """A question as other pages list it: its title, and its address below the section's."""

    title: str
    url_key: str


@lru_cache(maxsize=4096)
def about(stamp: int, code: str, agency_id: int | None, locale: str) -> tuple[Line, ...]:
    """The newest answers about a procedure, of one agency or of all, that need no review.

    From the process until the stamp "questions" moves, so that procedure pages ask nothing for them.
    """
    found = PublicQuestion.objects.filter(
        live=True, topics__procedure_code=code, language=locale, needs_review=False
    )
    if agency_id is not None:
        found = found.filter(agency=agency_id)
    return tuple(Line(row.title, f"{row.pk}/{row.slug}/") for row in found[:OF_PROCEDURE])


@lru_cache(maxsize=1024)
def latest(stamp: int, agency_id: int | None, locale: str) -> tuple[PublicQuestion, ...]:
    """The newest answers of one agency or of all, from the process until the stamp "questions" moves.

    What many agencies answer under the same title stands once, as its newest answer.
    """
    found = PublicQuestion.objects.filter(live=True, language=locale)
    if agency_id is not None:
        found = found.filter(agency=agency_id)
    titles = found.order_by().values("title").annotate(at=Max("published_at"))
    newest = dict(titles.order_by("-at", "title").values_list("title", "at")[:LATEST])
    once: dict[str, PublicQuestion] = {}
    for row in found.filter(title__in=newest, published_at__in=newest.values()).select_related("agency"):
        if row.published_at == newest[row.title]:
            once.setdefault(row.title, row)
    return tuple(once.values())


def forget() -> None:
    """Empty what the process keeps."""
    about.cache_clear()
    latest.cache_clear()


def as_row(question: PublicQuestion, base: str, with_agency: bool = False) -> dict[str, Any]:
    """A question as the component ``rows`` takes it."""
    day = date_format(clock.local(question.answered_at).date(), "SHORT_DATE_FORMAT")
    return {
        "title": question.title,
        "url": f"{base}{question.pk}/{question.slug}/",
        "line": Truncator(question.answer.replace("\n", " ")).chars(LONGEST_LINE),
        "meta": f"{question.agency.name} · {day}" if with_agency else day,
    }


@dataclass(frozen=True, slots=True)
class NamedProcedure:
    """A procedure by name and address on this site."""

    name: str
    url: str


def procedures(codes: Collection[str], portal: PortalRequest) -> list[NamedProcedure]:
    """The procedures of these codes that search knows, in the page's language if it can: one query."""
    base = portal.section_url("thu-tuc")
    if not codes or not base:
        return []
    found: dict[str, NamedProcedure] = {}
    entries = SearchEntry.objects.filter(kind=PROCEDURE, code__in=codes).only(
        "code", "locale", "name", "url_key"
    )
    for entry in entries:
        if entry.code not in found or entry.locale == portal.locale:
            found[entry.code] = NamedProcedure(entry.name, f"{base}{entry.url_key}")
    return [found[code] for code in codes if code in found]
