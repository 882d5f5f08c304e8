"""The register of agencies as officials keep it: a table (.xlsx or .csv), read and checked row by row.

Columns: ``ma_don_vi, ten, loai, cap, don_vi_cha, ma_dinh_danh_dien_tu, ten_mien, dia_chi, dien_thoai,
thu_dien_tu, hieu_luc_tu, hieu_luc_den`` and, optional, ``ten_cu`` (former names, separated by "; "), ``vi_do,
kinh_do`` (a point on the map), ``chuc_vu_phu_trach`` (the role that answers for the site) and
``xac_nhan_ngay`` (when the contact was confirmed).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.utils.translation import gettext as _

from portal.agencies.cells import CellReader, at, check_heading, in_words, merged_cell, the_table
from portal.agencies.models import Agency
from portal.core.imports import Line, Place, Snapshot
from portal.core.imports.tables import Table

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
    "vi_do",
    "kinh_do",
    "chuc_vu_phu_trach",
    "xac_nhan_ngay",
)
LEVELS = {"tinh": Agency.Level.PROVINCE, "so": Agency.Level.DEPARTMENT, "xa": Agency.Level.COMMUNE}


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
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    site_responsible: str = ""
    contact_confirmed_on: date | None = None


@dataclass(slots=True)
class RegisterFile(Snapshot[AgencyRow]):
    """What a table says: the rows that can be used, parents first, and why the others cannot."""

    ignored_columns: list[str] = field(default_factory=list)


def read(path: Path, known_codes: Iterable[str] = ()) -> RegisterFile:
    """Read and check a table. ``known_codes``: agencies that exist already and may be named as parents.

    Raises UnreadableInput when it is no table of agencies at all.
    """
    return read_agencies(the_table(path, REQUIRED), known_codes)


def read_agencies(table: Table, known_codes: Iterable[str] = ()) -> RegisterFile:
    """The agencies of a table that has their columns."""
    check_heading(table)
    found = RegisterFile(ignored_columns=[name for name in table.heading if name and name not in COLUMNS])
    seen: dict[str, Place] = {}
    hosts: dict[str, Place] = {}
    for place, cells in table.body():
        row, problems = _Reader(place, cells).agency()
        merged = merged_cell(table, place, row.code if row else "")
        if merged is not None:
            problems = [merged]
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


def _once(seen: dict[str, Place], value: str, row: AgencyRow, column: str, message: str) -> list[Line]:
    if value in seen:
        place = at(row.place, column)
        return [place.line(row.code, message % {"value": value, "place": in_words(seen[value])})]
    seen[value] = row.place
    return []


class _Reader(CellReader):
    """Turns the cells of one row into an :class:`AgencyRow`."""

    def agency(self) -> tuple[AgencyRow | None, list[Line]]:
        """The row, or None, and everything that is wrong with it."""
        code = self.unit_code()
        level = self.choice("cap", LEVELS)
        parent = self.text("don_vi_cha")
        if level and level != Agency.Level.PROVINCE and not parent:
            self.refuse("don_vi_cha", _("Chưa ghi mã đơn vị cha."))
        if level == Agency.Level.PROVINCE and parent:
            self.refuse("don_vi_cha", _("Tỉnh, thành phố không có đơn vị cha."))
        begins, ends = self.day("hieu_luc_tu"), self.day("hieu_luc_den")
        if begins and ends and ends <= begins:
            self.refuse("hieu_luc_den", _("Ngày hết hiệu lực phải sau ngày có hiệu lực."))
        latitude = self.number("vi_do", Agency.SOUTH, Agency.NORTH)
        longitude = self.number("kinh_do", Agency.WEST, Agency.EAST)
        if (latitude is None) != (longitude is None) and not self.problems:
            self.refuse("vi_do" if latitude is None else "kinh_do", _("Ghi cả vĩ độ và kinh độ."))
        row = AgencyRow(
            place=self.place,
            code=code,
            name=self.text("ten", most=200, needed=True),
            kind=self.choice("loai", {value: value for value in Agency.Kind.values}),
            level=level,
            parent_code=parent,
            identifier_code=self.text("ma_dinh_danh_dien_tu", most=40),
            hostname=self.hostname("ten_mien"),
            address=self.text("dia_chi", most=300),
            phone=self.text("dien_thoai", most=40),
            email=self.email("thu_dien_tu"),
            valid_from=begins,
            valid_to=ends,
            former_names=self.names("ten_cu"),
            latitude=latitude,
            longitude=longitude,
            site_responsible=self.text("chuc_vu_phu_trach", most=200),
            contact_confirmed_on=self.day("xac_nhan_ngay"),
        )
        return (None if self.problems else row), self.problems


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
