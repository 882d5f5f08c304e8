"""Which strings are a Vietnamese syllable: an initial, a rhyme and a tone that go together.

By the rules of spelling (chính tả chữ quốc ngữ), not by a list of words: names of people and places pass. A
rhyme that ends in c, ch, p or t has the tone sắc or nặng alone. Both ways of
placing the mark pass (hoà, hòa).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import combinations
from typing import Final

_TONES: Final = {"\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0301": "s", "\u0323": "j"}
# fmt: off
_INITIALS: Final = (
    "ngh", "ng", "nh", "ch", "gh", "gi", "kh", "ph", "qu", "th", "tr",
    "b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x", "",
)
# fmt: on
_RHYMES_IN_WORDS: Final = (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en "
    "eng eo ep et ê êch êm ên ênh êp êt êu i ich im in inh ip it iu ia iêc iêm iên iêng iêp iêt iêu o "
    "oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăp oăt oc oe oen oeo oet oi "
    "om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uc ui um un ung up ut uân "
    "uâng uât uây uê uêch uênh uơ uy uya uych uyên uyêt uynh uyp uyt uyu uôc uôi uôm uôn uông uôt ư "
    "ưa ưc ưi ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y yêm yên yêng yêt yêu ynh yt ych yn"
)
_RHYMES: Final = frozenset(_RHYMES_IN_WORDS.split())
_FRONT: Final = ("i", "e", "ê", "y")
# Words taken from elsewhere that are written in one: no two words of Vietnamese.
_FOREIGN_WORDS: Final = (
    "cămpuchia kilômét xăngtimét milimét đêximét kilôgam miligam mêtan etylen êtilen pôlime ôxy"
)
_FOREIGN: Final = frozenset(_FOREIGN_WORDS.split())
# Words of one letter: "ý thiết" may lie in "ýthiết" as well as "ýt".
_ALONE: Final = ("ý", "ở")
_O: Final = str.maketrans("oòóỏõọOÒÓỎÕỌ", "ơờớởỡợƠỜỚỞỠỢ")
_E: Final = str.maketrans("eèéẻẽẹEÈÉẺẼẸ", "êềếểễệÊỀẾỂỄỆ")
_HORN: Final = str.maketrans("uU", "ưƯ")
_BARE: Final = str.maketrans("ìíỉĩịÌÍỈĨỊừứửữựỪỨỬỮỰ", "iiiiiIIIIIưưưưưƯƯƯƯƯ")
# A sign left out or typed twice in "ươ" and "iê": "nưóc", "nguời", "nhiẹm", "phỉếu".
_SLIPS: Final = (
    (re.compile("(?<=[ưƯ])[oòóỏõọOÒÓỎÕỌ]"), _O),
    (re.compile("[uU](?=[ơờớởỡợƠỜỚỞỠỢ])"), _HORN),
    (re.compile("(?<=[iyIY])[eèéẻẽẹEÈÉẺẼẸ](?=[mnptcuMNPTCU])"), _E),
    (re.compile("[ìíỉĩịÌÍỈĨỊ](?=[êềếểễệấầẩẫậáàảãạÊỀẾỂỄỆẤẦẨẪẬÁÀẢÃẠ])|[ừứửữựỪỨỬỮỰ](?=[ơờớởỡợƠỜỚỞỠỢ])"), _BARE),
)


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Whether a word, in any case and normal form, can be one Vietnamese syllable."""
    letters, tone = _parted(word)
    return any(
        letters.startswith(initial) and _together(initial, letters[len(initial) :], tone)
        for initial in _INITIALS
    )


def _parted(word: str) -> tuple[str, str]:
    """The letters without the tone, in lower case, and the tone; two tones are none of them: "?"."""
    tone, kept = "", []
    for part in unicodedata.normalize("NFD", word.lower()):
        if part in _TONES:
            tone = "?" if tone else _TONES[part]
        else:
            kept.append(part)
    return unicodedata.normalize("NFC", "".join(kept)), tone


def _together(initial: str, rhyme: str, tone: str) -> bool:
    if tone == "?":
        return False
    # "gì", "giếng": the i of "gi" is that of the rhyme.
    if initial == "g" and rhyme.startswith("i"):
        return rhyme in ("i", "in", "iêc", "iêng", "iêm", "iêt") and _tone_fits(rhyme, tone)
    if initial == "qu" and f"u{rhyme}" not in _RHYMES and rhyme not in _RHYMES:
        return False
    if initial != "qu" and rhyme not in _RHYMES:
        return False
    front = rhyme.startswith(_FRONT)
    if initial in ("k", "gh", "ngh") and not front:
        return False
    if initial in ("c", "g", "ng") and front:
        return False
    return _tone_fits(rhyme, tone)


def _tone_fits(rhyme: str, tone: str) -> bool:
    stopped = rhyme.endswith(("c", "ch", "p", "t"))
    return tone in ("s", "j") if stopped else True


def apart(word: str) -> list[str]:
    """The ways to read a string as two or three syllables written without blanks: "côngtác" → "công tác".

    Of several, those that part before a capital: "trúNgày" → "trú Ngày". Empty for a syllable, and for
    strings without a letter of Vietnamese alone: "online" is a word elsewhere.
    """
    if len(word) < 4 or len(word) > 24 or word.isascii() or is_syllable(word) or word.lower() in _FOREIGN:
        return []
    for cuts in (1, 2):
        found = []
        for places in combinations(range(1, len(word)), cuts):
            parts = [word[a:b] for a, b in zip((0, *places), (*places, len(word)), strict=True)]
            if all((len(part) > 1 or part in _ALONE) and is_syllable(part) for part in parts):
                found.append(parts)
        if found:
            capitals = [parts for parts in found if all(part[0].isupper() for part in parts[1:])]
            return [" ".join(parts) for parts in capitals or found]
    return []


def respelled(word: str) -> str:
    """The syllable that a slip of one sign hides: "nưóc" → "nước"; empty where there is none."""
    if len(word) > 8 or word.isascii() or is_syllable(word):
        return ""
    for pattern, signs in _SLIPS:
        found = pattern.sub(lambda one, signs=signs: one.group().translate(signs), word)  # type: ignore[misc]
        if found != word and is_syllable(found):
            return found
    return ""
