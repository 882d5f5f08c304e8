"""What a back end does: hold entries, and give candidates for a plan; ranking is not its business."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from django.db import connection

from search.models import SearchEntry

if TYPE_CHECKING:
    from search.plan.types import Plan


class EmbeddedBackend(Protocol):
    """The index inside the database, written in the same transaction as the entries."""

    def put(self, entries: Sequence[SearchEntry]) -> None:
        """Write or replace the index rows of saved entries."""

    def remove(self, ids: Sequence[int]) -> None:
        """Delete the index rows of these entry ids."""

    def held(self) -> set[int]:
        """The entry ids that have an index row."""

    def candidates(
        self, plan: Plan, scopes: frozenset[str] | None, kinds: Sequence[str] | None, locale: str, limit: int
    ) -> list[int]:
        """Entry ids, most promising first; ``scopes`` None means everywhere."""


def embedded() -> EmbeddedBackend:
    """The back end of the default database."""
    if connection.vendor == "postgresql":
        from search.backends.postgres import PostgresBackend

        return PostgresBackend()
    from search.backends.sqlite import SQLiteBackend

    return SQLiteBackend()
