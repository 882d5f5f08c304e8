"""The code of the receipt: eleven letters drawn from 28 and one check letter, ``HĐ-XXXX-XXXX-XXXC``.

No 0 O 1 I L U S 5, so that it can be read aloud and written down. Dashes, blanks, case and the prefix do not
matter when it is typed. The database holds keyed hashes alone: of the code, and of what is asked besides (the
last four digits of the telephone, or the part of the e-mail address before @).
"""

from __future__ import annotations

import re
import unicodedata

from feedback import crypto

ALPHABET = "ABCDEFGHJKMNPQRTVWXYZ2346789"
LETTERS = 11
PREFIX = "HĐ"
_PLACE = {letter: place for place, letter in enumerate(ALPHABET)}
_BASE = len(ALPHABET)
_CODE, _SECOND = "code", "second"


def derived(submission_key: str, attempt: int = 0) -> str:
    """The code that belongs to a submission: the same one each time the same form arrives.

    52.9 bits out of a keyed stream, of which nothing is stored; ``attempt`` gives another where one is taken.
    """
    letters: list[str] = []
    number = 0
    while len(letters) < LETTERS:
        for byte in crypto.stream_of(_CODE, f"{submission_key}/{attempt}/{number}", 32):
            # 252 = 9 · 28: what lies above would make some letters likelier.
            if byte < 252 and len(letters) < LETTERS:
                letters.append(ALPHABET[byte % _BASE])
        number += 1
    body = "".join(letters)
    return body + check_letter(body)


def check_letter(body: str) -> str:
    """Luhn's sum to the base 28: one wrong letter is always noticed, two swapped ones nearly always."""
    total, factor = 0, 2
    for letter in reversed(body):
        addend = factor * _PLACE[letter]
        total += addend // _BASE + addend % _BASE
        factor = 3 - factor
    return ALPHABET[-total % _BASE]


def normalise(typed: str) -> str:
    """The twelve letters out of what was typed; empty when they cannot be a code."""
    text = unicodedata.normalize("NFKC", typed).upper().replace("Đ", "D")
    text = re.sub(r"[^0-9A-Z]", "", unicodedata.normalize("NFD", text))
    if len(text) == LETTERS + 3 and text.startswith("HD"):
        text = text[2:]
    if len(text) != LETTERS + 1 or any(letter not in _PLACE for letter in text):
        return ""
    return text if check_letter(text[:-1]) == text[-1] else ""


def shown(code: str) -> str:
    """As it stands on the receipt."""
    return "-".join([PREFIX, *(code[start : start + 4] for start in range(0, len(code), 4))])


def code_hash(code: str) -> str:
    """What is stored for a code."""
    return crypto.keyed_hash(_CODE, code)


def code_hashes(code: str) -> list[str]:
    """What may be stored for a code, under every key in use."""
    return crypto.keyed_hashes(_CODE, code)


def phone_check(phone: str) -> str:
    """The last four digits of a telephone number; empty without."""
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", phone))
    return digits[-4:] if len(digits) >= 8 else ""


def email_check(email: str) -> str:
    """The part of an e-mail address before @."""
    return unicodedata.normalize("NFKC", email).strip().lower().partition("@")[0] if "@" in email else ""


def second_hash(code: str, check: str) -> str:
    """What is stored for the second check of this very code; empty for none."""
    return crypto.keyed_hash(_SECOND, f"{code}/{check}") if check else ""


def second_fits(code: str, typed: str, stored: list[str]) -> bool:
    """Whether what was typed is one of the second checks; takes as long for none as for several."""
    text = unicodedata.normalize("NFKC", typed).strip().lower().partition("@")[0]
    if re.fullmatch(r"[\d\s.+()-]+", text):
        text = re.sub(r"\D", "", text)[-4:]
    found = False
    for one in [*stored, "", ""][:2]:
        found |= crypto.same_hash(_SECOND, f"{code}/{text}", one or "-")
    return found
