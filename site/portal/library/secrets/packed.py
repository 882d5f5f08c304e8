"""Text out of zipped formats: Word, Excel, PowerPoint, OpenDocument, and archives of any files."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from xml.parsers import expat

from portal.library.secrets.plain import in_text
from portal.library.secrets.stamps import stamps_in

MOST_ENTRIES = 2_000
MOST_BYTES = 200_000_000
# Elements that are a line, a cell or a box of their own. A box inside a line is not part of that line.
_BLOCKS = frozenset(
    {"p", "h", "si", "is", "v", "c", "text", "comment", "txbxContent", "text-box", "user-defined", "lpwstr"}
    | {"title", "subject", "keywords", "description", "category"}
    | {"oddHeader", "evenHeader", "firstHeader", "oddFooter", "evenFooter", "firstFooter"}
)
_BREAKS = {"br": "\n", "cr": "\n", "line-break": "\n", "tab": "\t", "s": " "}
# What Excel writes between the words of a sheet's header: place, font, size, page number.
_SHEET_CODES = re.compile(r'&(?:"[^"]*"|\d+|[A-Z])')

# A part of an archive, looked at by its content: its stamps, or Unreadable.
Inner = Callable[[bytes], Iterator[str]]


class Unreadable(Exception):
    """This part cannot be read: encrypted, damaged, or larger than any document is."""


def in_zip(data: bytes, inner: Inner) -> Iterator[str]:
    """Stamps in every part of a zipped file; ``inner`` looks at parts that are files themselves.

    Raises Unreadable for one with a password, a damaged one, or one that unpacks without end.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            office = any(entry.filename in ("[Content_Types].xml", "mimetype") for entry in entries)
            if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_BYTES:
                raise Unreadable("size")
            for entry in entries:
                if entry.is_dir():
                    continue
                yield from stamps_in(entry.filename.rsplit("/", 1)[-1].rsplit(".", 1)[0])
                part = _limited(archive, entry)
                if office and entry.filename.endswith((".xml", ".rels")):
                    yield from in_xml(part)
                else:
                    yield from inner(part)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise Unreadable(type(error).__name__) from error


def _limited(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """The part's bytes; the size that its header states is not believed."""
    with archive.open(entry) as lines:
        data = lines.read(entry.file_size + 1)
    if len(data) > entry.file_size:
        raise Unreadable("size")
    return data


def in_xml(data: bytes) -> Iterator[str]:
    """Stamps in a part of an office document, however its letters are cut into runs."""
    try:
        lines = _Lines().read(data)
    except expat.ExpatError:
        yield from in_text(data)
        return
    for line in lines:
        yield from stamps_in(line)


class _Lines:
    """The lines, cells and boxes of one XML part. A document type declaration is refused."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.stack: list[tuple[str, list[str]]] = [("", [])]
        self.capitals = False

    def read(self, data: bytes) -> list[str]:
        """Parse the part."""
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._declared
        parser.Parse(data, True)
        self._flush(self.stack[0][1])
        return self.lines

    def _declared(self, *_arguments: object) -> None:
        raise expat.ExpatError("document type declaration")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local in _BLOCKS:
            self.stack.append((name, []))
        elif local == "r":
            self.capitals = False
        elif local == "caps":
            self.capitals = attributes.get("w:val", "1") not in ("0", "false", "off")
        if local in _BREAKS and not (local == "s" and not name.startswith("text:")):
            self.stack[-1][1].append(_BREAKS[local])

    def _end(self, name: str) -> None:
        if name == self.stack[-1][0]:
            self._flush(self.stack.pop()[1])
        if name.rpartition(":")[2] == "r":
            self.capitals = False

    def _text(self, text: str) -> None:
        self.stack[-1][1].append(text.upper() if self.capitals else text)

    def _flush(self, parts: list[str]) -> None:
        line = "".join(parts)
        if line.strip():
            self.lines.append(_SHEET_CODES.sub("\n", line) if "&" in line else line)
