"""Running many queries against a corpus file or the index, for measuring."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from search.registry import SearchDocument, SearchKind

KIND = "corpus"


def documents(path: Path) -> list[SearchDocument]:
    """The documents of a corpus file: JSON lines with ``code``, ``name``, ``field`` and text fields."""
    found = []
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            row: dict[str, Any] = json.loads(line)
            body = " ".join(
                str(row.get(key) or "") for key in ("result", "requirements", "documents", "steps", "agency")
            )
            found.append(
                SearchDocument(
                    KIND,
                    number,
                    "vi",
                    frozenset(),
                    row["code"],
                    row["name"],
                    (),
                    row.get("field") or "",
                    body,
                )
            )
    return found


def corpus_kind(path: Path) -> SearchKind:
    """A kind whose things are the lines of a corpus file; only for an index made for measuring."""
    held = {found.object_id: found for found in documents(path)}

    def load(ids: Sequence[int]) -> Iterable[SearchDocument]:
        return [held[pk] for pk in ids if pk in held]

    return SearchKind(KIND, "search.searchentry", load, lambda: sorted(held))


def answers(
    queries: Iterable[dict[str, Any]], kinds: Sequence[str] | None, engine: str | None = None, most: int = 10
) -> Iterator[dict[str, Any]]:
    """For each query its ``id``, the codes ``ranked`` best first, and ``ms`` it took."""
    from portal.core import stamps
    from search.engine import search

    stamp = stamps.read_all().get("search", 0)
    for query in queries:
        start = time.perf_counter()
        found = search(query["query"], kinds=kinds, stamp=stamp, engine=engine)
        took = (time.perf_counter() - start) * 1000
        codes = list(dict.fromkeys(row.code for row in found.rows))[:most]
        yield {"id": query["id"], "ranked": codes, "ms": round(took, 2), "engine": found.engine}
