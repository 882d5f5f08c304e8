"""A page as it is read out: what a screen reader says, in the order in which it says it.

For editors who look at a text before it is published: a picture without words, a link named "tại đây", a
heading that is none are heard at once. No reader of its own: landmarks, headings, links, lists, tables,
fields and the words of pictures, by what HTML says (https://www.w3.org/TR/html-aam-1.0/).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag
from django.utils.translation import gettext as _

SILENT = frozenset({"script", "style", "template", "noscript", "head", "svg", "link", "meta", "datalist"})
# fmt: off
INLINE = frozenset(
    {
        "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "data", "dfn", "em", "i", "img", "kbd",
        "label", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var",
        "wbr", "button", "input", "select", "textarea",
    }
)
# fmt: on
LANDMARKS = ("header", "nav", "main", "aside", "footer")


@dataclass(frozen=True, slots=True)
class Spoken:
    """One line. ``kind``: what it is ("heading", "landmark", "text" …), for its look alone."""

    kind: str
    text: str


def read_out(html: str) -> list[Spoken]:
    """The lines of a page; what is hidden from everybody or from screen readers is not among them."""
    body = BeautifulSoup(html, "html.parser").body
    return [line for line in _block(body) if line.text] if body else []


def _block(tag: Tag) -> Iterator[Spoken]:
    """The lines of a block: runs of inline content are joined, blocks within it follow in order."""
    run: list[str] = []
    for child in tag.children:
        if isinstance(child, Tag) and _is_block(child):
            yield Spoken("text", _joined(run))
            run = []
            yield from _named_block(child)
        else:
            run.append(_inline(child))
    yield Spoken("text", _joined(run))


def _is_block(tag: Tag) -> bool:
    if _silent(tag):
        return False
    return tag.name not in INLINE or any(
        isinstance(child, Tag) and _is_block(child) for child in tag.children
    )


def _named_block(tag: Tag) -> Iterator[Spoken]:
    name = tag.name
    if name in ("a", "button"):
        yield Spoken("text", _joined([_inline(tag)]))
    elif name in LANDMARKS:
        yield Spoken("landmark", _landmark(tag))
        yield from _block(tag)
    elif name in ("h1", "h2", "h3", "h4", "h5", "h6"):
        yield Spoken(
            "heading", _("Tiêu đề cấp %(level)s: %(text)s") % {"level": name[1], "text": _words(tag)}
        )
    elif name in ("ul", "ol"):
        items = [item for item in tag.find_all("li", recursive=False) if not _silent(item)]
        yield Spoken("note", _("Danh sách, %(count)d mục") % {"count": len(items)})
        for number, item in enumerate(items, start=1):
            yield from _first_marked(item, f"{number}." if name == "ol" else "•")
    elif name == "table":
        yield from _table(tag)
    else:
        yield from _block(tag)


def _first_marked(item: Tag, mark: str) -> Iterator[Spoken]:
    """An item's lines, its mark before the first."""
    for line in _block(item):
        if line.text:
            yield Spoken(line.kind, f"{mark} {line.text}" if mark else line.text)
            mark = ""


def _table(tag: Tag) -> Iterator[Spoken]:
    """A table: its name and size, then each row with the heads of its columns."""
    rows = [row for row in tag.find_all("tr") if not _silent(row)]
    heads = [_words(cell) for cell in rows[0].find_all("th")] if rows else []
    data = [row for row in rows if row.find("td")]
    caption = tag.find("caption")
    words = {"count": len(data), "name": _words(caption) if isinstance(caption, Tag) else _("không có tên")}
    yield Spoken("note", _("Bảng %(name)s, %(count)d dòng") % words)
    for row in data:
        cells = [_words(cell) for cell in row.find_all(["th", "td"])]
        named = len(heads) == len(cells)
        parts = [f"{heads[index]}: {cell}" if named else cell for index, cell in enumerate(cells)]
        yield Spoken("text", "; ".join(parts))


def _landmark(tag: Tag) -> str:
    names = {
        "header": _("Đầu trang"),
        "nav": _("Điều hướng"),
        "main": _("Nội dung chính"),
        "aside": _("Phần bên"),
        "footer": _("Chân trang"),
    }
    label = str(tag.get("aria-label") or "")
    return f"{names[tag.name]}: {label}" if label else names[tag.name]


def _inline(node: PageElement) -> str:
    """The words of inline content, with what a reader says of links, pictures and fields."""
    if isinstance(node, NavigableString):
        return "" if type(node) is not NavigableString else str(node)
    if not isinstance(node, Tag) or _silent(node):
        return ""
    if node.name == "img":
        if node.get("alt") == "":
            return ""
        alt = str(node.get("alt") or "")
        return " " + (_("[Hình: %s]") % alt if alt else _("[Hình không có mô tả]")) + " "
    if node.name in ("input", "select", "textarea"):
        if node.get("type") == "hidden":
            return ""
        name = str(node.get("aria-label") or node.get("placeholder") or node.get("value") or "")
        return " " + (_("[Ô nhập: %s]") % name if name else _("[Ô nhập]")) + " "
    if node.name == "br":
        return " "
    words = _words(node)
    if node.name == "a" and node.get("href"):
        return " " + (_("%s [liên kết]") % words if words else _("[Liên kết không có tên]")) + " "
    if node.name == "button":
        return " " + (_("%s [nút]") % words if words else _("[Nút không có tên]")) + " "
    if not node.get("aria-label"):
        words = "".join(_inline(child) for child in node.children)
    return words if node.name in INLINE else f" {words} "


def _words(tag: Tag) -> str:
    """The name of an element: what it is called for readers, else its content."""
    label = str(tag.get("aria-label") or "")
    return label or _joined([_inline(child) for child in tag.children])


def _silent(tag: Tag) -> bool:
    return (
        tag.name in SILENT
        or tag.has_attr("hidden")
        or tag.get("aria-hidden") == "true"
        or tag.get("role") == "presentation"
    )


def _joined(parts: list[str]) -> str:
    return " ".join("".join(parts).split())
