"""Vietnamese text: normal form, folding, alphabetical order.

Sources: Unicode Standard Annex 15 (normal forms); the order of letters and tones is that of the
Vietnamese alphabet (a ă â b c d đ e ê … o ô ơ … u ư …; tones: none, huyền, hỏi, ngã, sắc, nặng).
"""

import re
import unicodedata

# Characters that show nothing and only break search, comparison and printing.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\ufeff\u200b-\u200f\u202a-\u202e\u2060-\u206f]",
)
# Letters of other scripts that look like Latin ones and were typed in their place.
_LOOKALIKES = str.maketrans(
    "АВСЕНІЈКМОРЅТХУаеосрхуіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧο\u01a3\u01a2",
    "ABCEHIJKMOPSTXYaeocpxyijsABEZHIKMNOPTYXo\u01b0\u01af",
)
_FOREIGN = re.compile(f"[{''.join(map(chr, _LOOKALIKES))}]")
_PRIVATE_USE = re.compile("[\ue000-\uf8ff]")
# Ends of a line in other programs' words: Word's line break, form feed, NEL, LS, PS.
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_BLANKS = re.compile("[ \t\u00a0\u2000-\u200a\u3000]+")
_BLANK_LINES = re.compile("\n{3,}")
_MARKS = re.compile("[\u0300-\u036f]+")


def normalise(text: str) -> str:
    """The text in NFC, without invisible and private-use characters, blanks squeezed, lines trimmed.

    Look-alike letters are mapped only inside words that also hold Latin letters, so that a real
    Greek or Cyrillic word stays as it is.
    """
    text = unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text))
    text = _CONTROL.sub("", _INVISIBLE.sub("", text))
    text = _PRIVATE_USE.sub("-", text)
    if _FOREIGN.search(text):
        text = re.sub(r"[^\W\d_]+", lambda word: _latin(word.group()), text)
    lines = [_BLANKS.sub(" ", line).strip() for line in text.split("\n")]
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def _latin(word: str) -> str:
    if not any("a" <= letter.lower() <= "z" for letter in word):
        return word
    return unicodedata.normalize("NFC", word.translate(_LOOKALIKES))


def one_line(text: str) -> str:
    """:func:`normalise`, with every run of white space as one blank."""
    return " ".join(normalise(text).split())


def fold(text: str) -> str:
    """Lower case, without marks, đ as d, single blanks: "Đăng ký" and its NFD form give "dang ky"."""
    text = text.lower().replace("đ", "d").replace("ð", "d")
    if not text.isascii():
        text = _MARKS.sub("", unicodedata.normalize("NFD", text))
        text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    return " ".join(text.split())


ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
# Digits and capitals alone sort alike under every collation: ICU puts "_" before "A", C after it.
_SAFE = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_BLANK, _DIGIT, _FIRST = "0", "1", 2
_RANK = {letter: _SAFE[_FIRST + index] for index, letter in enumerate(ALPHABET)}
_LONGEST_LETTERS, _LONGEST_TONES = 400, 120
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}


def vietnamese_sort_key(text: str) -> str:
    """An ASCII key that sorts as the Vietnamese alphabet does, on any database and collation.

    Digits come before letters; letters decide first, then tones, so that "an ăn ân dạ dê đất Đông e"
    stay in this order. The key has two parts joined by "00": letters (a digit takes two places), tones.
    """
    letters: list[str] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFC", text).lower():
        base, tone = _split(char)
        if base in _RANK:
            letters.append(_RANK[base])
            tones.append(tone)
        elif base.isdigit() and base.isascii():
            letters.append(_DIGIT + base)
            tones.append("0")
        elif letters and letters[-1] != _BLANK:
            letters.append(_BLANK)
            tones.append("0")
    if letters and letters[-1] == _BLANK:
        letters.pop()
    return "".join(letters)[:_LONGEST_LETTERS] + _BLANK * 2 + "".join(tones)[:_LONGEST_TONES]


def first_letter(sort_key: str) -> str:
    """The letter under which a key of :func:`vietnamese_sort_key` stands; empty for a digit or nothing."""
    place = _SAFE.find(sort_key[:1]) - _FIRST if sort_key else -1
    return ALPHABET[place] if place >= 0 else ""


def _split(char: str) -> tuple[str, str]:
    """A letter's base (with breve, circumflex or horn kept) and its tone digit."""
    if char.isascii() or char == "đ":
        return char, "0"
    tone, kept = "0", []
    for part in unicodedata.normalize("NFD", char):
        if part in _TONES:
            tone = _TONES[part]
        else:
            kept.append(part)
    return unicodedata.normalize("NFC", "".join(kept)), tone
