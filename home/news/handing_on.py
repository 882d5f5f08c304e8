"""An article on paper, in a message, as a shared link: QR code, text for Zalo or SMS, the link's picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urljoin

import segno

# What one SMS without marks holds; Zalo shows as much without a fold.
LONGEST_TEXT: Final = 160


@dataclass(frozen=True, slots=True)
class Card:
    """The picture that Zalo and others show beside a shared link (Open Graph), by its whole address."""

    url: str
    width: int
    height: int
    alt: str


def card(picture: Any, address: str) -> Card | None:
    """The picture for a link to ``address``; ``picture``: :class:`home.news.pictures.Picture` or None."""
    if picture is None:
        return None
    return Card(urljoin(address, picture.src), picture.width, picture.height, picture.alt)


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
