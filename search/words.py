"""Words of a text as search compares them: folded, split at everything but letters, digits and inner dots."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence

from portal.core.text import fold

TOKEN = re.compile(r"[a-z0-9]+(?:\.[0-9]+)*")
# Both spellings are in use: kí and ký, sĩ and sỹ, công ti and công ty.
_SHORT_I = {f"{letter}i": f"{letter}y" for letter in "hklmst"}


def tokens(text: str) -> list[str]:
    """``"Đăng ký (lại) 1.000894"`` → ``["dang", "ky", "lai", "1.000894"]``; NFC and NFD give the same.

    i after a single consonant is written y, as in ``"kí"`` → ``"ky"``.
    """
    return [_SHORT_I.get(word, word) for word in TOKEN.findall(fold(text))]


def pairs(words: Sequence[str]) -> list[str]:
    """Neighbours joined: ``["dang", "ky"]`` → ``["dang_ky"]``."""
    return [f"{first}_{second}" for first, second in itertools.pairwise(words)]


def trigrams(text: str) -> list[str]:
    """Every three characters in a row of a folded text, blanks included, each once, in order."""
    return list(dict.fromkeys(text[start : start + 3] for start in range(len(text) - 2)))


def joined(words: Iterable[str]) -> str:
    """Words with single blanks between them, as the folded columns hold them."""
    return " ".join(words)
