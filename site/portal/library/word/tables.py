"""A table of a .docx as a grid of text with its spans."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from portal.library.word.blocks import Span
from portal.library.word.package import W
from portal.library.word.runs import Embedded, Line
from portal.library.word.styles import is_on, value

MOST_ROWS, MOST_COLUMNS = 300, 30
_THROUGH: Final = frozenset({f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "smartTag", "customXml")})
CellText = Callable[[Any], tuple[str, bool, Line]]


def _children(parent: Any, name: str) -> Iterator[Any]:
    for child in parent:
        if child.tag == f"{W}{name}":
            yield child
        elif child.tag in _THROUGH:
            yield from _children(child, name)


class Grid:
    """The rows of a table, every one as wide as the widest; a covered cell is empty text."""

    def __init__(self, table: Any, text: CellText) -> None:
        self._text = text
        self.rows: list[list[str]] = []
        self.spans: list[Span] = []
        self.pictures: list[Embedded] = []
        self.cells: list[Any] = []
        self.nested = self.cut = False
        self._open: dict[int, list[int]] = {}
        self._bold_first = True
        marked = False
        for number, row in enumerate(_children(table, "tr")):
            if number >= MOST_ROWS:
                self.cut = True
                break
            marked = marked or (number == 0 and is_on(row.find(f"{W}trPr"), "tblHeader") is True)
            self._row(number, row)
        self._close()
        self.columns = max((len(row) for row in self.rows), default=0)
        self.rows = [[*row, *([""] * (self.columns - len(row)))] for row in self.rows]
        self.head = len(self.rows) > 1 and (marked or (self._bold_first and any(self.rows[0])))

    @property
    def has_pictures(self) -> bool:
        """Whether any cell holds a picture."""
        return bool(self.pictures)

    @property
    def is_frame(self) -> bool:
        """Whether it is a table for the look alone: one column, one row of pictures, one cell with words."""
        if self.columns <= 1 or not self.rows:
            return True
        return len(self.rows) == 1 and (self.has_pictures or sum(map(bool, self.rows[0])) == 1)

    def _row(self, number: int, row: Any) -> None:
        texts: list[str] = []
        before = value(row.find(f"{W}trPr"), "gridBefore")
        texts += [""] * min(int(before) if before.isdigit() else 0, MOST_COLUMNS)
        for cell in _children(row, "tc"):
            column = len(texts)
            if column >= MOST_COLUMNS:
                self.cut = True
                break
            properties = cell.find(f"{W}tcPr")
            wide = value(properties, "gridSpan")
            width = max(1, min(int(wide) if wide.isdigit() else 1, MOST_COLUMNS - column))
            merge = properties.find(f"{W}vMerge") if properties is not None else None
            begins = merge is not None and merge.get(f"{W}val") == "restart"
            covered = merge is not None and not begins and column in self._open
            if covered:
                self._open[column][1] = number
                texts += [""] * width
                continue
            self._close(column)
            if begins or width > 1:
                self._open[column] = [number, number, width]
            self.cells.append(cell)
            texts += [self._cell(cell, number), *([""] * (width - 1))]
        self.rows.append(texts)
        for column, (_first, last, _width) in list(self._open.items()):
            if last < number:
                self._close(column)

    def _cell(self, cell: Any, row: int) -> str:
        lines = []
        for child in cell.iter(f"{W}p"):
            if any(parent.tag == f"{W}tbl" for parent in _between(child, cell)):
                self.nested = True
            text, bold, line = self._text(child)
            self.pictures += line.pictures
            if text:
                lines.append(text)
                if row == 0 and not bold:
                    self._bold_first = False
        return "\n".join(lines)

    def _close(self, column: int | None = None) -> None:
        """End the spans that are open, or the one that begins in a column."""
        for at in [column] if column is not None else list(self._open):
            if at in self._open:
                first, last, width = self._open.pop(at)
                if last > first or width > 1:
                    self.spans.append(Span(first, at, last - first + 1, width))
        self.spans.sort(key=lambda span: (span.row, span.column))


def _between(element: Any, above: Any) -> Iterator[Any]:
    """The elements from one up to another, both left out."""
    found = element.getparent()
    while found is not None and found is not above:
        yield found
        found = found.getparent()
