"""Stable keys of rows: the same thing in another version has the same key."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from portal.core.text import fold

if TYPE_CHECKING:
    from procedures_pages.models.rows import Row


def text_key(*parts: str) -> str:
    """A key of 16 hexadecimal digits from what a row says, whatever its case, marks and blanks."""
    return hashlib.sha256("|".join(fold(part) for part in parts).encode()).hexdigest()[:16]


# What identifies a row of each kind, the first non-empty column set wins.
IDENTITY: dict[str, tuple[tuple[str, ...], ...]] = {
    "case": (("name",),),
    "paper": (("code",), ("name",)),
    "method": (("channel",),),
    "fee": (("kind", "text"),),
    "step": (("case_name", "text"),),
    "result": (("code",), ("name",)),
    "form": (("name",),),
    "legalbasis": (("number",), ("title",)),
    "performer": (("role", "name"),),
    "applicant": (("name",),),
    "caseterm": (("code",), ("name",)),
}


def natural_key(row: Row) -> str:
    """The key that a row's own text gives."""
    for columns in IDENTITY[row._meta.model_name or ""]:
        values = [str(getattr(row, column) or "") for column in columns]
        if any(values):
            return text_key(*values)
    return text_key("")


def fill_key(row: Row) -> None:
    """Give a row its key, once; a corrected spelling later does not change it."""
    row.key = row.key or natural_key(row)
