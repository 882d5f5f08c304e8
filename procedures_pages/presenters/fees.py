"""Fees in words. A zero in the source is not "free", and an amount that a resolution sets is not a number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from procedures_pages.presenters.terms import channel_label

LONGEST_UNIT = 24
LONGEST_SHORT = 90


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One fee: what it is called, what one pays, and the source's own words."""

    kind: str
    text: str
    detail: str = ""
    certain: bool = False


@dataclass(frozen=True, slots=True)
class FeeRow:
    """The fees of one way of submitting (of all ways, where they are the same)."""

    label: str
    lines: tuple[FeeLine, ...]


@dataclass(slots=True)
class Fees:
    """All that the page says about money."""

    short: str
    rows: list[FeeRow] = field(default_factory=list)
    note: str = ""


KIND_LABELS = {
    "fee": lambda: _("Phí"),
    "charge": lambda: _("Lệ phí"),
    "price": lambda: _("Mức giá"),
    "unknown": lambda: _("Phí, lệ phí"),
}


def money(amount: int, currency: str) -> str:
    """ "8.000 đồng", "10 USD"."""
    number = number_format(amount, use_l10n=True, force_grouping=True)
    return _("%(amount)s đồng") % {"amount": number} if currency in ("", "VND") else f"{number} {currency}"


def fee_text(fee: Mapping[str, Any], province: str) -> FeeLine:
    """One fee in words. ``province``: short name, for fees that its People's Council sets."""
    text = (fee.get("text") or "").strip()
    kind = KIND_LABELS.get(fee.get("kind") or "unknown", KIND_LABELS["unknown"])()
    amount, currency = fee.get("amount"), fee.get("currency") or "VND"
    if fee.get("set_locally"):
        said = _("Mức thu tại %(province)s: chưa nhập nghị quyết") % {"province": province}
        return FeeLine(kind, said, text)
    if fee.get("free_basis"):
        return FeeLine(
            kind,
            _("Không thu (căn cứ: %(basis)s)") % {"basis": str(fee["free_basis"]).rstrip(". ")},
            "",
            True,
        )
    if amount == 0:
        return FeeLine(kind, _("Nguồn ghi 0 đồng, chưa nêu căn cứ"), text)
    if amount is None:
        return FeeLine(kind, text or _("Nguồn không nêu mức thu"))
    if text.startswith("/") and len(unit := text[1:].split(".")[0].strip()) <= LONGEST_UNIT:
        return FeeLine(kind, f"{money(amount, currency)}/{unit}", text[len(unit) + 1 :].lstrip(". "), True)
    return FeeLine(kind, money(amount, currency), text, True)


def fees(data: Mapping[str, Any], province: str) -> Fees:
    """What the page says about money."""
    methods = data.get("methods") or []
    rows = [
        FeeRow(
            channel_label(row.get("channel") or ""),
            tuple(dict.fromkeys(fee_text(fee, province) for fee in row.get("fees") or [])),
        )
        for row in methods
    ]
    stated = [row for row in rows if row.lines]
    if len(stated) > 1 and len(stated) == len(rows) and len({row.lines for row in stated}) == 1:
        stated = [FeeRow(_("Mọi cách nộp"), stated[0].lines)]
    note = data.get("fee_note") or ""
    return Fees(short=_short(stated, rows, str(note), province), rows=stated, note=str(note))


def _short(stated: list[FeeRow], rows: list[FeeRow], note: str, province: str) -> str:
    """One line for lists and for the four facts."""
    if not stated:
        return note or _("Nguồn không nêu")
    lines = [line for row in stated for line in row.lines]
    # What a resolution sets decides: numbers beside it are not this province's.
    local = _("Mức thu tại %(province)s: chưa nhập nghị quyết") % {"province": province}
    if any(line.text == local for line in lines):
        return local
    texts = list(dict.fromkeys(line.text for line in lines))
    # A way of submitting without a word about money leaves the sum of the others open.
    if len(texts) == 1 and all(row.lines for row in rows):
        return texts[0] if len(texts[0]) <= LONGEST_SHORT else _short_basis(lines[0])
    if all(line.certain for line in lines):
        return _("Tùy trường hợp hoặc cách nộp")
    return _("Xem mục Lệ phí")


def _short_basis(line: FeeLine) -> str:
    if line.certain and line.text.startswith(_("Không thu")):
        return _("Không thu (căn cứ ghi ở mục Lệ phí)")
    return _("Xem mục Lệ phí")


def short_fee(data: Mapping[str, Any], province: str) -> str:
    """The one line alone."""
    return fees(data, province).short
