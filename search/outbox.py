"""The outbox of the search index."""

from __future__ import annotations

from collections.abc import Iterable

from search.models import IndexTask


def request_index(kind: str, object_ids: Iterable[int]) -> None:
    """Note, in the caller's transaction, that these things' entries must be looked at again."""
    IndexTask.objects.bulk_create([IndexTask(kind=kind, object_id=pk) for pk in object_ids], batch_size=1000)
