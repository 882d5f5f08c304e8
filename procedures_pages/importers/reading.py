"""Files and folders as streams of rows. The format is found in the content, never in the name.

A file is read from its start each time; nothing but one row (or one JSON file of at most
:data:`LARGEST_FILE` bytes) is held in memory.
"""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from portal.core.imports import Place, UnreadableInput
from procedures_pages.importers.parsed import API_JSON, JSONL

FORMATS = ("auto", API_JSON, JSONL)
LARGEST_FILE = 64 * 1024 * 1024
LARGEST_LINE = 16 * 1024 * 1024
SAMPLE_LINES = 20
API_PARTS = (
    "executionSteps",
    "executionMethods",
    "executionCases",
    "legalBasisesDetails",
    "categoriesDetails",
)
LINE_PARTS = ("steps", "methods", "dossier", "published_by", "implementing_agency", "agencies")


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row as read: its place, its format, its values and its bytes. ``data`` None: no JSON object."""

    place: Place
    format: str
    data: dict[str, Any] | None
    original: bytes


@dataclass(frozen=True, slots=True)
class Source:
    """One recognised file: where it is, the name that reports show, its format and shape."""

    path: Path
    name: str
    format: str
    lines: bool


@dataclass(slots=True)
class Found:
    """The recognised files of an input, in a fixed order, and those that are something else."""

    sources: list[Source] = field(default_factory=list)
    ignored: list[tuple[Place, str]] = field(default_factory=list)


def find(paths: list[Path], wanted: str = "auto") -> Found:
    """Recognise the files among ``paths``, folders with all below them; hidden names are passed over.

    Raises :class:`UnreadableInput` for a path that is missing, or a single file that holds no procedures.
    """
    found = Found()
    seen: set[Path] = set()
    names: set[str] = set()
    for path in paths:
        if not path.exists():
            raise UnreadableInput(_("không có tệp hoặc thư mục: %(path)s") % {"path": path})
        for file, name in _files(path):
            if file.resolve() in seen:
                continue
            seen.add(file.resolve())
            name = _unused(name, file, path, names)
            try:
                source, reason = recognise(file, name, wanted)
            except (OSError, EOFError, zlib.error) as error:
                if path.is_file():
                    raise UnreadableInput(f"{name}: {error}") from error
                source, reason = None, _("không đọc được: %(error)s") % {"error": error}
            if source:
                found.sources.append(source)
            elif path.is_file():
                raise UnreadableInput(f"{name}: {reason}")
            else:
                found.ignored.append((Place(name), reason))
    found.sources.sort(key=lambda source: source.name)
    return found


def _unused(name: str, file: Path, path: Path, names: set[str]) -> str:
    """A name for reports that no other file of the input has."""
    for candidate in (name, f"{path.resolve().name}/{name}", file.resolve().as_posix()):
        if candidate not in names:
            break
    names.add(candidate)
    return candidate


def _files(path: Path) -> Iterator[tuple[Path, str]]:
    if path.is_file():
        yield path, path.name
        return
    for file in sorted(path.rglob("*")):
        relative = file.relative_to(path)
        if file.is_file() and not any(part.startswith(".") for part in relative.parts):
            yield file, relative.as_posix()


def recognise(path: Path, name: str, wanted: str = "auto") -> tuple[Source | None, str]:
    """The source that a file is, or None and the reason, in Vietnamese."""
    with opened(path) as stream:
        head = stream.readline(LARGEST_LINE)
        while head and not head.strip(b"\xef\xbb\xbf \t\r\n"):
            head = stream.readline(LARGEST_LINE)
        head = head.removeprefix(b"\xef\xbb\xbf").strip()
        if head[:1] not in (b"{", b"["):
            return None, _("không phải tệp JSON")
        sample = [_as_line(_json(head))]
        while len(sample) < SAMPLE_LINES and (line := stream.readline(LARGEST_LINE)):
            if line.strip():
                sample.append(_as_line(_json(line)))
    if any(is_line(row) for row in sample):
        source: Source | None = Source(path, name, JSONL, lines=True)
    else:
        source = _whole(path, name)
    if source is None:
        return None, _("không có dữ liệu thủ tục ở định dạng nhận biết được")
    if wanted not in ("auto", source.format):
        return None, _("không phải định dạng %(format)s") % {"format": wanted}
    return source, ""


def _whole(path: Path, name: str) -> Source | None:
    with opened(path) as stream:
        text = stream.read(LARGEST_FILE + 1)
    if len(text) > LARGEST_FILE:
        return None
    rows = [data for data, _original in _objects(_json(text))]
    if any(is_api(row) for row in rows):
        return Source(path, name, API_JSON, lines=False)
    if any(is_line(row) for row in rows):
        return Source(path, name, JSONL, lines=False)
    return None


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The file's bytes, unpacked when they are gzip; closed at the end."""
    with path.open("rb") as stream:
        packed = stream.read(2) == b"\x1f\x8b"
        stream.seek(0)
        if not packed:
            yield stream
            return
        with gzip.GzipFile(fileobj=stream) as unpacked, io.BufferedReader(unpacked) as buffered:
            yield buffered


def rows(source: Source) -> Iterator[RawRow]:
    """All rows of a file in its order. Raises :class:`UnreadableInput` where the file breaks off."""
    try:
        if source.lines:
            yield from _line_rows(source)
        else:
            with opened(source.path) as stream:
                text = stream.read(LARGEST_FILE)
            found = _objects(_json(text))
            for number, (data, original) in enumerate(found, 1):
                place = Place(source.name, number if len(found) > 1 else None)
                yield RawRow(place, source.format, data, original or text)
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableInput(f"{source.name}: {error}") from error


def _line_rows(source: Source) -> Iterator[RawRow]:
    with opened(source.path) as stream:
        for number, line in enumerate(iter(lambda: stream.readline(LARGEST_LINE), b""), 1):
            line = line.removeprefix(b"\xef\xbb\xbf").strip()
            if line:
                data = _as_line(_json(line))
                place = Place(source.name, number)
                yield RawRow(place, source.format, data if isinstance(data, dict) else None, line)


def _json(text: bytes) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def is_api(row: Any) -> bool:
    """Whether an object is a procedure of the national interface."""
    return (
        isinstance(row, dict) and "code" in row and "name" in row and any(part in row for part in API_PARTS)
    )


def is_line(row: Any) -> bool:
    """Whether an object is a line of normalised procedures; other lists of a province are not."""
    return (
        isinstance(row, dict)
        and "code" in row
        and "name" in row
        and "code_raw" not in row
        and any(part in row for part in LINE_PARTS)
    )


def _objects(value: Any) -> list[tuple[dict[str, Any], bytes]]:
    """The procedures of a JSON document: bare, wrapped, or a list of either (then with own bytes)."""
    if isinstance(value, dict) and isinstance(value.get("data"), dict | list):
        value = value["data"]
    if isinstance(value, dict):
        for key in ("records", "items"):
            if isinstance(value.get(key), list):
                value = value[key]
                break
    if isinstance(value, dict):
        return [(value, b"")]
    found = []
    for item in value if isinstance(value, list) else []:
        if isinstance(item, dict):
            inner = next((item[key] for key in ("detail", "data") if isinstance(item.get(key), dict)), item)
            found.append((_as_line(inner), json.dumps(item, ensure_ascii=False).encode()))
    return found


def _as_line(item: Any) -> Any:
    """A line of the national interface's list in the words of normalised lines; anything else as it is."""
    if not isinstance(item, dict) or "departmentPromulgate" not in item or is_api(item):
        return item
    return {
        "code": item.get("code"),
        "name": item.get("name"),
        "field": item.get("categories"),
        "agencies": item.get("departments"),
        "published_by": item.get("departmentPromulgate"),
        "applicants": item.get("formalityTargetType"),
        "scope": item.get("type"),
        "state": item.get("state"),
        "portal_id": item.get("id"),
    }
