"""Text out of PDF files, by pdfium; pages that are only a picture are told, not guessed at."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from pypdfium2 import raw

from portal.library.pdf import Closed, opened
from portal.library.secrets.packed import Unreadable
from portal.library.secrets.stamps import normal, stamps_in

# Fewer letters on a page with a picture: a scan, whose few letters a signing program has added.
FEW_LETTERS = 20


@dataclass(slots=True)
class PdfText:
    """Stamps of a PDF, the numbers of the pages without letters, and its attachments."""

    levels: list[str] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)
    attachments: list[bytes] = field(default_factory=list)


def read(data: bytes) -> PdfText:
    """Look at every page, its notes and the attachments.

    Raises Unreadable for a file with a password, a damaged one, or one of more than
    :data:`~portal.library.pdf.MOST_PAGES` pages.
    """
    try:
        with opened(data) as document:
            return _document(document)
    except Closed as closed:
        raise Unreadable(closed.fault) from closed


def _document(document: Any) -> PdfText:
    found = PdfText()
    for value in document.get_metadata_dict().values():
        found.levels.extend(stamps_in(value))
    for number in range(len(document)):
        page = document[number]
        letters = 0
        text_page = page.get_textpage()
        text = text_page.get_text_bounded()
        letters = sum(letter.isalpha() for letter in text)
        found.levels.extend(stamps_in(text))
        if "M" in normal(text):
            found.levels.extend(_runs(text_page))
        found.levels.extend(_notes(page))
        if letters < FEW_LETTERS and _has_picture(page):
            found.pictures.append(number + 1)
        text_page.close()
        page.close()
    for number in range(document.count_attachments()):
        found.attachments.append(bytes(document.get_attachment(number).get_data()))
    return found


def _runs(text_page: Any) -> Iterator[str]:
    """Stamps that stand beside other words, parted from them by more than the height of a line."""
    boxes = [text_page.get_rect(index) for index in range(text_page.count_rects())]
    for box in boxes:
        levels = list(stamps_in(text_page.get_text_bounded(*box)))
        if levels and not any(_touch(box, other) for other in boxes if other is not box):
            yield from levels


def _touch(box: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Whether two runs (left, bottom, right, top) stand on one height and close together."""
    height = box[3] - box[1]
    level = min(box[3], other[3]) - max(box[1], other[1]) > height / 2
    return level and max(box[0], other[0]) - min(box[2], other[2]) < height


def _notes(page: Any) -> Iterator[str]:
    """Stamps put on the page as notes."""
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        note = raw.FPDFPage_GetAnnot(page, index)
        if not note:
            continue
        for key in (b"Contents", b"Subj", b"Name"):
            length = raw.FPDFAnnot_GetStringValue(note, key, None, 0)
            buffer = ctypes.create_string_buffer(length)
            pointer = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
            raw.FPDFAnnot_GetStringValue(note, key, pointer, length)
            yield from stamps_in(buffer.raw.decode("utf-16-le", errors="replace").rstrip("\0"))
        raw.FPDFPage_CloseAnnot(note)


def _has_picture(page: Any) -> bool:
    return any(True for _object in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))


def in_pdf(data: bytes, inner: Callable[[bytes], Iterator[str]]) -> tuple[list[str], list[int]]:
    """Levels of the stamps of a PDF and what is attached to it, and the pages without letters."""
    found = read(data)
    for attached in found.attachments:
        found.levels.extend(inner(attached))
    return found.levels, found.pictures
