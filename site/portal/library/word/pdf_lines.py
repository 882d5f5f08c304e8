"""Rows of a page of a PDF into paragraphs: which line begins one, by its place and look."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from portal.core.text import fold
from portal.library.word import guesses
from portal.library.word.letterhead import is_upper
from portal.library.word.pdf_page import Row
from portal.library.word.runs import Run

# A line that ends within "NĐ-CP": no blank follows.
_HYPHEN: Final = re.compile(r"[^\W_]-$")
_ITEM: Final = re.compile(
    r"^(?:[-–+*•▪●○]|\d{1,2}(?:\.\d{1,2})*[.)]|[a-zđ]\)|[IVX]{1,5}\s*[.-]|Điều\s\d|Chương\s|Mục\s|PHẦN\s)"
)


@dataclass(frozen=True, slots=True)
class Layout:
    """Of a page: where lines begin and end, other common beginnings, the size of letters of headings."""

    left: float
    right: float
    width: float
    large: float
    stops: frozenset[int]


class Line:
    """A row of running text within its margins."""

    def __init__(self, row: Row, layout: Layout) -> None:
        self.row = row
        left, right = layout.left, layout.right
        self.bold = row.bold or row.size > layout.large
        self.indented = row.left > left + 9
        self.short = row.right < right - 0.08 * (right - left)
        inside = row.left > left + 12 and row.right < right - 12
        middle = (row.left + row.right) / 2
        self.middle = min(abs(middle - (left + right) / 2), abs(middle - layout.width / 2)) < 8
        self.centred = inside and self.middle and (self.bold or round(row.left / 3) not in layout.stops)

    @property
    def runs(self) -> list[Run]:
        """Its runs, a blank between pieces."""
        found: list[Run] = []
        for piece in self.row.pieces:
            found += [Run(" ", *_look(found[-1])), *piece.runs] if found else piece.runs
        return found


class Paragraph:
    """Lines that belong together."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.page_ended = False

    @property
    def bold(self) -> bool:
        """Whether all of it is in bold type."""
        return all(line.bold for line in self.lines)

    @property
    def centred(self) -> bool:
        """Whether all of it stands in the middle."""
        return all(line.middle for line in self.lines) and any(line.centred for line in self.lines)

    def ends(self, line: Line) -> bool:
        """Whether the next line begins another paragraph."""
        last, words = self.lines[-1], line.row.text
        if _ITEM.match(words) or (not self.page_ended and self._far(line)):
            return True
        if line.middle and last.middle and (line.centred or last.centred):
            capitals = is_upper(words) != is_upper(last.row.text)
            kind = fold(last.row.text).strip(" :") in guesses.KINDS
            return capitals or kind or line.bold != last.bold
        if line.bold != last.bold and (line.centred or last.centred or last.short):
            return True
        if line.centred != last.centred and (self.centred or (line.centred and line.indented and last.short)):
            return True
        hanging = len(self.lines) > 1 and self.lines[1].indented
        return last.short or (line.indented and not hanging and not self._item())

    def _item(self) -> bool:
        return _ITEM.match(self.lines[0].row.text) is not None and len(self.lines) == 1

    def _far(self, line: Line) -> bool:
        last = self.lines[-1].row
        distance = last.base - line.row.base
        if len(self.lines) > 1:
            usual = self.lines[-2].row.base - last.base
            if 0 < usual < 3 * last.size:
                return distance > 1.3 * usual
        return distance > 2.2 * max(last.size, line.row.size)

    def runs(self) -> list[Run]:
        """Its runs, lines joined by blanks, neighbours of one look made one."""
        found: list[Run] = []
        for line in self.lines:
            if found and not _HYPHEN.search(found[-1].raw):
                found.append(Run(" ", *_look(found[-1])))
            found += line.runs
        joined: list[Run] = []
        for run in found:
            if joined and joined[-1].look == run.look:
                joined[-1] = Run(joined[-1].raw + run.raw, *_look(run))
            else:
                joined.append(run)
        return joined


def _look(run: Run) -> tuple[bool, bool, str, str]:
    return run.look


def layout(rows: Sequence[Row], width: float, right: float) -> Layout:
    """Of a page of this width, whose longest lines end at ``right``."""
    starts = Counter(round(row.left / 3) for row in rows)
    often = [place for place, count in starts.items() if count * 6 >= len(rows)]
    plain = Counter(round(row.left / 3) for row in rows if not row.bold)
    return Layout(
        left=min(often, default=min(starts)) * 3.0,
        right=right,
        width=width,
        large=1.2 * sorted(row.size for row in rows)[len(rows) // 2],
        stops=frozenset(place for place, count in plain.items() if count > 1),
    )
