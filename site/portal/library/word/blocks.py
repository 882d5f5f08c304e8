"""What a manuscript is made of, whatever file it came in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from html import unescape
from typing import Final

from portal.library.pdf import Signature

_INLINE: Final = re.compile(r"</?(?:b|i|a)\b[^<>]*>")
_TAG: Final = re.compile(r"<[^<>]*>")


class Aside(StrEnum):
    """Why a block is not taken unless the editor says so."""

    NONE = ""
    TITLE = "title"
    LEAD = "lead"
    LETTERHEAD = "letterhead"
    SIGNATURE = "signature"
    CONTENTS = "contents"
    RUNNING = "running"
    TABLE = "table"


class Note(StrEnum):
    """What the editor is told about the file as a whole."""

    LETTERS_IN_PIECES = "nfd"
    WRONG_LETTER = "gha"
    EXTERNAL_PICTURE = "external"
    DRAWING = "drawing"
    PICTURE_BROKEN = "broken"
    PICTURE_TOO_LARGE = "pixels"
    TOO_MANY_PICTURES = "pictures"
    TABLE_TOO_LONG = "table"
    TABLE_IN_TABLE = "nested"
    CHANGES = "changes"
    OBJECT = "object"
    LINK_DROPPED = "link"
    CAPITALS = "capitals"
    SCAN = "scan"
    SCANNED_PAGES = "scanned"
    PDF_TABLE = "pdf-table"
    PDF_PICTURE = "pdf-picture"
    PDF_LONG = "pdf-long"
    ACTIVE = "active"
    NO_NUMBER = "no-number"


@dataclass(slots=True)
class Heading:
    """A heading; ``level`` 1 is the highest of the file. ``guessed``: from a bold line, not from a style."""

    text: str
    level: int = 1
    guessed: bool = False
    aside: Aside = Aside.NONE

    @property
    def words(self) -> str:
        """Its text."""
        return self.text


@dataclass(slots=True)
class Prose:
    """A paragraph or a list, as HTML of ``p ul ol li b i a br`` alone."""

    html: str
    aside: Aside = Aside.NONE
    bold: bool = False
    centred: bool = False
    caption: bool = False

    @property
    def words(self) -> str:
        """Its text without tags."""
        return " ".join(unescape(_TAG.sub(" ", _INLINE.sub("", self.html))).split())


@dataclass(frozen=True, slots=True)
class Span:
    """A cell over several rows or columns; row and column are counted from 0."""

    row: int
    column: int
    rows: int
    columns: int


@dataclass(slots=True)
class Table:
    """Cells as plain text, lines parted by "\\n"; covered cells are empty."""

    rows: list[list[str]]
    spans: list[Span] = field(default_factory=list)
    head: bool = False
    caption: str = ""
    aside: Aside = Aside.NONE

    @property
    def words(self) -> str:
        """The text of its cells."""
        return " ".join(" ".join(cell.split()) for row in self.rows for cell in row if cell)


@dataclass(slots=True)
class Picture:
    """A picture as it lay in the file: its bytes, and the words that came with it."""

    content: bytes = field(repr=False)
    name: str
    width: int
    height: int
    alt: str = ""
    caption: str = ""
    aside: Aside = Aside.NONE

    @property
    def words(self) -> str:
        """Its caption."""
        return self.caption


Block = Heading | Prose | Table | Picture


@dataclass(frozen=True, slots=True)
class Recoding:
    """Text typed for an old font. ``confidence`` from 0 to 1; ``pairs``: before and after, at most three."""

    coding: str
    confidence: float
    sure: bool
    pairs: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Head:
    """What the letterhead and the signature of an administrative text say; empty where nothing was found.

    ``number``: with its sign, "45/TB-UBND". ``kind``: "Thông báo". ``abstract``: trích yếu.
    """

    number: str = ""
    day: date | None = None
    issuer: str = ""
    kind: str = ""
    abstract: str = ""
    signer: str = ""


@dataclass(slots=True)
class Original:
    """The file itself, where it goes with the text.

    ``picture_pages``: those that are only pictures; ``unread``: something in it could not be opened.
    """

    pages: int
    size: int
    signatures: list[Signature] = field(default_factory=list)
    picture_pages: tuple[int, ...] = ()
    unread: bool = False


@dataclass(slots=True)
class Manuscript:
    """A file read: its blocks, the title and opening sentence as far as they could be guessed."""

    blocks: list[Block]
    title: str = ""
    lead: str = ""
    head: Head = field(default_factory=Head)
    original: Original | None = None
    notes: list[Note] = field(default_factory=list)
    recoding: Recoding | None = None
    recoded: bool = False

    @property
    def pictures(self) -> list[Picture]:
        """The pictures in their order."""
        return [block for block in self.blocks if isinstance(block, Picture)]

    def note(self, note: Note) -> None:
        """Say something about the file, once."""
        if note not in self.notes:
            self.notes.append(note)
