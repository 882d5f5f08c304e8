"""“Xã cũ tôi giờ ở đâu?”: the public homes of the agencies that a name means, today's or an older one.

The names come from :mod:`portal.agencies.names`, the homes from the routing map: no query once a process
knows both.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from portal.agencies import names
from portal.agencies.names import LONGEST_QUERY, MOST, OldName
from portal.core.routing import Node, RoutingMap

UrlOf = Callable[[Node], str]

__all__ = ["LONGEST_QUERY", "MOST", "Match", "Matches", "find"]


@dataclass(frozen=True, slots=True)
class Match:
    """An agency found. ``old`` is the former name that was meant; None when it was today's."""

    node: Node
    name: str
    url: str
    old: OldName | None = None

    @property
    def former_name(self) -> str:
        """The old name with its district; empty when today's was meant."""
        return self.old.label if self.old else ""


@dataclass(frozen=True, slots=True)
class Matches:
    """What a name finds; ``district`` is set when it was an old district's."""

    found: tuple[Match, ...] = ()
    district: str = ""


def find(
    table: RoutingMap, query: str, *, level: str = "commune", url_of: UrlOf, most: int = MOST
) -> Matches:
    """The agencies meant by a name, each once, the nearest first; none without a public home."""
    answer = names.index(table.stamp).answer(query, level=level, most=len(table.homes) + most)
    found = []
    for meant in answer.found:
        node = table.home_of(meant.agency_pk)
        if node is not None and node.agency is not None:
            found.append(Match(node, node.agency.name, url_of(node), meant.old))
    limit = len(found) if answer.district else most
    return Matches(tuple(found[:limit]), answer.district)
