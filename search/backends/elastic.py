"""Candidates from Elasticsearch 8: an index made of the entries, behind an alias that a rebuild swaps.

The database stays the truth: the server gives entry ids and no more, and when it is down, slow or has no
index the embedded index answers (:func:`candidates` raises :exc:`Unavailable`).
"""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from django.conf import settings
from elasticsearch import Elasticsearch, helpers
from elasticsearch.exceptions import ApiError, TransportError
from elasticsearch_dsl import (
    Document,
    Keyword,
    Long,
    Q,
    Search,
    Text,
    analyzer,
    char_filter,
    token_filter,
    tokenizer,
)  # fmt: skip

from search.models import SearchEntry
from search.plan.types import Plan

logger = logging.getLogger("search")
BULK_TIMEOUT = 60.0
BULK = 500

# Decomposed text keeps loose marks after asciifolding; this strips them. Entries come folded already: the
# analyzers serve whoever asks the index without our plan.
_marks = char_filter("vi_marks", "pattern_replace", pattern="\\p{M}+", replacement="")
_d = char_filter("vi_d", "mapping", mappings=["đ=>d", "Đ=>D"])
_pair = token_filter(
    "vi_pair",
    "shingle",
    min_shingle_size=2,
    max_shingle_size=2,
    output_unigrams=False,
    token_separator="_",  # noqa: S106
)
_grams = tokenizer("vi_tri", "ngram", min_gram=3, max_gram=3, token_chars=["letter", "digit", "whitespace"])
_filters = ["lowercase", "asciifolding"]
folded = analyzer("vi_folded", char_filter=[_marks, _d], tokenizer="whitespace", filter=_filters)
paired = analyzer("vi_pairs", char_filter=[_marks, _d], tokenizer="whitespace", filter=[*_filters, _pair])
gramed = analyzer("vi_trigrams", char_filter=[_marks, _d], tokenizer=_grams, filter=_filters)


class Unavailable(Exception):
    """The server did not answer in time, or has no index."""


def _name_field() -> Text:
    return Text(
        analyzer=folded,
        similarity="short_text",
        fields={
            "pairs": Text(analyzer=paired, similarity="short_text"),
            "tri": Text(analyzer=gramed, index_options="freqs"),
        },
    )


class EntryDocument(Document):
    """An entry as the server holds it; ``entry`` is its id, ``digest`` tells whether it is up to date."""

    entry = Long()
    kind = Keyword()
    locale = Keyword()
    code = Keyword()
    scopes = Keyword()
    name = _name_field()
    aliases = _name_field()
    field = Text(analyzer=folded)
    body = Text(analyzer=folded)
    digest = Keyword(index=False)

    class Index:
        """One shard does for tens of thousands of names; b is low, for names differ much in length."""

        settings = {
            "number_of_shards": 1,
            "number_of_replicas": 0,
            "index": {"similarity": {"short_text": {"type": "BM25", "k1": 1.2, "b": 0.4}}},
        }


_other_prefix: ContextVar[str] = ContextVar("other_prefix", default="")


def alias() -> str:
    """The name under which the index is asked and written."""
    return f"{_other_prefix.get() or settings.PORTAL_SEARCH_INDEX_PREFIX}-entries"


@contextmanager
def temporary_index() -> Iterator[None]:
    """An index of the present entries for the time of a block, for measuring. Raises :exc:`Unavailable`."""
    token = _other_prefix.set(f"{settings.PORTAL_SEARCH_INDEX_PREFIX}-measure-{time.monotonic_ns()}")
    server = client(BULK_TIMEOUT)
    try:
        rebuild()
        yield
    finally:
        try:
            if server.indices.exists_alias(name=alias()):
                server.indices.delete(index=",".join(server.indices.get_alias(name=alias())))
        finally:
            _other_prefix.reset(token)


@lru_cache(maxsize=4)
def _client(urls: tuple[str, ...]) -> Elasticsearch:
    return Elasticsearch(list(urls), max_retries=0, retry_on_timeout=False)


def client(seconds: float) -> Elasticsearch:
    """A client whose requests may take so long."""
    return _client(tuple(settings.ELASTICSEARCH_URLS)).options(request_timeout=seconds)


class Breaker:
    """After ``most`` failures in a row nobody asks the server for ``rest`` seconds."""

    def __init__(self, most: int = 3, rest: float = 30.0) -> None:
        self.most, self.rest = most, rest
        self._failures, self._until = 0, 0.0
        self._lock = threading.Lock()

    def open(self) -> bool:
        """Whether the server is left alone just now."""
        return time.monotonic() < self._until

    def failed(self) -> None:
        """Count a failure."""
        with self._lock:
            self._failures += 1
            if self._failures >= self.most:
                self._until = time.monotonic() + self.rest

    def worked(self) -> None:
        """Forget earlier failures."""
        with self._lock:
            self._failures, self._until = 0, 0.0


breaker = Breaker()


def query(plan: Plan, scopes: frozenset[str] | None, kinds: Sequence[str] | None) -> Any:
    """The query of a plan: its words and pairs by weight; the ranking is done afterwards, in Python."""
    should = [
        Q("term", **{name: {"value": word, "boost": round(weight * boost, 4)}})
        for word, weight in plan.terms.items()
        for name, boost in (("name", 1.0), ("aliases", 1.0), ("field", 0.3), ("body", 0.1))
    ]
    should += [
        Q("term", **{name: {"value": pair, "boost": round(weight * 1.5, 4)}})
        for pair, weight in plan.pairs.items()
        for name in ("name.pairs", "aliases.pairs")
    ]
    if plan.clean:
        grams = {"query": plan.clean, "minimum_should_match": "30%", "boost": 0.2}
        should += [Q("match", **{name: grams}) for name in ("name.tri", "aliases.tri")]
    must = [Q("term", locale=plan.locale)]
    if kinds is not None:
        must.append(Q("terms", kind=list(kinds)))
    if scopes is not None:
        must.append(Q("terms", scopes=sorted(scopes)))
    return Q("bool", should=should, minimum_should_match=1, filter=must)


def candidates(
    plan: Plan, scopes: frozenset[str] | None, kinds: Sequence[str] | None, limit: int
) -> list[int]:
    """Entry ids, most promising first. Raises :exc:`Unavailable`; never takes longer than the setting."""
    if breaker.open():
        raise Unavailable("left alone after failures")
    wanted = Search().query(query(plan, scopes, kinds)).source(False)
    try:
        answer = client(settings.PORTAL_SEARCH_TIMEOUT_SECONDS).search(
            index=alias(),
            **wanted.extra(size=limit, docvalue_fields=["entry"], track_total_hits=False).to_dict(),
        )
    except (ApiError, TransportError) as error:
        breaker.failed()
        logger.warning("search: the server did not answer (%s); the embedded index does", error)
        raise Unavailable(str(error)) from error
    breaker.worked()
    return [int(hit["fields"]["entry"][0]) for hit in answer["hits"]["hits"]]


def answers() -> bool:
    """Whether the server answers and has our index."""
    try:
        return bool(client(settings.PORTAL_SEARCH_TIMEOUT_SECONDS).indices.exists_alias(name=alias()))
    except (ApiError, TransportError):
        return False


def key(kind: str, object_id: int, locale: str) -> str:
    """The id of an entry's document."""
    return f"{kind}:{object_id}:{locale}"


def digest(entry: SearchEntry) -> str:
    """A short hash of all that the server holds of an entry."""
    return hashlib.sha256(repr(_texts(entry)).encode()).hexdigest()[:20]


def _texts(entry: SearchEntry) -> dict[str, Any]:
    return {
        "entry": entry.pk,
        "kind": entry.kind,
        "locale": entry.locale,
        "code": entry.code,
        "scopes": [scope for scope in entry.scopes.split(",") if scope],
        "name": entry.folded_name,
        "aliases": entry.folded_aliases,
        "field": entry.folded_field,
        "body": entry.folded_body,
    }


def _writes(entries: Iterable[SearchEntry], index: str) -> Iterator[dict[str, Any]]:
    for entry in entries:
        yield {
            "_op_type": "index",
            "_index": index,
            "_id": key(entry.kind, entry.object_id, entry.locale),
            "_source": _texts(entry) | {"digest": digest(entry)},
        }


def _deletions(keys: Iterable[str], index: str) -> Iterator[dict[str, Any]]:
    for name in keys:
        yield {"_op_type": "delete", "_index": index, "_id": name}


def write(entries: Iterable[SearchEntry], gone: Iterable[str] = (), index: str = "") -> None:
    """Write entries and delete documents by key. Raises :exc:`Unavailable`; run again it does no harm."""
    server = client(BULK_TIMEOUT)
    where = index or alias()
    try:
        if not index and not server.indices.exists_alias(name=where):
            raise Unavailable(f"no index {where}; run search_rebuild")
        helpers.bulk(server, _writes(entries, where), chunk_size=BULK)
        helpers.bulk(server, _deletions(gone, where), chunk_size=BULK, raise_on_error=False)
    except (ApiError, TransportError, helpers.BulkIndexError) as error:
        raise Unavailable(str(error)) from error


def held() -> dict[str, str]:
    """The digest of every document the server holds, by key. Raises :exc:`Unavailable`."""
    server = client(BULK_TIMEOUT)
    try:
        server.indices.refresh(index=alias())
        found = helpers.scan(server, index=alias(), query={"_source": ["digest"]}, size=2000)
        return {hit["_id"]: hit["_source"]["digest"] for hit in found}
    except (ApiError, TransportError, helpers.ScanError) as error:
        raise Unavailable(str(error)) from error


def rebuild() -> int:
    """Make a new index from all entries, then swap the alias to it; gives the number of entries.

    What was written meanwhile is made good after the swap. Raises :exc:`Unavailable`; the old index then
    goes on answering.
    """
    server = client(BULK_TIMEOUT)
    name = f"{alias()}-{time.strftime('%Y%m%d%H%M%S', time.gmtime())}-{time.monotonic_ns() % 1000000:06}"
    made = EntryDocument._index.clone(name=name)
    made.document(EntryDocument)
    try:
        server.indices.create(index=name, **made.to_dict())
        write(SearchEntry.objects.iterator(chunk_size=BULK), index=name)
        server.indices.refresh(index=name)
        there = server.indices.exists_alias(name=alias())
        old = list(server.indices.get_alias(name=alias())) if there else []
        actions: list[dict[str, Any]] = [{"add": {"index": name, "alias": alias()}}]
        actions += [{"remove_index": {"index": index}} for index in old]
        server.indices.update_aliases(actions=actions)
    except (ApiError, TransportError) as error:
        raise Unavailable(str(error)) from error
    mend()
    return SearchEntry.objects.count()


def differences() -> tuple[list[str], list[str], list[str]]:
    """Keys of entries that the server lacks, holds with other contents, and holds though they are gone."""
    there = held()
    missing, stale = [], []
    for entry in SearchEntry.objects.iterator(chunk_size=BULK):
        name = key(entry.kind, entry.object_id, entry.locale)
        found = there.pop(name, None)
        if found is None:
            missing.append(name)
        elif found != digest(entry):
            stale.append(name)
    return missing, stale, sorted(there)


def mend() -> int:
    """Make the server hold what the entries say; gives how many documents differed."""
    missing, stale, orphan = differences()
    wanted = {*missing, *stale}
    if wanted or orphan:
        entries = (
            entry
            for entry in SearchEntry.objects.iterator(chunk_size=BULK)
            if key(entry.kind, entry.object_id, entry.locale) in wanted
        )
        write(entries, orphan)
    return len(wanted) + len(orphan)
