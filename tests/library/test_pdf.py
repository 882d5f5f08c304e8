"""PDF into blocks: letterheads of several layouts, paragraphs, scans, signatures, files that mean harm."""

from __future__ import annotations

import time
import unicodedata
from dataclasses import fields
from datetime import date
from typing import Any

import pytest

from portal.core.vietnamese import old_fonts
from portal.library.pdf import facts
from portal.library.word import Aside, Head, Heading, Manuscript, Note, Prose, WordRefused, from_upload
from tests.library.manuscripts import TEXT
from tests.library.pdfs import LEFT, Letter, Sheet, container, pdf, signed

UBND = ("ỦY BAN NHÂN DÂN", "XÃ VÂN TỤ")
CHAIR, DIRECTOR = ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")
PLAN = "Ra quân dọn vệ sinh đường làng, ngõ xóm và chăm sóc cây xanh dịp cuối năm trên địa bàn toàn xã"
LETTERS = (
    Letter("45/TB-UBND", "05/11/2026", UBND, "Thông báo", "Về việc tiêm phòng trâu, bò", "Nguyễn Văn Mẫu"),
    Letter("7/KH-UBND", "30/10/2026", UBND, "Kế hoạch", PLAN, "Trần Thị Bích Ngọc"),
    Letter("1234/QĐ-UBND", "01/02/2026", UBND, "Quyết định", "Về việc khen thưởng các thôn", "Lê Đình Ánh"),
    Letter("112/UBND-VX", "15/09/2026", UBND, "", "tăng cường phòng, chống rét cho vật nuôi", "Võ Y Thoa"),
    Letter(
        "88/SYT-NVY", "09/06/2026", ("SỞ Y TẾ",), "", "giám sát bệnh sốt xuất huyết", "Đặng Quốc Ưng",
        above="UBND TỈNH NGHỆ AN", place="Nghệ An", signed_as=DIRECTOR,
    ),
    Letter(
        "302/BC-SNNMT", "20/12/2026", ("SỞ NÔNG NGHIỆP", "VÀ MÔI TRƯỜNG"), "Báo cáo", "Kết quả trồng rừng",
        "Phan Ngọc Ẩn", above="UBND TỈNH NGHỆ AN", place="Nghệ An", signed_as=DIRECTOR,
    ),
    Letter(
        "03/2026/NQ-HĐND", "28/07/2026", ("HỘI ĐỒNG NHÂN DÂN", "XÃ VÂN TỤ"), "Nghị quyết",
        "Về dự toán thu, chi ngân sách xã năm 2027", "Hồ Sỹ Đàm", signed_as=("CHỦ TỊCH",),
    ),
    Letter(
        "19/GM-VP", "02/03/2026", ("VĂN PHÒNG",), "Giấy mời", "Dự hội nghị giao ban tháng 3", "Cao Thị É",
        above="UBND XÃ VÂN TỤ", signed_as=("CHÁNH VĂN PHÒNG",),
    ),
)  # fmt: skip


def wanted(letter: Letter) -> Head:
    """What must be read of a letter."""
    day, month, year = map(int, letter.day.split("/"))
    abstract = letter.abstract if letter.kind else letter.abstract[:1].upper() + letter.abstract[1:]
    issuer = " ".join(letter.issuer)
    kind = letter.kind or "Công văn"
    return Head(letter.number, date(year, month, day), issuer, kind, abstract, letter.signer)


def test_letterheads_of_several_layouts_are_read_and_laid_aside() -> None:
    asked, missed = 0, []
    for letter in LETTERS:
        letter.paragraphs = (TEXT, "Giao các xóm thông báo trên loa truyền thanh, niêm yết ở nhà văn hóa.")
        for by_rows in (False, True):
            found = from_upload(pdf(letter.sheet(by_rows)))
            for one in fields(Head):
                asked += 1
                read, right = getattr(found.head, one.name), getattr(wanted(letter), one.name)
                if read != right:
                    missed.append((letter.number, by_rows, one.name, read))
            words = " ".join(block.words for block in found.blocks if block.aside in (Aside.NONE, Aside.LEAD))
            assert "CỘNG HÒA" not in words
            assert letter.signer not in words
            assert found.title.startswith(letter.kind or letter.abstract[:1].upper())
    assert asked == 96
    assert len(missed) * 20 <= asked, missed
    assert missed == []


def taken(found: Manuscript, kind: type[Any]) -> list[Any]:
    return [
        block for block in found.blocks if isinstance(block, kind) and block.aside in (Aside.NONE, Aside.LEAD)
    ]


def long_text() -> list[Sheet]:
    """Three pages: a paragraph over the end of a page, a heading, items, a ruled table, heads and numbers."""
    sheets = [Sheet() for _page in range(3)]
    sheets[0].centred("KẾ HOẠCH", "b", 14)
    sheets[0].centred("Ra quân dọn vệ sinh", "b")
    sheets[0].down()
    sheets[0].paragraph(TEXT)
    sheets[0].paragraph("1. Thời gian, địa điểm", "b", indent=0)
    for words in ("- Buộc trâu, bò chắc chắn;", "- Mang sổ theo dõi tiêm phòng."):
        sheets[0].paragraph(words)
    sheets[0].at = 110
    sheets[0].put("Các hộ chăn nuôi đưa gia súc đến nhà văn hóa xóm trước bảy giờ", LEFT + 28)
    sheets[1].put("sáng, mang theo sổ theo dõi.", LEFT)
    sheets[1].down(40)
    top = sheets[1].at + 14
    for row in (("Xóm", "Ngày tiêm"), ("Xóm 1", "10/11/2026"), ("Xóm 2", "11/11/2026")):
        sheets[1].put(row[0], LEFT + 5)
        sheets[1].put(row[1], 320)
        sheets[1].down()
    sheets[1].rules = [(x, sheets[1].at + 8, 0.5, top - sheets[1].at - 8) for x in (LEFT, 310, 538)]
    sheets[1].down(30)
    sheets[1].paragraph("Sau bảng còn chữ.")
    sheets[2].put("Mức hỗ trợ theo quy định tại điều 2 của Nghị định số 182/2024/NĐ-", LEFT + 28)
    sheets[2].down()
    sheets[2].paragraph("CP.", indent=0)
    sheets[2].paragraph("a) Đoạn cuối cùng.")
    for number, sheet in enumerate(sheets, 1):
        sheet.put(str(number), 300, at=40)
        sheet.put("Kế hoạch của xã Vân Tụ", LEFT, "i", 9, at=810)
    return sheets


def test_lines_become_paragraphs_headings_and_items_and_the_rest_is_laid_aside() -> None:
    found = from_upload(pdf(*long_text()))
    assert found.title == "Kế hoạch Ra quân dọn vệ sinh"
    assert found.lead == TEXT
    assert [one.text for one in taken(found, Heading)] == ["1. Thời gian, địa điểm"]
    assert [one.html for one in taken(found, Prose)][1:] == [
        "<ul><li>Buộc trâu, bò chắc chắn;</li><li>Mang sổ theo dõi tiêm phòng.</li></ul>",
        "<p>Các hộ chăn nuôi đưa gia súc đến nhà văn hóa xóm trước bảy giờ sáng, mang theo sổ theo dõi.</p>",
        "<p>Sau bảng còn chữ.</p>",
        "<p>Mức hỗ trợ theo quy định tại điều 2 của Nghị định số 182/2024/NĐ-CP.</p>",
        "<p>a) Đoạn cuối cùng.</p>",
    ]
    aside = {block.aside: block.words for block in found.blocks if block.aside not in ("", Aside.LEAD)}
    assert aside[Aside.TABLE] == "Xóm | Ngày tiêm Xóm 1 | 10/11/2026 Xóm 2 | 11/11/2026"
    assert aside[Aside.RUNNING].count("Kế hoạch của xã Vân Tụ") == 3
    assert found.notes == [Note.PDF_TABLE]
    assert found.original is not None
    assert found.original.pages == 3


def test_old_letters_and_letters_in_pieces_are_mended_as_those_of_word() -> None:
    back: dict[str, str] = {}
    for old, new in old_fonts._TCVN3.items():
        back.setdefault(new, old)
    second = "Mọi thắc mắc gửi về bộ phận một cửa để được hướng dẫn đầy đủ."
    sheet = Sheet()
    for words in (TEXT, second):
        sheet.paragraph("".join(back.get(letter, letter) for letter in words))
    found = from_upload(pdf(sheet, fonts={"": "ABCDEF+.VnTime"}))
    assert found.recoding is not None
    assert (found.recoding.coding, found.recoded) == ("tcvn3", True)
    assert [one.words for one in taken(found, Prose)] == [TEXT, second]
    sheet = Sheet()
    sheet.paragraph(unicodedata.normalize("NFD", "Người dân xã Vân Tụ được hỗ trợ vắc-xin."))
    found = from_upload(pdf(sheet))
    assert taken(found, Prose)[0].words == "Người dân xã Vân Tụ được hỗ trợ vắc-xin."
    assert Note.LETTERS_IN_PIECES in found.notes


def test_a_scan_is_said_to_be_one() -> None:
    found = from_upload(pdf(Sheet(picture=True), Sheet(picture=True)))
    assert (found.blocks, found.notes, found.title) == ([], [Note.SCAN], "")
    assert found.original is not None
    assert found.original.picture_pages == (1, 2)
    words = Sheet()
    words.paragraph(TEXT)
    found = from_upload(pdf(words, Sheet(picture=True)))
    assert found.notes == [Note.SCANNED_PAGES]
    assert found.lead == TEXT


def test_who_has_signed_is_told_by_the_certificate_of_the_signer() -> None:
    content = signed(
        pdf(LETTERS[0].sheet()), "Ủy ban nhân dân xã Vân Tụ", "Tỉnh Nghệ An", ("Nguyễn Văn Mẫu",)
    )
    found = from_upload(content)
    assert found.original is not None
    assert [(one.name, one.organisation) for one in found.original.signatures] == [
        ("Ủy ban nhân dân xã Vân Tụ", "Tỉnh Nghệ An"),
        ("Nguyễn Văn Mẫu", "Tỉnh Nghệ An"),
    ]
    assert all(one.at is not None and one.at.tzinfo is not None for one in found.original.signatures)
    assert found.head == wanted(LETTERS[0])
    pages, rows = facts(content)
    assert (pages, [row["name"] for row in rows]) == (1, ["Ủy ban nhân dân xã Vân Tụ", "Nguyễn Văn Mẫu"])
    assert facts(b"no pdf") == (None, [])


def test_odd_signatures_name_nobody_and_stop_nothing() -> None:
    whole = container("Ai đó", "Đâu đó")
    odd = [
        b"",
        b"\x30",
        b"\x30\x84\xff\xff\xff\xff",
        b"\x30\x80" + whole,
        bytes(500),
        whole[: len(whole) // 2],
    ]
    # Each byte of the head of the container spoilt, one after the other.
    odd += [whole[:at] + bytes([whole[at] ^ 0x5A]) + whole[at + 1 :] for at in range(0, 60, 3)]
    for contents in odd:
        found = from_upload(signed(pdf(LETTERS[0].sheet()), "Ai đó", "Đâu đó", contents=contents))
        assert found.head == wanted(LETTERS[0])
        assert found.original is not None
        [one] = found.original.signatures
        assert one.name in ("", "Ai đó")
        if not one.name:
            assert one.time == "" or one.time.startswith("2026-11-05T09:30:00+07:00") or one.at


LOCK = (
    "/Filter /Standard /V 1 /R 2 /P -4 /O <28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A>"
    f" /U <{'00' * 32}>"
)


def locked() -> bytes:
    """A file with a password."""
    return pdf(Sheet()).replace(b"trailer <<", f"trailer << /ID [<00> <00>] /Encrypt << {LOCK} >>".encode())


def many_pages() -> bytes:
    """A file that names one page again and again."""
    return pdf(Sheet()).replace(
        b"/Kids [100 0 R] /Count 1 ", b"/Kids [" + b"100 0 R " * 1_501 + b"] /Count 1501 "
    )


def stamped() -> bytes:
    """A letter with a stamp."""
    sheet = LETTERS[0].sheet()
    sheet.put("TỐI MẬT", 60, "b", at=700)
    return pdf(sheet)


HARM = {
    "locked": (locked, "có mật khẩu"),
    "damaged": (lambda: b"%PDF-1.7 x", "PDF hỏng"),
    "pages": (many_pages, "quá nhiều trang"),
    "blanks": (lambda: pdf(Sheet(), unpacked=b" " * 100_000_000), "bung ra quá lớn"),
    "blanks-twice": (lambda: pdf(Sheet(), unpacked=b" " * 100_000_000, packed=3), "bung ra quá lớn"),
    "large": (lambda: b"%PDF-1.7" + bytes(31 * 1024 * 1024), "lớn hơn 30 MB"),
    "secret": (stamped, "độ mật"),
}


@pytest.mark.parametrize("name", HARM)
def test_what_means_harm_is_refused_in_words_and_in_time(name: str) -> None:
    make, words = HARM[name]
    content = make()
    started = time.process_time()
    with pytest.raises(WordRefused, match=words):
        from_upload(content)
    assert time.process_time() - started < 5


def test_active_content_is_told_and_words_that_look_like_tags_stay_words() -> None:
    sheet = Sheet()
    sheet.paragraph("<script>alert(1)</script> và chữ thường của một thông báo.")
    script = "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"
    found = from_upload(pdf(sheet, catalog=script))
    assert found.notes == [Note.ACTIVE]
    assert taken(found, Prose)[0].html.startswith("<p>&lt;script&gt;alert(1)&lt;/script&gt;")


def test_a_long_file_is_read_as_far_as_forty_pages_within_seconds() -> None:
    sheet = Sheet()
    for _paragraph in range(10):
        sheet.paragraph(TEXT)
    content = pdf(*[sheet] * 60)
    started = time.process_time()
    found = from_upload(content)
    assert time.process_time() - started < 8
    assert Note.PDF_LONG in found.notes
    assert found.original is not None
    assert found.original.pages == 60
    assert len(found.blocks) == 400
