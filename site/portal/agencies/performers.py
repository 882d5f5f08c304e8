"""Classes of performing agencies: which bodies perform a procedure, read from the names that sources print.

Applicability is performer class × publishing province, never a source's level flag (docs/glossary.md). The
classes and their patterns are data: ``data/performer_classes.yaml``, whose header gives the reading rules.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from portal.core.text import fold, normalise

FILE = Path(__file__).resolve().parent / "data" / "performer_classes.yaml"
COMMUNE_LEVELS = frozenset({"commune", "vertical-commune"})
WEAK_LEVELS = frozenset({"central", "other"})


@dataclass(frozen=True, slots=True)
class PerformerClass:
    """One class of bodies; ``level`` and ``in_catalogue`` as in the data file."""

    key: str
    label: str
    level: str
    in_catalogue: bool
    patterns: tuple[re.Pattern[str], ...]

    def performs(self, folded: str) -> bool:
        """Whether one folded part of a printed name is a body of this class."""
        return any(pattern.search(folded) for pattern in self.patterns)


@dataclass(frozen=True, slots=True)
class _Rules:
    split: re.Pattern[str]
    here: re.Pattern[str]
    elsewhere: tuple[re.Pattern[str], ...]
    classes: tuple[PerformerClass, ...]


def _read(raw: dict[str, Any]) -> _Rules:
    return _Rules(
        split=re.compile(raw["split"]),
        here=re.compile(raw["here"]),
        elsewhere=tuple(re.compile(pattern) for pattern in raw["elsewhere"]),
        classes=tuple(
            PerformerClass(
                key=row["key"],
                label=row["label"],
                level=row["level"],
                in_catalogue=bool(row["in_catalogue"]),
                patterns=tuple(re.compile(pattern) for pattern in row["patterns"]),
            )
            for row in raw["classes"]
        ),
    )


_RULES = _read(yaml.safe_load(FILE.read_text(encoding="utf-8")))
CLASSES: dict[str, PerformerClass] = {found.key: found for found in _RULES.classes}


@lru_cache(maxsize=8192)
def classify(printed: str) -> frozenset[str]:
    """The keys of all classes named in a printed list of agencies; empty when it names none of this province.

    ``"Công an Xã; Sở Tư pháp"`` → ``{"cong-an-xa", "so-tu-phap"}``.
    """
    found: set[str] = set()
    for line in re.split(r"[;\n]", normalise(printed)):
        for part in _RULES.split.split(fold(line)):
            found |= _classes_of_part(part.strip(" .,-"))
    return frozenset(found)


def _classes_of_part(part: str) -> set[str]:
    if not part:
        return set()
    if any(pattern.search(part) for pattern in _RULES.elsewhere) and not _RULES.here.search(part):
        return set()
    found = {entry.key for entry in _RULES.classes if entry.performs(part)}
    strong = {key for key in found if CLASSES[key].level not in WEAK_LEVELS}
    return strong or found


def label(key: str) -> str:
    """The class's name for people; the key itself when the class is unknown."""
    entry = CLASSES.get(key)
    return entry.label if entry else key


@cache
def classes_of(agency_level: str, performer_class: str = "") -> frozenset[str]:
    """The classes whose procedures an agency's site shows.

    A commune answers for every body of the commune level, police and health station included; a department
    for its own class; the province for all that the province's catalogue holds.
    """
    if agency_level == "commune":
        return frozenset(
            entry.key for entry in _RULES.classes if entry.level in COMMUNE_LEVELS and entry.in_catalogue
        )
    if agency_level == "province":
        return frozenset(entry.key for entry in _RULES.classes if entry.in_catalogue)
    return frozenset({performer_class} if performer_class else ())


def class_of_agency(name: str, level: str) -> str:
    """The class of an agency itself, from its name: the first class of its level; empty when none fits."""
    if level == "commune":
        return "ubnd-xa"
    if level == "province":
        return "ubnd-tinh"
    part = fold(name)
    return next(
        (entry.key for entry in _RULES.classes if entry.level == "province" and entry.performs(part)), ""
    )
