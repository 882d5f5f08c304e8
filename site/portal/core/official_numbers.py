"""Số, ký hiệu of official documents: "131/2021/NĐ-CP", found among the words that stand around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from portal.core.text import one_line

_WORDS: Final = re.compile(
    r"^(?:(?:bộ\s+)?luật|nghị định|nghị quyết|thông tư(?: liên tịch)?|quyết định|pháp lệnh|chỉ thị)?"
    r"\s*(?:số)?\s*:?\s*(?=\d+[\w.]*\s*/)",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"^\d+[\w.]*(?:\s*/\s*[\w.-]+)+(?:-\s[A-ZĐ][\w-]*)*")
# "17/1999/TTLT-BTC", "42/2022/NĐ- CP" where a line was broken by hand, "12/QĐ-UBND".
_ANYWHERE: Final = re.compile(
    r"(?<![\w/.-])\d{1,5}[a-z]?(?:/\d{4})?/[A-ZĐ][^\W_]{1,11}(?:\s?[-–]\s?[A-ZĐ][^\W_]{0,11}){0,4}(?![\w/])"
)
_SIGN: Final = re.compile(r"/[^/]*[A-ZĐ]{2}")


def official_number(text: str) -> str:
    """ "Nghị định số 131/2021/NĐ-CP" → "131/2021/NĐ-CP"; "" where no number stands at the beginning."""
    found = _NUMBER.match(_WORDS.sub("", one_line(text)))
    return re.sub(r"\s*([/-])\s*", r"\1", found.group()).rstrip(".") if found else ""


def is_official_number(text: str) -> bool:
    """Whether a text is a number with the sign of a kind or an issuer: "12/QĐ-UBND", but not "15/10/2026"."""
    return official_number(text) == text and _SIGN.search(text) is not None


def cited(text: str) -> Iterator[tuple[int, int, str]]:
    """Where a text names an official document: start, end, and the number as it is written rightly."""
    for found in _ANYWHERE.finditer(text):
        number = re.sub(r"\s*[-–]\s*", "-", found.group())
        if is_official_number(number):
            yield *found.span(), number
