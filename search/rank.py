"""The order of candidates: a linear model over what query and entry have in common.

The same for every back end. Rarity of words comes from :class:`search.vocabulary.Vocabulary`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from search import weights
from search.plan import actions
from search.plan.types import Plan
from search.vocabulary import Vocabulary
from search.words import trigrams


class Rankable(Protocol):
    """What ranking reads of an entry."""

    pk: int
    code: str
    name: str
    folded_name: str
    folded_aliases: list[str]
    folded_field: str
    folded_body: str


@dataclass(frozen=True, slots=True)
class Scored:
    """An entry's id with its score, and how much of the query its name covers (0–1)."""

    pk: int
    score: float
    covered: float


@dataclass(frozen=True, slots=True)
class _Text:
    words: tuple[str, ...]
    held: frozenset[str]
    joints: frozenset[str]
    grams: frozenset[str]


@lru_cache(maxsize=12000)
def _text(folded: str) -> _Text:
    words = tuple(folded.split())
    joints = frozenset(f"{one}_{two}" for one, two in itertools.pairwise(words))
    return _Text(words, frozenset(words), joints, frozenset(trigrams(folded)))


def rank(plan: Plan, entries: Iterable[Rankable], vocabulary: Vocabulary) -> list[Scored]:
    """The entries, best first; equal scores by shorter name, then by code."""
    model = _Model(plan, vocabulary)
    scored = [(model.score(entry), len(entry.folded_name), entry.code, entry.pk) for entry in entries]
    scored.sort(key=lambda row: (-row[0][0], row[1], row[2], row[3]))
    return [Scored(pk, round(score, 4), covered) for (score, covered), _length, _code, pk in scored]


class _Model:
    """A plan with its rarities worked out once."""

    def __init__(self, plan: Plan, vocabulary: Vocabulary) -> None:
        self.plan = plan
        self.vocabulary = vocabulary
        idf = vocabulary.idf
        # Per slot: its mass, and per reading (words with their share of the reading, sureness).
        self.slots: list[tuple[float, list[tuple[list[tuple[str, float]], float]]]] = []
        for slot in plan.slots:
            masses = [sum(idf(word) for word in reading.words) for reading in slot.readings]
            readings = [
                ([(word, idf(word) / mass) for word in reading.words], reading.sure)
                for reading, mass in zip(slot.readings, masses, strict=True)
            ]
            self.slots.append((slot.weight * min(masses[0], 16.0), readings))
        self.mass = sum(mass for mass, _readings in self.slots) or 1.0
        self.asked = frozenset(
            word
            for slot in plan.slots
            if slot.weight > 0.5
            for reading in slot.readings
            for word in reading.words
        )
        self.pairs = {pair: worth * vocabulary.pair_idf(pair) for pair, worth in plan.pairs.items()}
        self.joints = self._joints()
        self.pair_mass = sum(max(ways.values()) for ways in self.joints) or 1.0
        self.grams = frozenset(trigrams(plan.clean))
        self.expanded = [frozenset(trigrams(text)) for text in self._rewritten()]

    def _rewritten(self) -> list[str]:
        """The query with the official phrases in place."""
        if not self.plan.expansions:
            return []
        return [" ".join(" ".join(slot.readings[0].words) for slot in self.plan.slots if slot.weight > 0.5)]

    def _joints(self) -> list[dict[str, float]]:
        """The places where two words meet, each with the known pairs that may stand there."""
        found: list[dict[str, float]] = []
        idf = self.vocabulary.pair_idf
        slots = self.plan.slots
        for at, slot in enumerate(slots):
            longest = max(len(reading.words) for reading in slot.readings)
            for place in range(longest - 1):
                ways = {
                    f"{reading.words[place]}_{reading.words[place + 1]}": reading.sure * slot.weight
                    for reading in slot.readings
                    if len(reading.words) > place + 1
                }
                found.append({pair: worth * idf(pair) for pair, worth in ways.items() if idf(pair)})
            if at + 1 < len(slots):
                following = slots[at + 1]
                ways = {}
                for one in slot.readings:
                    for two in following.readings:
                        pair = f"{one.words[-1]}_{two.words[0]}"
                        worth = one.sure * two.sure * min(slot.weight, following.weight)
                        ways[pair] = max(ways.get(pair, 0.0), worth)
                found.append({pair: worth * idf(pair) for pair, worth in ways.items() if idf(pair)})
        return [ways for ways in found if ways]

    def score(self, entry: Rankable) -> tuple[float, float]:
        """The score of one entry and the share of the query that its name covers."""
        best, covered = self._name(entry.folded_name)
        for alias in entry.folded_aliases:
            score, share = self._name(alias)
            if score * weights.ALIAS > best:
                best, covered = score * weights.ALIAS, share
        total = best
        total += weights.FIELD * self._covered(_text(entry.folded_field).held)
        if entry.folded_body:
            body = f" {entry.folded_body} "
            total += weights.BODY * self._in_body(body)
            total += weights.BODY_PAIRS * self._pairs_in_body(body)
        unasked = actions.in_name(entry.folded_name) - self.plan.actions
        if unasked:
            total += weights.UNASKED_ACTION * min(3, len(unasked)) + weights.ANY_UNASKED
        total += weights.ASKED_ACTION * len(actions.in_name(entry.folded_name) & self.plan.actions)
        if self.plan.marked:
            total += weights.MARKS * self._marks(entry.name)
        if self.plan.code and entry.code.startswith(self.plan.code):
            total += weights.CODE
        return total, covered

    def _name(self, folded: str) -> tuple[float, float]:
        text = _text(folded)
        covered = self._covered(text.held)
        idf = self.vocabulary.idf
        mass = sum(idf(word) for word in text.words) or 1.0
        told = sum(idf(word) for word in text.words if word in self.asked) / mass
        score = weights.COVERED_QUERY * covered + weights.COVERED_NAME * told
        met = sum(
            max((worth for pair, worth in ways.items() if pair in text.joints), default=0.0)
            for ways in self.joints
        )
        score += weights.PAIRS * met / self.pair_mass
        score += weights.TRIGRAMS * max(
            [_dice(self.grams, text.grams), *(_dice(grams, text.grams) for grams in self.expanded)]
        )
        if folded == self.plan.clean or folded == self.plan.repaired:
            score += weights.EXACT_NAME
        return score, covered

    def _covered(self, held: frozenset[str]) -> float:
        total = 0.0
        for mass, readings in self.slots:
            best = 0.0
            for words, sure in readings:
                share = sure * sum(part for word, part in words if word in held)
                best = max(best, share)
            total += mass * best
        return total / self.mass

    def _in_body(self, body: str) -> float:
        idf = self.vocabulary.idf
        terms = self.plan.terms
        mass = sum(worth * idf(word) for word, worth in terms.items()) or 1.0
        return sum(worth * idf(word) for word, worth in terms.items() if f" {word} " in body) / mass

    def _pairs_in_body(self, body: str) -> float:
        mass = sum(self.pairs.values())
        if not mass:
            return 0.0
        return (
            sum(worth for pair, worth in self.pairs.items() if f" {pair.replace('_', ' ')} " in body) / mass
        )

    def _marks(self, name: str) -> float:
        held = set(name.lower().replace(",", " ").replace("(", " ").replace(")", " ").split())
        return len(self.plan.marked & held) / len(self.plan.marked)


def _dice(one: frozenset[str], two: frozenset[str]) -> float:
    return 2 * len(one & two) / (len(one) + len(two)) if one and two else 0.0


def best_ids(scored: Sequence[Scored]) -> list[int]:
    """The ids in order."""
    return [entry.pk for entry in scored]
