"""Facets that are sets, kept as bit masks in one small column: a member's bit is its place in its tuple.

New members go to the end; a member never moves, or stored masks would mean something else.
"""

from __future__ import annotations

from collections.abc import Iterable

AUDIENCES = ("cong-dan", "doanh-nghiep", "to-chuc", "nguoi-nuoc-ngoai")
CHANNELS = ("direct", "online", "postal")


def to_mask(names: Iterable[str], members: tuple[str, ...]) -> int:
    """The mask of a set of names; names that are no members count for nothing."""
    found = set(names)
    return sum(1 << place for place, member in enumerate(members) if member in found)


def from_mask(mask: int, members: tuple[str, ...]) -> tuple[str, ...]:
    """The members that a mask holds, in the tuple's order."""
    return tuple(member for place, member in enumerate(members) if mask & (1 << place))


def audience_mask(groups: Iterable[str]) -> int:
    """Mask of who may apply (``Applicant.group``)."""
    return to_mask(groups, AUDIENCES)


def channel_mask(channels: Iterable[str]) -> int:
    """Mask of the ways of submitting (``Method.channel``)."""
    return to_mask(channels, CHANNELS)
