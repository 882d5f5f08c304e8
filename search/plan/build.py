"""Making a plan: code, words, repair, scaffolding, lexicon, actions."""

from __future__ import annotations

import itertools
import re

from portal.core.text import fold, one_line
from search.plan import actions, scaffolding
from search.plan.lexicon import Lexicon, lexicon
from search.plan.repair import Known, Word, repair
from search.plan.types import Plan, Reading, Slot
from search.vocabulary import Vocabulary
from search.words import TOKEN, pairs, tokens

# A name pasted whole must fit: the longest real ones have some 240 words, most fewer than 60.
LONGEST = 500
MOST_WORDS = 80
MOST_TERMS = 16
MOST_PAIRS = 16
# What a typed word still counts beside the official phrase that the lexicon gives for it.
TYPED_BESIDE_PHRASE = 0.6
PHRASE = 0.95
# Typed words whose pairs this many names hold are official themselves.
OFFICIAL = 3
COMPLETED = 0.9
# The same for a last word that is one already and stands well beside the word before it.
WHOLE = 0.4
COMPLETIONS = 3
_CODE = re.compile(r"(?<![\d.])(\d\.\d{6})(?!\d)")


def make_plan(query: str, vocabulary: Vocabulary, locale: str = "vi", literal: bool = False) -> Plan:
    """The plan of a query; ``literal`` leaves out repair.

    Only ``LONGEST`` characters and ``MOST_WORDS`` words are looked at.
    """
    text = one_line(query)[:LONGEST]
    plan = Plan(text, locale)
    code = _CODE.search(text)
    if code:
        plan.code = code.group(1)
    book = lexicon() if locale == "vi" else Lexicon()
    words = _words(text)[:MOST_WORDS]
    plan.literal = " ".join(word.typed for word in words)
    plan.marked = frozenset(word.shown for word in words if not word.shown.isascii())
    if not words:
        return plan
    if literal:
        for word in words:
            word.readings = [(word.typed, 1.0)]
    else:
        talk = scaffolding.chat() if locale == "vi" else frozenset()
        words = repair(words, Known(vocabulary, book, talk))
    plan.repaired = " ".join(word.best for word in words)
    if locale == "vi":
        words_kept = [word for word, out in zip(words, scaffolding.dropped(words), strict=True) if not out]
    else:
        words_kept = words
    plan.clean = " ".join(word.best for word in words_kept)
    half_typed = (
        text[-1:].isalnum() and not query[-1:].isspace() and words_kept[-1] is words[-1] and not literal
    )
    _fill_slots(plan, words_kept, book, vocabulary, half_typed)
    if locale == "vi":
        plan.actions = actions.in_query(plan.repaired, plan.expansions)
    _choose(plan, vocabulary)
    return plan


def _words(text: str) -> list[Word]:
    shouted = text.upper() == text
    found = []
    for piece in text.split():
        capitals = (
            not shouted and len(piece) > 1 and piece.upper() == piece and piece.upper() != piece.lower()
        )
        parts = tokens(piece)
        shown = piece.lower().strip(".,;:?!()\"'“”")
        found += [
            Word(part, shown=shown if len(parts) == 1 else part, start=start, capitals=capitals)
            for part, start in zip(parts, TOKEN.findall(fold(piece)), strict=True)
        ]
    if shouted and len(found) == 1:
        found[0].capitals = True
    return found


def _fill_slots(
    plan: Plan, words: list[Word], book: Lexicon, vocabulary: Vocabulary, half_typed: bool
) -> None:
    at = 0
    while at < len(words):
        matched = book.match(words, at, vocabulary)
        size = matched[0] if matched else 1
        span = words[at : at + size]
        if matched:
            typed = tuple(word.best for word in span)
            readings = [Reading(phrase, PHRASE) for phrase in matched[1].phrases]
            official = all(vocabulary.joints.get(pair, 0) >= OFFICIAL for pair in pairs(typed))
            readings.append(Reading(typed, PHRASE if official and size > 1 else TYPED_BESIDE_PHRASE))
            plan.expansions += [" ".join(phrase) for phrase in matched[1].phrases]
            plan.slots.append(Slot(readings))
        else:
            word = span[0]
            readings = [Reading((form,), sure) for form, sure in word.readings]
            if half_typed and at == len(words) - 1:
                before = words[at - 1].best if at else ""
                readings += _completions(word, before, vocabulary)
            weight = scaffolding.weight(words, at, vocabulary) if plan.locale == "vi" else 1.0
            plan.slots.append(Slot(readings, weight))
        at += size


def _completions(word: Word, before: str, vocabulary: Vocabulary) -> list[Reading]:
    """What a half-typed last word may become, by what stands beside the word before it."""
    start = word.start or word.typed
    if start[0].isdigit():
        return []
    joints = vocabulary.joints
    longer = [term for term in vocabulary.terms if term.startswith(start) and term != start]
    longer.sort(key=lambda term: (-joints.get(f"{before}_{term}", 0), -vocabulary.terms[term], term))
    if before:
        beside = [term for term in longer if joints.get(f"{before}_{term}", 0)]
        longer = beside or (longer if len(start) > 1 else [])
    longer = longer[:COMPLETIONS]
    settled = vocabulary.knows(start)
    if settled and before and longer:
        settled = joints.get(f"{before}_{start}", 0) >= joints.get(f"{before}_{longer[0]}", 0)
    return [Reading((term,), WHOLE if settled else COMPLETED) for term in longer]


def _choose(plan: Plan, vocabulary: Vocabulary) -> None:
    """The rarest words and pairs, as many as the back ends are asked for."""
    terms: dict[str, float] = {}
    joints: dict[str, float] = {}
    for at, slot in enumerate(plan.slots):
        for reading in slot.readings:
            worth = reading.sure * slot.weight
            for word in reading.words:
                terms[word] = max(terms.get(word, 0.0), worth)
            for one, two in itertools.pairwise(reading.words):
                _raise(joints, f"{one}_{two}", worth)
            if at + 1 < len(plan.slots):
                following = plan.slots[at + 1]
                for other in following.readings:
                    worth = min(reading.sure, other.sure) * min(slot.weight, following.weight)
                    _raise(joints, f"{reading.words[-1]}_{other.words[0]}", worth)
    used = sorted(terms, key=lambda word: -terms[word] * vocabulary.idf(word))[:MOST_TERMS]
    plan.terms = {word: terms[word] for word in used}
    known = [pair for pair in joints if pair in vocabulary.joints]
    used = sorted(known, key=lambda pair: -joints[pair] * vocabulary.pair_idf(pair))[:MOST_PAIRS]
    plan.pairs = {pair: joints[pair] for pair in used}


def _raise(values: dict[str, float], key: str, worth: float) -> None:
    values[key] = max(values.get(key, 0.0), worth)
