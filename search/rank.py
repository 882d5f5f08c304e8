"""The order of candidates: a linear model over what query and entry have in common.

The same for every back end. Rarity of words comes from :class:`search.vocabulary.Vocabulary`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from search import weights
from search.plan import actions
from search.plan.types import Plan
from search.vocabulary import Vocabulary
from search.words import trigrams

# No place of a query counts more than this.
MOST_MASS = 16.0


class Rankable(Protocol):
    """What ranking reads of an entry."""

    @property
    def pk(self) -> int: ...
    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def folded_name(self) -> str: ...
    @property
    def folded_aliases(self) -> list[str]: ...
    @property
    def folded_field(self) -> str: ...
    @property
    def folded_body(self) -> str: ...


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
            mass = (masses[0] + masses[-1]) / 2 if len(slot.readings[0].words) > 1 else masses[0]
            self.slots.append((slot.weight * min(mass, MOST_MASS), readings))
        self.mass = sum(mass for mass, _readings in self.slots) or 1.0
        self.asked = {
            word: idf(word)
            for slot in plan.slots
            if slot.weight > 0.5
            for reading in slot.readings
            for word in reading.words
        }
        self.single = [
            (mass, readings[0][0][0][0], readings[0][1])
            for mass, readings in self.slots
            if len(readings) == 1 and len(readings[0][0]) == 1
        ]
        self.several = [
            (mass, readings) for mass, readings in self.slots if len(readings) > 1 or len(readings[0][0]) > 1
        ]
        terms_mass = sum(worth * idf(word) for word, worth in plan.terms.items()) or 1.0
        self.in_body = [
            (f" {word} ", weights.BODY * worth * idf(word) / terms_mass) for word, worth in plan.terms.items()
        ]
        self.pairs = {pair: worth * vocabulary.pair_idf(pair) for pair, worth in plan.pairs.items()}
        self.joints = self._joints()
        self.sure_joints = [next(iter(ways.items())) for ways in self.joints if len(ways) == 1]
        self.open_joints = [ways for ways in self.joints if len(ways) > 1]
        joint_mass = sum(self.pairs.values()) or 1.0
        self.in_body += [
            (f" {pair.replace('_', ' ')} ", weights.BODY_PAIRS * worth / joint_mass)
            for pair, worth in self.pairs.items()
        ]
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
            total += sum([worth for words, worth in self.in_body if words in body])
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
        mass = self.vocabulary.mass(folded, text.words)
        asked = self.asked
        told = sum([asked[word] for word in text.words if word in asked]) / mass
        score = weights.COVERED_QUERY * covered + weights.COVERED_NAME * told
        met = sum([worth for pair, worth in self.sure_joints if pair in text.joints])
        for ways in self.open_joints:
            met += max([worth for pair, worth in ways.items() if pair in text.joints], default=0.0)
        score += weights.PAIRS * met / self.pair_mass
        score += weights.TRIGRAMS * max(
            [_dice(self.grams, text.grams), *(_dice(grams, text.grams) for grams in self.expanded)]
        )
        if folded == self.plan.clean or folded == self.plan.repaired:
            score += weights.EXACT_NAME
        return score, covered

    def _covered(self, held: frozenset[str]) -> float:
        total = sum([mass * sure for mass, word, sure in self.single if word in held])
        for mass, readings in self.several:
            best = 0.0
            for words, sure in readings:
                share = sure * sum([part for word, part in words if word in held])
                if share > best:
                    best = share
            total += mass * best
        return total / self.mass

    def _marks(self, name: str) -> float:
        held = set(name.lower().replace(",", " ").replace("(", " ").replace(")", " ").split())
        return len(self.plan.marked & held) / len(self.plan.marked)


def _dice(one: frozenset[str], two: frozenset[str]) -> float:
    return 2 * len(one & two) / (len(one) + len(two)) if one and two else 0.0
