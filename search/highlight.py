"""Marking what was found: whole words of the shown text whose folded form was asked for."""

from __future__ import annotations

import re
from collections.abc import Collection

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.plan.types import Plan
from search.words import tokens

_WORD = re.compile(r"[^\W_]+(?:\.\d+)*")


def asked_words(plan: Plan) -> frozenset[str]:
    """The words worth marking: those that count, in every reading that is meant."""
    return frozenset(
        word
        for slot in plan.slots
        if slot.weight > 0.5
        for reading in slot.readings
        if reading.sure > 0.5
        for word in reading.words
    ) | ({plan.code} if plan.code else set())


def highlight(text: str, asked: Collection[str]) -> SafeString:
    """The text, escaped, with ``<mark>`` around asked words; neighbours share one mark."""
    spans: list[tuple[int, int]] = []
    for found in _WORD.finditer(text):
        if not any(word in asked for word in tokens(found.group())):
            continue
        if spans and text[spans[-1][1] : found.start()].isspace():
            spans[-1] = (spans[-1][0], found.end())
        else:
            spans.append(found.span())
    parts, at = [], 0
    for start, end in spans:
        parts += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    parts.append(escape(text[at:]))
    return mark_safe("".join(parts))
