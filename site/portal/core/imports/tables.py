"""Tables that officials hold, .xlsx or .csv, read within limits: rows with their numbers, cells as they are.

A formula, an error value and a merged range come as what they are, so that whoever knows the columns can name
them by sheet, row and column. Text comes as it was typed; its readers bring it into normal form.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from portal.core.imports.outline import Limits, Merged, outlines
from portal.core.imports.snapshot import Place, UnreadableInput
from portal.core.text import one_line

ENDINGS = (".xlsx", ".csv")


class Formula(str):
    """A cell that computes; its text begins with "="."""

    __slots__ = ()


class BrokenValue(str):
    """A cell that shows an error (#REF!, #N/A)."""

    __slots__ = ()


@dataclass(slots=True)
class Table:
    """One sheet. ``rows`` are those with contents, each with its number, counted from 1."""

    source: str
    sheet: str
    rows: list[tuple[int, list[Any]]] = field(default_factory=list)
    merged: list[Merged] = field(default_factory=list)

    @property
    def heading(self) -> list[str]:
        """The names of the columns: the first row with contents, in lower case."""
        return [one_line(str(value or "")).lower() for value in self.rows[0][1]] if self.rows else []

    def place(self, row: int | None = None, column: str = "") -> Place:
        """A place of this table."""
        return Place(self.source, row, self.sheet, column)

    def body(self) -> Iterator[tuple[Place, dict[str, Any]]]:
        """The rows below the heading: place and cells by column name."""
        names = self.heading
        for number, values in self.rows[1:]:
            yield self.place(number), dict(zip(names, values, strict=False))

    def merged_at(self, row: int) -> Merged | None:
        """The merged range that covers a row, if any."""
        return next((found for found in self.merged if found.first_row <= row <= found.last_row), None)


def read_tables(path: Path, limits: Limits | None = None) -> list[Table]:
    """The sheets of a workbook that hold anything, or the one table of a CSV file.

    Raises UnreadableInput, with the place where there is one, when the file is none of these or too large.
    """
    limits = limits or Limits()
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise UnreadableInput(_("Chỉ nhận tệp .xlsx hoặc .csv."))
    tables = [_csv_table(path, limits)] if ending == ".csv" else _xlsx_tables(path, limits)
    found = [table for table in tables if table.rows]
    if not found:
        raise UnreadableInput(_("Tệp trống."))
    return found


def _xlsx_tables(path: Path, limits: Limits) -> list[Table]:
    seen = {outline.title: outline for outline in outlines(path, limits)}
    try:
        book = load_workbook(path, read_only=True, data_only=False)
    except (OSError, BadZipFile, InvalidFileException, KeyError, ValueError, TypeError) as error:
        raise UnreadableInput(_("Không đọc được tệp: %s.") % error) from None
    tables = []
    try:
        for sheet in book.worksheets:
            table = Table(path.name, sheet.title)
            if sheet.title in seen:
                table.merged = seen[sheet.title].merged
            rows = sheet.iter_rows(max_row=limits.rows + 1, max_col=limits.columns)
            table.rows = list(_filled(enumerate(([_value(cell) for cell in row] for row in rows), start=1)))
            tables.append(table)
    except (ValueError, KeyError, IndexError, TypeError, SyntaxError) as error:
        raise UnreadableInput(_("Không đọc được tệp: %s.") % error) from None
    finally:
        book.close()
    return tables


def _value(cell: Any) -> Any:
    if cell.data_type == "f":
        return Formula(cell.value)
    if cell.data_type == "e":
        return BrokenValue(cell.value)
    return cell.value


def _csv_table(path: Path, limits: Limits) -> Table:
    if path.stat().st_size > limits.file:
        raise UnreadableInput(_("Tệp lớn hơn %d MB.") % (limits.file // 1_000_000))
    table = Table(path.name, "")
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            heading = lines.readline()
            lines.seek(0)
            separator = max(",;\t", key=heading.count)
            numbered = enumerate(csv.reader(lines, delimiter=separator, strict=True), start=1)
            for number, values in _filled((number, _cells(values)) for number, values in numbered):
                if len(table.rows) > limits.rows:
                    raise UnreadableInput(_("Tệp có hơn %d dòng.") % limits.rows, table.place(number))
                if len(values) > limits.columns:
                    raise UnreadableInput(_("Dòng có hơn %d cột.") % limits.columns, table.place(number))
                table.rows.append((number, values))
    except UnicodeDecodeError:
        raise UnreadableInput(_("Tệp không ở bảng mã UTF-8.")) from None
    except (OSError, csv.Error) as error:
        raise UnreadableInput(_("Không đọc được tệp: %s.") % error) from None
    return table


def _cells(values: list[str]) -> list[Any]:
    while values and not values[-1].strip():
        values.pop()
    return [Formula(value) if value.lstrip().startswith("=") else value for value in values]


def _filled(rows: Iterable[tuple[int, list[Any]]]) -> Iterator[tuple[int, list[Any]]]:
    for number, values in rows:
        if any(value is not None and str(value).strip() for value in values):
            yield number, values
