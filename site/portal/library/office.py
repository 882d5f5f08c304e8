"""Office files (Word, Excel: zipped XML) looked at before anything in them is read: one set of limits.

A few kilobytes can unpack to gigabytes, and a macro comes under any name. The archive's table of contents is
judged first; a part is read no further than the size that it states.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

RATIO_FROM: Final = 5_000_000
READ_ERRORS: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    RuntimeError,
    NotImplementedError,
    OSError,
    ValueError,
    KeyError,
)


class Fault(StrEnum):
    """Why an office file is not read."""

    SIZE = "size"
    MACROS = "macros"
    DAMAGED = "damaged"


class OfficeRefused(Exception):
    """The file is not read, because of ``fault``."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Limits:
    """The most of a file: bytes of all parts unpacked, of its XML alone, parts, and times its packed size.

    The ratio counts only for parts of more than five million bytes: small XML packs very well.
    """

    unpacked: int = 100 * 1024 * 1024
    markup: int = 100 * 1024 * 1024
    parts: int = 2_000
    ratio: int = 100


@contextmanager
def opened(content: bytes, limits: Limits | None = None) -> Iterator[zipfile.ZipFile]:
    """The archive, judged. Raises OfficeRefused, for what goes wrong while it is open as well."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _judge(archive, limits or Limits())
            yield archive
    except READ_ERRORS as error:
        raise OfficeRefused(Fault.DAMAGED) from error


def _judge(archive: zipfile.ZipFile, limits: Limits) -> None:
    entries = archive.infolist()
    total = sum(entry.file_size for entry in entries)
    markup = sum(entry.file_size for entry in entries if entry.filename.endswith((".xml", ".rels")))
    if len(entries) > limits.parts or total > limits.unpacked or markup > limits.markup:
        raise OfficeRefused(Fault.SIZE)
    for entry in entries:
        if entry.file_size > RATIO_FROM and entry.file_size > limits.ratio * max(entry.compress_size, 1):
            raise OfficeRefused(Fault.SIZE)
        if "vbaproject" in entry.filename.lower() or "vbadata" in entry.filename.lower():
            raise OfficeRefused(Fault.MACROS)


def part(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """One part, at most ``most`` bytes of it. Raises OfficeRefused for a larger one; KeyError without it."""
    entry = archive.getinfo(name)
    if entry.file_size > most:
        raise OfficeRefused(Fault.SIZE)
    with archive.open(entry) as lines:
        data = lines.read(entry.file_size + 1)
    if len(data) > entry.file_size:
        raise OfficeRefused(Fault.SIZE)
    return data
