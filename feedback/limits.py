"""How often one address may send, and how often a code may be guessed, counted over all workers.

The engine is :mod:`portal.core.counters`; here stand the figures and the answer 429 with ``Retry-After``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import time

from django.http import HttpRequest

from portal.core import counters
from portal.core.client_address import counted_address


@dataclass(frozen=True, slots=True)
class Limit:
    """So many tries in so many seconds."""

    name: str
    tries: int
    seconds: int

    def wait(self) -> int:
        """Seconds until the window of now ends."""
        return self.seconds - int(time()) % self.seconds

    def key(self, who: str) -> str:
        """The counter's key."""
        return f"{self.name} {who}"[:120]


# A commune's counter and its digital team stand behind one address: an hour may hold many honest questions.
SENDING = (Limit("ask-minute", 6, 60), Limit("ask-hour", 40, 3600))
# Files that are kept until a form is sent again, so that nobody fills the disk without ever sending.
KEEPING = (Limit("keep-hour", 20, 3600),)
# Wrong codes from one address, and wrong second checks of one code from wherever.
LOOKING_UP = (Limit("track", 5, 600), Limit("track-day", 40, 86_400))
ONE_CODE = Limit("track-code", 10, 3600)
# So many wrong ones an hour from all addresses together are an attack.
ALARM = Limit("track-all", 300, 3600)


def hit(request: HttpRequest, limits: Sequence[Limit]) -> int:
    """Count one try of the visitor; gives 0, or in how many seconds to come back."""
    who = counted_address(request)
    if who is None:
        return 0
    return max(
        (limit.wait() for limit in limits if not counters.hit(limit.key(who), limit.tries, limit.seconds)),
        default=0,
    )


def waiting(request: HttpRequest, limits: Sequence[Limit]) -> int:
    """Without counting: 0, or in how many seconds the visitor may try again."""
    who = counted_address(request)
    if who is None:
        return 0
    return max((limit.wait() for limit in limits if spent(limit, who)), default=0)


def spent(limit: Limit, who: str) -> bool:
    """Whether the window's tries are used up."""
    return counters.count(limit.key(who), limit.seconds) >= limit.tries


def hit_code(fingerprint: str) -> None:
    """Count a wrong second check of one code, known or not."""
    counters.hit(ONE_CODE.key(fingerprint), ONE_CODE.tries, ONE_CODE.seconds)
