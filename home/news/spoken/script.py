"""The script that is read over a commune's loudspeaker, made of the fields of a notice or an article."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from home.news.models import NoticePage
from home.news.spoken.words import aloud, count
from portal.core import clock
from portal.core.identity import in_sentence

# What is read in a minute, and what a listener keeps.
MOST_WORDS: Final = 150
LONGEST_TITLE: Final = 60
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True)
class Script:
    """``text`` as it is read, its ``words``, and abbreviations that an editor should write out by hand."""

    text: str
    words: int
    unknown: tuple[str, ...]


def script(page: Any, agency_name: str) -> Script:
    """Who says it, what it is about, the facts of its kind, the opening sentence as far as there is room.

    What a listener must do and until when goes before explanations; at most 150 words, always.
    """
    unknown: list[str] = []

    def said(text: str) -> str:
        words, short = aloud(text)
        unknown.extend(one for one in short if one not in unknown)
        return words

    opening = [_("Kính thưa bà con."), _("%s thông báo:") % said(in_sentence(agency_name) or _("cơ quan"))]
    opening[1] = opening[1][:1].upper() + opening[1][1:]
    title = _sentence(_cut(said(page.title), LONGEST_TITLE))
    ending = [_("Xin nhắc lại: %s") % title, _("Xin cảm ơn bà con đã nghe.")]
    facts = [_sentence(said(fact)) for fact in _facts(page)]
    told = [*opening, title]
    room = MOST_WORDS - sum(count(part) for part in [*told, ending[1]])
    for fact in facts:
        if count(fact) <= room:
            told.append(fact)
            room -= count(fact)
    lead: list[str] = []
    for sentence in _SENTENCE.split(said(page.lead)) if page.lead.strip() else ():
        sentence = _sentence(sentence)
        if count(sentence) > room:
            break
        lead.append(sentence)
        room -= count(sentence)
    told[3:3] = lead
    if count(ending[0]) <= room:
        told.append(ending[0])
    text = " ".join([*told, ending[1]])
    return Script(text, count(text), tuple(unknown))


def _facts(page: Any) -> list[str]:
    """The facts that the page says about itself, what ends first before the rest."""
    if not isinstance(page, NoticePage):
        return []
    found = []
    for label, value in sorted(page.facts(), key=lambda fact: not isinstance(fact[1], date)):
        words = clock.date_words(value) if isinstance(value, date) else str(value)
        found.append(f"{label}: {words}")
    if page.ends_on and not any(isinstance(value, date) for _label, value in page.facts()):
        found.insert(0, _("Thông báo có hiệu lực đến hết %s") % clock.date_words(page.ends_on))
    return found


def _sentence(text: str) -> str:
    text = text.strip(" ,;:–-")
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _cut(text: str, most: int) -> str:
    words = text.split()
    return text if len(words) <= most else " ".join(words[:most])
