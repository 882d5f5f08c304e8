"""A PDF with letters into blocks: lines joined to paragraphs, letterhead and signature as two columns.

A PDF knows places, not paragraphs: what begins one is judged by indent, distance, the end of the line before
and the kind of letters. Tables are not rebuilt: their lines are laid aside. A scan gives no blocks at all.
"""

from __future__ import annotations

import re
import time
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any, Final

from pypdfium2 import raw

from portal.core.text import fold
from portal.library.pdf import opened, signatures
from portal.library.secrets import Finding
from portal.library.word import guesses, pdf_page
from portal.library.word.blocks import Aside, Manuscript, Note, Original, Prose, Table
from portal.library.word.letterhead import MOTTO, SIGNED
from portal.library.word.letters import Letters
from portal.library.word.pdf_lines import Line, Paragraph, layout
from portal.library.word.pdf_page import PdfPage, Row
from portal.library.word.runs import Run, html_of

MOST_PAGES: Final = 40
SECONDS: Final = 12.0
MOST_HEAD_ROWS: Final = 14
_NUMBER_OF_PAGE: Final = re.compile(
    r"^(?:trang\s*)?[-–]?\s*\d{1,4}\s*[-–]?(?:\s*/\s*\d{1,4})?$", re.IGNORECASE
)
_DASH: Final = re.compile(r"^[-–*•▪●○]\s*")
_ACTIVE: Final = re.compile(rb"/(?:JavaScript|JS|Launch|RichMedia|EmbeddedFiles?)\b")


def read(content: bytes, recode: bool | None, look: Finding) -> Manuscript:
    """The manuscript; ``look``: what the look for stamps has found.

    Raises portal.library.pdf.Closed.
    """
    out = Manuscript([])
    with opened(content) as document:
        out.original = Original(len(document), len(content), signatures(document), look.picture_pages)
        out.original.unread = look.unread
        if raw.FPDFDoc_GetJavaScriptActionCount(document) > 0 or _ACTIVE.search(content):
            out.note(Note.ACTIVE)
        pages = _pages(document, out)
    if all(page.scanned for page in pages):
        out.note(Note.SCAN)
        return out
    if any(page.scanned for page in pages):
        out.note(Note.SCANNED_PAGES)
    if any(page.pictures for page in pages if not page.scanned):
        out.note(Note.PDF_PICTURE)
    _Reader([page for page in pages if not page.scanned], recode, out).read()
    return out


def _pages(document: Any, out: Manuscript) -> list[PdfPage]:
    found: list[PdfPage] = []
    end = time.monotonic() + SECONDS
    for number in range(len(document)):
        if number >= MOST_PAGES or time.monotonic() > end:
            out.note(Note.PDF_LONG)
            break
        page = document[number]
        found.append(pdf_page.read(page))
        page.close()
    return found


class _Reader:
    """One reading of the pages that have letters."""

    def __init__(self, pages: list[PdfPage], recode: bool | None, out: Manuscript) -> None:
        self.pages, self.out = pages, out
        self.letters = Letters(_texts(pages), recode)
        self.running: list[Row] = []
        # Where the longest line ends, by the width of the page.
        self.ends: dict[float, float] = {}

    def read(self) -> None:
        """Take the pages apart, then guess at what is what."""
        self._take_running()
        for page in self.pages:
            ends = max((row.right for row in page.rows), default=0.0)
            self.ends[page.width] = max(self.ends.get(page.width, 0.0), ends)
        self._letterhead(self.pages[0])
        paragraphs: list[Paragraph] = []
        for page in self.pages:
            self._page(page, paragraphs)
        self._close(paragraphs)
        self.out.recoding, self.out.recoded = self.letters.recoding(), self.letters.applied
        guesses.settle(self.out)
        if any(block.aside == Aside.LETTERHEAD for block in self.out.blocks) and not (
            self.out.head.number and self.out.head.day
        ):
            self.out.note(Note.NO_NUMBER)
        if self.running:
            self.out.blocks.append(self._lines(self.running, Aside.RUNNING))

    def _take_running(self) -> None:
        """Numbers of pages, and what stands at the edge of most pages."""
        edges = Counter(
            _pattern(row) for page in self.pages for row in {id(one): one for one in _edge(page)}.values()
        )
        for page in self.pages:
            for row in _edge(page):
                often = len(self.pages) > 2 and edges[_pattern(row)] * 2 > len(self.pages)
                if _NUMBER_OF_PAGE.match(row.text) or often:
                    page.rows.remove(row)
                    self.running.append(row)

    def _letterhead(self, page: PdfPage) -> None:
        """The two columns with the country's name, the office, number and day."""
        top = page.rows[:MOST_HEAD_ROWS]
        motto = next(
            (piece for row in top for piece in row.pieces if any(one in fold(piece.text) for one in MOTTO)),
            None,
        )
        if motto is None or motto.left < page.width * 0.25:
            return
        gutter = motto.left - 3
        taken: list[Row] = []
        for row in top:
            alone = len(row.pieces) == 1
            centred = alone and abs(row.pieces[0].middle - page.width / 2) < 30
            across = any(piece.left < gutter - 10 and piece.right > gutter + 10 for piece in row.pieces)
            words = fold(row.text)
            below = row.base < motto.base - 1
            if below and (
                words in guesses.KINDS or across or (centred and row.bold) or words.startswith("kinh gui")
            ):
                break
            if below and alone and row.left < page.width * 0.2 and row.right > page.width * 0.8:
                break
            taken.append(row)
        if taken:
            page.rows = page.rows[len(taken) :]
            self.out.blocks.append(self._columns(taken, gutter))

    def _columns(self, rows: Iterable[Row], gutter: float) -> Table:
        """Two cells, what stands left and right of the gutter."""
        cells: tuple[list[str], list[str]] = ([], [])
        for row in rows:
            for side in (False, True):
                found = [self._words(one.runs) for one in row.pieces if (one.middle > gutter) is side]
                cells[side].extend([" ".join(found)] if found else [])
        return Table([["\n".join(cells[0]), "\n".join(cells[1])]])

    def _words(self, runs: Iterable[Run]) -> str:
        kept = "".join(self.letters.kept(run.raw, run.font, self.out) for run in runs)
        return " ".join(kept.split())

    def _lines(self, rows: Iterable[Row], aside: Aside) -> Prose:
        lines = [" | ".join(self._words(piece.runs) for piece in row.pieces) for row in rows]
        return Prose(f"<p>{'<br/>'.join(escape(line, quote=False) for line in lines)}</p>", aside=aside)

    def _page(self, page: PdfPage, paragraphs: list[Paragraph]) -> None:
        rows = page.rows
        if not rows:
            return
        here = layout(rows, page.width, self.ends[page.width])
        place = 0
        while place < len(rows):
            signed = self._signature(page, place)
            ruled = _ruled(page, place) or _ragged(rows, place)
            if signed:
                self._close(paragraphs)
                self.out.blocks.append(signed[0])
                place += signed[1]
            elif ruled:
                self._close(paragraphs)
                self.out.note(Note.PDF_TABLE)
                self.out.blocks.append(self._lines(rows[place : place + ruled], Aside.TABLE))
                place += ruled
            else:
                line = Line(rows[place], here)
                if paragraphs and not paragraphs[-1].ends(line):
                    paragraphs[-1].lines.append(line)
                else:
                    paragraphs.append(Paragraph([line]))
                place += 1
        if paragraphs:
            paragraphs[-1].page_ended = True

    def _signature(self, page: PdfPage, place: int) -> tuple[Table, int] | None:
        """ "Nơi nhận" on the left, who signs on the right, to the end of both columns."""
        rows = page.rows[place:]
        if not _signs(rows[0], page):
            return None
        near = [row for row in rows if row.base > rows[0].base - 70]
        right = [
            piece.left
            for row in near
            for piece in row.pieces
            if piece.middle > page.width / 2 and SIGNED.match(f"{fold(piece.text)} ")
        ]
        if not right or not any(fold(row.text).startswith("noi nhan") for row in near):
            return None
        gutter = max(min(right) - 5, page.width * 0.38)
        count = 0
        for row in rows:
            across = any(piece.left < gutter - 25 and piece.right > gutter + 25 for piece in row.pieces)
            if across or fold(row.text) in guesses.KINDS or fold(row.text).startswith("phu luc"):
                break
            count += 1
        return self._columns(rows[:count], gutter), count

    def _close(self, paragraphs: list[Paragraph]) -> None:
        """The paragraphs so far as blocks; items side by side are one list."""
        items: list[str] = []
        for paragraph in paragraphs:
            html = html_of(paragraph.runs(), lambda text, font: self.letters.kept(text, font, self.out))
            if not html:
                continue
            if (bare := _DASH.sub("", html)) != html and bare:
                items.append(f"<li>{bare}</li>")
                continue
            self._list(items)
            block = Prose(f"<p>{html}</p>", bold=paragraph.bold, centred=paragraph.centred)
            self.out.blocks.append(block)
        self._list(items)
        paragraphs.clear()

    def _list(self, items: list[str]) -> None:
        if items:
            self.out.blocks.append(Prose(f"<ul>{''.join(items)}</ul>"))
            items.clear()


def _texts(pages: Iterable[PdfPage]) -> Iterable[tuple[str, str]]:
    """The words of each row with their font, in composed letters where they are Unicode."""
    for page in pages:
        for row in page.rows:
            by: dict[str, str] = {}
            for piece in row.pieces:
                for run in piece.runs:
                    by[run.font] = by.get(run.font, "") + run.raw
            for font, text in by.items():
                yield unicodedata.normalize("NFC", text), font


def _edge(page: PdfPage) -> list[Row]:
    """The rows nearest to the upper and lower edge."""
    top = [row for row in page.rows[:2] if row.base > page.height * 0.93]
    return top + [row for row in page.rows[-2:] if row.base < page.height * 0.08 and row not in top]


def _pattern(row: Row) -> str:
    return re.sub(r"\d+", "#", fold(row.text))


def _signs(row: Row, page: PdfPage) -> bool:
    """Whether the row may begin the place of the signature."""
    return any(
        fold(piece.text).startswith("noi nhan")
        or (piece.middle > page.width / 2 and SIGNED.match(f"{fold(piece.text)} "))
        for piece in row.pieces
    )


def _ruled(page: PdfPage, place: int) -> int:
    """How many rows from here stand within a ruled table; 0 outside of one."""
    base = page.rows[place].base
    zone = next((zone for zone in page.tables if zone[0] - 2 <= base <= zone[1] + 2), None)
    if zone is None:
        return 0
    return next(
        (count for count, row in enumerate(page.rows[place:]) if row.base < zone[0] - 2),
        len(page.rows) - place,
    )


def _ragged(rows: Sequence[Row], place: int) -> int:
    """How many rows from here stand in columns without rules; 0 for running text, or one such row."""
    count = 0
    for row in rows[place:]:
        if len(row.pieces) < 2 or any(fold(piece.text).startswith("noi nhan") for piece in row.pieces):
            break
        count += 1
    return count if count > 1 else 0
