"""The embedded index on PostgreSQL: one row of tsvectors an entry, made of folded words, under GIN.

The vectors are written as literals with positions and weights, so no text search configuration and no
extension is needed (https://www.postgresql.org/docs/15/datatype-textsearch.html).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from search.models import SearchEntry
from search.plan.types import Plan
from search.words import joined, pairs, trigrams

CREATE = (
    "CREATE TABLE search_vectors (id bigint PRIMARY KEY, name tsvector NOT NULL, body tsvector NOT NULL, "
    "tri tsvector NOT NULL)",
    "CREATE INDEX search_vectors_name ON search_vectors USING gin (name)",
    "CREATE INDEX search_vectors_body ON search_vectors USING gin (body)",
    "CREATE INDEX search_vectors_tri ON search_vectors USING gin (tri)",
)
DROP = ("DROP TABLE search_vectors",)
ENOUGH = 40
# Weights D, C, B, A of ts_rank: words of the field, words of names, (none), pairs of names.
RANKS = "'{0.15, 0.5, 0.5, 1.0}'"
# Above this a position is not kept (PostgreSQL's limit).
LAST_POSITION = 16383


class PostgresBackend:
    """tsvectors: pairs weigh A, words of names and aliases C, words of the field D."""

    def put(self, entries: Sequence[SearchEntry]) -> None:
        """Write or replace the rows of saved entries."""
        rows = []
        for entry in entries:
            names = [entry.folded_name.split(), *(alias.split() for alias in entry.folded_aliases)]
            vector = [
                _vector((word for words in names for word in words), "C"),
                _vector((pair for words in names for pair in pairs(words)), "A"),
                _vector(entry.folded_field.split(), "D"),
            ]
            body = _vector(dict.fromkeys(entry.folded_body.split()), "D")
            grams = _vector(trigrams(joined([entry.folded_name, *entry.folded_aliases])), "D")
            rows.append((entry.pk, " ".join(vector), body, grams))
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO search_vectors (id, name, body, tri) "
                "VALUES (%s, %s::tsvector, %s::tsvector, %s::tsvector) "
                "ON CONFLICT (id) DO UPDATE "
                "SET name = excluded.name, body = excluded.body, tri = excluded.tri",
                rows,
            )

    def remove(self, ids: Sequence[int]) -> None:
        """Delete the rows of these entries."""
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_vectors WHERE id = ANY(%s)", [list(ids)])

    def held(self) -> set[int]:
        """The entry ids that have a row."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT id FROM search_vectors")
            return {pk for (pk,) in cursor.fetchall()}

    def candidates(
        self, plan: Plan, scopes: frozenset[str] | None, kinds: Sequence[str] | None, locale: str, limit: int
    ) -> list[int]:
        """Ids by ts_rank over names and aliases; few: bodies too; none: trigrams of the whole query."""
        where, values = _filter(scopes, kinds, locale)
        found: dict[int, None] = {}
        if plan.terms:
            asked = _any([*plan.terms, *plan.pairs])
            found = dict.fromkeys(_rows("name", asked, where, values, limit))
            if len(found) < ENOUGH:
                found |= dict.fromkeys(_rows("body", _any(plan.terms), where, values, 60))
        if not found:
            grams = trigrams(plan.clean or plan.literal)
            if grams:
                found = dict.fromkeys(_rows("tri", _any(grams), where, values, 60))
        return list(found)


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


def _vector(words: Iterable[str], weight: str) -> str:
    return " ".join(
        f"{_quoted(word)}:{min(place, LAST_POSITION)}{weight}" for place, word in enumerate(words, 1)
    )


def _any(words: Iterable[str]) -> str:
    return " | ".join(_quoted(word) for word in words)


def _filter(scopes: frozenset[str] | None, kinds: Sequence[str] | None, locale: str) -> tuple[str, list[Any]]:
    where = "e.locale = %s"
    values: list[Any] = [locale]
    if kinds is not None:
        where += " AND e.kind = ANY(%s)"
        values.append(list(kinds))
    if scopes is not None:
        where += " AND e.scopes LIKE ANY(%s)"
        values.append([f"%,{scope},%" for scope in sorted(scopes)])
    return where, values


def _rows(column: str, asked: str, where: str, values: list[Any], limit: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT v.id FROM search_vectors v JOIN search_searchentry e ON e.id = v.id "  # noqa: S608
            f"WHERE v.{column} @@ %s::tsquery AND {where} "
            f"ORDER BY ts_rank({RANKS}, v.{column}, %s::tsquery, 1) DESC, v.id LIMIT %s",
            [asked, *values, asked, limit],
        )
        return [pk for (pk,) in cursor.fetchall()]
