"""The table of mergers, splits and new names (.xlsx or .csv), read and checked row by row.

Columns: ``thao_tac`` (nhap, tach, doi-ten), ``ma_cu``, ``ma_moi``, ``ten_moi``, ``ngay`` and, optional,
``van_ban`` (the act that orders it). One row a pair of old and new unit: three rows ``nhap`` with one
``ma_moi`` merge three units, two rows ``tach`` with one ``ma_cu`` split one. A unit that goes on under its
own code has the same code in both columns.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from portal.agencies.cells import CODE, CellReader, at, in_words, merged_cell, the_table
from portal.agencies.models import Agency
from portal.core.imports import Place, Snapshot
from portal.core.imports.tables import Table

MERGE, SPLIT, RENAME = "nhap", "tach", "doi-ten"
REQUIRED = ("thao_tac", "ma_cu", "ma_moi", "ten_moi", "ngay")
COLUMNS = (*REQUIRED, "van_ban")


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One row, checked by itself. ``new_code`` of a rename is the old code."""

    place: Place
    action: str
    old_code: str
    new_code: str
    new_name: str
    on: date
    act_name: str = ""

    @property
    def goes_on(self) -> bool:
        """Whether the unit goes on under its own code."""
        return self.old_code == self.new_code


@dataclass(slots=True)
class Group:
    """Rows that hang together by their codes: done whole or not at all."""

    rows: list[ChangeRow] = field(default_factory=list)


@dataclass(slots=True)
class ChangeFile(Snapshot[ChangeRow]):
    """What a table says: ``groups`` that can be done, and why the other rows cannot."""

    groups: list[Group] = field(default_factory=list)
    # Codes of refused rows: what hangs together with them is not done either.
    spoiled: set[str] = field(default_factory=set)


def read(path: Path) -> ChangeFile:
    """Read and check a table. Raises UnreadableInput when it is no table of changes at all."""
    found = ChangeFile()
    table = the_table(path, REQUIRED)
    for place, cells in table.body():
        row = _row(table, place, cells, found)
        if row is not None:
            found.rows.append(row)
    _twice(found)
    _one_fate(found)
    _names(found)
    _units(found)
    _rings(found)
    found.groups = _groups(found)
    return found


def _row(table: Table, place: Place, cells: dict[str, Any], found: ChangeFile) -> ChangeRow | None:
    reader = CellReader(place, cells)
    reader.code = old = reader.text("ma_cu", most=30, needed=True)
    action = reader.choice("thao_tac", {MERGE: MERGE, SPLIT: SPLIT, RENAME: RENAME})
    new = reader.text("ma_moi", most=30, needed=action in (MERGE, SPLIT))
    name = reader.text("ten_moi", most=200, needed=action == RENAME)
    on = reader.day("ngay")
    if on is None and not reader.problems:
        reader.refuse("ngay", _("Ô trống."))
    for column, code in (("ma_cu", old), ("ma_moi", new)):
        if code and not CODE.match(code):
            reader.refuse(column, _("Mã đơn vị chỉ gồm chữ, số, dấu chấm và gạch nối: %s.") % code)
    if action == RENAME and new not in ("", old):
        reader.refuse("ma_moi", _("Đổi tên thì mã giữ nguyên; đổi cả mã thì ghi thao tác nhap."))
    act = reader.text("van_ban", most=300)
    merged = merged_cell(table, place, old)
    if merged is not None:
        reader.problems = [merged]
    if reader.problems or on is None:
        found.problems.extend(reader.problems)
        found.spoiled.update(code for code in (old, new) if code)
        return None
    return ChangeRow(place, action, old, new or old, name, on, act)


def _refuse(found: ChangeFile, row: ChangeRow, column: str, reason: str, *, spoils: bool = True) -> None:
    """Take a row out and say why."""
    found.rows.remove(row)
    if spoils:
        found.spoiled.update((row.old_code, row.new_code))
    found.problems.append(at(row.place, column).line(row.old_code, reason))


def _twice(found: ChangeFile) -> None:
    seen: dict[tuple[str, str], ChangeRow] = {}
    for row in list(found.rows):
        other = seen.setdefault((row.old_code, row.new_code), row)
        if other is not row:
            _refuse(found, row, "ma_cu", _("Trùng với %s.") % in_words(other.place), spoils=False)


def _one_fate(found: ChangeFile) -> None:
    """A unit is merged into one, or split into several, and not both."""
    rows: dict[str, list[ChangeRow]] = defaultdict(list)
    for row in found.rows:
        rows[row.old_code].append(row)
    for mine in rows.values():
        actions = {row.action for row in mine}
        new = {row.new_code for row in mine}
        reason = ""
        if len(actions) > 1:
            reason = _("Một đơn vị chỉ có một thao tác trong tệp; ở đây có: %s.") % ", ".join(sorted(actions))
        elif actions == {MERGE} and len(new) > 1:
            reason = _("Một đơn vị chỉ nhập vào một đơn vị; chia cho nhiều đơn vị thì ghi thao tác tach.")
        elif actions == {SPLIT} and len(new) < 2:
            reason = _("Tách thì phải có ít nhất hai dòng, mỗi đơn vị mới một dòng.")
        elif len({row.on for row in mine}) > 1:
            reason = _("Các dòng của một đơn vị cũ phải cùng một ngày.")
        if reason:
            for row in mine:
                _refuse(found, row, "thao_tac", reason)


def _names(found: ChangeFile) -> None:
    """A new unit has one name, and a unit that nobody knows yet has one at all."""
    known = set(Agency.objects.values_list("code", flat=True))
    names: dict[str, ChangeRow] = {}
    for row in list(found.rows):
        if row.new_name:
            other = names.setdefault(row.new_code, row)
            if other.new_name != row.new_name:
                words = _("Mã %(code)s đã mang tên %(name)s ở %(place)s.")
                values = {"code": row.new_code, "name": other.new_name, "place": in_words(other.place)}
                _refuse(found, row, "ten_moi", words % values)
    for row in list(found.rows):
        if row.new_code not in known and row.new_code not in names:
            _refuse(found, row, "ten_moi", _("Đơn vị mới %s chưa có tên.") % row.new_code)


def _units(found: ChangeFile) -> None:
    """Old units exist, or are made by the file; units of the province's own level do not merge."""
    known = {agency.code: agency for agency in Agency.objects.all()}
    made = {row.new_code for row in found.rows}
    for row in list(found.rows):
        old, new = known.get(row.old_code), known.get(row.new_code)
        if old is None and (row.old_code not in made or row.action == RENAME or row.goes_on):
            _refuse(found, row, "ma_cu", _("Không có đơn vị mang mã %s.") % row.old_code)
        elif row.action != RENAME and Agency.Level.PROVINCE in {unit.level for unit in (old, new) if unit}:
            _refuse(found, row, "ma_cu", _("Cổng của một tỉnh không nhập, tách tỉnh."))
        elif old is not None and new is not None and old.level != new.level:
            _refuse(found, row, "ma_moi", _("Hai đơn vị không cùng cấp."))
        elif old is not None and old.valid_from is not None and row.on <= old.valid_from:
            _refuse(found, row, "ngay", _("Ngày phải sau ngày đơn vị cũ có hiệu lực."))


def _rings(found: ChangeFile) -> None:
    """Refuse the rows of a ring: each of its units would be swallowed by the next."""
    after: dict[str, set[str]] = defaultdict(set)
    for row in found.rows:
        if not row.goes_on:
            after[row.old_code].add(row.new_code)
    for row in list(found.rows):
        if not row.goes_on and row.old_code in _reached(row.new_code, after):
            words = _("Vòng tròn: %(old)s nhập vào %(new)s rồi lại quay về.")
            _refuse(found, row, "ma_moi", words % {"old": row.old_code, "new": row.new_code})


def _reached(start: str, after: dict[str, set[str]]) -> set[str]:
    found, waiting = {start}, [start]
    while waiting:
        for code in after.get(waiting.pop(), set()) - found:
            found.add(code)
            waiting.append(code)
    return found


def _groups(found: ChangeFile) -> list[Group]:
    """The rows by what hangs together; a group of which a row was refused is refused whole."""
    of: dict[str, Group] = {}
    for row in sorted(found.rows, key=_order):
        here, there = of.get(row.old_code), of.get(row.new_code)
        group = here or there or Group()
        if here and there and here is not there:
            here.rows.extend(there.rows)
            of.update(dict.fromkeys(_codes(there.rows), here))
        group.rows.append(row)
        of.update(dict.fromkeys(_codes(group.rows), group))
    groups = list({id(group): group for group in of.values()}.values())
    for group in list(groups):
        touched = sorted(_codes(group.rows) & found.spoiled)
        if touched:
            groups.remove(group)
            reason = _("Một dòng khác về đơn vị %s bị từ chối; cả nhóm chưa làm.") % touched[0]
            for row in group.rows:
                _refuse(found, row, "ma_cu", reason)
    return [Group(_predecessors_first(group.rows)) for group in groups]


def _order(row: ChangeRow) -> tuple[date, str, str]:
    return row.on, row.old_code, row.new_code


def _codes(rows: Iterable[ChangeRow]) -> set[str]:
    return {code for row in rows for code in (row.old_code, row.new_code)}


def _predecessors_first(rows: list[ChangeRow]) -> list[ChangeRow]:
    """What goes into a unit comes before that unit goes on; else by code, whatever the order of the file.

    The rows of one split keep the order of the file: the first new unit takes over the content.
    """
    into: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if not row.goes_on:
            into[row.new_code].add(row.old_code)
    ordered: list[str] = []
    waiting = sorted({row.old_code for row in rows})
    while waiting:
        code = next(code for code in waiting if not into.get(code, set()) & set(waiting) - {code})
        ordered.append(code)
        waiting.remove(code)
    in_file = sorted(rows, key=lambda row: row.place.row or 0)
    return [row for code in ordered for row in in_file if row.old_code == code]
