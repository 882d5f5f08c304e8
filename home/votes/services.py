"""Taking a vote, and what came of it by version."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from home.votes.models import ClarityVote, Reason
from portal.core import clock, counters, redaction
from portal.core.client_address import counted_address
from portal.core.text import one_line
from portal.publication.models import PublicationEntry

# Votes from one network address in an hour; a school or an office stands behind one address.
AN_HOUR, HOUR = 30, 3600
LONGEST_TEXT = 500
# Numbers of accounts and the like, written in one or in groups; the rest is :mod:`portal.core.redaction`'s.
_LONG_NUMBER = re.compile(r"(?:\d[\s.,()/_–-]{0,3}){9,}")


def line_of(object_type: str, object_id: str) -> int:
    """The log's last line about a public thing: which text stands there now. Zero where it says nothing."""
    lines = PublicationEntry.objects.filter(object_type=object_type, object_id=object_id)
    return lines.order_by("-sequence").values_list("sequence", flat=True).first() or 0


def line_read(object_type: str, object_id: str, claimed: str) -> int:
    """The line of the text that a reader had before him, where it is one about this thing; else the last."""
    if claimed.isascii() and claimed.isdecimal() and len(claimed) < 16:
        lines = PublicationEntry.objects.filter(object_type=object_type, object_id=object_id)
        if lines.filter(sequence=int(claimed)).exists():
            return int(claimed)
    return line_of(object_type, object_id)


def within_limit(request: HttpRequest) -> bool:
    """Whether this address may vote once more in this hour; it is counted under a name of the day."""
    who = counted_address(request)
    if who is None:
        return True
    name = salted_hmac(f"clarity {clock.today()}", who).hexdigest()[:32]
    return counters.hit(f"clarity {name}", AN_HOUR, HOUR)


def clean_text(text: str) -> str:
    """The words in one line without unseen signs, or nothing where they may name somebody."""
    text = one_line(text)[:LONGEST_TEXT]
    return "" if redaction.finds(text) or _LONG_NUMBER.search(text) else text


def take(
    agency: int, key: tuple[str, str], line: int, score: int, reasons: Iterable[str], text: str
) -> ClarityVote:
    """Keep a vote of a reader."""
    return ClarityVote.objects.create(
        agency_id=agency,
        object_type=key[0],
        object_id=key[1],
        line=line,
        day=clock.today(),
        score=score,
        reasons=[reason for reason in Reason.values if reason in set(reasons)],
        text=clean_text(text),
    )


@dataclass(slots=True)
class Version:
    """Votes on one text: since when it was public, how many, their mean, reasons with counts, words."""

    line: int
    since: datetime | None = None
    scores: Counter[int] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    texts: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many voted."""
        return sum(self.scores.values())

    @property
    def mean(self) -> float:
        """From 1 to 5."""
        return sum(score * count for score, count in self.scores.items()) / self.count if self.count else 0.0

    @property
    def named_reasons(self) -> list[tuple[str, int]]:
        """Reasons in words, the most frequent first."""
        return [(str(Reason(code).label), count) for code, count in self.reasons.most_common()]


def results(agency: int, since: datetime) -> dict[tuple[str, str], list[Version]]:
    """By thing, its versions, the newest first: two queries."""
    found: dict[tuple[str, str], dict[int, Version]] = {}
    votes = ClarityVote.objects.filter(agency=agency, day__gte=since.date()).order_by("pk")
    for vote in votes:
        versions = found.setdefault((vote.object_type, vote.object_id), {})
        version = versions.setdefault(vote.line, Version(vote.line))
        version.scores[vote.score] += 1
        version.reasons.update(vote.reasons)
        if vote.text:
            version.texts.append(vote.text)
    lines = {line for versions in found.values() for line in versions}
    at = dict(PublicationEntry.objects.filter(sequence__in=lines).values_list("sequence", "logged_at"))
    for versions in found.values():
        for version in versions.values():
            version.since = at.get(version.line)
    return {key: sorted(held.values(), key=lambda one: -one.line) for key, held in found.items()}
