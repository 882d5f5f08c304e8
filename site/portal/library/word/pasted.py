"""Pasted text, plain or HTML (from Word, Zalo, a web page), into blocks.

HTML goes through an allow-list first; of what is left only the structure is read. Pictures of other hosts are
not fetched, those within the text (``data:``) are not taken: they come in by the library.
"""

from __future__ import annotations

import re
import unicodedata
from html import escape
from typing import Any, Final

import nh3
from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from portal.library.word import guesses
from portal.library.word.blocks import Heading, Manuscript, Note, Prose, Span, Table
from portal.library.word.letters import Letters
from portal.library.word.tables import MOST_COLUMNS, MOST_ROWS

MOST_LETTERS: Final = 1_000_000
_TAGS: Final = (
    {"p", "div", "br", "b", "strong", "i", "em", "a", "ol", "ul", "li", "h1", "h2", "h3", "h4", "h5", "h6"}
    | {"table", "thead", "tbody", "tr", "td", "th", "img", "section", "article", "blockquote", "span"}
)  # fmt: skip
_ATTRIBUTES: Final = {"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
_SCHEMES: Final = {"http", "https", "mailto", "tel"}
_BLOCKS: Final = frozenset(
    {
        "p",
        "div",
        "ol",
        "ul",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "table",
        "section",
        "article",
        "blockquote",
        "img",
    }
)
_LOOKS_LIKE_HTML: Final = re.compile(r"<(?:p|div|h[1-6]|table|ul|ol|span|br|html|a)\b[^<>]*>", re.IGNORECASE)
_LIST: Final = re.compile(r"^(?:[-–•*+▪●◦\u00b7\uf0b7]\s+)(.+)$")
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
DEEPEST: Final = 30


def read(text: str, recode: bool | None = None) -> Manuscript:
    """The manuscript. ``recode``: as for :func:`portal.library.word.docx.read`."""
    out = Manuscript([])
    if _LOOKS_LIKE_HTML.search(text):
        soup = BeautifulSoup(
            nh3.clean(text, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel=None),
            "html.parser",
        )
        lines = [
            (unicodedata.normalize("NFC", one.get_text()), "")
            for one in soup.find_all(["p", "li", "td", "h1", "h2", "h3"])
        ]
        reader = _Reader(Letters(lines or [(soup.get_text(), "")], recode), out)
        reader.html(soup)
    else:
        reader = _Reader(
            Letters([(unicodedata.normalize("NFC", line), "") for line in text.splitlines()], recode), out
        )
        reader.plain(text)
    out.recoding, out.recoded = reader.letters.recoding(), reader.letters.applied
    guesses.settle(out)
    return out


class _Reader:
    """One reading of one text."""

    def __init__(self, letters: Letters, out: Manuscript) -> None:
        self.letters, self.out = letters, out

    def kept(self, text: str) -> str:
        """Words as they are kept."""
        return self.letters.kept(text, "", self.out)

    def plain(self, text: str) -> None:
        """Lines without marks: an empty line parts paragraphs, a dash begins an item."""
        items: list[str] = []
        for line in text.splitlines():
            words = self.kept(line).strip()
            found = _LIST.match(words)
            if found:
                items.append(f"<li>{escape(found.group(1), quote=False)}</li>")
                continue
            self._items(items)
            if words:
                self.out.blocks.append(Prose(f"<p>{escape(words, quote=False)}</p>"))
        self._items(items)

    def _items(self, items: list[str]) -> None:
        if items:
            self.out.blocks.append(Prose(f"<ul>{''.join(items)}</ul>"))
            items.clear()

    def html(self, parent: Tag, depth: int = 0) -> None:
        """The blocks of a tag; loose words between them are paragraphs."""
        loose: list[Any] = []
        for child in list(parent.children):
            if not isinstance(child, Tag) or (child.name not in _BLOCKS and not child.find(list(_BLOCKS))):
                loose.append(child)
                continue
            self._paragraph(loose)
            loose = []
            if depth < DEEPEST:
                self._block(child, depth)
        self._paragraph(loose)

    def _block(self, tag: Tag, depth: int) -> None:
        if tag.name in _HEADINGS:
            words = " ".join(self.kept(tag.get_text(" ")).split())
            if words:
                self.out.blocks.append(Heading(words, _HEADINGS[tag.name]))
        elif tag.name in ("ul", "ol"):
            html = self._list(tag, depth)
            if "<li>" in html:
                self.out.blocks.append(Prose(html))
        elif tag.name == "table":
            self._table(tag, depth)
        elif tag.name == "img":
            self.out.note(Note.EXTERNAL_PICTURE)
        elif tag.find(list(_BLOCKS)):
            self.html(tag, depth + 1)
        else:
            self._paragraph(list(tag.children))

    def _paragraph(self, children: list[Any]) -> None:
        html = "".join(self._inline(child) for child in children).strip()
        html = re.sub(r"^(?:<br/>\s*)+|(?:\s*<br/>)+$", "", html)
        if not re.sub(r"<[^<>]*>", "", html).strip():
            return
        bold = html.startswith("<b>") and html.endswith("</b>") and html.count("<b>") == 1
        self.out.blocks.append(Prose(f"<p>{html}</p>", bold=bold))

    def _inline(self, node: Any) -> str:
        if isinstance(node, NavigableString):
            return escape(self.kept(str(node).replace("\n", " ")), quote=False)
        if node.name == "br":
            return "<br/>"
        inner = "".join(self._inline(child) for child in node.children)
        if not inner.strip():
            return inner
        if node.name == "a" and node.get("href"):
            return f'<a href="{escape(str(node["href"]))}">{inner}</a>'
        kind = {"b": "b", "strong": "b", "i": "i", "em": "i"}.get(node.name)
        return f"<{kind}>{inner}</{kind}>" if kind else inner

    def _list(self, tag: Tag, depth: int) -> str:
        if depth > DEEPEST:
            return ""
        rows = []
        for item in tag.find_all("li", recursive=False):
            inner = "".join(
                self._list(child, depth + 1)
                if isinstance(child, Tag) and child.name in ("ul", "ol")
                else self._inline(child)
                for child in item.children
            ).strip()
            if inner:
                rows.append(f"<li>{inner}</li>")
        return f"<{tag.name}>{''.join(rows)}</{tag.name}>"

    def _table(self, tag: Tag, depth: int) -> None:
        rows: list[list[str]] = []
        spans: list[Span] = []
        held: dict[tuple[int, int], bool] = {}
        lines = [row for row in tag.find_all("tr") if row.find_parent("table") is tag]
        for number, line in enumerate(lines[:MOST_ROWS]):
            texts: list[str] = []
            for cell in line.find_all(["td", "th"], recursive=False):
                while (number, len(texts)) in held:
                    texts.append("")
                column = len(texts)
                if column >= MOST_COLUMNS:
                    break
                wide = _times(cell.get("colspan"), MOST_COLUMNS - column)
                high = _times(cell.get("rowspan"), len(lines) - number)
                text = self.kept("\n".join(part.strip() for part in cell.stripped_strings)).strip()
                texts += [text, *([""] * (wide - 1))]
                if wide > 1 or high > 1:
                    spans.append(Span(number, column, high, wide))
                    held |= {(number + r, column + c): True for r in range(1, high) for c in range(wide)}
            while (number, len(texts)) in held:
                texts.append("")
            rows.append(texts)
        if len(lines) > MOST_ROWS:
            self.out.note(Note.TABLE_TOO_LONG)
        width = max((len(row) for row in rows), default=0)
        if width <= 1:
            for cell in tag.find_all(["td", "th"]):
                if depth < DEEPEST:
                    self.html(cell, depth + 1)
            return
        rows = [[*row, *([""] * (width - len(row)))] for row in rows]
        head = bool(lines and lines[0].find("th") and not lines[0].find("td")) and len(rows) > 1
        self.out.blocks.append(Table(rows, spans, head))


def _times(text: Any, most: int) -> int:
    return max(1, min(int(text), most)) if str(text or "").isdigit() else 1
