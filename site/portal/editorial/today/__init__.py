"""Việc hôm nay: what waits for a person, collected from every clock of the portal.

Applications register a :class:`Source`; the first screen of the editors' side and the daily message show what
all sources give (:mod:`portal.editorial.today.listing`).
"""

from portal.editorial.today.registry import (
    Group,
    Item,
    Source,
    group_of,
    register_source,
    registered_sources,
)

__all__ = ["Group", "Item", "Source", "group_of", "register_source", "registered_sources"]
