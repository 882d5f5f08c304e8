"""What words the names of the index use: how many names have each, and which stand side by side."""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from search.words import pairs

# A held copy older than this is made anew when the index has changed since (seconds).
KEEP = 30.0
MOST_MASSES = 20000


@dataclass(slots=True)
class Vocabulary:
    """Counts over names and aliases; ``size`` is the number of entries."""

    size: int = 0
    terms: Counter[str] = field(default_factory=Counter)
    joints: Counter[str] = field(default_factory=Counter)
    other: frozenset[str] = frozenset()
    _rare: dict[str, float] = field(default_factory=dict)
    _masses: dict[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, names: Iterable[tuple[str, list[str], str]]) -> Vocabulary:
        """From (folded name, folded aliases, folded field) of every entry."""
        made = cls()
        other: set[str] = set()
        for name, aliases, its_field in names:
            made.size += 1
            words: set[str] = set()
            joints: set[str] = set()
            for text in (name, *aliases):
                listed = text.split()
                words.update(listed)
                joints.update(pairs(listed))
            made.terms.update(words)
            made.joints.update(joints)
            other.update(its_field.split())
        made.other = frozenset(other - made.terms.keys())
        return made

    def knows(self, word: str) -> bool:
        """Whether a name or a field holds the word."""
        return word in self.terms or word in self.other

    def idf(self, word: str) -> float:
        """How much a word tells: log of one over the share of names that hold it, at least 0.1."""
        found = self._rare.get(word)
        if found is None:
            found = max(0.1, math.log((self.size + 1.5) / (self.terms.get(word, 0) + 0.5)))
            if word in self.terms:
                self._rare[word] = found
        return found

    def mass(self, text: str, words: Iterable[str]) -> float:
        """The sum of :meth:`idf` over the words of a text that the index holds; remembered by the text."""
        found = self._masses.get(text)
        if found is None:
            found = sum(map(self.idf, words)) or 1.0
            if len(self._masses) < MOST_MASSES:
                self._masses[text] = found
        return found

    def pair_idf(self, pair: str) -> float:
        """As :meth:`idf` for neighbours; 0 for a pair that no name holds."""
        count = self.joints.get(pair, 0)
        return max(0.1, math.log((self.size + 1.5) / (count + 0.5))) if count else 0.0

    def beside(self, before: str, word: str, after: str) -> int:
        """How many names hold the word next to one of these neighbours."""
        return self.joints.get(f"{before}_{word}", 0) + self.joints.get(f"{word}_{after}", 0)


@dataclass(slots=True)
class _Held:
    stamp: int
    made: float
    vocabulary: Vocabulary


_held: dict[str, _Held] = {}


def vocabulary(locale: str, stamp: int) -> Vocabulary:
    """The vocabulary of a language, from the process; ``stamp`` is the current number of "search".

    At most ``KEEP`` seconds behind the index: a new word is found at once, only its repair may wait.
    """
    held = _held.get(locale)
    now = time.monotonic()
    if held and (held.stamp == stamp or (now - held.made < KEEP and held.vocabulary.size > 0)):
        return held.vocabulary
    from search.models import SearchEntry

    rows = SearchEntry.objects.filter(locale=locale).values_list(
        "folded_name", "folded_aliases", "folded_field"
    )
    made = Vocabulary.of(rows.iterator(chunk_size=2000))
    _held[locale] = _Held(stamp, now, made)
    return made


def forget() -> None:
    """Drop what this process holds."""
    _held.clear()


_EDITS = "abcdefghijklmnopqrstuvwxyz"


@lru_cache(maxsize=4096)
def slips(word: str) -> frozenset[str]:
    """Every string one slip away: a letter left out, doubled or wrong, two swapped (Damerau distance 1)."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    found = {left + right[1:] for left, right in cuts if right}
    found |= {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    found |= {left + letter + right[1:] for left, right in cuts if right for letter in _EDITS}
    found |= {left + letter + right for left, right in cuts for letter in _EDITS}
    found.discard(word)
    return frozenset(found)
