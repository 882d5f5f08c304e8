"""What in a text may name somebody: telephone and identity numbers, e-mail addresses, plots of land.

Found also with blanks, dots or dashes between the digits, with full-width digits, and spelled out ("không
chín một hai …"). A find shows its place, so that an officer masks it or says that it names nobody; publishing
is stopped while one is open. The original is kept as it came, apart from the public text.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core.text import fold

MASK = "[đã che]"


class Kind(models.TextChoices):
    """What was found."""

    EMAIL = "email", _("thư điện tử")
    IDENTITY = "identity", _("số giấy tờ tùy thân")
    PHONE = "phone", _("số điện thoại")
    PLOT = "plot", _("số thửa, tờ bản đồ")
    ACCOUNT = "account", _("số tài khoản, dãy số dài")
    NAME = "name", _("tên, địa chỉ của người gửi")


@dataclass(frozen=True, slots=True)
class Find:
    """A place in a text: ``text[start:end]`` is ``words``. ``key`` names it without repeating it."""

    kind: Kind
    start: int
    end: int
    words: str

    @property
    def key(self) -> str:
        """The same find in the same words has the same key."""
        return hashlib.sha256(f"{self.kind}:{_digits(self.words) or fold(self.words)}".encode()).hexdigest()[
            :16
        ]


_SPOKEN = {
    "khong": "0", "mot": "1", "hai": "2", "ba": "3", "bon": "4", "tu": "4", "nam": "5", "lam": "5",
    "sau": "6", "bay": "7", "tam": "8", "chin": "9",
}  # fmt: skip
_WORD = r"(?:không|khong|một|mốt|mot|hai|ba|bốn|bon|tư|năm|nam|lăm|lam|sáu|sau|bảy|bẩy|bay|tám|tam|chín|chin)"
_GAP = r"[\s.,\-–_/·()]{0,3}"
_DIGIT = rf"(?:\d|\b{_WORD}\b)"
_RUN = re.compile(
    rf"(?<![^\W_])(?<![.,])(?:\+{_GAP})?{_DIGIT}(?:{_GAP}{_DIGIT}){{7,}}(?![^\W_])", re.IGNORECASE
)
_EMAIL = re.compile(
    r"[\w.+-]{1,64}\s?(?:@|\(at\)|\[at\]|\s(?:a còng|a cong|a móc)\s)\s?[\w-]+"
    r"(?:\s?(?:\.|\(dot\)|\s(?:chấm|cham)\s)\s?[\w-]+)+",
    re.IGNORECASE,
)
_PLOT = re.compile(
    rf"(?:thửa(?:\s+đất)?|tờ\s+bản\s+đồ|tờ\s+BĐ|số\s+thửa|thua\s+dat|to\s+ban\s+do|so\s+thua)"
    rf"(?:\s+đất|\s+dat)?(?:\s+(?:số|so))?\s*[:.\-]?\s*(?:\d+(?:\s?\d)*|(?:{_WORD}\s?)+)(?:\s*[/\-]\s*\d+)*",
    re.IGNORECASE,
)
_DATE = re.compile(r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4}")
# A code of a procedure ("1.004194.000.00.00.H41") or an amount of money ("12.500.000 đồng") is no person.
_MONEY = re.compile(r"\d{1,3}(?:\.\d{3})+(?=\s*(?:đồng|đ\b|vnd|vnđ|triệu|tỷ))", re.IGNORECASE)
_PROCEDURE = re.compile(r"(?<!\d)\d\.\d{6}(?!\d)")

_YEAR = r"(?:19|20)\d\d(?!\d)"
_SPAN = r"\s*[-–,;/]\s*"
# "năm 2021 - 2022", "tháng 01, 02 năm 2022": "năm" is a year there and no spelled five.
_YEARS = re.compile(
    rf"\bnăm\s+{_YEAR}(?:{_SPAN}{_YEAR})*|\btháng\s+\d{{1,2}}(?:{_SPAN}\d{{1,2}})*\s+năm\s+{_YEAR}",
    re.IGNORECASE,
)
_DIGITS_BEFORE = re.compile(rf"{_DIGIT}{_GAP}{_DIGIT}{_GAP}$", re.IGNORECASE)


def finds(text: str, known: Collection[str] = ()) -> list[Find]:
    """All finds in the order of the text. ``known``: numbers and addresses of offices, which name nobody."""
    plain = _narrow(text)
    harmless = {_digits(one) or one.lower() for one in known if one}
    found: list[Find] = []
    taken = [match.span() for pattern in (_DATE, _MONEY, _PROCEDURE) for match in pattern.finditer(plain)]
    for kind, spans in (
        (Kind.EMAIL, (match.span() for match in _EMAIL.finditer(plain))),
        (Kind.PLOT, (match.span() for match in _PLOT.finditer(plain))),
        (None, (match.span() for match in _RUN.finditer(_without_years(plain)))),
    ):
        for start, end in spans:
            words = plain[start:end]
            number = _digits(words)
            named = kind or _kind_of(number)
            if (
                named is None
                or (number or words.strip().lower()) in harmless
                or words.strip().lower() in harmless
            ):
                continue
            if any(start < other_end and other_start < end for other_start, other_end in taken):
                continue
            taken.append((start, end))
            found.append(Find(named, start, end, text[start:end]))
    return sorted(found, key=lambda find: find.start)


def _without_years(plain: str) -> str:
    """Years covered, each letter by one sign; not those that may go on with a number that began before."""
    covered, at = "", 0
    for match in _YEARS.finditer(plain):
        covered += plain[at : match.start()]
        begun = _DIGITS_BEFORE.search(covered[-20:])
        covered += match.group() if begun else "|" * len(match.group())
        at = match.end()
    return covered + plain[at:]


def named(text: str, words: Iterable[str]) -> list[Find]:
    """Where the sender's own name or address stands in a text, whatever the case and the marks."""
    found = []
    for word in words:
        parts = [re.escape(part) for part in fold(word).split()]
        if len(parts) < 2:
            continue
        plain = "".join(_folded_letter(char) for char in text)
        for match in re.finditer(r"(?<!\w)" + r"\s+".join(parts) + r"(?!\w)", plain):
            found.append(Find(Kind.NAME, *match.span(), text[match.start() : match.end()]))
    return found


def _folded_letter(char: str) -> str:
    """One letter without marks, in its place."""
    plain = fold(char)
    return plain if len(plain) == 1 else " " if char.isspace() else char


def masked(text: str, only: Iterable[Find] | None = None) -> str:
    """The text with its finds covered."""
    for find in sorted(finds(text) if only is None else only, key=lambda find: -find.start):
        text = text[: find.start] + MASK + text[find.end :]
    return text


def _kind_of(number: str) -> Kind | None:
    """What a run of digits is: twelve an identity number, nine the old one, from 0 or 84 a telephone."""
    if re.fullmatch(r"(?:84|0084)?0?(?:[35789]\d{8}|2\d{8,9})", number) and number[0] in "08":
        return Kind.PHONE
    if re.fullmatch(r"0\d{11}", number) or len(number) == 9:
        return Kind.IDENTITY
    return Kind.ACCOUNT if len(number) >= 8 else None


def _narrow(text: str) -> str:
    """Full-width letters and digits as plain ones, each in its place: positions stay those of the text."""
    out = []
    for char in text:
        plain = unicodedata.normalize("NFKC", char)
        out.append(plain if len(plain) == 1 else char)
    return "".join(out)


def _digits(words: str) -> str:
    """The digits of a find, spelled ones too; empty where letters besides are in it."""
    number = ""
    for part in re.findall(r"\d|[^\W\d_]+", _narrow(words)):
        digit = part if part.isdigit() else _SPOKEN.get(fold(part), "")
        if not digit:
            return ""
        number += digit
    return number
