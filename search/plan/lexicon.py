"""The lexicon: everyday words and abbreviations, and the official words that mean them.

The rules stand in ``search/data/lexicon.txt``: ``keys, … => phrases, …`` a line.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from pathlib import Path

from portal.core.text import fold
from search.plan.repair import Word
from search.vocabulary import Vocabulary
from search.words import pairs, tokens

FILE = Path(__file__).resolve().parent.parent / "data" / "lexicon.txt"
# A one-syllable key that this many names hold as a word of their own is guarded.
COMMON = 3


@dataclass(frozen=True, slots=True)
class Rule:
    """What one key stands for; ``written`` is the key as the file has it."""

    written: str
    phrases: tuple[tuple[str, ...], ...]


@dataclass(slots=True)
class Lexicon:
    """Rules by folded key."""

    rules: dict[tuple[str, ...], Rule] = field(default_factory=dict)
    longest: int = 1
    words: set[str] = field(default_factory=set)
    joints: set[str] = field(default_factory=set)

    def add(self, key: str, phrases: Sequence[str]) -> None:
        """One key with its phrases."""
        folded = tuple(tokens(key))
        if not folded:
            return
        said = tuple(words for phrase in phrases if (words := tuple(tokens(phrase))))
        self.rules.setdefault(folded, Rule(unicodedata.normalize("NFC", key.strip().lower()), said))
        self.longest = max(self.longest, len(folded))
        self.words.update(folded)
        self.joints.update(pairs(folded))

    def match(self, words: Sequence[Word], at: int, vocabulary: Vocabulary) -> tuple[int, Rule] | None:
        """The longest rule whose key stands at this place, with its number of words; None for none."""
        for size in range(min(self.longest, len(words) - at), 0, -1):
            span = words[at : at + size]
            forms = [[form for form, _sure in word.readings[:2]] or [word.typed] for word in span]
            rule = next((self.rules[key] for key in product(*forms) if key in self.rules), None)
            if rule is None or not _agrees(span, rule):
                continue
            if size == 1:
                if self._allowed(span[0], rule, vocabulary):
                    return size, rule
            elif not _cut_apart(words, at, size, vocabulary):
                return size, rule
        return None

    def _allowed(self, word: Word, rule: Rule, vocabulary: Vocabulary) -> bool:
        if vocabulary.terms.get(word.best, 0) < COMMON:
            return True
        return word.capitals or (not rule.written.isascii() and word.shown == rule.written)


def _agrees(span: Sequence[Word], rule: Rule) -> bool:
    """Whether words typed with marks have the marks of the key, wherever a tone stands ("hoà", "hòa")."""
    written = rule.written.split()
    if len(written) != len(span) or len(span) == 1:
        return True
    return not any(
        not word.shown.isascii() and fold(word.shown) == fold(key) and _letters(word.shown) != _letters(key)
        for word, key in zip(span, written, strict=True)
        if not key.isascii()
    )


def _letters(word: str) -> list[str]:
    return sorted(unicodedata.normalize("NFD", word.lower()))


def _cut_apart(words: Sequence[Word], at: int, size: int, vocabulary: Vocabulary) -> bool:
    """Whether the last word belongs to what follows: "đổi họ" is not meant by "thay doi ho kinh doanh"."""
    if at + size >= len(words):
        return False
    last, following = words[at + size - 1].best, words[at + size].best
    inside = vocabulary.joints.get(f"{words[at + size - 2].best}_{last}", 0)
    return inside == 0 and vocabulary.joints.get(f"{last}_{following}", 0) >= 20


@cache
def lexicon() -> Lexicon:
    """The lexicon of the file, from the process."""
    return read(FILE.read_text(encoding="utf-8"))


def read(text: str) -> Lexicon:
    """Read rules; blank lines and lines that start with # do not count.

    Raises :exc:`ValueError` with the line's number for a line without ``=>``.
    """
    made = Lexicon()
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        keys, arrow, phrases = line.partition("=>")
        if not arrow or not phrases.strip():
            raise ValueError(f"lexicon, line {number}: no '=>'")
        for key in keys.split(","):
            made.add(key, phrases.split(","))
    return made
