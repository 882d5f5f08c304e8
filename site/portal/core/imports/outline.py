"""A look at a workbook before it is read: how large it is when unpacked, where its cells end, what is merged.

A workbook is a stranger's archive. A few hundred kilobytes can unpack to gigabytes; one cell at XFD1048576
makes a reader walk 17 thousand million empty ones; merged cells are invisible to a reader that streams. So
the archive is measured by its table of contents first, then each sheet is streamed once and left at the
first cell that lies outside the limits.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.utils.cell import coordinate_from_string, range_boundaries

from portal.core.imports.snapshot import Place, UnreadableInput

CHUNK = 64 * 1024
RELATIONS = "xl/_rels/workbook.xml.rels"
BOOK = "xl/workbook.xml"


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that is read. Sizes in bytes; ``rows`` counts those below the heading.

    ``unpacked`` is streamed over at the most, ``sheet`` and ``strings`` are held in memory.
    """

    rows: int = 5_000
    columns: int = 60
    file: int = 20_000_000
    unpacked: int = 200_000_000
    sheet: int = 40_000_000
    strings: int = 24_000_000
    members: int = 500
    cells_in_row: int = 16_384


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged range, rows and columns counted from 1."""

    ref: str
    first_row: int
    last_row: int
    first_column: int


@dataclass(slots=True)
class Outline:
    """What was seen of one sheet."""

    title: str
    merged: list[Merged] = field(default_factory=list)


class _Stop(Exception):
    """Ends the streaming of a sheet."""


def outlines(path: Path, limits: Limits) -> list[Outline]:
    """The sheets of a workbook in their order. Raises UnreadableInput for no workbook, or one too large."""
    if path.stat().st_size > limits.file:
        raise UnreadableInput(_("Tệp lớn hơn %d MB.") % (limits.file // 1_000_000))
    try:
        with ZipFile(path) as archive:
            _measure(archive, limits)
            return [
                _look(archive, title, member, path.name, limits) for title, member in _sheets(archive, limits)
            ]
    except (BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        raise UnreadableInput(
            _("Không phải tệp .xlsx, hoặc tệp hỏng hay có mật khẩu; hãy lưu lại dạng .xlsx không mật khẩu.")
        ) from error
    except (expat.ExpatError, KeyError, ValueError) as error:
        raise UnreadableInput(_("Không đọc được tệp: %s.") % error) from None


def _measure(archive: ZipFile, limits: Limits) -> None:
    members = archive.infolist()
    strings = sum(member.file_size for member in members if member.filename.endswith("sharedStrings.xml"))
    unpacked = sum(member.file_size for member in members)
    if len(members) > limits.members or unpacked > limits.unpacked or strings > limits.strings:
        raise _too_large(unpacked, len(members), limits.unpacked)


def _too_large(size: int, members: int, most: int) -> UnreadableInput:
    facts = {"size": size // 1_000_000, "members": members, "most": most // 1_000_000}
    words = _("Tệp bung ra quá lớn (%(size)d MB, %(members)d phần); nhiều nhất %(most)d MB.")
    return UnreadableInput(words % facts)


def _sheets(archive: ZipFile, limits: Limits) -> list[tuple[str, str]]:
    """Titles and members of the sheets."""
    targets: dict[str, str] = {}
    named: list[tuple[str, str]] = []

    def relation(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            targets[attributes["Id"]] = attributes["Target"]

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            key = next(value for key, value in attributes.items() if key.rpartition(":")[2] == "id")
            named.append((attributes["name"], key))

    with archive.open(RELATIONS) as stream:
        _stream(stream, relation)
    with archive.open(BOOK) as stream:
        _stream(stream, sheet)
    found = []
    for title, key in named:
        target = targets[key]
        member = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        if "worksheets/" in member:
            found.append((title, member))
    return found


def _look(archive: ZipFile, title: str, member: str, source: str, limits: Limits) -> Outline:
    """Stream one sheet up to its end, or to the first cell with contents outside the limits."""
    outline = Outline(title)
    seen = _Seen(limits)
    with archive.open(member) as stream:
        try:
            _stream(stream, seen.element)
        except _Stop:
            raise _too_far(seen, title, source, limits) from None
    size = archive.getinfo(member).file_size
    if size > limits.sheet:
        raise _too_large(size, 1, limits.sheet)
    for ref in seen.merged:
        first_column, first_row, _last_column, last_row = range_boundaries(ref)
        if first_row is not None and last_row is not None and first_column is not None:
            outline.merged.append(Merged(ref, first_row, last_row, first_column))
    return outline


class _Seen:
    """Counts what a sheet's elements say."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.row = 0
        self.column = 0
        self.filled_rows = 0
        self.cells = 0
        self.filled = False
        self.merged: list[str] = []

    def element(self, name: str, attributes: dict[str, str]) -> None:
        """One start tag."""
        if name == "row":
            self.row = int(attributes.get("r") or self.row + 1)
            self.column = self.cells = 0
            self.filled = False
        elif name == "c":
            self.cells += 1
            if self.cells > self.limits.cells_in_row:
                raise _Stop
            self._at(attributes.get("r", ""))
        elif name in ("v", "is", "f"):
            if not self.filled:
                self.filled, self.filled_rows = True, self.filled_rows + 1
            if self.row > self.limits.rows + 1 or self.column > self.limits.columns:
                raise _Stop
        elif name == "mergeCell":
            if len(self.merged) >= self.limits.rows:
                raise _Stop
            self.merged.append(attributes["ref"])

    def _at(self, ref: str) -> None:
        if not ref:
            self.column += 1
            return
        letters, self.row = coordinate_from_string(ref)
        self.column = column_index_from_string(letters)


def _too_far(seen: _Seen, title: str, source: str, limits: Limits) -> UnreadableInput:
    column = get_column_letter(max(1, min(seen.column, 16_384)))
    place = Place(source, seen.row, title, column)
    if seen.filled_rows > limits.rows and seen.column <= limits.columns:
        reason = _("Trang tính “%(sheet)s” có hơn %(most)d dòng.")
    else:
        reason = _(
            "Trang tính “%(sheet)s” có ô %(cell)s ở ngoài bảng (nhiều nhất %(most)d dòng, %(columns)d cột); "
            "hãy xóa ô đó."
        )
    facts = {
        "sheet": title,
        "cell": f"{column}{seen.row}",
        "most": limits.rows,
        "columns": limits.columns,
    }
    return UnreadableInput(reason % facts, place)


def _stream(stream: IO[bytes], element: Callable[[str, dict[str, str]], None]) -> None:
    """Give every start tag, without its name space, to ``element``. A document type is refused."""
    parser = expat.ParserCreate()

    def start(name: str, attributes: dict[str, str]) -> None:
        element(name.rpartition(":")[2], attributes)

    def doctype(*_args: Any) -> None:
        raise ValueError(_("tệp có khai báo DOCTYPE"))

    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = doctype
    while chunk := stream.read(CHUNK):
        parser.Parse(chunk, False)
    parser.Parse(b"", True)
