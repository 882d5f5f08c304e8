"""What was erased, kept outside the database: after an older copy is restored, it is erased again.

One JSON line each, in ``PORTAL_DELETION_LEDGER``: ``kind`` ("case" or "request"), ``number``, ``mark``,
``day`` (ISO), ``why``. Nothing in it names anybody. ``mark`` tells a thing from another that got its number
after a restore: it follows from the stored hash of the receipt's code, which no change of keys touches.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

MARK_LENGTH = 24


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was erased."""

    kind: str
    number: int
    mark: str
    day: str
    why: str


class UnreadableLedger(ValueError):
    """A line is none of a ledger; names file and line."""


def path() -> Path:
    """Where the ledger lies."""
    return Path(settings.PORTAL_DELETION_LEDGER)


def mark_of(kind: str, stored: str) -> str:
    """The mark of a thing by what the database holds of it before it is erased."""
    return hashlib.sha256(f"cong-khai/erased/{kind}\0{stored}".encode()).hexdigest()[:MARK_LENGTH]


def write(line: Line) -> None:
    """Add a line, on the disk before this returns: a deletion that could come back is not done. OSError."""
    file = path()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        os.write(descriptor, (json.dumps(asdict(line), ensure_ascii=True) + "\n").encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read(files: Iterable[Path]) -> Iterator[Line]:
    """All lines of several copies, each once. Raises UnreadableLedger, and OSError for a missing file."""
    seen: set[tuple[str, str]] = set()
    for file in files:
        with file.open(encoding="utf-8") as lines:
            for number, text in enumerate(lines, start=1):
                if not text.strip():
                    continue
                try:
                    line = Line(**json.loads(text))
                except (ValueError, TypeError) as error:
                    raise UnreadableLedger(f"{file.name}:{number}") from error
                if (line.kind, line.mark) not in seen:
                    seen.add((line.kind, line.mark))
                    yield line
