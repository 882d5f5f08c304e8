"""Repair of what was typed: raw Telex and VNI, words run together, slips of the finger, wrong words.

A repaired word stays beside what was typed, never in place of it, unless what was typed is no word at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from search.plan.telex import is_syllable, undone
from search.vocabulary import Vocabulary, slips

MOST_PARTS = 5
# So many names with two words side by side settle a doubt; the lexicon's word counts as LEXICON names.
SURE = 3
LEXICON = 6


@dataclass(slots=True)
class Word:
    """A word of the query.

    ``typed`` folded; ``readings`` what it is taken for with weights, best first; ``shown`` as typed, in lower
    case; ``start`` folded without the spelling rules of :func:`search.words.tokens`.
    """

    typed: str
    readings: list[tuple[str, float]] = field(default_factory=list)
    shown: str = ""
    start: str = ""
    capitals: bool = False

    @property
    def best(self) -> str:
        """What the word is taken for."""
        return self.readings[0][0] if self.readings else self.typed


class Book(Protocol):
    """What repair asks of the lexicon: its words, and which of them stand side by side."""

    words: set[str]
    joints: set[str]


@dataclass(frozen=True, slots=True)
class Known:
    """Words that need no repair: of names and fields, of the lexicon, of chat."""

    vocabulary: Vocabulary
    book: Book
    chat: frozenset[str]

    def __call__(self, word: str) -> bool:
        return self.vocabulary.knows(word) or word in self.book.words or word in self.chat

    def official(self, word: str) -> bool:
        """Whether a repair may lead to the word."""
        return word in self.vocabulary.terms or word in self.book.words

    def beside(self, before: str, word: str, after: str) -> int:
        """How often the word stands beside these neighbours, in names and in the lexicon."""
        joints = self.book.joints
        said = (f"{before}_{word}" in joints) + (f"{word}_{after}" in joints)
        return self.vocabulary.beside(before, word, after) + LEXICON * said


def repair(words: Sequence[Word], knows: Known) -> list[Word]:
    """The words with readings; a word run together becomes several words."""
    words = _pulled_apart(words, knows)
    for at, word in enumerate(words):
        before = words[at - 1].best if at else ""
        after = _likely(words[at + 1], knows) if at + 1 < len(words) else ""
        last = at == len(words) - 1
        if knows(word.typed) or word.typed[0].isdigit():
            word.readings = [(word.typed, 1.0), *_doubted(word.typed, before, after, last, knows)]
        else:
            word.readings = _readings(word.typed, before, after, last, knows)
    return list(words)


def _likely(word: Word, knows: Known) -> str:
    """A first guess at a word not yet read: itself, or its first Telex reading."""
    if knows(word.typed):
        return word.typed
    found = [form for form in undone(word.typed) if knows(form)]
    return found[0] if found else word.typed


def _readings(typed: str, before: str, after: str, last: bool, knows: Known) -> list[tuple[str, float]]:
    raw = [form for form in undone(typed) if knows.official(form)]
    if raw:
        raw.sort(key=lambda form: -knows.beside(before, form, after))
        return [(raw[0], 1.0), *((form, 0.5) for form in raw[1:2])]
    terms = knows.vocabulary.terms
    if last and any(word.startswith(typed) for word in terms):
        return [(typed, 1.0)]
    near = [form for form in slips(typed) if knows.official(form)]
    if len(typed) < 3:
        near = [form for form in near if knows.beside(before, form, after) >= SURE]
    elif not near:
        near = [form for other in undone(typed) for form in slips(other) if knows.official(form)]
    near.sort(
        key=lambda form: (
            -knows.beside(before, form, after),
            form[0] != typed[0],
            not _holds(form, typed),
            -terms[form],
            form,
        )
    )
    found = list(zip(dict.fromkeys(near), (0.9, 0.5, 0.5), strict=False))
    if is_syllable(typed) or not found:
        found.append((typed, 0.5 if found else 1.0))
    return found


def _holds(form: str, typed: str) -> bool:
    """Whether the form has all typed letters: one was left out, or two were swapped."""
    rest = list(form)
    for letter in typed:
        if letter not in rest:
            return False
        rest.remove(letter)
    return True


def _doubted(typed: str, before: str, after: str, last: bool, knows: Known) -> list[tuple[str, float]]:
    """Words one slip away for a known word that hardly any name holds beside its neighbours."""
    if len(typed) < 2 or not (before or after) or (last and len(typed) < 3):
        return []
    own = knows.beside(before, typed, after)
    if own >= SURE:
        return []
    least = SURE if not own else 10 * (own + 1)
    scored = [(knows.beside(before, form, after), form) for form in slips(typed) if knows.official(form)]
    scored = sorted((entry for entry in scored if entry[0] >= least), key=lambda entry: (-entry[0], entry[1]))
    return [(form, 0.8) for _count, form in scored[:2]]


def _pulled_apart(words: Sequence[Word], knows: Known) -> list[Word]:
    found: list[Word] = []
    for word in words:
        parts: list[str] = []
        strange = len(word.typed) >= 5 and word.typed.isalpha() and not knows(word.typed)
        if strange and not any(knows.official(form) for form in undone(word.typed)):
            parts = _split(word.typed, knows)
        found += [Word(part) for part in parts] if parts else [word]
    return found


def _split(text: str, knows: Known) -> list[str]:
    """The best way to read a run-together text as known words whose neighbours occur; empty for none."""
    best: dict[int, list[tuple[float, list[str]]]] = {0: [(0.0, [])]}
    for end in range(1, len(text) + 1):
        ways: list[tuple[float, list[str]]] = []
        for start in range(max(0, end - 7), end):
            piece = text[start:end]
            if not _is_piece(piece, knows):
                continue
            for score, parts in best.get(start, []):
                if len(parts) >= MOST_PARTS:
                    continue
                joint = knows.beside(parts[-1], piece, "") if parts else 0
                gain = (min(joint, 20) / 20 + 1.0 if joint else -1.0) if parts else 0.0
                ways.append((score + gain, [*parts, piece]))
        ways.sort(key=lambda way: -way[0])
        best[end] = ways[:4]
    ways = [way for way in best.get(len(text), []) if len(way[1]) > 1 and way[0] > 0]
    return ways[0][1] if ways else []


def _is_piece(piece: str, knows: Known) -> bool:
    if len(piece) < 2 and piece not in "oyau":
        return False
    if len(piece) >= 4 and piece in knows.book.words:
        return True
    return piece in knows.vocabulary.terms and is_syllable(piece)
