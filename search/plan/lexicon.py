"""The lexicon: everyday words and abbreviations, and the official words that mean them.

The rules stand in ``search/data/lexicon.txt``: ``keys, … => phrases, …`` a line.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from search.plan.repair import Word
from search.vocabulary import Vocabulary
from search.words import tokens

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

    def add(self, key: str, phrases: Sequence[str]) -> None:
        """One key with its phrases."""
        folded = tuple(tokens(key))
        if not folded:
            return
        said = tuple(words for phrase in phrases if (words := tuple(tokens(phrase))))
        self.rules.setdefault(folded, Rule(unicodedata.normalize("NFC", key.strip().lower()), said))
        self.longest = max(self.longest, len(folded))
        self.words.update(folded)

    def match(self, words: Sequence[Word], at: int, vocabulary: Vocabulary) -> tuple[int, Rule] | None:
        """The longest rule whose key stands at this place, with its number of words; None for none."""
        for size in range(min(self.longest, len(words) - at), 0, -1):
            span = words[at : at + size]
            rule = self.rules.get(tuple(word.best for word in span))
            if rule is None:
                rule = self.rules.get(tuple(word.typed for word in span))
            if rule and (size > 1 or self._allowed(span[0], rule, vocabulary)):
                return size, rule
        return None

    def _allowed(self, word: Word, rule: Rule, vocabulary: Vocabulary) -> bool:
        if vocabulary.terms.get(word.best, 0) < COMMON:
            return True
        return word.capitals or (not rule.written.isascii() and word.shown == rule.written)


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
