"""Administrative texts as Word files, in the layouts in which offices type them (NĐ 30/2020, Phụ lục I)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH

from tests.library.manuscripts import saved
from tests.library.pdfs import Letter

MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
RULE = "_______________"


def _line(holder: Any, text: str, bold: bool = False, italic: bool = False, centred: bool = True) -> None:
    found = holder.add_paragraph()
    run = found.add_run(text)
    run.bold, run.italic = bold, italic
    if centred:
        found.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _parts(letter: Letter) -> tuple[list[str], list[str], str]:
    """What stands on the left, below it, and the place and day."""
    day, month, year = letter.day.split("/")
    office = [line for line in (letter.above, *letter.issuer) if line]
    below = [f"Số: {letter.number}", *([] if letter.kind else [f"V/v {letter.abstract}"])]
    return office, below, f"{letter.place}, ngày {day} tháng {month} năm {year}"


def _cell(cell: Any, lines: Iterable[str], bold: bool = False) -> None:
    for line in lines:
        _line(cell, line, bold)


def one_row(document: Any, letter: Letter) -> None:
    """A table of one row, rules under both columns."""
    office, below, day = _parts(letter)
    left, right = document.add_table(1, 2).rows[0].cells
    _cell(left, [*office, RULE, *below], True)
    _cell(right, [*MOTTO, RULE, day], True)


def two_rows(document: Any, letter: Letter) -> None:
    """Office and motto in one row, number and day in the next."""
    office, below, day = _parts(letter)
    rows = document.add_table(2, 2).rows
    _cell(rows[0].cells[0], office, True)
    _cell(rows[0].cells[1], MOTTO, True)
    _cell(rows[1].cells[0], below)
    _cell(rows[1].cells[1], [day])


def tabs(document: Any, letter: Letter) -> None:
    """Both columns side by side with tabs between, as those type who use no tables."""
    office, below, day = _parts(letter)
    for place in range(max(len(office), 2)):
        left = office[place] if place < len(office) else ""
        right = MOTTO[place] if place < 2 else ""
        _line(document, f"{left}\t\t{right}", True, centred=False)
    _line(document, f"{below[0]}\t\t{day}", centred=False)
    for line in below[1:]:
        _line(document, line, centred=False)


def lines(document: Any, letter: Letter) -> None:
    """The motto above, then the office: what a converter makes of two columns."""
    office, below, day = _parts(letter)
    for line in (*MOTTO, *office):
        _line(document, line, True)
    for line in (*below, day):
        _line(document, line)


LAYOUTS: dict[str, Callable[[Any, Letter], None]] = {
    "one-row": one_row,
    "two-rows": two_rows,
    "tabs": tabs,
    "lines": lines,
}


def word_letter(letter: Letter, layout: str) -> bytes:
    """A letter as a Word file."""
    document = docx.Document()
    LAYOUTS[layout](document, letter)
    if letter.kind:
        _line(document, letter.kind.upper(), True)
        _line(document, letter.abstract, True)
        _line(document, "-------")
    else:
        _line(document, "Kính gửi: Các xóm, tổ dân phố")
    for text in letter.paragraphs:
        _line(document, text, centred=False)
    left, right = document.add_table(1, 2).rows[0].cells
    _cell(left, ["Nơi nhận:", "- Như trên;", "- Lưu: VT."])
    _cell(right, [*letter.signed_as, "", letter.signer], True)
    return saved(document)
