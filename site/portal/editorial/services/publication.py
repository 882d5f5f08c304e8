"""What belongs to one act of publishing, collected while the change is made and written together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from portal.core.stamps import bump
from portal.publication.services import Act, record_acts
from search.outbox import request_index


@dataclass(slots=True)
class Publication:
    """Lines of the log, search entries to be looked at again, and stamps that must move."""

    acts: list[Act] = field(default_factory=list)
    index: dict[str, list[int]] = field(default_factory=dict)
    stamps: set[str] = field(default_factory=set)

    def add(
        self, acts: Iterable[Act], *, kind: str = "", ids: Sequence[int] = (), stamps: Iterable[str] = ()
    ) -> None:
        """Add acts, the search entries they touch and the stamps that must move."""
        self.acts.extend(acts)
        if kind and ids:
            self.index.setdefault(kind, []).extend(ids)
        self.stamps.update(stamps)


def commit(publication: Publication) -> None:
    """Write log lines, outbox rows and stamps of a publication; call inside the change's transaction."""
    for kind, ids in publication.index.items():
        request_index(kind, ids)
    for stamp in sorted(publication.stamps):
        bump(stamp)
    record_acts(publication.acts)
