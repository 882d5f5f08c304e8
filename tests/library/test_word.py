"""Word files and pasted text into blocks: a corpus made here, and files that mean harm."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from portal.library.word import (
    Aside,
    Head,
    Heading,
    Manuscript,
    Note,
    Picture,
    Prose,
    Table,
    WordRefused,
    from_paste,
    from_upload,
    old_word,
)
from portal.library.word.blocks import Span
from tests.library import harmful, manuscripts, pdfs, word_forms
from tests.library.files import word
from tests.library.manuscripts import CORPUS, GRID, TEXT
from tests.library.test_pdf import LETTERS, wanted
from tests.library.word_letters import LAYOUTS, word_letter


def of(manuscript: Manuscript, kind: type[Any]) -> list[Any]:
    """The blocks of a kind that are taken, or are the opening sentence."""
    return [
        block
        for block in manuscript.blocks
        if isinstance(block, kind) and block.aside in (Aside.NONE, Aside.LEAD)
    ]


@pytest.fixture(scope="module")
def read() -> dict[str, Manuscript]:
    """Every file of the corpus."""
    return {name: from_upload(content) for name, content in CORPUS.items()}


def test_a_notice_of_the_usual_layout_is_taken_apart(read: dict[str, Manuscript]) -> None:
    found = read["notice"]
    assert found.title == "Thông báo về việc tiêm phòng cho đàn trâu, bò vụ thu đông"
    assert found.lead == TEXT
    assert found.head == Head(
        number="45/TB-UBND",
        day=date(2026, 11, 5),
        issuer="ỦY BAN NHÂN DÂN XÃ VÂN TỤ",
        kind="Thông báo",
        abstract="Về việc tiêm phòng cho đàn trâu, bò vụ thu đông",
        signer="Nguyễn Văn Mẫu",
    )
    asides = [block.aside for block in found.blocks if block.aside]
    assert asides == [Aside.LETTERHEAD, Aside.TITLE, Aside.TITLE, Aside.LEAD, Aside.SIGNATURE]
    assert [block.text for block in of(found, Heading)] == [
        "1. Thời gian, địa điểm",
        "2. Việc của hộ chăn nuôi",
    ]
    [table] = of(found, Table)
    assert (table.rows, table.head, table.caption) == (GRID, True, "Bảng 1. Lịch tiêm theo xóm")
    assert [picture.caption for picture in of(found, Picture)] == [
        "Ảnh: Cán bộ thú y tiêm cho bò ở xóm 1.",
        "Ảnh: Bà con đưa trâu đến sân kho.",
    ]
    assert found.notes == []


def test_headings_by_style_outline_and_bold_type(read: dict[str, Manuscript]) -> None:
    for name in ("styled", "strict"):
        assert read[name].title == "Kế hoạch ra quân dọn vệ sinh"
        assert [(one.text, one.level) for one in of(read[name], Heading)] == [
            ("Mục cấp 1", 1),
            ("Mục cấp 2", 2),
            ("Mục cấp 3", 2),
        ]
    assert [one.text for one in of(read["outlined"], Heading)] == ["Phần thứ nhất"]
    assert read["plain"].title == "Hội nghị tổng kết năm học của xã"
    assert Note.CAPITALS in read["plain"].notes


def test_tables_keep_every_cell_and_their_spans(read: dict[str, Manuscript]) -> None:
    [table] = of(read["spanned"], Table)
    assert table.spans == [Span(0, 0, 2, 1), Span(0, 1, 1, 3), Span(2, 2, 2, 2)]
    assert table.rows == [
        ["dọc", "ngang", "", ""],
        ["", "1.1", "1.2", "1.3"],
        ["2.0", "2.1", "cả hai", ""],
        ["3.0", "3.1", "", ""],
    ]
    [table] = of(read["without-grid"], Table)
    assert table.rows == GRID
    [table] = of(read["nested"], Table)
    assert table.rows == [["ngoài", "trong"]]
    assert read["nested"].notes == [Note.TABLE_IN_TABLE]
    [table] = of(read["long-table"], Table)
    assert len(table.rows) == 300
    assert Note.TABLE_TOO_LONG in read["long-table"].notes


def test_lists_links_notes_and_changes(read: dict[str, Manuscript]) -> None:
    assert of(read["listed"], Prose)[1].html == (
        "<ul><li>Hồ sơ gồm:<ul><li>Đơn</li><li>Giấy tờ</li></ul></li><li>Nộp tại quầy</li></ul>"
        "<ol><li>Bước một</li><li>Bước hai</li></ol>"
    )
    assert [one.words for one in of(read["articles"], Prose)[1:]] == [
        "Điều 1. Phạm vi",
        "a) hộ chăn nuôi;",
        "b) thú y xã.",
        "Điều 2. Hiệu lực",
    ]
    assert read["linked"].title == "Xem lịch tiêm trên 250 m²"
    assert read["linked"].blocks[0].html == (  # type: ignore[union-attr]
        '<p>Xem <a href="https://vantu.example.vn/lich">lịch tiêm</a> <i>trên</i> <b>250 m</b>²</p>'
    )
    assert [block.words for block in read["noted"].blocks] == [
        "Tiêm phòng là bắt buộc [1] với trâu, bò.",
        "Ghi chú",
        "Theo Luật Thú y.",
    ]
    assert read["tracked"].title == "Hạn là ngày 9"
    assert read["tracked"].notes == [Note.CHANGES]


def test_frames_boxes_and_descriptions(read: dict[str, Manuscript]) -> None:
    [picture] = of(read["boxed"], Picture)
    assert (picture.caption, picture.width) == ("Ảnh: Chợ Vân buổi sáng.", 800)
    assert [one.words for one in of(read["boxed"], Prose)] == [TEXT, "Chữ trong khung."]
    assert [one.alt for one in of(read["described"], Picture)] == ["Bò đứng chờ tiêm ở sân kho", ""]
    assert of(read["outside"], Picture) == []
    assert read["outside"].notes == [Note.EXTERNAL_PICTURE]


def test_a_frame_is_read_once_and_signs_are_kept() -> None:
    found = from_upload(word_forms.framed())
    words = [block.words for block in found.blocks]
    assert words == [
        TEXT,
        "Trong khung có chú thích [1]",
        "Bước một",
        "Giữa hai phần.",
        "Bước hai",
        "Ngoài khung cũng có [2]",
        "Có ☐, không ☑, khác ☑",
        "Ghi chú",
        "Theo Luật Thú y. Theo Luật Thú y.",
    ]
    assert found.notes == [Note.OBJECT]


def test_forms_have_their_title_and_no_issuer() -> None:
    form, application = from_upload(word_forms.form()), from_upload(word_forms.application())
    assert form.title == "Phiếu yêu cầu đăng ký biện pháp bảo đảm"
    assert application.title == "Đơn đề nghị cấp chứng chỉ kiểm định viên"
    assert (form.head.issuer, application.head.issuer) == ("", "")
    assert [block.words for block in form.blocks if not block.aside] == [
        "Họ và tên người yêu cầu: ……………",
        TEXT,
        "Người làm đơn (Ký và ghi rõ họ tên)",
    ]
    assert (form.lead, application.lead) == ("", TEXT)


def test_letterheads_of_word_are_read_by_the_rules_of_pdf() -> None:
    """Eight texts in four layouts, six fields each."""
    missed = []
    for letter in LETTERS:
        letter.paragraphs = (TEXT, "Giao các xóm thông báo trên loa truyền thanh, niêm yết ở nhà văn hóa.")
        for layout in LAYOUTS:
            found = from_upload(word_letter(letter, layout))
            if found.head != wanted(letter):
                missed.append((letter.number, layout, found.head))
            words = " ".join(one.words for one in found.blocks if one.aside in (Aside.NONE, Aside.LEAD))
            assert not any(one in words for one in ("CỘNG HÒA", letter.signer, letter.number)), words
            assert found.title.startswith(letter.kind or letter.abstract[:1].upper())
    assert missed == []


@pytest.mark.parametrize("name", ["tcvn3", "tcvn3-unnamed", "tcvn3-capitals", "vni", "vni-unnamed"])
def test_text_for_old_fonts_is_converted_and_shown_before_and_after(
    name: str, read: dict[str, Manuscript]
) -> None:
    found = read[name]
    wanted = TEXT.upper() if name.endswith("capitals") else TEXT
    assert of(found, Prose)[0].words == wanted
    assert found.recoding is not None
    assert found.recoding.coding == name.partition("-")[0]
    assert found.recoding.sure
    assert found.recoded
    before, after = found.recoding.pairs[0]
    assert before != after == wanted[: len(after)]
    as_it_was = from_upload(CORPUS[name], recode=False)
    assert not as_it_was.recoded
    assert as_it_was.recoding is not None
    assert of(as_it_was, Prose)[0].words != wanted


def test_letters_in_pieces_are_composed_and_emoji_stay(read: dict[str, Manuscript]) -> None:
    assert [one.words for one in of(read["in-pieces"], Prose)] == [
        TEXT,
        "Người dân được hỗ trợ vắc-xin miễn phí 1️⃣ 👩‍🌾.",
    ]
    assert read["in-pieces"].notes == [Note.LETTERS_IN_PIECES, Note.WRONG_LETTER]
    assert all(
        found.recoding is None for name, found in read.items() if not name.startswith(("tcvn3", "vni"))
    )


HARM = {
    "bomb": (harmful.zip_bomb, "bung ra quá lớn"),
    "entities": (harmful.deep_bomb, "hỏng"),
    "macros": (
        lambda: manuscripts.changed(CORPUS["plain"], lambda name, data: data, word__vbaProject_dot_bin=b"x"),
        "macro",
    ),
    "cut": (lambda: CORPUS["notice"][:3000], "hỏng"),
    "no-document": (lambda: manuscripts.changed(CORPUS["plain"], _nothing), "hỏng"),
    "picture": (lambda: manuscripts.picture().getvalue(), "Không phải tệp Word hay PDF"),
    "empty": (lambda: b"", "Tệp rỗng"),
    "secret": (lambda: word("Báo cáo", header="TUYỆT MẬT"), "độ mật"),
    "large": (lambda: b"PK\x03\x04" + b"0" * (31 * 1024 * 1024), "lớn hơn 30 MB"),
}


def _nothing(name: str, data: bytes) -> bytes:
    return b"<w:document/>" if name == "word/document.xml" else data


@pytest.mark.parametrize("name", HARM)
def test_what_means_harm_or_is_no_word_file_is_refused_in_words(name: str) -> None:
    make, words = HARM[name]
    content = make()
    started = time.monotonic()
    with pytest.raises(WordRefused, match=words):
        from_upload(content)
    assert time.monotonic() - started < 5


def test_links_that_run_scripts_lose_their_address_and_tags_stay_words() -> None:
    for address in ("javascript:alert(1)", "file:///etc/passwd", 'https://x/"onmouseover="alert(1)'):
        found = from_upload(manuscripts.linked(address))
        assert "<a" not in found.blocks[0].html  # type: ignore[union-attr]
        assert Note.LINK_DROPPED in found.notes
    found = from_upload(word("<script>alert(1)</script><svg onload=alert(2)>", "Chữ thường."))
    assert "&lt;script&gt;" in "".join(block.html for block in found.blocks if isinstance(block, Prose))
    assert "<script" not in "".join(getattr(block, "html", "") for block in found.blocks)


def test_memory_stays_bounded_for_bombs_and_huge_pictures(tmp_path: Path) -> None:
    names = {}
    for name, content in {
        "bomb": harmful.zip_bomb(),
        "pixels": harmful.large_picture(50_000, 50_000),
        "wide": harmful.large_picture(50_000, 1_000),
        "blanks": pdfs.pdf(pdfs.Sheet(), unpacked=b" " * 200_000_000),
        "blanks-twice": pdfs.pdf(pdfs.Sheet(), unpacked=b" " * 200_000_000, packed=2),
    }.items():
        names[name] = tmp_path / f"{name}.docx"
        names[name].write_bytes(content)
    script = textwrap.dedent(
        """
        import os, resource, sys
        os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
        sys.path[:0] = ["site", "."]
        import django
        django.setup()
        from portal.library.word import WordRefused, from_upload
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for path in sys.argv[1:]:
            try:
                print(*from_upload(open(path, "rb").read()).notes)
            except WordRefused:
                print("refused")
        print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
        """
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *map(str, names.values())], capture_output=True, text=True, check=True
    )
    *said, grown = done.stdout.split("\n")[:6]
    assert said == ["refused", "pixels", "pixels", "refused", "refused"]
    assert int(grown) < 60, f"{grown} MB"


def test_pasted_html_keeps_its_structure_and_nothing_else() -> None:
    found = from_paste(
        '<html><head><style>p{color:red}</style></head><body class="Mso">'
        '<h1 style="mso-x:y">Lễ hội đền Vân</h1>'
        '<p class="MsoNormal" onclick="x()">Sáng <b>thứ Hai</b>,&nbsp;&nbsp;'
        'xem <a href="javascript:alert(1)">đây</a> '
        'và <a href="https://x.vn/">kia</a><script>alert(1)</script></p>'
        '<svg onload="x()"><text>hình</text></svg>'
        "<ul><li>Một<ul><li>Hai</li></ul></li></ul><img src='https://x.vn/a.jpg'>"
        "<table><tr><th colspan='2'>Giờ</th></tr><tr><td rowspan='2'>8</td><td>Rước</td></tr>"
        "<tr><td>Tế</td></tr></table></body></html>"
    )
    assert found.title == "Lễ hội đền Vân"
    htmls = [block.html for block in found.blocks if isinstance(block, Prose)]
    assert htmls[0].startswith("<p>Sáng <b>thứ Hai</b>, xem đây và")
    assert '<a href="https://x.vn/">kia</a>' in htmls[0]
    assert "<ul><li>Một<ul><li>Hai</li></ul></li></ul>" in htmls
    [table] = [block for block in found.blocks if isinstance(block, Table)]
    assert table.rows == [["Giờ", ""], ["8", "Rước"], ["", "Tế"]]
    assert table.spans == [Span(0, 0, 1, 2), Span(1, 0, 2, 1)]
    assert found.notes == [Note.EXTERNAL_PICTURE]
    whole = "".join(htmls)
    assert not any(words in whole for words in ("Mso", "style", "script", "svg", "alert", "onclick"))


def test_pasted_plain_text_and_what_is_refused() -> None:
    found = from_paste(
        "Lịch cắt điện xóm 3\n\nNgày mai cắt điện.\n- Từ 7 giờ\n- Đến 9 giờ\n<b>không phải thẻ</b>"
    )
    assert [getattr(block, "html", "") for block in found.blocks[1:]] == [
        "<p>Ngày mai cắt điện.</p>",
        "<ul><li>Từ 7 giờ</li><li>Đến 9 giờ</li></ul>",
        "<p>&lt;b&gt;không phải thẻ&lt;/b&gt;</p>",
    ]
    for text, words in ((" \n", "Chưa có chữ"), ("x" * 1_000_001, "một triệu"), ("MẬT\nBáo cáo", "độ mật")):
        with pytest.raises(WordRefused, match=words):
            from_paste(text)


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000


def test_the_old_format_goes_through_libreoffice_or_is_refused_with_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(WordRefused, match=r"Lưu thành \(Save As\)"):
        from_upload(OLD)
    made = tmp_path / "made.docx"
    made.write_bytes(CORPUS["plain"])
    program = tmp_path / "soffice"
    # As LibreOffice is called: the folder after --outdir, the source last.
    program.write_text(
        '#!/bin/sh\nwhile [ "$1" != --outdir ]; do shift; done\n/bin/mkdir -p "$2"\n'
        f'/bin/cp {made} "$2/in.docx"\n'
    )
    program.chmod(0o755)
    assert from_upload(OLD).title == "Hội nghị tổng kết năm học của xã"
    program.write_text(f"#!/bin/sh\n/bin/sleep 60 &\necho $! > {tmp_path}/child\nwait\n")
    monkeypatch.setattr(old_word, "SECONDS", 0.5)
    with pytest.raises(WordRefused, match="Không chuyển được"):
        from_upload(OLD)
    child = int((tmp_path / "child").read_text())
    state = Path(f"/proc/{child}/stat")
    assert not state.exists() or state.read_text().split()[2] == "Z"
