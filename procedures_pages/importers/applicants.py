"""Who may apply: printed names and the four groups that people recognise."""

from __future__ import annotations

from collections.abc import Iterable

from portal.core.text import fold
from procedures_pages.importers import values

# The first that fits decides; folded beginnings of the printed name.
GROUPS = (
    ("doanh nghiep", "doanh-nghiep"),
    ("hop tac xa", "doanh-nghiep"),
    ("ho kinh doanh", "doanh-nghiep"),
    ("to chuc nuoc ngoai", "nguoi-nuoc-ngoai"),
    ("nguoi nuoc ngoai", "nguoi-nuoc-ngoai"),
    ("to chuc", "to-chuc"),
    ("co quan", "to-chuc"),
    ("cong dan", "cong-dan"),
    ("ca nhan", "cong-dan"),
    ("nguoi", "cong-dan"),
    ("can bo", "cong-dan"),
    ("dang vien", "cong-dan"),
)


def group_of(printed: str) -> str:
    """The group of a printed name, empty when none fits."""
    folded = fold(printed)
    return next((group for start, group in GROUPS if folded.startswith(start)), "")


def read(printed: Iterable[object]) -> list[tuple[str, str]]:
    """Names with their groups, each once, in the source's order; names cut at a comma are whole again."""
    names: list[str] = []
    cut: list[str] = []
    for item in printed:
        name = values.line(item, 300)
        if not name:
            continue
        if name.count("(") > name.count(")"):
            cut.append(name)
        elif name.count(")") > name.count("("):
            names.append(f"{cut.pop()}, {name}" if cut else name.rstrip(") "))
        else:
            names.append(name)
    names.extend(f"{name})" for name in cut)
    return [(name, group_of(name)) for name in dict.fromkeys(names)]
