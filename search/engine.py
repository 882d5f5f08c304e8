"""Searching: plan, candidates from a back end, ranking; the same answer whoever asks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.conf import settings
from django.db.models import Q

from portal.core import stamps
from search.backends.base import embedded
from search.models import SearchEntry
from search.plan.build import make_plan
from search.plan.types import Plan
from search.rank import Scored, rank
from search.vocabulary import vocabulary
from search.words import tokens

CANDIDATES = 300
# A repaired query is shown as such when the best name covers this much of it.
SURE = 0.7
_COLUMNS = (
    "pk", "kind", "object_id", "locale", "scopes", "code", "name", "field", "facets", "url_key",
    "folded_name", "folded_aliases", "folded_field", "folded_body",
)  # fmt: skip


class Row(NamedTuple):
    """A candidate: the columns of its entry but for aliases, body and version."""

    pk: int
    kind: str
    object_id: int
    locale: str
    scopes: str
    code: str
    name: str
    field: str
    facets: dict[str, list[str]]
    url_key: str
    folded_name: str
    folded_aliases: list[str]
    folded_field: str
    folded_body: str

    def entry(self) -> SearchEntry:
        """The entry, without a query; aliases, body and version are left empty."""
        return SearchEntry(**self._asdict())


@dataclass(slots=True)
class Found:
    """What was found: rows best first with their scores, the plan, and which engine answered."""

    plan: Plan
    rows: list[Row] = field(default_factory=list)
    scored: list[Scored] = field(default_factory=list)
    engine: str = "embedded"

    @property
    def repaired(self) -> str:
        """The query as it was understood, when that differs from what was typed and helped; or empty."""
        if self.plan.changed and self.scored and self.scored[0].covered >= SURE:
            return _with_marks(self.plan.repaired, self.rows[0].name)
        return ""


def _with_marks(folded: str, name: str) -> str:
    """A folded text with the marks that its words have in a name: "dang ky" as "đăng ký"."""
    written: dict[str, str] = {}
    for piece in re.findall(r"[^\W_]+", name.lower()):
        written.setdefault(" ".join(tokens(piece)), piece)
    return " ".join(written.get(word, word) for word in folded.split())


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

    ``stamp`` is the number of "search" among the stamps when the caller knows it; ``engine`` overrides
    the setting. Queries: the stamp (unless given), one to three for candidates, one for their rows; the
    vocabulary once a process and change.
    """
    words = vocabulary(locale, stamp if stamp is not None else stamps.read_all().get("search", 0))
    plan = make_plan(query, words, locale, literal)
    found = Found(plan)
    if not plan.terms and not plan.code:
        return found
    ids = _candidates(found, scopes, kinds, engine or settings.PORTAL_SEARCH_ENGINE)
    rows = {row.pk: row for row in _rows(plan, ids, scopes, kinds)}
    if plan.code and plan.literal == plan.code:
        exact = {pk: row for pk, row in rows.items() if row.code.startswith(plan.code)}
        rows = exact or rows
    found.scored = rank(plan, rows.values(), words)
    found.rows = [rows[entry.pk] for entry in found.scored]
    return found


def _candidates(
    found: Found, scopes: frozenset[str] | None, kinds: Sequence[str] | None, engine: str
) -> list[int]:
    """Entry ids from the search server, or from the embedded index when it is not wanted or not there."""
    if engine == "elasticsearch":
        from search.backends import elastic

        try:
            ids = elastic.candidates(found.plan, scopes, kinds, CANDIDATES)
        except elastic.Unavailable:
            pass
        else:
            found.engine = engine
            return ids
    return embedded().candidates(found.plan, scopes, kinds, found.plan.locale, CANDIDATES)


def _rows(
    plan: Plan, ids: list[int], scopes: frozenset[str] | None, kinds: Sequence[str] | None
) -> list[Row]:
    wanted = Q(pk__in=ids)
    if plan.code:
        wanted |= Q(code__startswith=plan.code)
    rows = SearchEntry.objects.filter(wanted, locale=plan.locale)
    if kinds is not None:
        rows = rows.filter(kind__in=list(kinds))
    made = (Row(*values) for values in rows.values_list(*_COLUMNS))
    return [row for row in made if scopes is None or not scopes.isdisjoint(row.scopes.strip(",").split(","))]
