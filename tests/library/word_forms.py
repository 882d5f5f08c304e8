"""Forms as Word files: frames, boxes to tick, titles where letters have none."""

from __future__ import annotations

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.library.manuscripts import TEXT, noted_by, saved


def framed() -> bytes:
    """A footnote and a numbered item in a frame, then more of both; signs, boxes to tick, lines of dots."""
    document = docx.Document()
    document.add_paragraph(TEXT)
    cell = document.add_table(1, 2).cell(0, 0)
    cell.paragraphs[0].add_run("Trong khung có chú thích")
    mark = f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>'
    cell.paragraphs[0]._p.append(parse_xml(mark))
    cell.add_paragraph("Bước một", style="List Number")
    document.add_paragraph("Giữa hai phần.")
    document.add_paragraph("Bước hai", style="List Number")
    line = document.add_paragraph("Ngoài khung cũng có")
    line._p.append(parse_xml(mark))
    signs = document.add_paragraph("Có ")
    signs._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>'))
    signs.add_run(", không ")
    signs.add_run("\uf0fe").font.name = "Wingdings"
    box = '<w:ffData><w:checkBox><w:default w:val="1"/></w:checkBox></w:ffData>'
    signs.add_run(", khác ")
    for kind, inner in (("begin", box), ("end", "")):
        run = f'<w:r {nsdecls("w")}><w:fldChar w:fldCharType="{kind}">{inner}</w:fldChar></w:r>'
        signs._p.append(parse_xml(run))
    math = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    signs._p.append(parse_xml(f"<m:oMath {math}><m:r><m:t>x²</m:t></m:r></m:oMath>"))
    for words in ("..........................", "-------", "./."):
        document.add_paragraph(words)
    return noted_by(document)


def form() -> bytes:
    """A form: its number above, the title below the motto in a cell, labels with dots to write on."""
    document = docx.Document()
    document.add_paragraph("Mẫu số 01a")
    left, right = document.add_table(1, 2).rows[0].cells
    left.text = (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n________\n"
        "….., ngày ….. tháng ….. năm …..\nPHIẾU YÊU CẦU ĐĂNG KÝ\nBIỆN PHÁP BẢO ĐẢM\nKính gửi: ……"
    )
    right.text = "PHẦN GHI CỦA CƠ QUAN ĐĂNG KÝ\nVào sổ tiếp nhận: ……"
    document.add_paragraph("Họ và tên người yêu cầu: ……………")
    document.add_paragraph(TEXT)
    end = document.add_table(1, 2)
    end.cell(0, 1).text = "Người làm đơn\n(Ký và ghi rõ họ tên)"
    return saved(document)


def application() -> bytes:
    """ "ĐƠN ĐỀ NGHỊ", what is asked for below it, and a day to be filled in."""
    document = docx.Document()
    for words, bold in (
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", True),
        ("Độc lập - Tự do - Hạnh phúc", True),
        ("……….., ngày …… tháng …… năm 20…..", False),
        ("ĐƠN ĐỀ NGHỊ", True),
        ("Cấp chứng chỉ kiểm định viên", True),
    ):
        line = document.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.add_run(words).bold = bold
    document.add_paragraph(TEXT)
    return saved(document)
