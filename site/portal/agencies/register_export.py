"""The register as a workbook or as CSV with the columns of the import: importing it changes nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Any

from django.db.models import Q
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from portal.agencies.models import Agency
from portal.agencies.register_file import COLUMNS, LEVELS
from portal.agencies.register_tables import KINDS

AGENCIES = "co_quan"
_LEVEL_WORDS: dict[str, str] = {str(value): word for word, value in LEVELS.items()}
# Beginnings that a spreadsheet takes for a formula (OWASP: CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r")
WIDEST = 60


def sheets(agencies: Iterable[str] | None = None) -> Iterator[tuple[str, tuple[str, ...], list[list[Any]]]]:
    """Name, columns and rows of every table; of the agencies with these codes, or of all."""
    wanted = None if agencies is None else set(agencies)
    yield AGENCIES, COLUMNS, [_agency(agency) for agency in _agencies(wanted)]
    for kind in KINDS:
        rows = [row for row in kind.held() if wanted is None or kind.agency_of(row) in wanted]
        yield kind.sheet, kind.columns, [kind.cells(row) for row in rows]


def _agencies(wanted: set[str] | None) -> list[Agency]:
    """Parents before children, then by name."""
    chosen = Q() if wanted is None else Q(code__in=wanted)
    found = Agency.objects.filter(chosen).select_related("parent").prefetch_related("former_names")
    order = {level: number for number, level in enumerate(_LEVEL_WORDS)}
    return sorted(found, key=lambda agency: (order[agency.level], agency.sort_key, agency.code))


def _agency(agency: Agency) -> list[Any]:
    former = [
        f"{row.name} ({row.district})" if row.district else row.name for row in agency.former_names.all()
    ]
    return [
        agency.code,
        agency.name,
        agency.kind,
        _LEVEL_WORDS[agency.level],
        agency.parent.code if agency.parent else "",
        agency.identifier_code,
        agency.hostname,
        agency.address,
        agency.phone,
        agency.email,
        agency.valid_from,
        agency.valid_to,
        "; ".join(former),
        agency.latitude,
        agency.longitude,
        agency.site_responsible,
        agency.contact_confirmed_on,
    ]


def as_text(value: Any) -> str:
    """A cell as text: days yyyy-mm-dd, nothing as nothing; what looks like a formula behind an apostrophe."""
    if value is None:
        return ""
    words = value.isoformat() if isinstance(value, date) else str(value)
    return f"'{words}" if words.startswith(FORMULA) else words


def workbook(agencies: Iterable[str] | None = None) -> bytes:
    """The register as .xlsx, one sheet a table. Days are days; every other cell is text, none a formula."""
    book = Workbook(write_only=True)
    for name, columns, rows in sheets(agencies):
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "C2"
        for number, column in enumerate(columns, start=1):
            longest = max([len(column), *(len(str(row[number - 1] or "")) for row in rows[:200])])
            sheet.column_dimensions[get_column_letter(number)].width = min(longest + 2, WIDEST)
        heading = []
        for column in columns:
            cell = WriteOnlyCell(sheet, value=column)
            cell.font = Font(bold=True)
            heading.append(cell)
        sheet.append(heading)
        for row in rows:
            sheet.append([_cell(sheet, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: Any, value: Any) -> Any:
    if value is None or value == "":
        return None
    if isinstance(value, date):
        cell = WriteOnlyCell(sheet, value=datetime.combine(value, time()))
        cell.number_format = "dd/mm/yyyy"
        return cell
    cell = WriteOnlyCell(sheet, value=str(value))
    cell.data_type = "s"
    return cell


def as_csv(table: str = AGENCIES, agencies: Iterable[str] | None = None) -> str:
    """One table as CSV (RFC 4180) with a byte order mark, so that Excel reads Vietnamese.

    Raises KeyError for a table that does not exist.
    """
    found = {name: (columns, rows) for name, columns, rows in sheets(agencies)}
    columns, rows = found[table]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([[as_text(value) for value in row] for row in rows])
    return "\ufeff" + out.getvalue()
