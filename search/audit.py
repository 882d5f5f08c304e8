"""Comparing the index with what is live and public."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

from django.conf import settings
from django.db import transaction

from search import index, registry
from search.backends import elastic
from search.backends.base import embedded
from search.models import SearchEntry


@dataclass(slots=True)
class Audit:
    """Differences as rows of ``kind``, ``object_id`` and ``locale``.

    ``missing``: public, not in the index; ``stale``: in the index with other contents; ``orphan``: in the
    index, but not public.
    """

    missing: list[dict[str, str | int]] = field(default_factory=list)
    stale: list[dict[str, str | int]] = field(default_factory=list)
    orphan: list[dict[str, str | int]] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Whether index and live rows agree."""
        return not (self.missing or self.stale or self.orphan)

    def to_json(self) -> dict[str, list[dict[str, str | int]]]:
        """The report's keys."""
        return asdict(self)


def audit() -> Audit:
    """Look at every kind; an entry whose row in the embedded tables is gone counts as missing."""
    found = Audit()
    rows = embedded().held()
    known = registry.kinds()
    for kind in known:
        ids = sorted(set(kind.all_ids()))
        seen: set[int] = set()
        for part in index.batches(ids):
            held = {
                (entry.object_id, entry.locale): entry
                for entry in SearchEntry.objects.filter(kind=kind.kind, object_id__in=part)
            }
            seen.update(entry.pk for entry in held.values())
            for document in kind.load(part):
                entry = held.pop((document.object_id, document.locale), None)
                if entry is None or entry.pk not in rows:
                    found.missing.append(_row(kind.kind, document.object_id, document.locale))
                elif index.differs(entry, index.entry_of(document)):
                    found.stale.append(_row(kind.kind, document.object_id, document.locale))
            found.orphan += [_row(kind.kind, *key) for key in held]
        others = SearchEntry.objects.filter(kind=kind.kind).only("pk", "object_id", "locale")
        found.orphan += [
            _row(kind.kind, entry.object_id, entry.locale) for entry in others if entry.pk not in seen
        ]
    for entry in SearchEntry.objects.exclude(kind__in=[kind.kind for kind in known]):
        found.orphan.append(_row(entry.kind, entry.object_id, entry.locale))
    if settings.PORTAL_SEARCH_ENGINE == "elasticsearch":
        for listed, keys in zip(
            (found.missing, found.stale, found.orphan), elastic.differences(), strict=True
        ):
            listed += [_row(*_parts(key)) for key in keys]
    return found


def _parts(key: str) -> tuple[str, int, str]:
    kind, object_id, locale = key.rsplit(":", 2)
    return kind, int(object_id), locale


def repair(found: Audit) -> None:
    """Mend what an audit found, batch by batch."""
    wanted: dict[str, set[int]] = {}
    for row in (*found.missing, *found.stale, *found.orphan):
        wanted.setdefault(str(row["kind"]), set()).add(int(row["object_id"]))
    for name, ids in wanted.items():
        kind = registry.known(name)
        for part in index.batches(sorted(ids)):
            with transaction.atomic():
                entries = SearchEntry.objects.filter(kind=name, object_id__in=part)
                if kind is None:
                    index.delete(list(entries.values_list("pk", flat=True)))
                    continue
                index.bring_up_to_date(kind, part)
                embedded().put(list(entries.all()))
    if settings.PORTAL_SEARCH_ENGINE == "elasticsearch":
        elastic.mend()


def _row(kind: str, object_id: int, locale: str) -> dict[str, str | int]:
    return {"kind": kind, "object_id": object_id, "locale": locale}
