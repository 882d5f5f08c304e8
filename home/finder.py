"""“Xã, phường của tôi”: find an agency by its name of today or by one from before the mergers.

Works on the routing map alone, without a query. Both spellings (Hoà, Hòa), missing diacritics and
abbreviations ("P. Cửa Lò") find the same; so does the unit code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Lock

from portal.core.routing import Node, RoutingMap
from portal.core.text import fold

UrlOf = Callable[[Node], str]
MOST = 12
LONGEST_QUERY = 100
_KIND = re.compile(
    r"^(?:(?:xa|phuong|dac khu|thi tran|thi xa|thanh pho|tinh)\b|(?:tt|tx|tp|[xp])(?:\.|(?= )))\s*"
)
_OTHER = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Match:
    """An agency found. ``former_name`` is the old name that was meant; empty when it was today's."""

    node: Node
    name: str
    former_name: str
    url: str


@dataclass(frozen=True, slots=True)
class _Name:
    node: Node
    printed: str
    folded: str
    former: bool


@dataclass(frozen=True, slots=True)
class Index:
    """All names of one level, ready to be compared."""

    names: tuple[_Name, ...]

    @classmethod
    def of(cls, table: RoutingMap, level: str) -> Index:
        """The names in a routing map."""
        names = []
        for node in table.agencies(level):
            agency = node.agency
            if agency is None:
                continue
            names.append(_Name(node, agency.name, key(agency.name), former=False))
            names += [_Name(node, name, key(name), former=True) for name in agency.former_names]
        return cls(tuple(names))

    def best(self, query: str) -> list[_Name]:
        """Names that match, the nearest first: the same, beginning so, a word beginning so; old ones last."""
        wanted = key(query)
        if not wanted:
            return []
        ranked = []
        for name in self.names:
            nearness = _nearness(name.folded, wanted)
            if nearness is not None:
                ranked.append((nearness, name.former, name))
            elif name.node.agency and name.node.agency.code == query.strip():
                ranked.append((0, name.former, name))
        # Sorting is stable: names stay in the alphabetical order of the map.
        ranked.sort(key=lambda item: item[:2])
        return [name for _nearness, _former, name in ranked]


def key(name: str) -> str:
    """A name without kind, marks and bracketed district: "Xã Đồng Văn (huyện Quế Phong)" → "dong van"."""
    folded = fold(name[:LONGEST_QUERY]).partition("(")[0]
    short = _KIND.sub("", folded.strip(), count=1)
    return _OTHER.sub(" ", short or folded).strip()


def _nearness(folded: str, wanted: str) -> int | None:
    if folded == wanted:
        return 0
    if folded.startswith(wanted):
        return 1
    if f" {wanted}" in f" {folded}":
        return 2
    return None


_lock = Lock()
_held: tuple[RoutingMap, dict[str, Index]] | None = None


def _index(table: RoutingMap, level: str) -> Index:
    """The index for a map, made once a map and level."""
    global _held
    with _lock:
        if _held is None or _held[0] is not table:
            _held = (table, {})
        found = _held[1].get(level)
        if found is None:
            found = _held[1][level] = Index.of(table, level)
        return found


def find(
    table: RoutingMap, query: str, *, level: str = "commune", url_of: UrlOf, most: int = MOST
) -> list[Match]:
    """The agencies meant by a name, each once, the nearest first; an exact match leaves the others out."""
    names = _index(table, level).best(query)
    wanted = key(query)
    if any(name.folded == wanted for name in names):
        names = [name for name in names if name.folded == wanted]
    return list(_once(names, url_of))[:most]


def _once(names: Iterable[_Name], url_of: UrlOf) -> Iterable[Match]:
    seen = set()
    for name in names:
        agency = name.node.agency
        if agency is None or agency.pk in seen:
            continue
        seen.add(agency.pk)
        yield Match(name.node, agency.name, name.printed if name.former else "", url_of(name.node))
