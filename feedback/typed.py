"""What people type, looked at: numbers of identity cards, which are never taken; how things are read out."""

from __future__ import annotations

import re

from portal.core import redaction
from portal.core.redaction import Kind

# Twelve digits: nine may as well be an amount of money or a number of a file.
CARD_DIGITS = 12
# As the letters are called at school and on the telephone.
_LETTERS = "ABCDEFGHJKMNPQRTVWXYZ2346789"
_NAMES = (
    "a, bê, xê, dê, e, ép, gờ, hát, di, ca, em, en, pê, quy, e-rờ, tê, vê, vê kép, ích-xì, y dài, dét, "
    "hai, ba, bốn, sáu, bảy, tám, chín"
)
_CALLED = dict(zip(_LETTERS, _NAMES.split(", "), strict=True))


def holds_identity_number(text: str) -> bool:
    """Whether a text seems to hold the number of a căn cước, written in whichever digits."""
    return any(
        found.kind == Kind.IDENTITY and sum(char.isdigit() for char in found.words) == CARD_DIGITS
        for found in redaction.finds(text)
    )


def spaced(number: str) -> str:
    """A telephone number as it is read: "0912 345 678"."""
    return f"{number[:4]} {number[4:7]} {number[7:]}" if len(number) == 10 else number


def read_aloud(code: str) -> str:
    """A tracking code in words, group by group: "hát đê, bảy ca bốn pê, …"."""
    groups = code.replace("HĐ-", "").split("-")
    words = [" ".join(_CALLED.get(letter, letter) for letter in group) for group in groups]
    return ", ".join(["hát đê", *words])


def title_of(text: str) -> str:
    """A title out of a text: its first sentence, cut at a word; at most 120 letters."""
    line = " ".join(text.split())
    first = re.split(r"(?<=[.?!…])\s", line, maxsplit=1)[0]
    if len(first) < 5:
        first = line
    return first if len(first) <= 120 else first[:119].rsplit(" ", 1)[0] + "…"
