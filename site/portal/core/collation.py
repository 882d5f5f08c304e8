"""Vietnamese order in queries: an expression that PostgreSQL and SQLite sort by alike.

PostgreSQL has the order of the Unicode project (ICU, ``vi-x-icu``); SQLite gets one made of
:func:`portal.core.text.vietnamese_sort_key`. Rows that are listed often keep a key of their own instead
(``Agency.sort_key``); this is for what Wagtail lists by title.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.db import connections, models
from django.db.backends.signals import connection_created
from django.db.models.functions import Collate

from portal.core.text import vietnamese_sort_key

SQLITE, POSTGRESQL = "vietnamese", "vi-x-icu"
# Columns of Wagtail's lists that hold words.
WORDS = frozenset({"title", "name", "full_name", "number"})

_key = lru_cache(maxsize=4_096)(vietnamese_sort_key)


def _compare(one: str, other: str) -> int:
    left, right = (_key(one), one), (_key(other), other)
    return (left > right) - (left < right)


def _connected(sender: Any, connection: Any, **kwargs: Any) -> None:
    if connection.vendor == "sqlite":
        connection.connection.create_collation(SQLITE, _compare)


def connect() -> None:
    """Give every SQLite connection the order; called once when the application starts."""
    connection_created.connect(_connected, dispatch_uid="portal.collation")


def vietnamese(field: str, using: str = "default") -> Collate:
    """``field`` in Vietnamese order, for ``order_by``; ``.desc()`` turns it round."""
    return Collate(field, POSTGRESQL if connections[using].vendor == "postgresql" else SQLITE)


def in_order(queryset: models.QuerySet[Any], terms: Any) -> list[Any]:
    """Terms of ``order_by`` with words in Vietnamese order, others as they are."""
    found: list[Any] = []
    for term in terms:
        name = term.lstrip("-") if isinstance(term, str) else ""
        if name not in WORDS or name not in {field.name for field in queryset.model._meta.get_fields()}:
            found.append(term)
            continue
        words = vietnamese(name, queryset.db)
        found += [words.desc() if term.startswith("-") else words.asc(), "-pk" if term[0] == "-" else "pk"]
    return found
