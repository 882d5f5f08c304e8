"""A PDF opened by pdfium, and its limits judged before that.

A stream of some kilobytes can unpack to gigabytes. Each is unpacked here and thrown away as it comes, also
one that is packed several times; pictures count apart, because nobody draws them here.
"""

from __future__ import annotations

import re
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Any, Final

import pypdfium2 as pdfium
from pypdfium2 import raw

MOST_PAGES: Final = 1_500
# Bytes of all streams that are no pictures; of one picture, of all; streams; times that one is packed.
MOST_UNPACKED: Final = 80 * 1024 * 1024
LARGEST_PICTURE: Final = 250 * 1024 * 1024
MOST_PICTURES: Final = 2 * 1024 * 1024 * 1024
MOST_STREAMS: Final = 20_000
MOST_LAYERS: Final = 4
_STREAM: Final = re.compile(rb"(?<!end)stream(?:\r\n|[\r\n])")
_PICTURE: Final = re.compile(rb"/Subtype\s*/Image\b")
_LONGEST_HEAD: Final = 2_000
_CHUNK: Final = 64 * 1024
# pdfium is not made for threads.
_lock = threading.Lock()


class Fault(StrEnum):
    """Why a PDF is not read."""

    LOCKED = "locked"
    DAMAGED = "damaged"
    SIZE = "size"


class Closed(Exception):
    """The file is not read, because of ``fault``."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


@contextmanager
def opened(data: bytes) -> Iterator[Any]:
    """The document, closed afterwards; others wait meanwhile. Raises Closed."""
    with _lock:
        try:
            document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            locked = raw.FPDF_GetLastError() in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
            raise Closed(Fault.LOCKED if locked else Fault.DAMAGED) from error
        try:
            if len(document) > MOST_PAGES:
                raise Closed(Fault.SIZE)
            yield document
        except pdfium.PdfiumError as error:
            raise Closed(Fault.DAMAGED) from error
        finally:
            document.close()


def judge(data: bytes) -> None:
    """Count what the streams unpack to, before anything reads them. Raises Closed(Fault.SIZE)."""
    words = pictures = 0
    for count, found in enumerate(_STREAM.finditer(data)):
        if count >= MOST_STREAMS:
            raise Closed(Fault.SIZE)
        head = data[max(found.start() - _LONGEST_HEAD, 0) : found.start()]
        if _PICTURE.search(head, max(head.rfind(b"obj"), 0)):
            pictures += _size(data, found.end(), min(LARGEST_PICTURE, MOST_PICTURES - pictures))
        else:
            words += _size(data, found.end(), MOST_UNPACKED - words)


def _size(data: bytes, start: int, most: int) -> int:
    """Bytes of a stream, unpacked as often as it is packed; 0 without zlib. Raises Closed above ``most``."""
    outer = _Layer(most, 1)
    for at in range(start, len(data), _CHUNK):
        outer.feed(data[at : at + _CHUNK])
        if outer.ended:
            break
    return outer.largest


class _Layer:
    """Unpacks and counts; what comes out and is packed again goes to the next layer."""

    def __init__(self, most: int, depth: int) -> None:
        self.most, self.depth = most, depth
        self.unpack = zlib.decompressobj()
        self.count, self.ended = 0, False
        self.inner: _Layer | None = None

    @property
    def largest(self) -> int:
        """Bytes of the layer that unpacks to most."""
        return max(self.count, self.inner.largest if self.inner else 0)

    def feed(self, piece: bytes) -> None:
        """More of the packed bytes."""
        while piece and not self.ended:
            try:
                out = self.unpack.decompress(piece, 16 * _CHUNK)
            except zlib.error:
                self.ended = True
                return
            piece, self.ended = self.unpack.unconsumed_tail, self.unpack.eof
            if not self.count and out[:1] == b"\x78" and self.depth < MOST_LAYERS:
                self.inner = _Layer(self.most, self.depth + 1)
            self.count += len(out)
            if self.count > self.most:
                raise Closed(Fault.SIZE)
            if self.inner is not None:
                self.inner.feed(out)
