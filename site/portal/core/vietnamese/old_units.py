"""Units under a name that they no longer have, and districts, which are no more since 1 July 2025.

There is no district level any more: Luật Tổ chức chính quyền địa phương 72/2025/QH15. A name with "cũ",
"nay là" or the like beside it is let be, and so is one that is said to be of another province.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from portal.core.vietnamese.marks import Around, Code, Mark
from portal.core.vietnamese.syllables import is_syllable

_SAYS_OLD: Final = re.compile(r"(?:\bcũ\b|trước đây|\bnay là\b|sáp nhập|nhập vào|hợp nhất)", re.IGNORECASE)
_KINDS: Final = ("xã", "phường", "thị trấn", "huyện", "thị xã", "thành phố")
_PLACES: Final = re.compile(
    rf"(?<!\w)(?:{'|'.join(_KINDS)})\s+(?:[A-ZĐĂÂÊÔƠƯÀ-Ỹ][^\W\d_]*|\d+)", re.IGNORECASE
)
_MORE: Final = re.compile(r"(?:\s+(?:[A-ZĐĂÂÊÔƠƯÀ-Ỹ][^\W\d_]*|\d+)){0,5}")
_DISTRICT: Final = re.compile(
    r"(?<!\w)(?:[Hh]uyện|[Tt]hị xã|[Qq]uận)((?: [A-ZĐĂÂÊÔƠƯÀ-Ỹ][a-zà-ỹđ]+){1,3})(?! [A-ZĐĂÂÊÔƠƯÀ-Ỹ][a-zà-ỹđ])"
)
_ELSEWHERE: Final = re.compile(
    r"(?:,?\s+(?:huyện|thị xã|thành phố|quận)\s+[^,.;]{1,30})?,?\s+(?:tỉnh|thành phố|TP\.?)\s+([^,.;)]{2,30})"
)


def old_units(text: str, around: Around) -> Iterator[Mark]:
    """Names of the register that are of the past, with the present one."""
    if not around.former:
        return
    for found in _PLACES.finditer(text):
        more = _MORE.match(text, found.end())
        whole = text[found.start() : more.end() if more else found.end()]
        parts = unicodedata.normalize("NFC", whole).split()
        # The longest name that begins here: "xã Nam Thanh" before "xã Nam".
        for length in range(len(parts), 1, -1):
            name = " ".join(parts[:length])
            if name.lower() in around.former:
                end = found.start() + len(name) if whole.startswith(name) else found.end()
                yield from _marked(text, found.start(), end, around)
                break
    offices = _offices(tuple(name for name in around.former if not name.startswith(_KINDS)))
    for found in offices.finditer(text) if offices is not None else ():
        yield from _marked(text, *found.span(), around)


@lru_cache(maxsize=8)
def _offices(names: tuple[str, ...]) -> re.Pattern[str] | None:
    """Names of departments: words small and large, commas."""
    longest = sorted(names, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)", re.I) if longest else None


def _marked(text: str, start: int, end: int, around: Around) -> Iterator[Mark]:
    words = text[start:end]
    present = around.former.get(" ".join(unicodedata.normalize("NFC", words).lower().split()), ())
    beside = text[max(0, start - 20) : start] + text[end : end + 20]
    elsewhere = _ELSEWHERE.match(text, end)
    if not present or _SAYS_OLD.search(beside):
        return
    if elsewhere and around.province and not elsewhere[1].startswith(around.province):
        return
    repair = None
    if len(present) == 1:
        repair = _without_tail(present[0], text[end:])
        repair = repair[:1].lower() + repair[1:] if words[0].islower() else repair
    yield Mark(Code.OLD_NAME, start, end, words, repair, now=", ".join(present))


def _without_tail(name: str, after: str) -> str:
    """The name without its last words where they follow anyway: "Sở Xây dựng" before " tỉnh Nghệ An"."""
    words = name.split()
    for length in range(len(words) - 1, 0, -1):
        tail = " ".join(words[-length:])
        if re.match(rf"\s+{re.escape(tail)}(?!\w)", after):
            return " ".join(words[:-length])
    return name


def districts(text: str, around: Around) -> Iterator[Mark]:
    """Districts by name, without a word that they are of the past."""
    for found in _DISTRICT.finditer(text):
        beside = text[max(0, found.start() - 20) : found.start()] + text[found.end() : found.end() + 20]
        if not _SAYS_OLD.search(beside) and all(map(is_syllable, found[1].split())):
            yield Mark(Code.DISTRICT, *found.span(), found.group(), f"{found.group()} cũ")
