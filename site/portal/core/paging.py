"""Page numbers in addresses: one reading, for every list.

The parameter is ``trang`` (interfaces of the project); ``page`` is read too, because people and robots
try it. A number out of range is no page at all: 404, never the last page and never an error.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest

PARAMETERS = ("trang", "page")
LARGEST = 100_000


def page_number(request: HttpRequest) -> int:
    """The page asked for, from 1. Raises Http404 for anything but a whole number in range."""
    asked = [request.GET[name] for name in PARAMETERS if name in request.GET]
    if not asked:
        return 1
    if not all(value.isascii() and value.isdigit() and len(value) <= 6 for value in asked):
        raise Http404
    number = int(asked[0])
    if not 1 <= number <= LARGEST:
        raise Http404
    return number


@dataclass(frozen=True, slots=True)
class Paging:
    """Where one is in a list: ``number`` of ``last`` pages, ``total`` things, ``size`` a page."""

    number: int
    total: int
    size: int

    @property
    def last(self) -> int:
        """The last page's number; an empty list has one page."""
        return max(1, -(-self.total // self.size))

    @property
    def first_index(self) -> int:
        """The index of the page's first thing in the whole list."""
        return (self.number - 1) * self.size

    def cut(self, things: Sequence[Any]) -> Sequence[Any]:
        """The page's part of a whole list."""
        return things[self.first_index : self.first_index + self.size]

    def window(self) -> Iterator[int | None]:
        """Page numbers to show: first, last, and those around; None for a gap."""
        shown = {1, self.last, *range(self.number - 1, self.number + 2)}
        before = 0
        for number in sorted(n for n in shown if 1 <= n <= self.last):
            if number - before > 1:
                yield None
            yield number
            before = number


def paging(request: HttpRequest, total: int, size: int) -> Paging:
    """The page asked for of a list of ``total`` things. Raises Http404 beyond the last page."""
    found = Paging(page_number(request), total, size)
    if found.number > found.last:
        raise Http404
    return found
