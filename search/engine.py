"""Searching: plan, candidates from a back end, ranking; the same answer whoever asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from portal.core import stamps
from search.backends.base import embedded
from search.models import SearchEntry
from search.plan.build import make_plan
from search.plan.types import Plan
from search.rank import Scored, rank
from search.vocabulary import Vocabulary, vocabulary

CANDIDATES = 300
# A repaired query is shown as such when the best name covers this much of it.
SURE = 0.7


@dataclass(slots=True)
class Found:
    """What was found: entries best first, the plan, and whether the search server answered."""

    plan: Plan
    entries: list[SearchEntry] = field(default_factory=list)
    scored: list[Scored] = field(default_factory=list)
    engine: str = "embedded"

    @property
    def repaired(self) -> str:
        """The query as it was understood, when that differs from what was typed and helped; or empty."""
        if self.plan.changed and self.scored and self.scored[0].covered >= SURE:
            return self.plan.repaired
        return ""


def search(
    query: str,
    *,
    scopes: frozenset[str] | None = None,
    kinds: Sequence[str] | None = None,
    locale: str = "vi",
    literal: bool = False,
    stamp: int | None = None,
    engine: str | None = None,
) -> Found:
    """Search the index; ``scopes`` None means everywhere, ``literal`` takes the query as typed.

    Queries: the stamp (unless given), at most three for candidates, one for the entries; the vocabulary
    once a process and change.
    """
    words = vocabulary(locale, stamp if stamp is not None else stamps.read_all().get("search", 0))
    plan = make_plan(query, words, locale, literal)
    found = Found(plan)
    if not plan.terms and not plan.code:
        return found
    ids = _candidates(plan, scopes, kinds, locale, found, engine)
    rows = {entry.pk: entry for entry in _entries(plan, ids, scopes, kinds, locale)}
    found.scored = _rank(plan, list(rows.values()), words)
    found.entries = [rows[entry.pk] for entry in found.scored]
    return found


def _candidates(
    plan: Plan,
    scopes: frozenset[str] | None,
    kinds: Sequence[str] | None,
    locale: str,
    found: Found,
    engine: str | None,
) -> list[int]:
    return embedded().candidates(plan, scopes, kinds, locale, CANDIDATES)


def _entries(
    plan: Plan, ids: list[int], scopes: frozenset[str] | None, kinds: Sequence[str] | None, locale: str
) -> list[SearchEntry]:
    from django.db.models import Q

    wanted = Q(pk__in=ids)
    if plan.code:
        wanted |= Q(code__startswith=plan.code)
    rows = SearchEntry.objects.filter(wanted, locale=locale).defer("body")
    if kinds is not None:
        rows = rows.filter(kind__in=list(kinds))
    return [row for row in rows if scopes is None or scopes.intersection(row.scopes.strip(",").split(","))]


def _rank(plan: Plan, entries: list[SearchEntry], words: Vocabulary) -> list[Scored]:
    return rank(plan, entries, words)
