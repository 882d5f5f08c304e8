"""What keeps robots out without a third party's CAPTCHA: a trap field, signed time, a list of words.

The signed mark in a form carries its idempotency key and when it was drawn. Nobody is refused for being slow.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from time import time
from uuid import UUID, uuid4

from django.core import signing

from portal.core.text import fold

SALT = "feedback.form"
# Nobody reads, types and sends a form in less.
FASTEST_SECONDS = 3
WORDS = Path(__file__).resolve().parent / "data" / "gambling_words.txt"
_ADDRESS = re.compile(r"(?i)(?:https?://|www\.)([\w.-]+)")
_OURS = re.compile(r"(?i)(?:^|\.)gov\.vn$")
# So many addresses in one text are advertising.
MANY_ADDRESSES = 4


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark of a form: ``key`` makes one case of however many posts; ``age`` in seconds."""

    key: UUID
    age: float


def new_mark() -> str:
    """A mark for a form that is drawn now."""
    return signing.dumps([uuid4().hex, time()], salt=SALT)


def read_mark(value: str) -> Mark | None:
    """A mark as it came back; None when it is not one of ours."""
    try:
        key, drawn = signing.loads(value, salt=SALT)
        return Mark(UUID(hex=key), time() - drawn)
    except (signing.BadSignature, ValueError, TypeError):
        return None


@lru_cache(maxsize=1)
def advertising_words() -> re.Pattern[str]:
    """The list as one pattern over folded text."""
    lines = WORDS.read_text(encoding="utf-8").splitlines()
    words = {line.strip() for line in lines if line.strip() and not line.startswith("#")}
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")


def is_advertising(text: str) -> bool:
    """Two different words of the list, or one beside a foreign address, or many addresses.

    One word alone stays: people complain about gambling dens and loan sharks in these words.
    """
    foreign = [host for host in _ADDRESS.findall(text) if not _OURS.search(host)]
    words = set(advertising_words().findall(fold(text)))
    return len(words) >= 2 or (bool(words) and bool(foreign)) or len(foreign) >= MANY_ADDRESSES
