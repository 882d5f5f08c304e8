"""What is what in a manuscript: letterhead, title, opening sentence, bold headings, captions, signature.

The look of administrative texts is that of NĐ 30/2020/NĐ-CP, Phụ lục I. Everything is a guess and shown as
one: what is laid aside stays in the list, and the editor takes it with one press.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from portal.core.text import fold
from portal.core.vietnamese.abbreviations import is_capitals, sentence_case
from portal.library.word import letterhead
from portal.library.word.blocks import Aside, Block, Heading, Manuscript, Note, Picture, Prose, Table
from portal.library.word.letterhead import MOTTO, PLACE_AND_DAY, SIGNED

KINDS: Final = (
    "thong bao", "ke hoach", "bao cao", "quyet dinh", "giay moi", "cong van", "huong dan", "chuong trinh",
    "thu ngo", "loi keu goi", "cong bo", "phuong an", "quy che", "cong dien", "thong cao bao chi",
    "nghi quyet", "chi thi", "to trinh", "ket luan", "quy dinh", "noi quy", "thu moi",
    "bien ban", "danh sach",
)  # fmt: skip
# What is asked for stands in the line below: "ĐƠN ĐỀ NGHỊ", "Cấp chứng chỉ".
FORMS: Final = ("to khai", "don", "don de nghi", "giay de nghi", "phieu yeu cau", "phieu dang ky")
_PICTURE_WORDS: Final = re.compile(r"^(?:ảnh|hình|ảnh minh họa)\b", re.IGNORECASE)
_TABLE_WORDS: Final = re.compile(r"^(?:bảng|biểu|phụ lục)\b", re.IGNORECASE)
_SECTION: Final = re.compile(
    r"^(?:(?P<roman>[IVX]{1,5})\s*[.)/-]|(?P<part>Phần|Chương|Mục)\s|(?P<digit>\d{1,2})\s*[.)])",
    re.IGNORECASE,
)
LONGEST_HEADING, LONGEST_CAPTION, LONGEST_TITLE, LONGEST_LEAD = 120, 300, 255, 60
_NOT_WORDS: Final = re.compile(r"<a |\[\d+\]")
# "Họ và tên: ……": a line of a form, no sentence.
_LABEL: Final = re.compile(r":[\s.…_]*$")
NEAR_TOP, NEAR_END = 10, 12


def settle(out: Manuscript) -> None:
    """Lay aside, name and join the blocks of a manuscript just read."""
    _letterhead(out)
    _signature(out)
    letterhead.read(out)
    _title(out)
    _headings(out)
    _captions(out)
    _levels(out)
    _lead(out)


def _taken(out: Manuscript) -> list[Block]:
    return [block for block in out.blocks if not block.aside]


def _letterhead(out: Manuscript) -> None:
    """The table or lines with the country's name, the office, number and day."""
    top = out.blocks[:NEAR_TOP]
    last = -1
    for place, block in enumerate(top):
        folded = fold(block.words)
        if any(words in folded for words in MOTTO) or (
            last >= 0 and isinstance(block, Prose) and PLACE_AND_DAY.search(block.words)
        ):
            last = place
    if last < 0:
        return
    # "V/v …" below number and day, where there are no columns.
    below = top[last + 1] if last + 1 < len(top) else None
    if isinstance(below, Prose) and letterhead.ABOUT.match(below.words) and not below.bold:
        last += 1
    for block in top[: last + 1]:
        if isinstance(block, Picture) or len(block.words) > 400:
            continue
        block.aside = Aside.LETTERHEAD


def _signature(out: Manuscript) -> None:
    """ "Nơi nhận" and the signer: at the end, or a table of both wherever annexes follow it."""
    for block in out.blocks:
        if isinstance(block, Table) and fold(block.words).startswith("noi nhan") and len(block.words) < 1_500:
            block.aside = Aside.SIGNATURE
            return
    start = max(len(out.blocks) - NEAR_END, 1)
    for place in range(start, len(out.blocks)):
        block = out.blocks[place]
        folded = fold(block.words)
        if isinstance(block, Picture) or not (folded.startswith("noi nhan") or SIGNED.match(folded)):
            continue
        signed = isinstance(block, Table) or len(folded) < 60 or folded.startswith("noi nhan")
        if signed and all(len(one.words) < 400 for one in out.blocks[place:]):
            for one in out.blocks[place:]:
                if not isinstance(one, Picture):
                    one.aside = Aside.SIGNATURE
            return


def _title(out: Manuscript) -> None:
    named = next((block for block in out.blocks if block.aside == Aside.TITLE), None)
    if named is not None:
        out.title = _as_title(named.words)
        return
    top = [block for block in _taken(out)[:5] if isinstance(block, Heading | Prose)]
    for place, block in enumerate(top):
        if (
            isinstance(block, Prose)
            and fold(block.words) in (*KINDS, *FORMS)
            and (block.bold or block.centred)
        ):
            _set_kind(out, block, top[place + 1 : place + 3])
            return
    if out.head.abstract:
        out.head.kind = "Công văn"
        out.title = _as_title(out.head.abstract)
        return
    if words := letterhead.below_motto(out):
        _set_title(out, words, [])
        out.note(Note.CAPITALS)
        return
    for place, block in enumerate(top):
        if isinstance(block, Heading) or ((block.bold or block.centred) and len(block.words) <= 200):
            lines = [block, *_more_of_title(block, top[place + 1 :])]
            _set_title(out, " ".join(one.words for one in lines), lines)
            return
    if top and len(top[0].words) <= 150 and not top[0].words.endswith(".") and len(_taken(out)) > 1:
        _set_title(out, top[0].words, [top[0]])


def _set_kind(out: Manuscript, kind: Prose, below: Sequence[Block]) -> None:
    """ "THÔNG BÁO" and the abstract below it; who decides ("CHỦ TỊCH ỦY BAN NHÂN DÂN …") is no part of it."""
    parts = [kind]
    for after in below:
        if not (isinstance(after, Prose) and after.bold and after.centred and len(after.words) < 250):
            break
        if is_capitals(after.words) and (len(parts) > 1 or SIGNED.match(f"{fold(after.words)} ")):
            break
        parts.append(after)
    form = fold(kind.words) in FORMS
    words = [sentence_case(parts[0].words), *(_lower_first(one.words, form) for one in parts[1:])]
    out.head.kind = words[0]
    out.head.abstract = " ".join(one.words for one in parts[1:]) or out.head.abstract
    _set_title(out, " ".join(words), parts)


def _more_of_title(first: Heading | Prose, below: Sequence[Heading | Prose]) -> list[Heading | Prose]:
    """The lines below a title in capitals that are as it is: a title over several lines."""
    found: list[Heading | Prose] = []
    for block in below:
        alike = isinstance(first, Prose) and isinstance(block, Prose) and first.bold == block.bold
        capitals = letterhead.is_upper(first.words) and letterhead.is_upper(block.words)
        if not (alike and capitals and first.centred and block.centred):  # type: ignore[union-attr]
            break
        found.append(block)
    return found


def _set_title(out: Manuscript, words: str, blocks: Sequence[Heading | Prose]) -> None:
    out.title = _as_title(words)
    if any(is_capitals(block.words) for block in blocks):
        out.note(Note.CAPITALS)
    for block in blocks:
        block.aside = Aside.TITLE


def _as_title(words: str) -> str:
    return (sentence_case(words) if is_capitals(words) else words)[:LONGEST_TITLE].strip()


def _lower_first(words: str, always: bool = False) -> str:
    """ "Về việc …" after "Thông báo", the rest as it is; capitals become a sentence."""
    words = sentence_case(words) if is_capitals(words) else words
    lowered = always or fold(words).startswith(("ve viec", "ve ", "v/v"))
    return words[:1].lower() + words[1:] if lowered else words


def _headings(out: Manuscript) -> None:
    """Short lines in bold type with something below them are headings."""
    prose = [block for block in _taken(out) if isinstance(block, Prose)]
    if sum(len(block.words) for block in prose if block.bold) * 2 > sum(len(block.words) for block in prose):
        return
    for place, block in enumerate(out.blocks):
        if not isinstance(block, Prose) or block.aside or not block.bold or not block.html.startswith("<p>"):
            continue
        words = block.words
        below = out.blocks[place + 1] if place + 1 < len(out.blocks) else None
        if (
            len(words) > LONGEST_HEADING
            or words.endswith((".", ";", ",", "!"))
            or below is None
            or below.aside
        ):
            continue
        if _PICTURE_WORDS.match(words) or _TABLE_WORDS.match(words) or len(words) < 3:
            continue
        found = _SECTION.match(words)
        level = 2 if found and found.group("digit") else 1
        out.blocks[place] = Heading(words.removesuffix(":"), level, guessed=True)


def _captions(out: Manuscript) -> None:
    """The line below a picture and the line above a table, where they are captions."""
    kept: list[Block] = []
    for block in out.blocks:
        before = kept[-1] if kept else None
        if (
            isinstance(block, Prose)
            and isinstance(before, Picture)
            and not before.caption
            and not block.aside
        ):
            words = block.words
            alone = (
                block.html.count("<i>") == 1
                and block.html.startswith("<p><i>")
                and block.html.endswith("</i></p>")
            )
            if len(words) <= LONGEST_CAPTION and (
                block.caption or alone or block.centred or _PICTURE_WORDS.match(words)
            ):
                before.caption = words
                continue
        if isinstance(block, Table) and isinstance(before, Prose) and not before.aside and not block.aside:
            words = before.words
            if len(words) <= 200 and (before.caption or _TABLE_WORDS.match(words)):
                block.caption = words
                kept.pop()
        kept.append(block)
    out.blocks = kept


def _levels(out: Manuscript) -> None:
    """The highest heading of the file is of level 1, all below it of level 2."""
    levels = sorted({block.level for block in out.blocks if isinstance(block, Heading) and not block.aside})
    for block in out.blocks:
        if isinstance(block, Heading):
            block.level = 1 if not levels or block.level <= levels[0] else 2


def _lead(out: Manuscript) -> None:
    """The first paragraph is the opening sentence where it fits whole; else as much as fits is copied.

    One with a link or the mark of a note stays in the text as well: the opening sentence holds words alone.
    """
    words_of = (block for block in _taken(out) if not isinstance(block, Picture))
    first = next((block for block in words_of if not fold(block.words).startswith("kinh gui")), None)
    if not isinstance(first, Prose) or not first.html.startswith("<p>") or _LABEL.search(first.words):
        return
    words = first.words.split()
    if len(words) <= LONGEST_LEAD:
        out.lead = " ".join(words)
        if len(_taken(out)) > 1 and not _NOT_WORDS.search(first.html):
            first.aside = Aside.LEAD
        return
    sentences = re.split(r"(?<=[.!?]) ", " ".join(words))
    while sentences and len(" ".join(sentences).split()) > LONGEST_LEAD:
        sentences.pop()
    out.lead = " ".join(sentences)
