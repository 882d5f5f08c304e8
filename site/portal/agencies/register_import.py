"""The whole register out of one file: agencies and their sites, old units, service points, hours, exceptions.

Agencies first, through provisioning; then each other table, one transaction an agency. A refused row makes
nothing: where a row of an agency is refused, that agency keeps what it had of that table. The same file twice
changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from time import monotonic
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.agencies.cells import at, check_heading, in_words, merged_cell, missing_columns
from portal.agencies.models import Agency, HoursException, ServicePoint
from portal.agencies.provisioning import REPORT_KEYS, Say, provision
from portal.agencies.register_file import REQUIRED, RegisterFile, read_agencies
from portal.agencies.register_tables import FORMER, KINDS, POINTS, TableKind, TableRow
from portal.core.imports import Line, Place, Plan, Report, UnreadableInput, finish_run
from portal.core.imports.tables import Table, read_tables

COMMAND = "provision_agencies"


@dataclass(slots=True)
class TableFile:
    """One of the other tables as read: rows by agency, and the agencies whose rows were refused."""

    kind: TableKind
    rows: dict[str, list[TableRow]] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    problems: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Register:
    """Everything that a file says of the register."""

    agencies: RegisterFile = field(default_factory=RegisterFile)
    tables: list[TableFile] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


def import_register(path: Path, *, dry_run: bool = False, say: Say | None = None, source: str = "") -> Report:
    """Read a file and bring the register in line with it. Raises UnreadableInput for no table at all."""
    began, started = timezone.now(), monotonic()
    found = read_register(path, Agency.objects.values_list("code", flat=True))
    _leave_names_to_their_table(found)
    report = provision(found.agencies, source=source or path.name, dry_run=dry_run, say=say)
    known = {row.code for row in found.agencies.rows}
    points = _points(found)
    for table in found.tables:
        if table.kind.of_points:
            _refuse_unknown_points(table, points)
        _apply(table, report.plan, known, dry_run=dry_run)
    report.extra["ignored_sheets"] = found.ignored
    report.seconds = monotonic() - started
    if not dry_run:
        finish_run(COMMAND, source or path.name, began, report)
    return report


def _leave_names_to_their_table(found: Register) -> None:
    """Old names have a table of their own, which says more than the column of the agencies."""
    named = {code for table in found.tables if table.kind is FORMER for code in table.rows}
    rows = found.agencies.rows
    found.agencies.rows = [replace(row, former_names=()) if row.code in named else row for row in rows]


def refusal(error: UnreadableInput, source: str, *, dry_run: bool = False) -> Report:
    """The report of a file that cannot be read at all: stopped, with the place where there is one."""
    plan = Plan(refused=[(error.place or Place(source)).line("", str(error))])
    return Report(plan, dry_run=dry_run, stopped=str(error), keys=REPORT_KEYS)


def read_register(path: Path, known_codes: Any = ()) -> Register:
    """Read and check every sheet whose columns are known; the others are named as ignored."""
    register = Register()
    tables = read_tables(path)
    used = False
    # A sheet that holds nothing but its heading says nothing, unless it is all there is.
    filled = [table for table in tables if len(table.rows) > 1] or tables
    for table in filled:
        heading = set(table.heading)
        kind = next((kind for kind in KINDS if set(kind.required) <= heading), None)
        if set(REQUIRED) <= heading and not register.agencies.rows:
            register.agencies = read_agencies(table, known_codes)
        elif kind is not None:
            register.tables.append(_read_table(table, kind))
        else:
            register.ignored.append(table.sheet)
            continue
        used = True
    if not used:
        raise missing_columns(tables[0], REQUIRED)
    register.tables.sort(key=lambda found: KINDS.index(found.kind))
    return register


def _read_table(table: Table, kind: TableKind) -> TableFile:
    check_heading(table)
    found = TableFile(kind)
    seen: dict[tuple[Any, ...], Place] = {}
    for place, cells in table.body():
        row, problems = kind.row(place, cells)
        code = row.code if row else str(cells.get("ma_don_vi") or "").strip()
        merged = merged_cell(table, place, code)
        if merged is not None:
            problems = [merged]
        elif row is not None and (code, row.key) in seen:
            reason = _("Đã ghi ở %s.") % in_words(seen[code, row.key])
            problems = [at(place, kind.key_column).line(code, reason)]
        if row is None or problems:
            found.problems += problems
            found.refused.add(code)
            continue
        seen[code, row.key] = place
        found.rows.setdefault(code, []).append(row)
    return found


def _points(found: Register) -> dict[str, set[str]]:
    """The service points of each agency once the file has been applied."""
    names: dict[str, set[str]] = {}
    for code, name in ServicePoint.objects.values_list("agency__code", "name"):
        names.setdefault(code, set()).add(name)
    for table in found.tables:
        if table.kind is POINTS:
            for code, rows in table.rows.items():
                if code not in table.refused:
                    names[code] = {row.key[0] for row in rows}
    return names


def _refuse_unknown_points(table: TableFile, points: dict[str, set[str]]) -> None:
    for code, rows in table.rows.items():
        for row in rows:
            if row.key[0] and row.key[0] not in points.get(code, ()):
                reason = _("Đơn vị không có nơi tiếp nhận “%s”.") % row.key[0]
                table.problems.append(at(row.place, "ten_noi").line(code, reason))
                table.refused.add(code)


def _apply(table: TableFile, plan: Plan, coming: set[str], *, dry_run: bool) -> None:
    """Bring one table of every named agency in line. ``coming``: agencies that the same file makes."""
    plan.add("refused", table.problems)
    held: dict[str, dict[tuple[Any, ...], Any]] = {}
    for row in table.kind.held():
        held.setdefault(table.kind.agency_of(row), {})[table.kind.key_of(row)] = row
    agencies = {agency.code: agency for agency in Agency.objects.filter(code__in=table.rows)}
    for code, rows in table.rows.items():
        agency = agencies.get(code)
        if code in table.refused:
            first = rows[0]
            plan.add(
                "refused",
                [first.place.line(code, _("Chưa ghi gì của đơn vị này vì có dòng bị từ chối."))],
            )
        elif agency is None and not (dry_run and code in coming):
            reason = _("Không có đơn vị mang mã %s.") % code
            plan.add("refused", [at(row.place, "ma_don_vi").line(code, reason) for row in rows])
        else:
            _apply_agency(table.kind, agency, rows, held.get(code, {}), plan, dry_run=dry_run)


def _apply_agency(
    kind: TableKind,
    agency: Agency | None,
    rows: list[TableRow],
    held: dict[tuple[Any, ...], Any],
    plan: Plan,
    *,
    dry_run: bool,
) -> None:
    made: dict[str, list[Line]] = {"created": [], "changed": [], "unchanged": []}
    gone = [held[key] for key in held.keys() - {row.key for row in rows}]
    with transaction.atomic():
        for old in gone:
            made["changed"].append(rows[0].place.line(kind.agency_of(old), _("Bỏ: %s") % old))
            old.delete()
        for row in rows:
            outcome = _write(kind, agency, row, held.get(row.key), dry_run=dry_run)
            made[outcome].append(row.place.line(row.code, kind.sheet))
        if dry_run:
            transaction.set_rollback(True)
    for key, lines in made.items():
        plan.add(key, lines)


def _write(kind: TableKind, agency: Agency | None, row: TableRow, old: Any, *, dry_run: bool) -> str:
    if old is not None:
        if kind.values_of(old) == row.values:
            return "unchanged"
        _fill(old, row.values)
        old.save()
        return "changed"
    # A dry run makes no agencies; what it would give them can only be announced.
    if agency is not None and not dry_run:
        new = kind.make(agency, row.key)
        _fill(new, row.values)
        new.save()
    return "created"


def _fill(obj: Any, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(obj, name, value)
    if isinstance(obj, HoursException):
        # A name of one of the agency's own points is that point.
        obj.elsewhere_point = ServicePoint.objects.filter(agency=obj.owner, name=obj.elsewhere).first()
        if obj.elsewhere_point is not None:
            obj.elsewhere = ""
