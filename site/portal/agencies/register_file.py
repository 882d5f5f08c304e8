"""The register of agencies as officials keep it: a table (.xlsx or .csv), read and checked row by row.

Columns: ``ma_don_vi, ten, loai, cap, don_vi_cha, ma_dinh_danh_dien_tu, ten_mien, dia_chi, dien_thoai,
thu_dien_tu, hieu_luc_tu, hieu_luc_den`` and, optional, ``ten_cu`` (former names, separated by "; ").
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from portal.agencies.models import Agency
from portal.core.imports import Line, Place, Snapshot, UnreadableInput
from portal.core.text import one_line

REQUIRED = ("ma_don_vi", "ten", "loai", "cap")
COLUMNS = (
    *REQUIRED,
    "don_vi_cha",
    "ma_dinh_danh_dien_tu",
    "ten_mien",
    "dia_chi",
    "dien_thoai",
    "thu_dien_tu",
    "hieu_luc_tu",
    "hieu_luc_den",
    "ten_cu",
)
LEVELS = {"tinh": Agency.Level.PROVINCE, "so": Agency.Level.DEPARTMENT, "xa": Agency.Level.COMMUNE}
MOST_ROWS = 5_000
CODE = re.compile(r"^[0-9A-Za-zĐđ.\-]{1,30}$")
HOST = re.compile(r"^(?=.{1,253}$)(?!-)[a-z0-9-]{1,63}(?:\.(?!-)[a-z0-9-]{1,63})+$")


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """One agency as the table has it, checked. ``level`` and ``kind`` are values of :class:`Agency`."""

    place: Place
    code: str
    name: str
    kind: str
    level: str
    parent_code: str = ""
    identifier_code: str = ""
    hostname: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    former_names: tuple[str, ...] = ()


@dataclass(slots=True)
class RegisterFile(Snapshot[AgencyRow]):
    """What a table says: the rows that can be used, parents first, and why the others cannot."""

    ignored_columns: list[str] = field(default_factory=list)


_RawRow = tuple[Place, list[Any]]


def at(place: Place, column: str) -> Place:
    """The place of one cell of a row."""
    return replace(place, column=column)


def in_words(place: Place | Line) -> str:
    """Where something stands, for people: sheet, row, column."""
    parts = [_("trang tính %s") % place.sheet] if place.sheet else []
    parts.append(_("dòng %s") % place.row)
    if place.column:
        parts.append(_("cột %s") % place.column)
    return ", ".join(parts)


def read(path: Path, known_codes: Iterable[str] = ()) -> RegisterFile:
    """Read and check a table. ``known_codes``: agencies that exist already and may be named as parents.

    Raises UnreadableInput when it is no table of agencies at all.
    """
    found = RegisterFile()
    seen: dict[str, Place] = {}
    hosts: dict[str, Place] = {}
    for place, cells in open_table(path, REQUIRED, COLUMNS, found.ignored_columns):
        if (place.row or 0) > MOST_ROWS + 1:
            raise UnreadableInput(_("Tệp có hơn %d dòng.") % MOST_ROWS)
        row, problems = RowReader(place, cells).agency()
        if row is not None and not problems:
            problems += _once(seen, row.code, row, "ma_don_vi", _("Mã đơn vị %(value)s đã có ở %(place)s."))
            if row.hostname:
                problems += _once(
                    hosts, row.hostname, row, "ten_mien", _("Tên miền %(value)s đã có ở %(place)s.")
                )
        if row is None or problems:
            found.problems.extend(problems)
        else:
            found.rows.append(row)
    _parents_first(found, set(known_codes))
    return found


def open_table(
    path: Path, required: Sequence[str], known: Sequence[str], ignored: list[str] | None = None
) -> Iterator[tuple[Place, dict[str, Any]]]:
    """The rows below the heading of a table, each with its cells by column; empty rows are left out.

    Names of columns that are not known go into ``ignored``. Raises UnreadableInput.
    """
    raw = _csv_rows(path) if path.suffix.lower() == ".csv" else _xlsx_rows(path)
    try:
        heading = next(raw)
    except StopIteration:
        raise UnreadableInput(_("Tệp trống.")) from None
    names = [one_line(str(value or "")).lower() for value in heading[1]]
    missing = [name for name in required if name not in names]
    if missing:
        raise UnreadableInput(_("Thiếu cột: %s.") % ", ".join(missing))
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise UnreadableInput(_("Cột lặp lại: %s.") % ", ".join(twice))
    if ignored is not None:
        ignored.extend(name for name in names if name and name not in known)
    empty = True
    for place, values in raw:
        if any(value not in (None, "") for value in values):
            empty = False
            yield place, dict(zip(names, values, strict=False))
    if empty:
        raise UnreadableInput(_("Tệp không có dòng nào."))


def _once(seen: dict[str, Place], value: str, row: AgencyRow, column: str, message: str) -> list[Line]:
    if value in seen:
        place = at(row.place, column)
        return [place.line(row.code, message % {"value": value, "place": in_words(seen[value])})]
    seen[value] = row.place
    return []


class RowReader:
    """Turns the cells of one row into an :class:`AgencyRow`, noting each problem with its column."""

    def __init__(self, place: Place, cells: dict[str, Any]) -> None:
        self.place = place
        self.cells = cells
        self.problems: list[Line] = []
        self.code = ""

    def agency(self) -> tuple[AgencyRow | None, list[Line]]:
        """The row, or None, and everything that is wrong with it."""
        self.code = code = self.text("ma_don_vi", needed=True)
        if code and not CODE.match(code):
            self.refuse("ma_don_vi", _("Mã đơn vị chỉ gồm chữ, số, dấu chấm và gạch nối: %s.") % code)
        level = self.choice("cap", LEVELS)
        parent = self.text("don_vi_cha")
        if level and level != Agency.Level.PROVINCE and not parent:
            self.refuse("don_vi_cha", _("Chưa ghi mã đơn vị cha."))
        if level == Agency.Level.PROVINCE and parent:
            self.refuse("don_vi_cha", _("Tỉnh, thành phố không có đơn vị cha."))
        begins, ends = self.day("hieu_luc_tu"), self.day("hieu_luc_den")
        if begins and ends and ends <= begins:
            self.refuse("hieu_luc_den", _("Ngày hết hiệu lực phải sau ngày có hiệu lực."))
        row = AgencyRow(
            place=self.place,
            code=code,
            name=self.text("ten", most=200, needed=True),
            kind=self.choice("loai", {value: value for value in Agency.Kind.values}),
            level=level,
            parent_code=parent,
            identifier_code=self.text("ma_dinh_danh_dien_tu", most=40),
            hostname=self.hostname(),
            address=self.text("dia_chi", most=300),
            phone=self.text("dien_thoai", most=40),
            email=self.email(),
            valid_from=begins,
            valid_to=ends,
            former_names=self.names("ten_cu"),
        )
        return (None if self.problems else row), self.problems

    def refuse(self, column: str, reason: str) -> None:
        """Note a problem of this row."""
        place = at(self.place, column)
        self.problems.append(place.line(self.code, reason))

    def text(self, column: str, most: int = 200, needed: bool = False) -> str:
        """A cell as one line in normal form; a formula, an over-long or a missing value is a problem."""
        value = self.cells.get(column)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        words = one_line(str(value)) if value is not None else ""
        if words.startswith("="):
            self.refuse(column, _("Ô chứa công thức; hãy dán giá trị."))
            return ""
        if len(words) > most:
            self.refuse(column, _("Dài quá %d ký tự.") % most)
            return ""
        if needed and not words:
            self.refuse(column, _("Ô trống."))
        return words

    def choice(self, column: str, values: dict[str, Any]) -> str:
        """A cell that holds one of the known words."""
        word = self.text(column, needed=True).lower()
        if word and word not in values:
            self.refuse(
                column,
                _("Giá trị %(word)s không có trong danh sách: %(known)s.")
                % {"word": word, "known": ", ".join(values)},
            )
        return str(values.get(word, ""))

    def day(self, column: str) -> date | None:
        """A date: a date cell, yyyy-mm-dd or dd/mm/yyyy."""
        value = self.cells.get(column)
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        words = self.text(column)
        for form in ("%Y-%m-%d", "%d/%m/%Y"):
            try:
                return datetime.strptime(words, form).date()  # noqa: DTZ007
            except ValueError:
                continue
        if words:
            self.refuse(column, _("Không đọc được ngày: %s. Viết dạng 01/07/2025.") % words)
        return None

    def hostname(self) -> str:
        """A host name in lower case."""
        host = self.text("ten_mien", most=253).lower().rstrip(".")
        if host and not HOST.match(host):
            self.refuse("ten_mien", _("Tên miền không đúng dạng: %s.") % host)
        return host

    def email(self) -> str:
        """An e-mail address."""
        words = self.text("thu_dien_tu")
        if words:
            try:
                validate_email(words)
            except ValidationError:
                self.refuse("thu_dien_tu", _("Địa chỉ thư điện tử không đúng dạng: %s.") % words)
        return words

    def names(self, column: str) -> tuple[str, ...]:
        """Names separated by semicolons, each once, in the order of the cell."""
        parts = [one_line(part) for part in self.text(column, most=4_000).split(";")]
        for part in parts:
            if len(part) > 200:
                self.refuse(column, _("Tên cũ dài quá 200 ký tự."))
        return tuple(dict.fromkeys(part for part in parts if part))


def _parents_first(found: RegisterFile, known: set[str]) -> None:
    """Put parents before children; refuse rows whose parent is nowhere or stands in a ring."""
    waiting, ready = found.rows, []
    done: set[str] = set()
    in_file = {row.code for row in waiting}
    while waiting:
        rest = []
        for row in waiting:
            settled = row.parent_code in done or (row.parent_code in known and row.parent_code not in in_file)
            if not row.parent_code or settled:
                ready.append(row)
                done.add(row.code)
            else:
                rest.append(row)
        if len(rest) == len(waiting):
            for row in rest:
                place = at(row.place, "don_vi_cha")
                reason = _("Không có đơn vị cha mang mã %s.") % row.parent_code
                if row.parent_code in in_file:
                    reason = _("Đơn vị cha %s không dùng được hoặc quay vòng.") % row.parent_code
                found.problems.append(place.line(row.code, reason))
            break
        waiting = rest
    found.rows = ready


def _csv_rows(path: Path) -> Iterator[_RawRow]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            for number, values in enumerate(csv.reader(lines, strict=True), start=1):
                yield Place(path.name, number), list(values)
    except UnicodeDecodeError:
        raise UnreadableInput(_("Tệp không ở bảng mã UTF-8.")) from None
    except (OSError, csv.Error) as error:
        raise UnreadableInput(_("Không đọc được tệp: %s.") % error) from None


def _xlsx_rows(path: Path) -> Iterator[_RawRow]:
    """The rows of the first sheet; formulas come as their text, so that they can be refused."""
    try:
        book = load_workbook(path, read_only=True, data_only=False)
    except (OSError, BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        raise UnreadableInput(_("Không đọc được tệp: %s.") % error) from None
    try:
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(max_col=40, max_row=MOST_ROWS + 2)
        for number, cells in enumerate(rows, start=1):
            yield Place(path.name, number, sheet.title), [cell.value for cell in cells]
    finally:
        book.close()
