"""What a stamp of secrecy looks like in text, and what only contains the same word.

Stamps are "MẬT", "TỐI MẬT" and "TUYỆT MẬT" (Luật Bảo vệ bí mật nhà nước; Thông tư 10/2020/TT-BCA): a line, a
cell or a text box of its own, in capitals, often with spaced letters; or a line "Độ mật: Mật". Words in
running text ("mật ong", "mật độ") and headings ("BẢO MẬT THÔNG TIN", "MẬT ĐỘ DÂN CƯ") are no stamps.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

LEVELS = ("TUYỆT MẬT", "TỐI MẬT", "MẬT")
_BARE = {level.replace(" ", ""): level for level in LEVELS}
# The same words in the old 8-bit fonts: TCVN3 (typed in small letters in a font of capitals) and VNI.
_BARE |= {
    old: level
    for level, spellings in {
        "TUYỆT MẬT": ("tuyÖtmËt", "TUYÖTMËT", "TUYEÄTMAÄT"),
        "TỐI MẬT": ("tèimËt", "TèIMËT", "TÈIMËT", "TOÁIMAÄT"),
        "MẬT": ("mËt", "MËT", "MAÄT"),
    }.items()
    for old in spellings
}
_LABELLED = re.compile(r"(?:mức )?độ mật ?[:.\-–] ?(tuyệt mật|tối mật|mật)[\W_]*", re.IGNORECASE)
_GAP = re.compile(r"\t+| {2,}|\u00a0{2,}")
_LINES = re.compile(r"[\n\r\x07\x0b\x0c\x1e\x1f\x85\u2028\u2029]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_DECORATION = re.compile(r"^[\W_]+|[\W_]+$")
# Letters of Cyrillic and Greek that look like those of the stamps.
_LOOKALIKES = str.maketrans("МТІОМΤΜΙΟУЕΥΕ", "MTIOMTMIOYEYE")

_LETTER = re.compile("[A-Za-zÀ-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ]")
_SPELLED = {
    "Ậ": "(?:Ậ|Â\u0323|Ạ\u0302|A\u0323\u0302|A\u0302\u0323)",
    "Ệ": "(?:Ệ|Ê\u0323|Ẹ\u0302|E\u0323\u0302|E\u0302\u0323)",
    "Ố": "(?:Ố|Ô\u0301|O\u0302\u0301)",
}
# For formats whose text lies between bytes of other kinds: these could change the letters beside them, so the
# text is searched as it is, for every way of composing them.
_AMONG_BYTES = re.compile(
    "|".join(" ?".join(_SPELLED.get(c, c) for c in level.replace(" ", "")) for level in LEVELS)
)
_BESIDE = " ,.;:()“”\"'–-/"


def normal(text: str) -> str:
    """Composed letters, no invisible ones, look-alikes as the Latin letters that they imitate."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return text.translate(_LOOKALIKES)


def _level(run: str) -> str:
    """The level that a run of text is a stamp of; empty for any other text."""
    bare = _DECORATION.sub("", re.sub(r"\s+", "", run))
    if bare in _BARE:
        return _BARE[bare]
    found = _LABELLED.fullmatch(_DECORATION.sub("", " ".join(run.split())) or " ")
    return found.group(1).upper() if found else ""


def stamps_in(text: str) -> Iterator[str]:
    """The levels of the stamps in a text whose lines, cells and boxes stand on lines of their own."""
    column: list[str] = []
    for raw in _LINES.split(text):
        # Gaps are looked at before they are normalised away: they part a stamp from what stands beside it.
        runs = [raw, *_GAP.split(raw)] if _GAP.search(raw) else [raw]
        for run in runs:
            if level := _level(normal(run)):
                yield level
        letter = normal(raw).strip()
        if len(letter) == 1:
            column.append(letter)
            continue
        yield from _column(column)
        column = []
    yield from _column(column)


def _column(letters: list[str]) -> Iterator[str]:
    """A stamp written downwards, one letter a line."""
    if len(letters) > 2 and (level := _level("".join(letters))):
        yield level


def stamps_among_bytes(text: str) -> Iterator[str]:
    """The levels of the stamps in text that was cut out of a binary file: no word stands beside one."""
    for line in re.split(r"[\x00-\x1f]+", text):
        for found in _AMONG_BYTES.finditer(line):
            before = line[: found.start()].rstrip(_BESIDE)[-1:]
            after = line[found.end() :].lstrip(_BESIDE)[:1]
            if not _LETTER.match(before) and not _LETTER.match(after):
                yield _level(normal(found.group()))


def strongest(levels: Iterable[str]) -> str:
    """The strictest of these levels; empty for none."""
    found = set(levels)
    return next((level for level in LEVELS if level in found), "")
