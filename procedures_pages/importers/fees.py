"""Fees as sources state them, and when a zero may be called free.

A zero in the source means "no number entered" far more often than "free" (most printed "Miễn phí" come from
it), so an amount of 0 has a ``free_basis`` only where the source says in words that nothing is taken.
"""

from __future__ import annotations

import re
from typing import Any

from portal.core.text import fold
from procedures_pages.importers import values
from procedures_pages.importers.parsed import ParsedFee, ParsedMethod

KINDS = {"phi": "fee", "le phi": "charge", "muc gia": "price"}
API_KINDS = {"FEE": "fee", "SERVICE_FEE": "charge", "PRICE_LEVEL": "price"}
_LOCAL = re.compile(r"hoi dong nhan dan|\bhdnd\b")
_FREE = re.compile(
    r"^(?:khong thu|mien|duoc mien|khong phai nop)(?: (?:toan bo|cac khoan|tien))?(?: (?:phi|le phi|thu))"
)
_MONEY = re.compile(r"\d{1,3}(?:[.,]\d{3})+|\d{4,}\s*(?:dong|vnd|d/)")
_MONEY_WORDS = r"việt nam đồng|vnđ|vnd|đồng|usd|đô la mỹ"
_PRINTED = re.compile(
    r"^(?:(?P<kind>phí|lệ phí|mức giá)\s*:?)?\s*"
    rf"(?P<amount>miễn phí|không có thông tin|không|[\d.,]+)?\s*(?P<currency>{_MONEY_WORDS})?\s*"
    r"(?:\((?P<text>.*)\)?)?$",
    re.IGNORECASE | re.DOTALL,
)
_LABEL = re.compile(
    rf"^(?:phí|lệ phí|mức giá|miễn phí|[\d.,]+\s*(?:{_MONEY_WORDS}))(?![\w ]*\w{{12}})", re.IGNORECASE
)


def make(kind: str, amount: int | None, currency: str, text: str) -> ParsedFee:
    """A fee with what its own words say about where it is set and whether it is taken."""
    folded = fold(text)
    fee = ParsedFee(kind=kind, amount=amount, currency=currency, text=text)
    fee.set_locally = bool(_LOCAL.search(folded))
    if (
        amount == 0
        and _FREE.match(folded.strip(" -+*.:"))
        and not fee.set_locally
        and not _MONEY.search(folded)
    ):
        fee.free_basis = text[:300]
    return fee


def settle(methods: list[ParsedMethod]) -> None:
    """Take the ground for "free" away where another fee of the same procedure is a number above zero."""
    if any(fee.amount for method in methods for fee in method.fees):
        for method in methods:
            for fee in method.fees:
                fee.free_basis = ""


def from_api(raw: dict[str, Any]) -> ParsedFee | None:
    """A fee of the national interface; None when it says nothing at all."""
    amount = values.whole(raw.get("value"), 10**15)
    text = values.text(raw.get("description"))
    if amount is None and not text:
        return None
    return make(
        API_KINDS.get(str(raw.get("type")), "unknown"), amount, _currency(raw.get("currencyName")), text
    )


def from_printed(printed: str) -> list[ParsedFee]:
    """Fees of one printed cell: "Phí: 10.000 Đồng (…); Lệ phí (Hội đồng nhân dân tỉnh quy định)"."""
    return [fee for part in _parts(values.text(printed)) if (fee := _one(part)) is not None]


def _one(part: str) -> ParsedFee | None:
    found = _PRINTED.match(part)
    if found is None or not any(found.group("kind", "amount", "currency")):
        return make("unknown", None, "VND", part)
    kind = KINDS.get(fold(found.group("kind") or ""), "unknown")
    printed = (found.group("amount") or "").strip(" .,")
    text = values.text(_unwrapped(found.group("text") or ""))
    nothing = {"mien phi": 0, "khong": 0}
    amount = nothing.get(fold(printed), values.whole(printed, 10**15))
    if amount is None and any(letter.isdigit() for letter in printed):
        text = f"{printed} {text}".strip()
    return make(kind, amount, _currency(found.group("currency")), text)


def _unwrapped(text: str) -> str:
    """Without the pair of brackets around it."""
    text = text.strip()
    if text.endswith(")") and text.count(")") > text.count("("):
        text = text[:-1].rstrip()
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1].strip()
    return text


def _parts(printed: str) -> list[str]:
    """The cell cut at semicolons outside brackets, where a new fee begins."""
    parts: list[str] = []
    depth, start = 0, 0
    for place, letter in enumerate(printed):
        depth += (letter == "(") - (letter == ")")
        if letter == ";" and depth <= 0 and _LABEL.match(printed[place + 1 :].lstrip()):
            parts.append(printed[start:place].strip())
            start = place + 1
    parts.append(printed[start:].strip())
    return [part for part in parts if part]


def _currency(printed: Any) -> str:
    folded = fold(str(printed or ""))
    return "USD" if "usd" in folded or "do la my" in folded else "VND"
