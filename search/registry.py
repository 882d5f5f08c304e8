"""What can be searched: apps register kinds of things, the engine knows nothing else about them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

if TYPE_CHECKING:
    from search.models import SearchEntry


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """What the index holds of one thing in one language; only text that anybody may read.

    ``scopes`` are performer classes (``"ubnd-xa"``) or sites (``"agency:<code>"``) on whose pages it is
    found; ``facets`` maps a facet (``"linh-vuc"``) to its slugs there; ``field`` is the field's name in
    words; ``url_key`` is what makes the address, as the kind understands it; ``version`` changes
    whenever anything above does (the audit compares it).
    """

    kind: str
    object_id: int
    locale: str
    scopes: frozenset[str]
    code: str
    name: str
    aliases: tuple[str, ...] = ()
    field: str = ""
    body: str = ""
    facets: Mapping[str, Sequence[str]] = dataclasses.field(default_factory=dict)
    url_key: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One line of a results page, made from rows read just now.

    ``facts`` are (label, value) pairs shown under the title; ``action_url`` is where it can be done online.
    """

    title: str
    url: str
    summary: str = ""
    code: str = ""
    field: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    action_label: str = ""
    action_url: str = ""
    locale: str = ""


def _presented_by_nothing(entries: Sequence[SearchEntry], request: HttpRequest) -> Mapping[int, SearchHit]:
    return {}


@dataclass(frozen=True, slots=True)
class SearchKind:
    """A kind of thing.

    ``load(ids)`` gives documents only of what is live and public now (none: gone from the index);
    ``all_ids()`` every id that may have one; ``present(entries, request)`` gives hits by object id, from
    live rows: what it leaves out is not shown, whatever the index says. ``model_label`` is
    ``"app.model"``; ``also`` names further models whose texts this kind covers. ``watch`` maps the lower-case
    label of a model to a function that gives, for a row just saved or deleted, the things to look at again.
    """

    kind: str
    model_label: str
    load: Callable[[Sequence[int]], Iterable[SearchDocument]]
    all_ids: Callable[[], Iterable[int]]
    present: Callable[[Sequence[SearchEntry], HttpRequest], Mapping[int, SearchHit]] = _presented_by_nothing
    label: str = ""
    also: frozenset[str] = frozenset()
    watch: Mapping[str, Callable[[Any], Iterable[int]]] = dataclasses.field(default_factory=dict)


_kinds: dict[str, SearchKind] = {}


def register(kind: SearchKind) -> None:
    """Make a kind searchable; the same name again replaces the earlier one."""
    _kinds[kind.kind] = kind


def unregister(kind: str) -> None:
    """Forget a kind; its entries stay until they are audited or rebuilt."""
    _kinds.pop(kind, None)


def known(kind: str) -> SearchKind | None:
    """The kind of this name, or None."""
    return _kinds.get(kind)


def kinds() -> list[SearchKind]:
    """All kinds, by name."""
    return [_kinds[name] for name in sorted(_kinds)]
