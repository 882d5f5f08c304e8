"""A table of a body as it is shown: cells with their spans, heading rows apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.utils.safestring import mark_safe

MOST_ROWS, MOST_COLUMNS = 300, 30
# What Handsontable offers besides: joining cells and parting them again.
OPTIONS: Final[dict[str, Any]] = {
    "mergeCells": True,
    "contextMenu": [
        "row_above",
        "row_below",
        "---------",
        "col_left",
        "col_right",
        "---------",
        "remove_row",
        "remove_col",
        "---------",
        "mergeCells",
        "---------",
        "undo",
        "redo",
    ],
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell; ``rows`` and ``columns`` are how many it covers. ``names``: it heads its row."""

    text: str
    rows: int = 1
    columns: int = 1
    names: bool = False

    @property
    def span(self) -> str:
        """What it covers, as attributes of HTML."""
        wide = f' colspan="{self.columns:d}"' if self.columns > 1 else ""
        return mark_safe(wide + (f' rowspan="{self.rows:d}"' if self.rows > 1 else ""))


def laid_out(value: dict[str, Any]) -> dict[str, Any] | None:
    """What the template shows of a stored table: ``caption``, ``head`` and ``rows`` of cells; None for none.

    Empty rows go unless a span runs through them. Spans that leave the table, or meet, are not believed.
    """
    stored = value.get("table") or {}
    data = [
        [str(cell or "") for cell in row[:MOST_COLUMNS]] for row in (stored.get("data") or ())[:MOST_ROWS]
    ]
    spans, covered = _spans(stored.get("mergeCells"), data)
    spanned = {
        row + step for (row, _column), (rows, _columns) in spans.items() for step in range(rows) if rows > 1
    }
    named = bool(stored.get("first_col_is_header"))
    shown: list[tuple[int, list[Cell]]] = [
        (number, list(_cells(number, texts, spans, covered, named)))
        for number, texts in enumerate(data)
        if number in spanned or any(text.strip() for text in texts)
    ]
    if not shown:
        return None
    depth = 0
    if stored.get("first_row_is_table_header") and len(shown) > 1:
        depth = min(max((cell.rows for cell in shown[0][1]), default=1), len(shown) - 1)
    cells = [row for _number, row in shown]
    return {"caption": value.get("caption", ""), "head": cells[:depth], "rows": cells[depth:]}


def _cells(
    number: int,
    texts: list[str],
    spans: dict[tuple[int, int], tuple[int, int]],
    covered: set[tuple[int, int]],
    named: bool,
) -> Iterator[Cell]:
    for column, text in enumerate(texts):
        if (number, column) not in covered:
            rows, columns = spans.get((number, column), (1, 1))
            yield Cell(text, rows, columns, named and column == 0)


def _spans(
    stored: Any, data: list[list[str]]
) -> tuple[dict[tuple[int, int], tuple[int, int]], set[tuple[int, int]]]:
    """``{(row, column): (rows, columns)}`` and the places that they cover."""
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    width = min((len(row) for row in data), default=0)
    for one in stored if isinstance(stored, list) else ():
        try:
            row, column, rows, columns = (int(one[key]) for key in ("row", "col", "rowspan", "colspan"))
        except (KeyError, TypeError, ValueError):
            continue
        inside = row >= 0 and column >= 0 and row + rows <= len(data) and column + columns <= width
        if not inside or rows < 1 or columns < 1 or rows * columns == 1:
            continue
        places = {(row + r, column + c) for r in range(rows) for c in range(columns)}
        if places & covered or places & set(spans):
            continue
        spans[row, column] = rows, columns
        covered |= places - {(row, column)}
    return spans, covered
