"""The embedded index on SQLite: FTS5 tables of folded words (https://sqlite.org/fts5.html).

Words are folded in Python: FTS5's ``remove_diacritics`` leaves đ as it is. Names and bodies are two
tables, for bm25() divides by the length of the whole row.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

from search.models import SearchEntry
from search.plan.types import Plan
from search.words import joined, pairs, trigrams

CREATE = (
    "CREATE VIRTUAL TABLE search_name USING fts5(name, pairs, aliases, alias_pairs, field, "
    "tokenize='unicode61 remove_diacritics 0 tokenchars ''_.''')",
    "CREATE VIRTUAL TABLE search_body USING fts5(body, "
    "tokenize='unicode61 remove_diacritics 0 tokenchars ''_.''')",
    "CREATE VIRTUAL TABLE search_tri USING fts5(name, tokenize='trigram')",
)
DROP = ("DROP TABLE search_name", "DROP TABLE search_body", "DROP TABLE search_tri")
ENOUGH = 40


class SQLiteBackend:
    """FTS5; row ids are the entries' ids."""

    def put(self, entries: Sequence[SearchEntry]) -> None:
        """Write or replace the rows of saved entries."""
        self.remove([entry.pk for entry in entries])
        names, bodies, tris = [], [], []
        for entry in entries:
            alias_words = [alias.split() for alias in entry.folded_aliases]
            names.append(
                (
                    entry.pk,
                    entry.folded_name,
                    joined(pairs(entry.folded_name.split())),
                    joined(entry.folded_aliases),
                    joined(joined(pairs(words)) for words in alias_words),
                    entry.folded_field,
                )
            )
            bodies.append((entry.pk, entry.folded_body))
            tris.append((entry.pk, joined([entry.folded_name, *entry.folded_aliases])))
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO search_name(rowid, name, pairs, aliases, alias_pairs, field) "
                "VALUES (%s, %s, %s, %s, %s, %s)",
                names,
            )
            cursor.executemany("INSERT INTO search_body(rowid, body) VALUES (%s, %s)", bodies)
            cursor.executemany("INSERT INTO search_tri(rowid, name) VALUES (%s, %s)", tris)

    def remove(self, ids: Sequence[int]) -> None:
        """Delete the rows of these entries."""
        with connection.cursor() as cursor:
            for table in ("search_name", "search_body", "search_tri"):
                cursor.executemany(f"DELETE FROM {table} WHERE rowid = %s", [(pk,) for pk in ids])  # noqa: S608

    def held(self) -> set[int]:
        """The entry ids that have a row."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT rowid FROM search_name")
            return {pk for (pk,) in cursor.fetchall()}

    def candidates(
        self, plan: Plan, scopes: frozenset[str] | None, kinds: Sequence[str] | None, locale: str, limit: int
    ) -> list[int]:
        """Ids by bm25 over names and aliases; few: bodies too; none: trigrams of the whole query."""
        where, values = _filter(scopes, kinds, locale)
        found: dict[int, None] = {}
        asked = _any(plan.terms)
        if asked:
            match = f"{{name aliases field}}:({asked})"
            if plan.pairs:
                match += f" OR {{pairs alias_pairs}}:({_any(plan.pairs)})"
            order = "bm25(search_name, 1.0, 1.5, 1.0, 1.5, 0.3)"
            found = dict.fromkeys(_rows("search_name", match, order, where, values, limit))
            if len(found) < ENOUGH:
                found |= dict.fromkeys(_rows("search_body", asked, "bm25(search_body)", where, values, 60))
        if not found:
            grams = trigrams(plan.clean or plan.literal)
            if grams:
                asked = _any(dict.fromkeys(grams, 1.0))
                found = dict.fromkeys(_rows("search_tri", asked, "bm25(search_tri)", where, values, 60))
        return list(found)


def _any(words: dict[str, float]) -> str:
    return " OR ".join('"' + word.replace('"', '""') + '"' for word in words)


def _filter(scopes: frozenset[str] | None, kinds: Sequence[str] | None, locale: str) -> tuple[str, list[Any]]:
    where = "e.locale = %s"
    values: list[Any] = [locale]
    if kinds is not None:
        where += f" AND e.kind IN ({', '.join(['%s'] * len(kinds))})" if kinds else " AND 0"
        values += list(kinds)
    if scopes is not None:
        if not scopes:
            return where + " AND 0", values
        where += " AND (" + " OR ".join(["e.scopes LIKE %s"] * len(scopes)) + ")"
        values += [f"%,{scope},%" for scope in sorted(scopes)]
    return where, values


def _rows(table: str, match: str, order: str, where: str, values: list[Any], limit: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {table}.rowid FROM {table} JOIN search_searchentry e ON e.id = {table}.rowid "  # noqa: S608
            f"WHERE {table} MATCH %s AND {where} ORDER BY {order} LIMIT %s",
            [match, *values, limit],
        )
        return [pk for (pk,) in cursor.fetchall()]
