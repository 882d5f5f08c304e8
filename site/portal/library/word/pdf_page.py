"""The words of a page of a PDF with their places: runs of one font, pieces without a gap, rows of a height.

Points (1/72 inch); the origin is the lower left corner of the page.
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any, Final

from pypdfium2 import raw

from portal.library.word.runs import Run

MOST_LETTERS: Final = 40_000
# A gap of more than this, in heights of a letter, parts columns; a marker of a list may stand further off.
GAP: Final = 1.8
_BLANK: Final = 0.14
_MARKER: Final = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2})*[.)]?|[-–+*•▪●○]|[a-zđ][.)]|[IVX]{1,5}[.)])$")
_ACCENTED: Final = 0.4
_SUBSET: Final = re.compile(r"^[A-Z]{6}\+")
_HEAVY: Final = 600
_THIN: Final = 2.5
_LARGE_PICTURE: Final = 0.05
_SIGNS: Final = str.maketrans({"\uf0b7": "•", "\uf0a7": "•", "\uf02d": "-", "\x02": "-", "\ufffe": "-"})


@dataclass(slots=True)
class Piece:
    """Words that stand together in one row."""

    runs: list[Run]
    left: float
    right: float
    base: float
    size: float

    @property
    def text(self) -> str:
        """The words."""
        return " ".join("".join(run.raw for run in self.runs).split())

    @property
    def bold(self) -> bool:
        """Whether all of it is in bold type."""
        return all(run.bold for run in self.runs if run.raw.strip())

    @property
    def middle(self) -> float:
        """Its horizontal middle."""
        return (self.left + self.right) / 2


@dataclass(slots=True)
class Row:
    """Pieces on one height, from left to right."""

    pieces: list[Piece]

    @property
    def base(self) -> float:
        """The height of its base line."""
        return self.pieces[0].base

    @property
    def size(self) -> float:
        """The height of its letters."""
        return max(piece.size for piece in self.pieces)

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.pieces[0].left

    @property
    def right(self) -> float:
        """Where it ends."""
        return max(piece.right for piece in self.pieces)

    @property
    def text(self) -> str:
        """Its words."""
        return " ".join(piece.text for piece in self.pieces)

    @property
    def bold(self) -> bool:
        """Whether all of it is in bold type."""
        return all(piece.bold for piece in self.pieces)


@dataclass(slots=True)
class PdfPage:
    """Its rows from the top down, and what else is on it.

    ``tables``: heights (bottom, top) of what is ruled; ``pictures``: there is one of some size; ``scanned``:
    the whole page is one.
    """

    width: float
    height: float
    rows: list[Row]
    tables: list[tuple[float, float]] = field(default_factory=list)
    pictures: bool = False
    scanned: bool = False


def read(page: Any) -> PdfPage:
    """A page of an open document, read no further than :data:`MOST_LETTERS`."""
    width, height = page.get_size()
    text_page = page.get_textpage()
    try:
        letters = _letters(text_page)
    finally:
        text_page.close()
    rows = _rows(letters)
    _patch([piece for row in rows for piece in row.pieces])
    tables, cover = _drawn(page, width, height)
    count = sum(not letter.text.isspace() for letter in letters)
    scanned = count < 20 or (cover > 0.6 and count < 300)
    return PdfPage(width, height, rows, tables, cover > _LARGE_PICTURE, scanned)


@dataclass(slots=True)
class _Letter:
    """One letter, with the marks that belong to it. ``look``: font, bold, italic.

    ``after``: the letter before it in the file, where the reader of the file sees a blank between them.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    look: tuple[str, bool, bool]
    after: _Letter | None = None


def _letters(text_page: Any) -> list[_Letter]:
    """In the order of the file. Blanks that the program itself has written are letters as well."""
    found: list[_Letter] = []
    after: _Letter | None = None
    fonts: dict[int, tuple[str, bool, bool, bool]] = {}
    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    for index in range(min(raw.FPDFText_CountChars(text_page), MOST_LETTERS)):
        code = raw.FPDFText_GetUnicode(text_page, index)
        text = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
        if text and raw.FPDFText_IsGenerated(text_page, index) == 1:
            after = found[-1] if found and text == " " else None
            continue
        if not text or text in "\r\n":
            continue
        if unicodedata.combining(text) and found:
            found[-1].text += text
            if raw.FPDFText_GetLooseCharBox(text_page, index, box):
                found[-1].right = max(found[-1].right, box.right)
            continue
        name, bold, italic, level = _font(text_page, index, fonts)
        if not level or not raw.FPDFText_GetLooseCharBox(text_page, index, box):
            continue
        if not raw.FPDFText_GetCharOrigin(text_page, index, x, y):
            continue
        size = max(abs(box.top - box.bottom), 1.0)
        text = " " if text.isspace() else text.translate(_SIGNS)
        found.append(_Letter(text, box.left, box.right, y.value, size, (name, bold, italic), after))
        after = None
    return found


def _font(
    text_page: Any, index: int, known: dict[int, tuple[str, bool, bool, bool]]
) -> tuple[str, bool, bool, bool]:
    """Name, bold, italic, and whether the letters stand upright; asked once for each piece of the file."""
    drawn = raw.FPDFText_GetTextObject(text_page, index)
    key = ctypes.cast(drawn, ctypes.c_void_p).value or 0
    if key in known:
        return known[key]
    flags = ctypes.c_int()
    size = raw.FPDFText_GetFontInfo(text_page, index, None, 0, flags)
    buffer = ctypes.create_string_buffer(max(min(size, 300), 1))
    raw.FPDFText_GetFontInfo(text_page, index, buffer, len(buffer), flags)
    name = _SUBSET.sub("", buffer.value.decode("utf-8", "replace"))
    lowered = name.lower()
    heavy = raw.FPDFText_GetFontWeight(text_page, index) >= _HEAVY
    angle = raw.FPDFText_GetCharAngle(text_page, index)
    found = (
        name,
        heavy or "bold" in lowered or "black" in lowered,
        "italic" in lowered or "oblique" in lowered,
        angle < 0.1 or angle > 6.18,
    )
    if key:
        known[key] = found
    return found


def _rows(letters: list[_Letter]) -> list[Row]:
    """From the top down, each from left to right, whatever the order of the file; markers join their item."""
    held: list[list[_Letter]] = []
    for letter in sorted(letters, key=lambda one: -one.base):
        if held and abs(held[-1][0].base - letter.base) < 0.4 * min(held[-1][0].size, letter.size):
            held[-1].append(letter)
        else:
            held.append([letter])
    rows = []
    for line in held:
        pieces = _pieces(sorted(line, key=lambda one: one.left))
        if len(pieces) > 1 and _MARKER.match(pieces[0].text):
            first, second = pieces[0], pieces.pop(1)
            first.runs += [Run(" ", *first.runs[-1].look), *second.runs]
            first.right = second.right
        if pieces:
            rows.append(Row(pieces))
    return rows


def _pieces(letters: list[_Letter]) -> list[Piece]:
    """The letters of a row, parted where a gap is wide; one that is drawn twice counts once."""
    pieces: list[Piece] = []
    blank = False
    before: _Letter | None = None
    for letter in letters:
        if letter.text == " ":
            blank = True
            continue
        gap = letter.left - before.right if before else 0.0
        if before and before.text == letter.text and letter.left - before.left < 0.1 * letter.size:
            continue
        font, bold, italic = letter.look
        if before is None or gap > GAP * letter.size:
            run = Run(letter.text, bold, italic, "", font)
            pieces.append(Piece([run], letter.left, letter.right, letter.base, letter.size))
        else:
            _add(pieces[-1], letter, blank or letter.after is before or gap > _BLANK * letter.size)
        blank, before = False, letter
    return pieces


def _add(piece: Piece, letter: _Letter, blank: bool) -> None:
    font, bold, italic = letter.look
    run = piece.runs[-1]
    text = f" {letter.text}" if blank else letter.text
    if run.look == (bold, italic, "", font):
        piece.runs[-1] = Run(run.raw + text, *run.look)
    else:
        piece.runs.append(Run(text, bold, italic, "", font))
    piece.right = max(piece.right, letter.right)
    piece.size = max(piece.size, letter.size)


def _patch(pieces: list[Piece]) -> None:
    """Letters of fonts without a style, by which some programs draw accents, take that of those beside."""
    counts: dict[str, list[int]] = {}
    for piece in pieces:
        for run in piece.runs:
            count = counts.setdefault(run.font, [0, 0])
            count[0] += sum(letter.isalpha() for letter in run.raw)
            count[1] += sum(letter.isalpha() and not letter.isascii() for letter in run.raw)
    plain = {name for name, (letters, accented) in counts.items() if accented > _ACCENTED * letters}
    if len(plain) == len(counts):
        return
    for piece in pieces:
        named = [place for place, run in enumerate(piece.runs) if run.font not in plain]
        for place, run in enumerate(piece.runs):
            if run.font in plain and named:
                before = [one for one in named if one < place]
                after = [one for one in named if one > place]
                joined = bool(after) and not piece.runs[after[0]].raw.startswith(" ")
                alone = not before or run.raw.startswith(" ")
                beside = piece.runs[after[0] if after and alone and (joined or not before) else before[-1]]
                piece.runs[place] = Run(run.raw, *beside.look)


def _drawn(page: Any, width: float, height: float) -> tuple[list[tuple[float, float]], float]:
    """Heights of what is ruled by upright lines or cells; the largest part of the page under a picture."""
    upright: list[tuple[float, float, float]] = []
    cover = 0.0
    wanted = [raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH]
    for count, drawn in enumerate(page.get_objects(filter=wanted, max_depth=3)):
        if count > 5_000:
            break
        left, bottom, right, top = drawn.get_bounds()
        wide, tall = right - left, top - bottom
        if drawn.type == raw.FPDF_PAGEOBJ_IMAGE:
            cover = max(cover, wide * tall / max(width * height, 1))
        elif tall > 8 and (wide < _THIN or (wide > 20 and tall < 0.6 * height and wide < 0.95 * width)):
            upright.append((bottom, top, left))
    zones: list[list[float]] = []
    for bottom, top, left in sorted(upright):
        if zones and bottom <= zones[-1][1] + 4:
            zones[-1][1] = max(zones[-1][1], top)
            zones[-1].append(left)
        else:
            zones.append([bottom, top, left])
    ruled = [(zone[0], zone[1]) for zone in zones if len({round(left / 4) for left in zone[2:]}) >= 2]
    return ruled, cover
