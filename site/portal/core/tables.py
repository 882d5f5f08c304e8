"""Tables for people to take away: CSV and workbooks in which no cell is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Beginnings that a spreadsheet takes for a formula (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r")

Cell = str | int | float | date | datetime | None


def safe_cell(value: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{value}" if value.startswith(FORMULA) else value


def _words(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%d/%m/%Y %H:%M:%S}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return safe_cell(value) if isinstance(value, str) else str(value)


def csv_pieces(heading: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """RFC 4180 with a byte order mark, so that Excel reads Vietnamese; some hundred rows a piece."""
    buffer = io.StringIO()
    buffer.write("\ufeff")
    writer = csv.writer(buffer)
    writer.writerow(heading)
    for number, row in enumerate(rows, start=1):
        writer.writerow([_words(value) for value in row])
        if number % 200 == 0:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def workbook(title: str, heading: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """One sheet: numbers are numbers, days are days, every other cell is text.

    Control characters, which no workbook may hold, become blanks.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])

    def cell(value: Cell) -> Any:
        if isinstance(value, datetime):
            made = WriteOnlyCell(sheet, value=timezone.localtime(value).replace(tzinfo=None))
            made.number_format = "dd/mm/yyyy hh:mm:ss"
        elif isinstance(value, date):
            made = WriteOnlyCell(sheet, value=datetime.combine(value, time.min))
            made.number_format = "dd/mm/yyyy"
        else:
            words = ILLEGAL_CHARACTERS_RE.sub(" ", value) if isinstance(value, str) else value
            made = WriteOnlyCell(sheet, value=words)
            if isinstance(value, str):
                made.data_type = "s"
        return made

    sheet.append([cell(text) for text in heading])
    for row in rows:
        sheet.append([cell(value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv_response(name: str, heading: Sequence[str], rows: Iterable[Sequence[Cell]]) -> StreamingHttpResponse:
    """A streamed CSV file; ``name`` without its ending."""
    response = StreamingHttpResponse(csv_pieces(heading, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def workbook_response(name: str, heading: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """A workbook; ``name`` without its ending."""
    response = HttpResponse(workbook(name, heading, rows), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response
