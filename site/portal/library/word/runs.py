"""The runs of a paragraph: words with their type, links, marks of notes, pictures, boxes.

Links keep only http, https, mailto and tel. What was deleted under "track changes" is gone, what was inserted
is taken. Hidden text is not taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Any, Final

from portal.library.word.blocks import Manuscript, Note
from portal.library.word.package import MC, WP, A, M, Package, R, V, W
from portal.library.word.styles import Style, Styles, font, is_on, value

SCHEMES: Final = re.compile(r"(?:https?://|mailto:|tel:)[^\s\"'<>]{1,2000}$", re.IGNORECASE)
_FIELD_LINK: Final = re.compile(r'HYPERLINK\s+"([^"]+)"')
_RAISED: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED: Final = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
# Signs of the fonts Wingdings and Symbol, which have no letters of their own.
_SIGNS: Final = {
    "wingdings": dict(
        zip(
            (
                0x6C,
                0x6E,
                0x6F,
                0x71,
                0x72,
                0x76,
                0x9F,
                0xA1,
                0xA7,
                0xA8,
                0xD8,
                0xE0,
                0xF0,
                0xFB,
                0xFC,
                0xFD,
                0xFE,
                0x52,
            ),
            "●■☐☐☐❖•○▪☐➢→⇨✗✓☒☑☑",
            strict=True,
        )
    ),
    "symbol": dict(zip((0xA3, 0xB0, 0xB1, 0xB3, 0xB4, 0xB7, 0xB8, 0xB9, 0xDE), "≤°±≥×•÷≠⇒", strict=True)),
}
_THROUGH: Final = frozenset(
    {f"{W}{name}" for name in ("ins", "smartTag", "sdt", "sdtContent", "fldSimple", "moveTo", "bdo")}
)
_GONE: Final = frozenset({f"{W}{name}" for name in ("del", "moveFrom")})

# Programs write this letter as a mark of its own; in text for the fonts of TCVN3 it is "ư".
SOFT_HYPHEN: Final = "\u00ad"


@dataclass(slots=True)
class Run:
    """Words of one look. ``raw`` as in the file."""

    raw: str
    bold: bool = False
    italic: bool = False
    link: str = ""
    font: str = ""

    @property
    def look(self) -> tuple[bool, bool, str, str]:
        """What two runs must share to be one."""
        return self.bold, self.italic, self.link, self.font


@dataclass(frozen=True, slots=True)
class Embedded:
    """A picture in a paragraph: the relation, its description; ``outside``: it is only linked."""

    relation: str
    alt: str
    outside: bool = False


@dataclass(slots=True)
class Line:
    """A paragraph read."""

    runs: list[Run] = field(default_factory=list)
    pictures: list[Embedded] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)

    def __bool__(self) -> bool:
        return any(run.raw.strip() for run in self.runs)


class Runs:
    """Reads paragraphs of one file. ``mark(kind, id)`` gives the number of a note."""

    def __init__(self, package: Package, styles: Styles, manuscript: Manuscript, mark: Any) -> None:
        self.package, self.styles, self.manuscript, self.mark = package, styles, manuscript, mark
        self._fields: list[str] = []

    def line(self, paragraph: Any, style: Style) -> Line:
        """The runs of a paragraph, neighbours of one look joined."""
        found = Line()
        for run in self._of(paragraph, style, "", found):
            if found.runs and found.runs[-1].look == run.look:
                found.runs[-1].raw += run.raw
            else:
                found.runs.append(run)
        return found

    def _of(self, parent: Any, style: Style, link: str, line: Line) -> Iterator[Run]:
        for child in parent:
            tag = child.tag
            if tag == f"{W}r":
                yield from self._run(child, style, link, line)
            elif tag == f"{W}hyperlink":
                yield from self._of(child, style, self._target(child.get(f"{R}id", "")) or link, line)
            elif tag in _THROUGH:
                if tag == f"{W}ins":
                    self.manuscript.note(Note.CHANGES)
                yield from self._of(child, style, link, line)
            elif tag in _GONE:
                self.manuscript.note(Note.CHANGES)
            elif tag == f"{MC}AlternateContent":
                yield from self._of(_chosen(child), style, link, line)
            elif tag in (f"{M}oMath", f"{M}oMathPara"):
                self.manuscript.note(Note.OBJECT)

    def _run(self, run: Any, style: Style, link: str, line: Line) -> Iterator[Run]:
        properties = run.find(f"{W}rPr")
        if is_on(properties, "vanish"):
            return
        own = self.styles.of(value(properties, "rStyle")) if value(properties, "rStyle") else Style()
        bold, italic = is_on(properties, "b"), is_on(properties, "i")
        raised = value(properties, "vertAlign")
        heavy = (style.bold or own.bold) if bold is None else bold
        leaning = (style.italic or own.italic) if italic is None else italic
        typeface = font(properties) or own.font or style.font
        for child in run:
            text = self._text(child, line)
            if text and typeface.lower().startswith(tuple(_SIGNS)):
                text = "".join(_sign(ord(one), typeface) or one for one in text)
            if text and raised in ("superscript", "subscript"):
                text = text.translate(_RAISED if raised == "superscript" else _LOWERED)
            if text:
                link_now = link or next((one for one in self._fields if one), "")
                yield Run(text, heavy, leaning, link_now, typeface)

    def _text(self, child: Any, line: Line) -> str:
        tag = child.tag
        if tag == f"{W}t":
            return child.text or ""
        if tag == f"{W}sym":
            code = child.get(f"{W}char", "")
            return _sign(
                int(code, 16) if re.fullmatch("[0-9A-Fa-f]{2,4}", code) else 0, child.get(f"{W}font", "")
            )
        if tag in (f"{W}tab", f"{W}ptab"):
            return " "
        if tag in (f"{W}br", f"{W}cr"):
            return "" if child.get(f"{W}type") in ("page", "column") else "\n"
        if tag == f"{W}noBreakHyphen":
            return "-"
        if tag == f"{W}softHyphen":
            return SOFT_HYPHEN
        if tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            number = self.mark(tag.rpartition("}")[2].removesuffix("Reference"), child.get(f"{W}id", ""))
            return f" [{number}]" if number else ""
        if tag == f"{W}fldChar":
            self._field(child.get(f"{W}fldCharType", ""))
            return _box(child)
        elif tag == f"{W}instrText" and self._fields:
            found = _FIELD_LINK.search(child.text or "")
            if found:
                self._fields[-1] = self._safe(found.group(1))
        elif tag in (f"{W}drawing", f"{W}pict", f"{W}object"):
            self._drawn(child, line)
        elif tag == f"{MC}AlternateContent":
            return "".join(self._text(inner, line) for inner in _chosen(child))
        return ""

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append("")
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _target(self, relation: str) -> str:
        _kind, target, external = self.package.relations.get(relation, ("", "", False))
        return self._safe(target) if external else ""

    def _safe(self, address: str) -> str:
        if SCHEMES.match(address.strip()):
            return address.strip()
        self.manuscript.note(Note.LINK_DROPPED)
        return ""

    def _drawn(self, drawing: Any, line: Line) -> None:
        """Pictures and boxes of a drawing; an embedded object is told of."""
        if drawing.tag == f"{W}object":
            self.manuscript.note(Note.OBJECT)
        box = next(drawing.iter(f"{W}txbxContent"), None)
        if box is not None:
            line.boxes.append(box)
            return
        about = next(drawing.iter(f"{WP}docPr"), None)
        alt = (about.get("descr") or "") if about is not None else ""
        for blip in drawing.iter(f"{A}blip"):
            relation = blip.get(f"{R}embed") or blip.get(f"{R}link") or ""
            outside = not blip.get(f"{R}embed") or self.package.is_external(relation)
            line.pictures.append(Embedded(relation, alt, outside))
        if drawing.tag == f"{W}pict":
            for image in drawing.iter(f"{V}imagedata"):
                relation = image.get(f"{R}id") or image.get(f"{R}href") or ""
                line.pictures.append(Embedded(relation, alt, self.package.is_external(relation)))


def _sign(code: int, name: str) -> str:
    """A letter that a font of signs shows as one; such fonts stand in a private range of Unicode, too."""
    known = next((signs for font_, signs in _SIGNS.items() if name.lower().startswith(font_)), {})
    return known.get(code - 0xF000 if code >= 0xF000 else code, "")


def _box(field_: Any) -> str:
    """The sign of a box to tick, of the old kind; empty for any other field."""
    box = field_.find(f"{W}ffData/{W}checkBox")
    if box is None:
        return ""
    own = is_on(box, "checked")
    return "☑" if (is_on(box, "default") if own is None else own) else "☐"


def _chosen(alternatives: Any) -> Any:
    """The first choice of a part that is there in several forms."""
    found = alternatives.find(f"{MC}Choice")
    return found if found is not None else alternatives.find(f"{MC}Fallback")


def html_of(runs: list[Run], kept: Any) -> str:
    """The runs as HTML; ``kept(text, font)`` is the text as it is kept."""
    out = []
    for run in runs:
        text = kept(run.raw, run.font)
        words = "<br/>".join(escape(part, quote=False) for part in text.split("\n"))
        inner = words.strip()
        if not inner:
            out.append(words)
            continue
        before, after = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
        if run.italic:
            inner = f"<i>{inner}</i>"
        if run.bold:
            inner = f"<b>{inner}</b>"
        if run.link:
            inner = f'<a href="{escape(run.link)}">{inner}</a>'
        out.append(f"{before}{inner}{after}")
    found = re.sub(r"(?:<br/>\s*)+$|^(?:\s*<br/>)+", "", "".join(out).strip())
    return re.sub(r" {2,}", " ", found).replace("</b><b>", "").replace("</i><i>", "").strip()


def text_of(runs: list[Run], kept: Any) -> str:
    """The runs as plain text, with its line breaks."""
    lines = "".join(kept(run.raw, run.font) for run in runs).split("\n")
    return "\n".join(" ".join(line.split()) for line in lines).strip()
