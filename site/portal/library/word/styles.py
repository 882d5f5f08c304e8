"""What styles and numberings of a .docx say: the level of headings, bold type, fonts, the labels of lists."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from portal.library.word.package import Package, W

_HEADING: Final = re.compile(r"(?:heading|đề mục|tiêu đề|muc) (\d)")
_OFF: Final = ("0", "false", "off")
_ROMAN: Final = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
DEEPEST: Final = 12


def is_on(properties: Any, name: str) -> bool | None:
    """What a switch of a run or paragraph says; None where it says nothing."""
    found = properties.find(f"{W}{name}") if properties is not None else None
    return None if found is None else found.get(f"{W}val", "1").lower() not in _OFF


def value(properties: Any, name: str) -> str:
    """The value of a property; empty where it is missing."""
    found = properties.find(f"{W}{name}") if properties is not None else None
    return found.get(f"{W}val", "") if found is not None else ""


def font(properties: Any) -> str:
    """The font that a run's properties name."""
    found = properties.find(f"{W}rFonts") if properties is not None else None
    return (found.get(f"{W}ascii") or found.get(f"{W}hAnsi") or "") if found is not None else ""


@dataclass(frozen=True, slots=True)
class Style:
    """A style with what it takes from those it is based on. ``level``: of a heading from 1, 0 for a title."""

    name: str = ""
    level: int | None = None
    bold: bool = False
    italic: bool = False
    font: str = ""
    centred: bool = False
    numbering: tuple[str, int] | None = None


class Styles:
    """The styles of a file."""

    def __init__(self, package: Package) -> None:
        root = package.xml(package.of_kind("styles"))
        self._raw: dict[str, Any] = {}
        self._made: dict[str, Style] = {}
        self.base_font = ""
        self.default = ""
        for row in root.iter(f"{W}style") if root is not None else ():
            self._raw[row.get(f"{W}styleId", "")] = row
            if row.get(f"{W}type") == "paragraph" and row.get(f"{W}default") in ("1", "true"):
                self.default = row.get(f"{W}styleId", "")
        defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr") if root is not None else None
        self.base_font = font(defaults)

    def of(self, key: str) -> Style:
        """A style by its identifier; an empty one for an unknown."""
        if key not in self._made:
            self._made[key] = self._make(key or self.default, 0)
        return self._made[key]

    def _make(self, key: str, depth: int) -> Style:
        row = self._raw.get(key)
        if row is None or depth > DEEPEST:
            return Style(font=self.base_font)
        base_key = value(row, "basedOn")
        base = self._make(base_key, depth + 1) if base_key else Style(font=self.base_font)
        of_run, of_paragraph = row.find(f"{W}rPr"), row.find(f"{W}pPr")
        name = value(row, "name").lower()
        bold, italic = is_on(of_run, "b"), is_on(of_run, "i")
        align = value(of_paragraph, "jc")
        return Style(
            name=name,
            level=_level(name, value(of_paragraph, "outlineLvl"), base.level),
            bold=base.bold if bold is None else bold,
            italic=base.italic if italic is None else italic,
            font=font(of_run) or base.font,
            centred=align == "center" if align else base.centred,
            numbering=numbered(of_paragraph) or base.numbering,
        )


def _level(name: str, outline: str, base: int | None) -> int | None:
    found = _HEADING.match(name)
    if found:
        return int(found.group(1))
    if name == "title":
        return 0
    if outline.isdigit() and int(outline) < 9:
        return int(outline) + 1
    return None if outline == "9" else base


def numbered(properties: Any) -> tuple[str, int] | None:
    """The numbering of a paragraph and its level from 0; ("0", 0) says that it has none."""
    row = properties.find(f"{W}numPr") if properties is not None else None
    if row is None:
        return None
    level = value(row, "ilvl")
    return value(row, "numId") or "0", int(level) if level.isdigit() else 0


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a numbering: how it counts ("decimal", "bullet" …) and what it writes ("Điều %1.")."""

    kind: str = "bullet"
    label: str = ""
    start: int = 1


class Numbering:
    """The numberings of a file, counted in the order of the text."""

    def __init__(self, package: Package) -> None:
        root = package.xml(package.of_kind("numbering"))
        self._counts: dict[str, list[int]] = {}
        abstract: dict[str, dict[int, Level]] = {}
        self._levels: dict[str, dict[int, Level]] = {}
        self._shared: dict[str, str] = {}
        if root is None:
            return
        for row in root.iter(f"{W}abstractNum"):
            levels = {_number(one.get(f"{W}ilvl")): _level_of(one) for one in row.findall(f"{W}lvl")}
            abstract[row.get(f"{W}abstractNumId", "")] = levels
        for row in root.iter(f"{W}num"):
            key, kind = row.get(f"{W}numId", ""), value(row, "abstractNumId")
            self._levels[key] = abstract.get(kind, {})
            restarted = row.find(f"{W}lvlOverride/{W}startOverride") is not None
            self._shared[key] = key if restarted else f"abstract {kind}"

    def level(self, key: str, depth: int) -> Level:
        """How a level counts."""
        return self._levels.get(key, {}).get(depth, Level())

    def kept(self) -> dict[str, list[int]]:
        """How far each has counted; :meth:`back` goes back there."""
        return {key: list(counts) for key, counts in self._counts.items()}

    def back(self, counts: dict[str, list[int]]) -> None:
        """Count on from where :meth:`kept` was asked."""
        self._counts = counts

    def count(self, key: str, depth: int) -> str:
        """Count one paragraph on; gives its label, empty for a bullet."""
        depth = min(depth, 8)
        levels = self._levels.get(key, {})
        counts = self._counts.setdefault(self._shared.get(key, key), [])
        while len(counts) <= depth:
            counts.append(levels.get(len(counts), Level()).start - 1)
        counts[depth] += 1
        for deeper in range(depth + 1, len(counts)):
            counts[deeper] = levels.get(deeper, Level()).start - 1
        here = self.level(key, depth)
        if here.kind in ("bullet", "none"):
            return ""

        def shown(found: re.Match[str]) -> str:
            at = int(found.group(1)) - 1
            kind = self.level(key, at).kind
            return _written(max(counts[at], 1) if at < len(counts) else 1, kind)

        return re.sub(r"%([1-9])", shown, here.label)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 0


def _level_of(row: Any) -> Level:
    return Level(
        value(row, "numFmt") or "decimal", value(row, "lvlText"), _number(value(row, "start") or "1")
    )


def _written(number: int, kind: str) -> str:
    """A number as letters, Roman figures or digits."""
    if kind in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if kind == "upperLetter" else letter
    if kind in ("lowerRoman", "upperRoman") and number < 40:
        found, left = "", number
        for size, sign in _ROMAN:
            while left >= size:
                found, left = found + sign, left - size
        return found.upper() if kind == "upperRoman" else found
    return str(number)
