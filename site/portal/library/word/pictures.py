"""Pictures of a manuscript: judged by their first bytes, never decoded before their size is known."""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import Final

from PIL import Image

from portal.library import office
from portal.library.shrink import DRAWN, MOST_PIXELS
from portal.library.word.blocks import Manuscript, Note, Picture
from portal.library.word.package import Package
from portal.library.word.runs import Embedded

MOST_PICTURES: Final = 40
# JPEG can be read at a fraction of its size; other kinds are whole in memory, 4 bytes a pixel.
MOST_WHOLE: Final = 40_000_000
# Smaller than this is a line, a bullet or a stamp for the look.
LEAST_SIDE: Final = 24
ENDINGS: Final = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif"}


def taken(package: Package, found: Embedded, out: Manuscript) -> Picture | None:
    """The picture of a drawing; None with a note for one that is outside, no picture, or too large."""
    if found.outside:
        out.note(Note.EXTERNAL_PICTURE)
        return None
    if len(out.pictures) >= MOST_PICTURES:
        out.note(Note.TOO_MANY_PICTURES)
        return None
    try:
        content = package.bytes_of(found.relation)
    except office.OfficeRefused:
        out.note(Note.PICTURE_TOO_LARGE)
        return None
    return judged(content, found.alt, out) if content else None


def judged(content: bytes, alt: str, out: Manuscript) -> Picture | None:
    """Bytes as a picture; only their header is read."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content)) as picture:
                kind, (width, height) = picture.format or "", picture.size
    except Image.DecompressionBombError:
        out.note(Note.PICTURE_TOO_LARGE)
        return None
    except (OSError, SyntaxError, ValueError):
        out.note(Note.DRAWING)
        return None
    if kind not in DRAWN:
        out.note(Note.DRAWING)
        return None
    if width * height > (MOST_PIXELS if kind == "JPEG" else MOST_WHOLE):
        out.note(Note.PICTURE_TOO_LARGE)
        return None
    if min(width, height) < LEAST_SIDE:
        return None
    name = f"anh-{len(out.pictures) + 1}.{ENDINGS[kind]}"
    return Picture(content, name, width, height, alt=_words(alt))


def _words(alt: str) -> str:
    """A description that Word or a person wrote; not the file's name, not a machine's guess."""
    text = " ".join(alt.split())[:255]
    guessed = "automatically generated" in text.lower() or "description automatically" in text.lower()
    return "" if guessed or text.lower().endswith((".jpg", ".jpeg", ".png", ".gif")) else text
