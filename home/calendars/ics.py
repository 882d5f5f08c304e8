"""iCalendar files (RFC 5545), written without a library: few properties, escaped and folded as it says.

Việt Nam has had one offset since 1975, so the zone is one STANDARD part.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Final

CONTENT_TYPE: Final = "text/calendar; charset=utf-8"
# A line is at most 75 octets without its end (RFC 5545, 3.1).
LONGEST_LINE: Final = 75
ZONE: Final = "Asia/Ho_Chi_Minh"
_ZONE_LINES: Final = (
    "BEGIN:VTIMEZONE",
    f"TZID:{ZONE}",
    "BEGIN:STANDARD",
    "DTSTART:19750613T000000",
    "TZOFFSETFROM:+0700",
    "TZOFFSETTO:+0700",
    "TZNAME:+07",
    "END:STANDARD",
    "END:VTIMEZONE",
)
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Event:
    """One event; times are times of Việt Nam.

    ``sequence`` grows with every change, so that programs take over moved and cancelled days.
    """

    uid: str
    day: date
    starts: time
    ends: time | None
    summary: str
    place: str
    description: str
    url: str
    sequence: int
    changed_at: datetime
    cancelled: bool = False


def escaped(text: str) -> str:
    """A text as a TEXT value (3.3.11): no control characters, line ends as ``\\n``."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
    return _CONTROL.sub(" ", text)


def folded(line: str) -> str:
    """A line in pieces of at most 75 octets, no letter cut in two; later ones begin with a blank."""
    pieces: list[str] = []
    piece, size, room = "", 0, LONGEST_LINE
    for letter in line:
        length = len(letter.encode())
        if size + length > room:
            pieces.append(piece)
            piece, size, room = "", 0, LONGEST_LINE - 1
        piece, size = piece + letter, size + length
    return "\r\n ".join([*pieces, piece])


def calendar(name: str, events: Iterable[Event], *, language: str = "vi") -> str:
    """A whole calendar under a name."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//Cong Khai//Lich//{language.upper()}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        f"X-WR-TIMEZONE:{ZONE}",
        *_ZONE_LINES,
    ]
    for event in events:
        lines += _event(event)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _event(event: Event) -> list[str]:
    changed = f"{event.changed_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    lines = [
        "BEGIN:VEVENT",
        f"UID:{escaped(event.uid)}",
        f"DTSTAMP:{changed}",
        f"LAST-MODIFIED:{changed}",
        f"SEQUENCE:{event.sequence}",
        f"STATUS:{'CANCELLED' if event.cancelled else 'CONFIRMED'}",
        f"DTSTART;TZID={ZONE}:{_moment(event.day, event.starts)}",
    ]
    if event.ends is not None:
        lines.append(f"DTEND;TZID={ZONE}:{_moment(event.day, event.ends)}")
    lines.append(f"SUMMARY:{escaped(event.summary)}")
    if event.place:
        lines.append(f"LOCATION:{escaped(event.place)}")
    if event.description:
        lines.append(f"DESCRIPTION:{escaped(event.description)}")
    if event.url:
        lines.append(f"URL:{event.url}")
    return [*lines, "END:VEVENT"]


def _moment(day: date, at: time) -> str:
    return f"{day:%Y%m%d}T{at:%H%M%S}"
