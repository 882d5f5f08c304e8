"""Undoing raw Telex and VNI typing: what reaches us when the keyboard's Vietnamese mode was off.

Telex: dd → đ; aa ee oo → â ê ô; aw ow uw → ă ơ ư; s f r x j are tones, typed after the vowel or at the end.
VNI: digits 1–5 are tones, 6–9 marks (https://en.wikipedia.org/wiki/Telex_(input_method), …/VNI).
"""

from __future__ import annotations

import re

SYLLABLE = re.compile(
    r"(?:ngh?|gh?|kh|nh|ph|qu|th|tr|ch|gi|[bcdhklmnprstvx])?"
    r"(?:uye|uya|uyu|oai|oay|oeo|uay|uoi|uou|ieu|yeu|oa|oe|oo|ai|ao|au|ay|eo|eu|ia|ie|iu|oi|ua|ue|ui|uo|uu|uy|"
    r"ye|[aeiouy])"
    r"(?:ng|nh|ch|[cmnpt])?"
)
_DOUBLE = re.compile(r"dd|aa|ee|oo")
_TONES = "sfrxj"
_VNI = re.compile(r"[a-z]+[1-9][a-z1-9]*")
_VOWELS = "aeiouy"


def is_syllable(word: str) -> bool:
    """Whether a folded word could be a Vietnamese syllable."""
    return SYLLABLE.fullmatch(word) is not None


def undone(word: str) -> list[str]:
    """Folded syllables that a raw Telex or VNI word may stand for, the likeliest first; empty for none.

    ``"ddawng"`` → ``["dang"]``, ``"cuwowcs"`` → ``["cuoc"]``, ``"ca6p1"`` → ``["cap"]``.
    """
    if _VNI.fullmatch(word):
        plain = re.sub(r"[1-9]", "", word)
        return [plain] if is_syllable(plain) else []
    if not word.isalpha():
        return []
    found: dict[str, None] = {}
    for bare in _without_tone(word):
        for marked in _without_marks(bare):
            if marked != word and is_syllable(marked):
                found.setdefault(marked)
    return list(found)


def _without_tone(word: str) -> list[str]:
    """The word with one tone letter taken out, from the end; and as it is."""
    first = next((at for at, letter in enumerate(word) if letter in _VOWELS), len(word))
    cut = [word[:at] + word[at + 1 :] for at in range(len(word) - 1, first, -1) if word[at] in _TONES]
    return [*cut, word]


def _without_marks(word: str) -> list[str]:
    plain = _DOUBLE.sub(lambda found: found.group()[0], word)
    plain = re.sub(r"([aou])w", r"\1", plain)
    forms = [plain]
    if "w" in plain:
        forms = [plain.replace("w", "", 1), plain.replace("w", "u", 1)]
    found = dict.fromkeys(form.replace("w", "") if form.count("w") else form for form in forms)
    for form in list(found):
        # The mark typed last: "dangd" for "ddang", "capa" for "caap".
        if len(form) > 2 and form[-1] in "daeo" and form[-1] in form[:-1]:
            found.setdefault(form[:-1])
    return list(found)
