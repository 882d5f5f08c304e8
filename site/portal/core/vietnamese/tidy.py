"""Words as they are kept: what Word, Zalo and web pages leave between them is taken out.

Invisible signs, runs of no-break spaces, letters in pieces (NFD), "ƣ" for "ư". The joiner within an emoji and
the frame of a keycap ("1️⃣") stay: they are part of what is seen.
"""

from __future__ import annotations

import re
from html import escape, unescape
from typing import Final

from portal.core.text import normalise

_JOINED: Final = re.compile(
    "(?<=[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d(?=[\u2600-\u27bf\U0001f000-\U0001faff])"
)
_TAGS: Final = re.compile(r"(<[^<>]*>)")
_EMPTY: Final = re.compile(r"<(p|li|b|strong|i|em)\b[^>]*>(?:\s|<br\s*/?>)*</\1>")


def tidy(text: str) -> str:
    """A piece of running text: inner runs of blanks become one; one blank stays at its edges."""
    clean = "\u200d".join(normalise(part) for part in _JOINED.split(text))
    if not clean:
        return " " if text.strip("\u200b\u200c\u2060\ufeff") else ""
    before = " " if text[0].isspace() else ""
    after = " " if text[-1].isspace() else ""
    return f"{before}{clean}{after}"


def tidy_html(source: str) -> str:
    """:func:`tidy` for every text between the tags; paragraphs and items without words go."""
    parts = _TAGS.split(source)
    parts[::2] = [escape(tidy(unescape(part)), quote=False) if part else "" for part in parts[::2]]
    found = "".join(parts)
    while (shorter := _EMPTY.sub("", found)) != found:
        found = shorter
    return found
