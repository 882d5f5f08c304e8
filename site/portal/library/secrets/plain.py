"""Text out of plain files, RTF, and (best effort) the old binary formats of Word and Excel."""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.library.secrets.stamps import stamps_among_bytes, stamps_in

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RTF_TOKEN = re.compile(
    r"\\u(-?\d+) ?(?:\\'[0-9a-f]{2}|\?)?|\\'([0-9a-f]{2})|\\([a-z]+)(-?\d+)? ?|\\([^a-z])"
    r"|[{}]|[\r\n]+|([^\\{}\r\n]+)",
    re.IGNORECASE,
)
_RTF_BREAKS = {"par", "line", "cell", "row", "page", "sect", "column", "nestcell", "nestrow", "pard"}
_TAG = re.compile(r"<[^<>]{0,2000}>")


def decoded(data: bytes) -> str:
    """Text as UTF-8 or UTF-16 by its mark or its looks, else Windows' Vietnamese letters."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    if data[:400:2].count(0) > 20 or data[1:400:2].count(0) > 20:
        order = "utf-16-be" if data[:400:2].count(0) > data[1:400:2].count(0) else "utf-16-le"
        return data.decode(order, errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1258", errors="replace")


def in_text(data: bytes) -> Iterator[str]:
    """Stamps in a text file; values of a table and texts between tags are lines of their own."""
    text = decoded(data)
    yield from stamps_in(text)
    if delimiter := _delimiter(text):
        yield from stamps_in(text.replace(delimiter, "\n"))
    if "<" in text:
        yield from stamps_in(_TAG.sub("\n", text))
    if not text.isascii():
        yield from stamps_in(data.decode("latin-1"))


def _delimiter(text: str) -> str:
    """What parts the values of a table: a sign that every line has equally often; empty for prose."""
    lines = [line for line in text[:20_000].splitlines()[:20] if line.strip()]
    for sign in ";,|\t":
        counts = {line.count(sign) for line in lines}
        if len(lines) > 1 and len(counts) == 1 and counts != {0}:
            return sign
    return ""


def in_rtf(data: bytes) -> Iterator[str]:
    """Stamps in RTF."""
    out: list[str] = []
    for match in _RTF_TOKEN.finditer(data.decode("latin-1")):
        number, byte, word, _argument, sign, text = match.groups()
        if number is not None:
            out.append(chr(int(number) % 65536))
        elif byte is not None:
            out.append(bytes([int(byte, 16)]).decode("cp1258", errors="replace"))
        elif word is not None:
            out.append("\n" if word in _RTF_BREAKS else "\t" if word == "tab" else "")
        elif sign is not None:
            out.append("\u00a0" if sign == "~" else "")
        elif text is not None:
            out.append(text)
    yield from stamps_in("".join(out))


def in_ole(data: bytes) -> Iterator[str]:
    """Stamps in a binary Word, Excel or PowerPoint file: its strings lie there in UTF-16, at any offset."""
    for offset in (0, 1):
        yield from stamps_among_bytes(data[offset:].decode("utf-16-le", errors="replace"))
    yield from stamps_in(re.sub(r"[\x00-\x1f]+", "\n", data.decode("latin-1")))
