"""One file, looked at by its content: which stamps it has, and what in it cannot be read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from portal.library.secrets.packed import Unreadable, in_zip
from portal.library.secrets.pdf import in_pdf
from portal.library.secrets.plain import OLE, in_ole, in_rtf, in_text
from portal.library.secrets.stamps import strongest

DEEPEST = 4
PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found.

    ``level``: the strictest stamp, empty for none. ``picture_pages``: pages of a PDF that are pictures
    without letters. ``unread``: some part could not be opened (password, damage).
    """

    sha256: str
    level: str = ""
    picture_pages: tuple[int, ...] = ()
    unread: bool = False

    @property
    def stamped(self) -> bool:
        """Whether the file must be refused."""
        return bool(self.level)

    @property
    def readable(self) -> bool:
        """Whether all of its words could be read."""
        return not self.picture_pages and not self.unread


def examine(file: IO[bytes]) -> Finding:
    """Look at a whole file; its position is put back to the start. Never raises for what it holds."""
    file.seek(0)
    data = file.read()
    file.seek(0)
    look = _Look()
    level = strongest(look.into(data, 0))
    return Finding(hashlib.sha256(data).hexdigest(), level, tuple(look.pictures), look.unread)


class _Look:
    """One look into a file and the files within it."""

    def __init__(self) -> None:
        self.pictures: list[int] = []
        self.unread = False

    def into(self, data: bytes, depth: int) -> Iterator[str]:
        """Stamps of one file or part of a file."""
        if depth > DEEPEST:
            self.unread = True
            return
        try:
            yield from self._by_content(data, depth)
        except Unreadable:
            self.unread = True

    def _by_content(self, data: bytes, depth: int) -> Iterator[str]:
        head = data[:1024]
        if b"%PDF-" in head:
            levels, pages = in_pdf(data, lambda part: self.into(part, depth + 1))
            self.pictures.extend(pages)
            yield from levels
        elif head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
            yield from in_zip(data, lambda part: self.into(part, depth + 1))
        elif head.startswith(OLE):
            yield from in_ole(data)
        elif head.lstrip().startswith(b"{\\rtf"):
            yield from in_rtf(data)
        elif not head.startswith(PICTURES):
            yield from in_text(data)
