"""Reads the cells of one row of a table, noting each problem with its column, in Vietnamese."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from portal.core.imports import Line, Place, UnreadableInput
from portal.core.imports.tables import BrokenValue, Formula, Table, read_tables
from portal.core.text import normalise, one_line

CODE = re.compile(r"^[0-9A-Za-zĐđ.\-]{1,30}$")
HOST = re.compile(r"^(?=.{1,253}$)(?!-)[a-z0-9-]{1,63}(?:\.(?!-)[a-z0-9-]{1,63})+$")
CLOCK = re.compile(r"^(\d{1,2})(?:[:hgH.]|\s*giờ\s*)(\d{2})?$")
YES = frozenset({"x", "có", "co", "1", "true", "yes"})
NO = frozenset({"", "không", "khong", "0", "false", "no"})
FIRST_YEAR, LAST_YEAR = 1945, 2199


def at(place: Place, column: str) -> Place:
    """The place of one cell of a row."""
    return replace(place, column=column)


def in_words(place: Place | Line) -> str:
    """Where something stands, for people: sheet, row, column."""
    parts = [_("trang tính %s") % place.sheet] if place.sheet else []
    if place.row is not None:
        parts.append(_("dòng %s") % place.row)
    if place.column:
        parts.append(_("cột %s") % place.column)
    return ", ".join(parts) or place.source


class CellReader:
    """One row. A value that cannot be read is noted in ``problems`` and comes back empty."""

    def __init__(self, place: Place, cells: dict[str, Any]) -> None:
        self.place = place
        self.cells = cells
        self.problems: list[Line] = []
        self.code = ""

    def refuse(self, column: str, reason: str) -> None:
        """Note a problem of this row."""
        self.problems.append(at(self.place, column).line(self.code, reason))

    def unit_code(self, column: str = "ma_don_vi") -> str:
        """The code of an agency, which also names the row in the report."""
        self.code = code = self.text(column, needed=True)
        if code and not CODE.match(code):
            self.refuse(column, _("Mã đơn vị chỉ gồm chữ, số, dấu chấm và gạch nối: %s.") % code)
        return code

    def text(self, column: str, most: int = 200, needed: bool = False) -> str:
        """A cell as one line in normal form; a formula, an error, too much or nothing is a problem."""
        return " ".join(self.lines(column, most, needed).split())

    def lines(self, column: str, most: int = 200, needed: bool = False) -> str:
        """A cell in normal form with its line breaks."""
        value = self.cells.get(column)
        if isinstance(value, Formula):
            self.refuse(column, _("Ô chứa công thức; hãy dán giá trị."))
            return ""
        if isinstance(value, BrokenValue):
            self.refuse(column, _("Ô báo lỗi %s; hãy nhập lại giá trị.") % value)
            return ""
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        words = normalise(str(value)) if value is not None else ""
        if words[:1] == "'" and words[1:2] in tuple("=+-@"):
            words = words[1:]
        if len(words) > most:
            self.refuse(column, _("Dài quá %d ký tự.") % most)
            return ""
        if needed and not words:
            self.refuse(column, _("Ô trống."))
        return words

    def choice(self, column: str, values: dict[str, Any], *, empty: str | None = None) -> str:
        """A cell that holds one of the known words; ``empty`` is what nothing means, None: not allowed."""
        word = self.text(column, needed=empty is None).lower()
        if not word:
            return empty or ""
        if word not in values:
            self.refuse(
                column,
                _("Giá trị %(word)s không có trong danh sách: %(known)s.")
                % {"word": word, "known": ", ".join(values)},
            )
        return str(values.get(word, ""))

    def yes(self, column: str) -> bool:
        """A cell that says yes with an x or "có"."""
        word = self.text(column).lower()
        if word not in YES | NO:
            self.refuse(column, _("Ghi “x” hoặc để trống: %s.") % word)
        return word in YES

    def number(self, column: str, low: Decimal, high: Decimal) -> Decimal | None:
        """A decimal number between two bounds; a comma may stand for the point."""
        words = self.text(column)
        if not words:
            return None
        try:
            found = Decimal(words.replace(",", ".")).quantize(Decimal("0.000001"))
        except InvalidOperation:
            self.refuse(column, _("Không phải số: %s.") % words)
            return None
        if not low <= found <= high:
            self.refuse(
                column,
                _("%(value)s không nằm trong khoảng %(low)s đến %(high)s.")
                % {"value": words, "low": low, "high": high},
            )
            return None
        return found

    def day(self, column: str, *, needed: bool = False) -> date | None:
        """A date: a date cell, yyyy-mm-dd or dd/mm/yyyy."""
        value = self.cells.get(column)
        found = _as_day(value)
        if found is None:
            words = self.text(column, needed=needed)
            for form in ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"):
                try:
                    found = datetime.strptime(words, form).date()  # noqa: DTZ007
                    break
                except ValueError:
                    continue
            if found is None:
                if words:
                    self.refuse(column, _("Không đọc được ngày: %s. Viết dạng 01/07/2025.") % words)
                return None
        if not FIRST_YEAR <= found.year <= LAST_YEAR:
            self.refuse(column, _("Năm không hợp lý: %s.") % f"{found:%d/%m/%Y}")
            return None
        return found

    def time(self, column: str, *, needed: bool = False) -> time | None:
        """A time of day: a time cell, 7:30, 7h30 or 7 giờ 30; never a decimal number."""
        value = self.cells.get(column)
        if isinstance(value, datetime):
            value = value.time()
        if isinstance(value, time):
            return value.replace(second=0, microsecond=0, tzinfo=None)
        words = self.text(column, needed=needed)
        if not words:
            return None
        found = CLOCK.match(words) or re.match(r"^(\d{1,2}):(\d{2}):00$", words)
        if found and int(found[1]) < 24 and int(found[2] or 0) < 60 and not isinstance(value, int | float):
            return time(int(found[1]), int(found[2] or 0))
        self.refuse(column, _("Không đọc được giờ: %s. Viết dạng 7:30.") % words)
        return None

    def hostname(self, column: str) -> str:
        """A host name in lower case."""
        host = self.text(column, most=253).lower().rstrip(".")
        if host and not HOST.match(host):
            self.refuse(column, _("Tên miền không đúng dạng: %s.") % host)
        return host

    def email(self, column: str) -> str:
        """An e-mail address."""
        words = self.text(column)
        if words:
            try:
                validate_email(words)
            except ValidationError:
                self.refuse(column, _("Địa chỉ thư điện tử không đúng dạng: %s.") % words)
        return words

    def names(self, column: str) -> tuple[str, ...]:
        """Names separated by semicolons, each once, in the order of the cell."""
        parts = [one_line(part) for part in self.text(column, most=4_000).split(";")]
        for part in parts:
            if len(part) > 200:
                self.refuse(column, _("Tên cũ dài quá 200 ký tự."))
        return tuple(dict.fromkeys(part for part in parts if part))


def _as_day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def missing_columns(table: Table, required: Sequence[str]) -> UnreadableInput:
    """What to raise for a table that lacks columns."""
    missing = ", ".join(name for name in required if name not in table.heading)
    where = _("Trang tính “%s” thiếu cột: ") % table.sheet if table.sheet else _("Thiếu cột: ")
    return UnreadableInput(f"{where}{missing}.", table.place(table.rows[0][0]))


def the_table(path: Path, required: Sequence[str]) -> Table:
    """The first sheet that has these columns. Raises UnreadableInput where none has."""
    tables = read_tables(path)
    found = next((table for table in tables if set(required) <= set(table.heading)), None)
    if found is None:
        raise missing_columns(tables[0], required)
    check_heading(found)
    return found


def check_heading(table: Table) -> None:
    """Raise UnreadableInput where columns are named twice or the heading is merged."""
    names, row = table.heading, table.rows[0][0]
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise UnreadableInput(_("Cột lặp lại: %s.") % ", ".join(twice), table.place(row, twice[0]))
    merged = table.merged_at(row)
    if merged is not None:
        raise UnreadableInput(_("Dòng tên cột có ô gộp %s; hãy bỏ gộp ô.") % merged.ref, table.place(row))
    if len(table.rows) < 2:
        raise UnreadableInput(_("Tệp không có dòng nào."), table.place(row))


def merged_cell(table: Table, place: Place, code: str) -> Line | None:
    """The problem of a row that a merged range covers: its other cells would come out empty."""
    merged = table.merged_at(place.row or 0)
    if merged is None:
        return None
    names = table.heading
    column = names[merged.first_column - 1] if merged.first_column <= len(names) else ""
    return at(place, column).line(code, _("Ô gộp %s; hãy bỏ gộp ô rồi nhập lại.") % merged.ref)
