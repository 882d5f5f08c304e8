"""A .docx into blocks.

Read from the XML itself: python-docx fails on the tables of the national portal's exports, which lack their
grid, and mammoth finds no heading where there is only bold type, as in most files of offices.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from html import escape
from typing import Any, Final

from portal.library import office
from portal.library.word import guesses, pictures
from portal.library.word.blocks import Aside, Block, Heading, Manuscript, Note, Prose, Table
from portal.library.word.letters import Letters
from portal.library.word.package import Package, W
from portal.library.word.runs import SOFT_HYPHEN, Line, Runs, html_of, text_of
from portal.library.word.styles import Numbering, Style, Styles, font, numbered, value
from portal.library.word.tables import Grid

LONGEST_HEADING: Final = 120
MOST_PARAGRAPHS: Final = 5_000
LIMITS: Final = office.Limits(unpacked=200_000_000, markup=30_000_000)
DEEPEST: Final = 12
_THROUGH: Final = frozenset(
    {f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "smartTag", "customXml", "moveTo")}
)
NOTES_HEADING: Final = "Ghi chú"
# Dots to write on, lines between parts, the sign "./." at the end of a text.
_RULE: Final = re.compile(r"[\s.…_\-–—=*/]+")


def read(content: bytes, recode: bool | None = None) -> Manuscript:
    """The manuscript. ``recode``: the editor's decision about old fonts; None: where beyond doubt.

    Raises portal.library.office.OfficeRefused.
    """
    with office.opened(content, LIMITS) as archive:
        return _Reader(Package(archive), recode).read()


class _Reader:
    """One reading of one file."""

    def __init__(self, package: Package, recode: bool | None) -> None:
        self.package = package
        self.out = Manuscript([])
        self.styles, self.numbering = Styles(package), Numbering(package)
        self.notes: list[tuple[str, str]] = []
        self.runs = Runs(package, self.styles, self.out, self._mark)
        root = package.xml(package.main)
        self.body = root.find(f"{W}body") if root is not None else None
        if self.body is None:
            raise office.OfficeRefused(office.Fault.DAMAGED)
        self.letters = Letters(_words(root, self.styles), recode)
        self.lists: list[tuple[int, str]] = []
        self.items: list[tuple[int, str, str]] = []
        self.seen = 0

    def read(self) -> Manuscript:
        """Read the text, then its notes, then guess at what is what."""
        self._blocks(self.body, 0)
        self._close_list()
        self.out.recoding, self.out.recoded = self.letters.recoding(), self.letters.applied
        guesses.settle(self.out)
        self._note_list()
        return self.out

    def kept(self, text: str, name: str) -> str:
        """A run's text as it is kept."""
        return self.letters.kept(text, name, self.out)

    def _mark(self, kind: str, key: str) -> int:
        """The number of a foot- or endnote, counted through."""
        self.notes.append((kind, key))
        return len(self.notes)

    def _blocks(self, parent: Any, depth: int) -> None:
        for child in parent:
            if child.tag == f"{W}p":
                self._paragraph(child, depth)
            elif child.tag == f"{W}tbl":
                self._close_list()
                self._table(child, depth)
            elif child.tag in _THROUGH and depth < DEEPEST:
                self._blocks(child, depth + 1)

    def _paragraph(self, paragraph: Any, depth: int) -> None:
        self.seen += 1
        if self.seen > MOST_PARAGRAPHS:
            raise office.OfficeRefused(office.Fault.SIZE)
        properties = paragraph.find(f"{W}pPr")
        style = self.styles.of(value(properties, "pStyle"))
        if style.name.startswith("toc"):
            return
        line = self.runs.line(paragraph, style)
        if line:
            self._words(line, properties, style)
        for found in line.pictures:
            self._close_list()
            picture = pictures.taken(self.package, found, self.out)
            if picture is not None:
                self.out.blocks.append(picture)
        for box in line.boxes if depth < DEEPEST else ():
            self._blocks(box, depth + 1)

    def _words(self, line: Line, properties: Any, style: Style) -> None:
        own = numbered(properties)
        numbering = own if own is not None else style.numbering
        if numbering is not None and numbering[0] == "0":
            numbering = None
        outline = value(properties, "outlineLvl")
        level = int(outline) + 1 if outline.isdigit() and int(outline) < 9 else style.level
        label = self.numbering.count(*numbering) if numbering is not None else ""
        align = value(properties, "jc")
        if level is not None:
            self._close_list()
            text = " ".join(text_of(line.runs, self.kept).split())
            text = " ".join(part for part in (label, text) if part)
            if len(text) <= 2 * LONGEST_HEADING:
                aside = Aside.TITLE if level == 0 else Aside.NONE
                self.out.blocks.append(Heading(text, max(level, 1), aside=aside))
                return
        if numbering is not None and level is None and self._listed(numbering, label):
            html = html_of(line.runs, self.kept)
            if html:
                self.items.append((numbering[1], "ul" if not label else "ol", html))
            return
        self._close_list()
        html = html_of(line.runs, self.kept)
        if not html or _RULE.fullmatch(re.sub(r"<[^<>]*>", "", html)):
            return
        if label:
            html = f"{escape(label, quote=False)} {html}"
        self.out.blocks.append(
            Prose(
                f"<p>{html}</p>",
                bold=all(run.bold for run in line.runs if run.raw.strip()),
                centred=align == "center" if align else style.centred,
                caption=style.name in ("caption", "chú thích"),
            )
        )

    def _listed(self, numbering: tuple[str, int], label: str) -> bool:
        """Whether a numbered paragraph is an item of a list: "Điều 3." and "b)" are part of the words."""
        return not label or re.fullmatch(r"\d{1,3}[.)]?", label.strip()) is not None

    def _close_list(self) -> None:
        """End the list that is open."""
        if self.items:
            self.out.blocks.append(Prose(nested(self.items)))
            self.items = []

    def _table(self, table: Any, depth: int) -> None:
        counts, noted = self.numbering.kept(), len(self.notes)
        grid = Grid(table, self._cell)
        if grid.is_frame:
            # A frame for the look: what it holds stands in the text, and is counted there.
            self.numbering.back(counts)
            del self.notes[noted:]
            for cell in grid.cells:
                if depth < DEEPEST:
                    self._blocks(cell, depth + 1)
                    self._close_list()
            return
        if grid.nested:
            self.out.note(Note.TABLE_IN_TABLE)
        if grid.cut:
            self.out.note(Note.TABLE_TOO_LONG)
        if grid.rows:
            self.out.blocks.append(Table(grid.rows, grid.spans, grid.head))
        for found in grid.pictures:
            picture = pictures.taken(self.package, found, self.out)
            if picture is not None:
                self.out.blocks.append(picture)

    def _cell(self, paragraph: Any) -> tuple[str, bool, Line]:
        """The text of a paragraph in a cell, whether it is bold, and what else is in it."""
        properties = paragraph.find(f"{W}pPr")
        style = self.styles.of(value(properties, "pStyle"))
        line = self.runs.line(paragraph, style)
        text = text_of(line.runs, self.kept)
        numbering = numbered(properties) or style.numbering
        if text and numbering is not None and numbering[0] != "0":
            text = f"{self.numbering.count(*numbering) or '-'} {text}"
        return text, all(run.bold for run in line.runs if run.raw.strip()), line

    def _note_list(self) -> None:
        texts = []
        for kind, key in list(self.notes):
            root = self.package.xml(self.package.of_kind(f"{kind}s"))
            rows = root.findall(f"{W}{kind}") if root is not None else []
            row = next((one for one in rows if one.get(f"{W}id") == key), None)
            lines = row.iter(f"{W}p") if row is not None else ()
            html = " ".join(html_of(self.runs.line(one, Style()).runs, self.kept) for one in lines)
            texts.append(html.strip() or "…")
        if texts:
            self.out.blocks.append(Heading(NOTES_HEADING, 1))
            self.out.blocks.append(Prose(nested([(0, "ol", text) for text in texts])))


def nested(items: list[tuple[int, str, str]]) -> str:
    """Items ``(depth, "ul" or "ol", html)`` as lists within lists; two of a kind side by side are one."""

    def build(start: int, depth: int) -> tuple[str, int]:
        out, at, kind = "", start, items[start][1]
        out = f"<{kind}>"
        while at < len(items) and items[at][0] >= depth:
            if items[at][1] != kind and items[at][0] == depth:
                kind_before, kind = kind, items[at][1]
                out += f"</{kind_before}><{kind}>"
            out += f"<li>{items[at][2]}"
            here = items[at][0]
            at += 1
            if at < len(items) and items[at][0] > here:
                inner, at = build(at, items[at][0])
                out += inner
            out += "</li>"
        return f"{out}</{kind}>", at

    found, at = "", 0
    while at < len(items):
        part, at = build(at, items[at][0])
        found += part
    return found


def _words(root: Any, styles: Styles) -> Iterator[tuple[str, str]]:
    """The text of each paragraph with the font of most of it, in composed letters where it is Unicode."""
    for paragraph in root.iter(f"{W}p"):
        properties = paragraph.find(f"{W}pPr")
        style = styles.of(value(properties, "pStyle"))
        by: dict[str, str] = {}
        for run in paragraph.iter(f"{W}r"):
            name = font(run.find(f"{W}rPr")) or style.font
            text = "".join(
                SOFT_HYPHEN if one.tag == f"{W}softHyphen" else one.text or ""
                for one in run.iterchildren(f"{W}t", f"{W}softHyphen")
            )
            by[name] = by.get(name, "") + text
        for name, text in by.items():
            yield unicodedata.normalize("NFC", text), name


__all__ = ["Block", "nested", "read"]
