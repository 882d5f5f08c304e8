"""An article on paper and in a message: a QR code with its address, and a text for Zalo or SMS."""

from __future__ import annotations

from typing import Final

import segno

# What one SMS without marks holds; Zalo shows as much without a fold.
LONGEST_TEXT: Final = 160


def qr(address: str) -> str:
    """The address as a QR code: an SVG in a data address, read by any telephone from paper."""
    return str(segno.make(address, error="m").svg_data_uri(scale=3, border=2, light="#fff"))


def message(title: str, address: str) -> str:
    """Title and address in at most 160 characters; the title is cut at a word, the address never.

    An address that leaves no room for words stands alone.
    """
    room = LONGEST_TEXT - len(address) - 1
    if room < 20:
        return address
    if len(title) > room:
        title = title[: room - 1].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"
    return f"{title} {address}"
