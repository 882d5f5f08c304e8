"""Abbreviations that readers of an office's page know, and text in capitals brought back to a sentence."""

from __future__ import annotations

import re
from typing import Final

_KNOWN: Final = (
    "UBND HĐND MTTQ UBMTTQ TP HCM TPHCM BHXH BHYT BHTN CCCD CMND VNeID QR PDF ASEAN WHO UNESCO UNICEF "
    "COVID SARS HIV AIDS ADN TT NĐ CP QĐ QH TTg TTHC BTC CT KH BC TB UB CA CAND QĐND THCS THPT TH MN "
    "ĐH CĐ GDP VAT ISO USD VND VNĐ KM SMS GPS USB TV FM AM PM OCOP NTM ODA FDI WTO EU LHQ CNTT CSDL "
    "DVC ATM CLB XHCN VN SOS OK ID IP PCCC CNCH ATGT ATTP KTXH QPAN PCTT TKCN BCĐ BTV TW TƯ ĐBQH"
)
KNOWN: Final = frozenset(_KNOWN.split())
_WORD: Final = re.compile(r"[^\W\d_]+")
LEAST_CAPITALS: Final = 12


def is_capitals(text: str) -> bool:
    """Whether a text of some length is written in capitals throughout."""
    letters = [letter for letter in text if letter.isalpha()]
    return (
        len(letters) >= LEAST_CAPITALS
        and len(_WORD.findall(text)) >= 3
        and not any(letter.islower() for letter in letters)
    )


def sentence_case(text: str) -> str:
    """Capitals as a sentence: names of people and places lose theirs, well-known abbreviations do not."""
    lowered = _WORD.sub(
        lambda found: (
            found.group() if found.group() in KNOWN and len(found.group()) > 2 else found.group().lower()
        ),
        text,
    )
    return lowered[:1].upper() + lowered[1:]
