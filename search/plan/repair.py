"""Repair of what was typed: raw Telex and VNI, words run together, slips of the finger, wrong words.

A repaired word stays beside what was typed, never in place of it, unless what was typed is no word at all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from search.plan.telex import is_syllable, undone
from search.vocabulary import Vocabulary, slips

MOST_PARTS = 5


@dataclass(slots=True)
class Word:
    """A word of the query: as typed (folded), what it is taken for with weights (best first)."""

    typed: str
    readings: list[tuple[str, float]] = field(default_factory=list)
    shown: str = ""
    capitals: bool = False

    @property
    def best(self) -> str:
        """What the word is taken for."""
        return self.readings[0][0] if self.readings else self.typed


def repair(words: Sequence[Word], knows: Callable[[str], bool], vocabulary: Vocabulary) -> list[Word]:
    """The words with readings; a word run together becomes several words.

    ``knows`` tells the words that need no repair (names, fields, everyday words, chat).
    """
    words = _pulled_apart(words, knows, vocabulary)
    for at, word in enumerate(words):
        before = words[at - 1].best if at else ""
        following = words[at + 1] if at + 1 < len(words) else None
        after = _likely(following, knows) if following else ""
        last = at == len(words) - 1
        if knows(word.typed) or word.typed[0].isdigit():
            word.readings = [(word.typed, 1.0), *_doubted(word.typed, before, after, last, vocabulary)]
        else:
            word.readings = _readings(word.typed, before, after, last, vocabulary)
    return list(words)


def _likely(word: Word, knows: Callable[[str], bool]) -> str:
    """A first guess at a word not yet read: itself, or its only Telex reading."""
    if knows(word.typed):
        return word.typed
    found = [form for form in undone(word.typed) if knows(form)]
    return found[0] if found else word.typed


def _readings(
    typed: str, before: str, after: str, last: bool, vocabulary: Vocabulary
) -> list[tuple[str, float]]:
    raw = [form for form in undone(typed) if vocabulary.knows(form)]
    if raw:
        raw.sort(key=lambda form: -vocabulary.beside(before, form, after))
        return [(raw[0], 1.0), *((form, 0.5) for form in raw[1:2])]
    if len(typed) < 3:
        return [(typed, 1.0)]
    near = [form for form in slips(typed) if form in vocabulary.terms]
    if not near:
        near = [form for other in undone(typed) for form in slips(other) if form in vocabulary.terms]
    if last and any(word.startswith(typed) for word in vocabulary.terms):
        return [(typed, 1.0)]
    near.sort(
        key=lambda form: (
            -vocabulary.beside(before, form, after),
            form[0] != typed[0],
            -vocabulary.terms[form],
            form,
        )
    )
    weights = (0.9, 0.5, 0.5)
    found = list(zip(dict.fromkeys(near), weights, strict=False))
    if is_syllable(typed) or not found:
        found.append((typed, 0.5 if found else 1.0))
    return found


def _doubted(
    typed: str, before: str, after: str, last: bool, vocabulary: Vocabulary
) -> list[tuple[str, float]]:
    """Words one slip away for a known word that no name holds beside its neighbours."""
    if len(typed) < 2 or not (before or after) or vocabulary.beside(before, typed, after):
        return []
    if last and len(typed) < 3:
        return []
    near = [form for form in slips(typed) if form in vocabulary.terms]
    scored = [(vocabulary.beside(before, form, after), form) for form in near]
    scored = sorted((entry for entry in scored if entry[0] >= 3), key=lambda entry: (-entry[0], entry[1]))
    return [(form, 0.8) for _count, form in scored[:2]]


def _pulled_apart(words: Sequence[Word], knows: Callable[[str], bool], vocabulary: Vocabulary) -> list[Word]:
    found: list[Word] = []
    for word in words:
        parts: list[str] = []
        strange = len(word.typed) >= 5 and word.typed.isalpha() and not knows(word.typed)
        if strange and not any(vocabulary.knows(form) for form in undone(word.typed)):
            parts = _split(word.typed, vocabulary)
        found += [Word(part) for part in parts] if parts else [word]
    return found


def _split(text: str, vocabulary: Vocabulary) -> list[str]:
    """The best way to read a run-together text as known words whose neighbours occur; empty for none."""
    best: dict[int, list[tuple[float, list[str]]]] = {0: [(0.0, [])]}
    for end in range(1, len(text) + 1):
        ways: list[tuple[float, list[str]]] = []
        for start in range(max(0, end - 7), end):
            piece = text[start:end]
            if len(piece) < 2 and piece not in "oyau":
                continue
            if piece not in vocabulary.terms or not is_syllable(piece):
                continue
            for score, parts in best.get(start, []):
                if len(parts) >= MOST_PARTS:
                    continue
                joint = vocabulary.joints.get(f"{parts[-1]}_{piece}", 0) if parts else 0
                gain = (min(joint, 20) / 20 + 1.0 if joint else -1.0) if parts else 0.0
                ways.append((score + gain, [*parts, piece]))
        ways.sort(key=lambda way: -way[0])
        best[end] = ways[:4]
    ways = [way for way in best.get(len(text), []) if len(way[1]) > 1 and way[0] > 0]
    return ways[0][1] if ways else []
