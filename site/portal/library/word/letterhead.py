"""What the letterhead and the signature of an administrative text say (NĐ 30/2020/NĐ-CP, Phụ lục I).

The letterhead is a table of two columns, or lines one below the other; the same rules read both, whatever
file they came in. Nothing is made up: what is not there stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from typing import Final

from portal.core.text import fold
from portal.core.vietnamese.abbreviations import is_capitals
from portal.library.word.blocks import Aside, Block, Heading, Manuscript, Prose, Table

MOTTO: Final = (
    "cong hoa xa hoi chu nghia viet nam",
    "doc lap - tu do - hanh phuc",
    "doc lap – tu do – hanh phuc",
    "dang cong san viet nam",
)
_MOTTO_AND_REST: Final = re.compile(
    r"\s*(?:CỘNG H[OÒ][AÀ] XÃ HỘI CHỦ NGHĨA|Độc lập\s*[-–]|ĐẢNG CỘNG SẢN VIỆT NAM).*$", re.IGNORECASE
)
NUMBER: Final = re.compile(
    r"Số\s?[:.]?\s*(\d{1,5}[a-z]?\s*(?:/\s*[\w.&-]{2,40}(?:/[\w.&-]{2,40})?|-\s?[A-ZĐ]{1,6}/[\w.&-]{1,20})"
    r"(?:\s?[-–]\s?[A-ZĐ][\w.&]*)*)"
)
_NUMBER_PLACE: Final = re.compile(r"^Số\s?[:.]?[\s./…_]*(?:\d|/|$)")
# "Vân Tụ, ngày 05 tháng 11 năm 2026", and the same with dots to write on.
PLACE_AND_DAY: Final = re.compile(
    r"(?:[^.;]{2,40}|[.…\s]{2,40}), ?ngày[\s.…]+(?:\S{1,3}\s+)?tháng[\s.…]+(?:\S{1,3}\s+)?"
    r"năm[\s.…]*(?:\d{2,4})?[\s.…]*$"
)
_DAY: Final = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})")
ABOUT: Final = re.compile(r"^(?:V/v\.?:?|Về việc)\s*", re.IGNORECASE)
_OFFICES: Final = (
    "uy ban", "ubnd", "hdnd", "hoi dong", "so ", "ban ", "phong ", "van phong", "cuc ", "chi cuc",
    "trung tam", "truong ", "thanh tra", "dang uy", "dang bo", "tinh uy", "cong an", "bo ", "benh vien",
    "tram ", "doan ", "hoi ", "vien ", "kho bac", "bao hiem", "thue ", "toa an", "quy ", "hat kiem lam",
)  # fmt: skip
_NO_OFFICE: Final = ("ban thuong truc", "ban thuong vu", "ban chap hanh")
SIGNED: Final = re.compile(
    r"^(?:tm|kt|tl|tuq|q)\.?\s|^(?:chu tich|pho chu tich|giam doc|pho giam doc|chanh van phong|truong phong|"
    r"pho truong phong|chi cuc truong|cuc truong|hieu truong|truong ban|bi thu|pho bi thu|bo truong|"
    r"thu truong)\b"
)
_NAME: Final = re.compile(
    r"^(?:(?:ThS|TS|BS|CKI|CKII|PGS|GS|ĐD|Ths)\.?\s*)*((?:[A-ZÀ-ỸĐ][a-zà-ỹđ]+)(?: [A-ZÀ-ỸĐ][a-zà-ỹđ]*){1,4})$"
)
# The name of a form or of an annex, and what an office is to fill in, stand beside the letterhead.
_FORM: Final = re.compile(r"^(?:mau|phu luc|bieu)\s|^phan (?:ghi|danh)|ban hanh kem theo|^\(")
_MARK: Final = re.compile(r"\s*\[\d+\]")
LONGEST_ISSUER, LONGEST_ABSTRACT = 200, 400


def columns(block: Block) -> Iterator[list[str]]:
    """The lines of a block, a list for each column of a table."""
    if isinstance(block, Table):
        for column in range(len(block.rows[0]) if block.rows else 0):
            cells = [row[column] for row in block.rows if column < len(row)]
            yield [line.strip() for cell in cells for line in cell.split("\n") if line.strip()]
    elif isinstance(block, Heading):
        yield [block.text]
    elif isinstance(block, Prose):
        lines = re.sub(r"<[^<>]*>", "", re.sub(r"<br\s*/?>|</li>|</p>", "\n", block.html)).split("\n")
        yield [unescape(" ".join(line.split())) for line in lines if line.strip()]


def read(out: Manuscript) -> None:
    """Fill ``out.head``; the kind and the abstract below it are known from the title."""
    issuer: list[str] = []
    for block in out.blocks:
        if block.aside == Aside.LETTERHEAD:
            for lines in columns(block):
                _lines(lines, issuer, out)
    out.head.issuer = _issuer(issuer)
    names = [
        found.group(1)
        for block in out.blocks
        if block.aside == Aside.SIGNATURE
        for lines in columns(block)
        for line in lines
        if (found := _NAME.match(line)) and not SIGNED.match(fold(line))
    ]
    out.head.signer = names[-1] if names else ""


def _lines(lines: list[str], issuer: list[str], out: Manuscript) -> None:
    head = out.head
    about: list[str] | None = None
    numbered = False
    for line in (_MARK.sub("", one) for one in lines):
        if found := NUMBER.search(line):
            head.number = head.number or re.sub(r"\s", "", found.group(1)).replace("–", "-")
        if found := _DAY.search(line):
            head.day = head.day or _day(*map(int, found.groups()))
        numbered = numbered or bool(_NUMBER_PLACE.match(line))
        bare = _MOTTO_AND_REST.sub("", line).strip(" -–—_*")
        motto = any(words in fold(line) for words in MOTTO)
        if about is not None and not motto and not _DAY.search(line):
            about.append(line)
        elif ABOUT.match(line):
            about = [ABOUT.sub("", line)]
        elif _FORM.search(fold(bare)) or PLACE_AND_DAY.search(bare):
            continue
        elif bare and not numbered and not _DAY.search(line) and (motto or not issuer or is_upper(bare)):
            issuer.append(bare)
        numbered = numbered or bool(_MOTTO_AND_REST.search(line))
    if about and not head.abstract:
        words = " ".join(about).strip()[:LONGEST_ABSTRACT]
        head.abstract = words[:1].upper() + words[1:]


def below_motto(out: Manuscript) -> str:
    """Capitals below the motto in a cell of the letterhead: the title of some forms; empty for none."""
    for block in out.blocks:
        for lines in columns(block) if block.aside == Aside.LETTERHEAD and isinstance(block, Table) else ():
            found: list[str] = []
            heard = False
            for line in (_MARK.sub("", one) for one in lines):
                if any(words in fold(line) for words in MOTTO):
                    heard = True
                elif heard and is_capitals(line):
                    found.append(line)
                elif found:
                    break
            if found:
                return " ".join(found)
    return ""


def is_upper(text: str) -> bool:
    """Whether all of its letters are capitals, however few they are."""
    return is_capitals(text) or (text.upper() == text and any(letter.isalpha() for letter in text))


def _issuer(lines: list[str]) -> str:
    """The office itself: of "UBND TỈNH NGHỆ AN" and "SỞ Y TẾ" the latter, which the former is above."""
    start, offices = 0, False
    for place, line in enumerate(lines):
        folded = f"{fold(line)} "
        if folded.startswith(_OFFICES) and not folded.startswith(_NO_OFFICE):
            start, offices = place, True
    if not offices and not all(is_upper(line) for line in lines):
        return ""
    return " ".join(lines[start:])[:LONGEST_ISSUER]


def _day(day: int, month: int, year: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
