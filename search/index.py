"""Writing the index: entries and the embedded rows in one transaction, the search server after."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection, transaction

from portal.core import stamps
from search.backends.base import embedded
from search.models import SearchEntry
from search.registry import SearchDocument, SearchKind
from search.words import joined, tokens

BATCH = 200
# Names the lock under which entries are written, among the advisory locks of the database ("search").
WRITER_LOCK = 0x736561726368
BODY_WORDS = 1500
_COLUMNS = (
    "scopes", "code", "name", "aliases", "field", "body", "facets", "url_key", "version",
    "folded_name", "folded_aliases", "folded_field", "folded_body",
)  # fmt: skip


def entry_of(document: SearchDocument) -> SearchEntry:
    """The unsaved entry of a document, with its folded columns."""
    return SearchEntry(
        kind=document.kind,
        object_id=document.object_id,
        locale=document.locale,
        scopes=f",{','.join(sorted(document.scopes))}," if document.scopes else "",
        code=document.code,
        name=document.name,
        aliases=list(document.aliases),
        field=document.field[:300],
        body=document.body,
        facets={name: list(values) for name, values in document.facets.items()},
        url_key=document.url_key,
        version=document.version,
        folded_name=joined(tokens(document.name)),
        folded_aliases=[words for alias in document.aliases if (words := joined(tokens(alias)))],
        folded_field=joined(tokens(document.field))[:300],
        folded_body=joined(tokens(document.body)[:BODY_WORDS]),
    )


def bring_up_to_date(kind: SearchKind, object_ids: Sequence[int]) -> int:
    """Make the entries of these things what ``load`` says now; gives how many were written or deleted.

    Run again it changes nothing. Call it inside a transaction; until that ends, other writers wait, so that
    nobody writes what was read before a newer state was written.
    """
    _be_the_only_writer()
    wanted = {(found.object_id, found.locale): entry_of(found) for found in kind.load(object_ids)}
    held = {
        (entry.object_id, entry.locale): entry
        for entry in SearchEntry.objects.filter(kind=kind.kind, object_id__in=object_ids)
    }
    gone = [entry.pk for key, entry in held.items() if key not in wanted]
    new = [entry for key, entry in wanted.items() if key not in held]
    changed = []
    for key, entry in wanted.items():
        old = held.get(key)
        if old is not None and differs(old, entry):
            entry.pk = old.pk
            changed.append(entry)
    delete(gone)
    SearchEntry.objects.bulk_create(new, batch_size=BATCH)
    SearchEntry.objects.bulk_update(changed, _COLUMNS, batch_size=BATCH)
    if new or changed:
        embedded().put([*new, *changed])
    if new or changed or gone:
        stamps.bump("search")
    return len(new) + len(changed) + len(gone)


def _be_the_only_writer() -> None:
    """Wait for other writers and keep them waiting until the transaction ends; on SQLite it always is so."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WRITER_LOCK])


def differs(held: SearchEntry, wanted: SearchEntry) -> bool:
    """Whether a held entry says something else than it should."""
    return any(getattr(held, name) != getattr(wanted, name) for name in _COLUMNS)


def delete(entry_ids: Sequence[int]) -> None:
    """Delete entries with their embedded rows."""
    for part in batches(entry_ids):
        embedded().remove(part)
        SearchEntry.objects.filter(pk__in=part).delete()


def batches(ids: Iterable[int]) -> Iterable[list[int]]:
    """The ids in lists of at most ``BATCH``."""
    part: list[int] = []
    for pk in ids:
        part.append(pk)
        if len(part) == BATCH:
            yield part
            part = []
    if part:
        yield part


def rebuild(kinds: Iterable[SearchKind]) -> int:
    """Write every entry anew from the live rows, batch by batch; gives the number of entries.

    Readers find the old entries until the new ones of the same batch are committed.
    """
    known = list(kinds)
    for kind in known:
        for part in batches(sorted(set(kind.all_ids()))):
            with transaction.atomic():
                bring_up_to_date(kind, part)
                entries = list(SearchEntry.objects.filter(kind=kind.kind, object_id__in=part))
                embedded().put(entries)
        with transaction.atomic():
            _be_the_only_writer()
            delete(not_of(kind.kind, kind.all_ids()))
    with transaction.atomic():
        _be_the_only_writer()
        unknown = SearchEntry.objects.exclude(kind__in=[kind.kind for kind in known])
        delete(list(unknown.values_list("pk", flat=True)))
        held = set(SearchEntry.objects.values_list("pk", flat=True))
        for part in batches(sorted(embedded().held() - held)):
            embedded().remove(part)
        stamps.bump("search")
    return len(held)


def not_of(kind: str, ids: Iterable[int]) -> list[int]:
    """The entries of a kind that belong to none of these things."""
    wanted = set(ids)
    rows = SearchEntry.objects.filter(kind=kind).values_list("pk", "object_id")
    return [pk for pk, object_id in rows if object_id not in wanted]
