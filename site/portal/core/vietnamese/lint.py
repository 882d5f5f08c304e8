"""What a careful reader would mark in a Vietnamese text. Every mark is a hint; nothing here refuses anything.

A mark (:mod:`portal.core.vietnamese.marks`) names its place and words and, where a machine can know, what to
put there instead. ``safe``: the repair changes no meaning and needs no eyes (blanks, normal form); the others
are offered one by one.
Messages stand with the screen that shows them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator
from datetime import date
from typing import Final

from portal.core import official_numbers, redaction
from portal.core.vietnamese.abbreviations import KNOWN, is_capitals, sentence_case
from portal.core.vietnamese.marks import NOWHERE, Around, Code, Mark
from portal.core.vietnamese.old_units import districts, old_units
from portal.core.vietnamese.syllables import apart, is_syllable, respelled

_BLANKS: Final = re.compile(r"(?<=\S)[ \u00a0]{2,}(?=\S)")
_BEFORE: Final = re.compile(r"(?<=[^\W_])[ \u00a0]+(?=[,;:!?](?:\s|$)|\.(?:\s|$))")
_AFTER: Final = re.compile(
    r"(?<=[^\W\d_])[,;:!?](?=[^\W\d_])|(?<=\))[,;:](?=\w)|(?<=[a-zà-ỹđ]{2})\.(?=[A-ZÀ-ỸĐ][a-zà-ỹđ])"
)
_ADDRESS: Final = re.compile(
    r"\S*(?:://|@|www\.)\S*|\b[\w-]+\.(?:vn|com|net|org|gov|docx?|xlsx?|pdf)\b\S*", re.IGNORECASE
)
_WORD: Final = re.compile(r"[^\W\d_]{4,}")
_DATE: Final = re.compile(r"(?<![\d/.\-])(\d{1,2})([/.\-])(\d{1,2})\2(\d{4}|\d{2})(?![\d/\-]|\.\d)")
_IN_WORDS: Final = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE)
_WEEKDAY: Final = re.compile(
    r"\b(thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\s+nhật)\b[,\s(]*(?:ngày\s+)?(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})",
    re.IGNORECASE,
)
_DAYS: Final = {"hai": 0, "ba": 1, "tư": 2, "năm": 3, "sáu": 4, "bảy": 5, "nhật": 6} | {
    str(n): n - 2 for n in range(2, 8)
}
_NAMES: Final = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_SHORT: Final = re.compile(r"(?<![\w/.\-–&])[A-ZĐĂÂÊÔƠƯ]{2,8}(?![\w/\-–&]|\.[\dA-Z])")
_EXPLAINED: Final = re.compile(
    r"\(\s*([A-ZĐĂÂÊÔƠƯ]{2,8})\s*\)|\b([A-ZĐĂÂÊÔƠƯ]{2,8})\s*\("
    r"|(?:(?:gọi|viết)(?: tắt| chung)?|viết tắt) là:?\s*[“\"'(]?\s*([A-ZĐĂÂÊÔƠƯ]{2,8})\b"
)
_ROMAN: Final = re.compile(r"[IVXLC]+[A-D]?")
# The sign of a form or of a document: "mẫu 03 TS", "TT- BTC" where a line was broken by hand.
_SIGN_BEFORE: Final = re.compile(r"(?:\b(?:mẫu|biểu|phụ lục)\s+(?:số\s+)?[\w.-]+\s|[-/]\s)$", re.IGNORECASE)
_WORD_BEFORE: Final = re.compile(r"([^\W\d_]+)\s(?:\d+\s)?$")
_WORD_AFTER: Final = re.compile(r"^\s(?:\d+\s)?([^\W\d_]+)")
_NO_PERSON: Final = re.compile(
    r"(?:mã số thuế|\bMST|mã số doanh nghiệp|tài khoản|\bfax|số hiệu)[^.;\n]{0,20}$", re.IGNORECASE
)
_CALLS: Final = re.compile(r"(?:điện thoại|\bĐT|\btel)[^.;\n]{0,25}$", re.IGNORECASE)
_LANDLINE: Final = re.compile(r"\W*(?:\+?84\W*|0\W*)2")
_VOWEL: Final = re.compile(r"[aeiouyăâêôơư]", re.IGNORECASE)
_LINE: Final = re.compile(r"[^\n.!?]+")


def explained(text: str) -> set[str]:
    """The abbreviations that a text explains: "Hợp tác xã (HTX)", "HTX (hợp tác xã)"."""
    return {word for found in _EXPLAINED.findall(text) for word in found if word}


def marks(text: str, around: Around = NOWHERE) -> list[Mark]:
    """All marks in the order of the text; of several at one place the first of the list below stays."""
    found: list[Mark] = []
    addresses = [match.span() for match in _ADDRESS.finditer(text)]
    for look in LOOKS:
        for mark in look(text, around):
            inside = any(start < mark.end and mark.start < end for start, end in addresses)
            met = any(one.start < mark.end and mark.start < one.end for one in found)
            if not met and not inside:
                found.append(mark)
    return sorted(found, key=lambda mark: mark.start)


def repaired(text: str, chosen: Collection[Mark]) -> str:
    """The text with these marks repaired; those without a repair stay as they are."""
    for mark in sorted(chosen, key=lambda one: -one.start):
        if mark.repair is not None:
            text = text[: mark.start] + mark.repair + text[mark.end :]
    return text


def _mark(code: Code, found: re.Match[str], repair: str | None, safe: bool = False) -> Mark:
    return Mark(code, *found.span(), found.group(), repair, safe)


def _form(text: str, around: Around) -> Iterator[Mark]:
    """Letters in pieces, one mark for a run of such words; single words with the wrong letter."""
    run: list[re.Match[str]] = []
    for found in re.finditer(r"\S+", text):
        composed = unicodedata.normalize("NFC", found.group())
        if composed != found.group():
            run.append(found)
        elif run and not (composed.isascii() and composed.isalpha()):
            yield _composed(text, run)
            run = []
        if composed == found.group() and ("\u01a3" in composed or "\u01a2" in composed):
            repair = composed.replace("\u01a3", "ư").replace("\u01a2", "Ư")
            yield _mark(Code.WRONG_LETTER, found, repair, True)
    if run:
        yield _composed(text, run)


def _composed(text: str, run: list[re.Match[str]]) -> Mark:
    start, end = run[0].start(), run[-1].end()
    words = text[start:end]
    return Mark(Code.NORMAL_FORM, start, end, words, unicodedata.normalize("NFC", words), True)


def _persons(text: str, around: Around) -> Iterator[Mark]:
    """Numbers of persons: neither landlines, which are those of offices, nor numbers of firms."""
    codes = {redaction.Kind.PHONE: Code.PHONE, redaction.Kind.IDENTITY: Code.IDENTITY}
    for find in redaction.finds(text, around.known):
        code = codes.get(find.kind)
        before = text[max(0, find.start - 45) : find.start]
        if code is None or _NO_PERSON.search(before):
            continue
        if code is Code.PHONE and _LANDLINE.match(find.words):
            continue
        if code is Code.IDENTITY and _CALLS.search(before):
            continue
        yield Mark(code, find.start, find.end, find.words, redaction.MASK)


def _dates(text: str, around: Around) -> Iterator[Mark]:
    for found in _WEEKDAY.finditer(text):
        day = _day(found[2], found[3], found[4])
        said = _DAYS.get(found[1].split()[-1].lower())
        if day is not None and said is not None and said != day.weekday():
            words = found[1]
            yield Mark(Code.WRONG_WEEKDAY, *found.span(1), words, _NAMES[day.weekday()])
    for found in _IN_WORDS.finditer(text):
        if _day(found[1], found[2], found[3]) is None:
            yield _mark(Code.NO_SUCH_DAY, found, None)
    for found in _DATE.finditer(text):
        year = found[4] if len(found[4]) == 4 else f"20{found[4]}"
        if _day(found[1], found[3], year) is None:
            # "1.2.26" may be the number of a chapter.
            if found[2] == "/" or len(found[4]) == 4:
                yield _mark(Code.NO_SUCH_DAY, found, None)
        elif len(found[4]) == 2 and found[2] == "/":
            yield _mark(Code.SHORT_YEAR, found, f"{int(found[1]):02d}/{int(found[3]):02d}/{year}")


def _day(day: str, month: str, year: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _blanks(text: str, around: Around) -> Iterator[Mark]:
    for found in _BLANKS.finditer(text):
        yield _mark(Code.BLANKS, found, " ", True)
    for found in _BEFORE.finditer(text):
        yield _mark(Code.BLANK_BEFORE, found, "", True)
    for found in _AFTER.finditer(text):
        yield _mark(Code.BLANK_AFTER, found, f"{found.group()} ", True)


def _capitals(text: str, around: Around) -> Iterator[Mark]:
    for found in _LINE.finditer(text):
        words = found.group().strip()
        if is_capitals(words) and len(words.split()) >= 4:
            start = found.start() + found.group().index(words)
            end = start + len(words)
            yield Mark(Code.CAPITALS, start, end, words, sentence_case(words, around.names))


def _spelling(text: str, around: Around) -> Iterator[Mark]:
    for found in _WORD.finditer(text):
        word = respelled(found.group())
        if word:
            yield _mark(Code.SPELLING, found, word, True)


def _glued(text: str, around: Around) -> Iterator[Mark]:
    for found in _WORD.finditer(text):
        ways = apart(found.group())
        if ways:
            # Between two vowels it may as well be one word with a slip.
            vowels = re.search(rf"{_VOWEL.pattern} {_VOWEL.pattern}", _bare(ways[0]), re.IGNORECASE)
            repair = ways[0] if len(ways) == 1 else None
            yield _mark(Code.GLUED, found, repair, repair is not None and not vowels)


def _bare(words: str) -> str:
    """Letters without the signs above and below."""
    return "".join(one for one in unicodedata.normalize("NFD", words) if not unicodedata.combining(one))


def _abbreviations(text: str, around: Around) -> Iterator[Mark]:
    seen: set[str] = set()
    known = KNOWN | explained(text) | set(around.explained)
    capitals = [line.span() for line in _LINE.finditer(text) if is_capitals(line.group())]
    for found in _SHORT.finditer(text):
        words, (start, end) = found.group(), found.span()
        if words in seen or words in known or _ROMAN.fullmatch(words):
            continue
        if any(first <= start and end <= last for first, last in capitals):
            continue
        if _SIGN_BEFORE.search(text[max(0, start - 25) : start]) or _is_word(text, start, end):
            continue
        seen.add(words)
        yield _mark(Code.ABBREVIATION, found, None)


def _is_word(text: str, start: int, end: int) -> bool:
    """Whether capitals are a word among others in capitals: "CẦN THƠ"."""
    beside = (_WORD_BEFORE.search(text[max(0, start - 12) : start]), _WORD_AFTER.search(text[end : end + 12]))
    near = [found[1] for found in beside if found is not None]
    return is_syllable(text[start:end]) and any(len(word) > 1 and word.isupper() for word in near)


def _unlinked(text: str, around: Around) -> Iterator[Mark]:
    """Numbers of official documents whose address is known, each once."""
    seen: set[str] = set()
    for start, end, number in official_numbers.cited(text) if around.texts else ():
        if number in around.texts and number not in seen:
            seen.add(number)
            yield Mark(Code.UNLINKED, start, end, text[start:end], link=around.texts[number])


LOOKS: Final[tuple[Callable[[str, Around], Iterator[Mark]], ...]] = (
    _persons,
    _form,
    _dates,
    _capitals,
    old_units,
    districts,
    _spelling,
    _glued,
    _blanks,
    _abbreviations,
    _unlinked,
)
