"""Text typed for the fonts before Unicode, TCVN3 (".VnTime") and VNI ("VNI-Times"), into Unicode.

In such a file the letters are those of Western Europe ("tuyÖt", "tuyeät"); only the font made them look
Vietnamese. Sources: TCVN 5712:1993, table VN3, and VNI's table of two-sign letters. A text is judged by its
words: of those with a sign in doubt, how many become a Vietnamese syllable that were none before.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from portal.core.vietnamese.syllables import is_syllable


class Coding(StrEnum):
    """How the letters were typed."""

    TCVN3 = "tcvn3"
    VNI = "vni"


# fmt: off
_TCVN3: Final = {
    chr(0xA1 + place): letter
    for place, letter in enumerate(
        "ĂÂÊÔƠƯĐăâêôơưđẰ\u0300" "\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴẮ" "ẦẨẪẤỀặầẩẫấậèỂẻẽé"
        "ẹềểễếệìỉỄẾỒĩíịòỔ" "ỏõóọồổỗốộờởỡớợùỖ" "ủũúụừửữứựỳỷỹýỵ"
    )
}
# fmt: on
_MARKS: Final = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_CIRCUMFLEX: Final = {"â": "", "á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_BREVE: Final = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_ALONE: Final = {"ñ": "đ", "ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _vni() -> dict[str, str]:
    """Signs of one or two letters, both cases, to the letter that the font showed."""
    found = dict(_ALONE)
    for base in "aeouy":
        found |= {base + sign: base + mark for sign, mark in _MARKS.items()}
    for base in "aeo":
        found |= {base + sign: base + "\u0302" + mark for sign, mark in _CIRCUMFLEX.items()}
    found |= {"a" + sign: "a\u0306" + mark for sign, mark in _BREVE.items()}
    for base, letter in (("ô", "ơ"), ("ö", "ư")):
        found |= {base + sign: letter + mark for sign, mark in _MARKS.items()}
    found = {key: unicodedata.normalize("NFC", value) for key, value in found.items()}
    found |= {key.upper(): value.upper() for key, value in found.items()}
    # "Aù" at the beginning of a word that is not all capitals.
    return found | {
        key.capitalize(): value.capitalize()
        for key, value in found.items()
        if len(key) == 2 and key.islower()
    }


_VNI: Final = _vni()
_VNI_SIGNS: Final = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
_WORD: Final = re.compile(r"[^\W\d_]+(?:[¡-¾][^\W\d_]*)*|[¡-¾][^\W\d_¡-¾]*[^\W\d_]*")
_UNICODE_ALONE: Final = re.compile(
    "[\u0102\u0103\u0110\u0111\u0128\u0129\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]"
)
LEAST_WORDS: Final = 3
SURE: Final = 0.9
DOUBTFUL: Final = 0.6


@dataclass(frozen=True, slots=True)
class Guess:
    """How a text was typed. ``confidence``: of the words in doubt, the share that become syllables, 0–1."""

    coding: Coding
    confidence: float
    words: int

    @property
    def sure(self) -> bool:
        """Whether to convert unless the editor says otherwise."""
        return self.confidence >= SURE


def to_unicode(text: str, coding: Coding) -> str:
    """The text in Unicode, NFC. Signs that the table does not know stay."""
    if coding is Coding.TCVN3:
        return unicodedata.normalize("NFC", "".join(_TCVN3.get(sign, sign) for sign in text))
    return _VNI_SIGNS.sub(lambda found: _VNI[found.group()], unicodedata.normalize("NFC", text))


def guess(text: str) -> Guess | None:
    """How a text was typed; None for Unicode, and for too few words to tell.

    A word in doubt has a letter beyond ASCII and none that Unicode alone has. Words that are syllables as
    they stand ("và", "cá") speak for Unicode.
    """
    in_doubt, as_is = 0, 0
    good: Counter[Coding] = Counter()
    for word in _WORD.findall(unicodedata.normalize("NFC", text)):
        if word.isascii() or len(word) > 12:
            continue
        in_doubt += 1
        if _UNICODE_ALONE.search(word):
            continue
        if is_syllable(word):
            as_is += 1
        for coding in Coding:
            read = to_unicode(word, coding)
            if read != word and is_syllable(read):
                good[coding] += 1
    if in_doubt < LEAST_WORDS or not good:
        return None
    coding, count = good.most_common(1)[0]
    confidence = count / in_doubt
    if confidence < DOUBTFUL or as_is / in_doubt >= confidence:
        return None
    return Guess(coding, round(confidence, 2), in_doubt)


def by_font(name: str) -> Coding | None:
    """What a font's name says: ".VnTime", ".VnArialH" are TCVN3, "VNI-Times" is VNI."""
    lowered = name.strip().lower()
    if lowered.startswith(".vn"):
        return Coding.TCVN3
    return Coding.VNI if lowered.startswith("vni-") else None


def shows_capitals(name: str) -> bool:
    """Whether a font of TCVN3 shows small letters as capitals: ".VnTimeH"."""
    return by_font(name) is Coding.TCVN3 and name.strip().endswith("H")
