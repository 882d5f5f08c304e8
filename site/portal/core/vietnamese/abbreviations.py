"""Abbreviations that readers of an office's page know, and text in capitals brought back to a sentence."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

_KNOWN: Final = (
    "UBND HĐND MTTQ UBMTTQ TP HCM TPHCM BHXH BHYT BHTN CCCD CMND VNeID QR PDF ASEAN WHO UNESCO UNICEF "
    "COVID SARS HIV AIDS ADN TT NĐ CP QĐ QH TTg TTHC BTC CT KH BC TB UB CA CAND QĐND THCS THPT TH MN "
    "ĐH CĐ GDP VAT ISO USD VND VNĐ KM SMS GPS USB TV FM AM PM OCOP NTM ODA FDI WTO EU LHQ CNTT CSDL "
    "DVC ATM CLB XHCN VN SOS OK ID IP PCCC CNCH ATGT ATTP KTXH QPAN PCTT TKCN BCĐ BTV TW TƯ ĐBQH "
    "TNHH MTV GTGT STT"
)
KNOWN: Final = frozenset(_KNOWN.split())
_WORD: Final = re.compile(r"[^\W\d_]+")
# A number of a document is one: "17/1999/TTLT-BTC".
_TOKEN: Final = re.compile(r"\d+/[\w/.\-]*\w|[^\W\d_]+")
_NAMES: Final = ("Việt Nam", "Hồ Chí Minh", "Chính phủ", "Quốc hội", "Hà Nội", "Đảng Cộng sản")
LEAST_CAPITALS: Final = 12


def is_capitals(text: str) -> bool:
    """Whether a text of some length is written in capitals throughout."""
    letters = [letter for letter in text if letter.isalpha()]
    return (
        len(letters) >= LEAST_CAPITALS
        and len(_WORD.findall(text)) >= 3
        and not any(letter.islower() for letter in letters)
    )


def sentence_case(text: str, names: Collection[str] = ()) -> str:
    """Capitals as a sentence: well-known abbreviations, numbers of documents and ``names`` are kept.

    Other names of people and places lose their capitals.
    """
    lowered = _TOKEN.sub(_lowered, text)
    for name in (*_NAMES, *names):
        lowered = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", name, lowered, flags=re.IGNORECASE)
    return lowered[:1].upper() + lowered[1:]


def _lowered(found: re.Match[str]) -> str:
    words = found.group()
    return words if "/" in words or (words in KNOWN and len(words) > 2) else words.lower()
