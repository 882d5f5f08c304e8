"""Word files as offices make them, made here: python-docx for what it can, the XML itself for the rest."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm

from portal.core.vietnamese import old_fonts
from tests.library.test_shrink import photograph

TEXT = (
    "Ủy ban nhân dân xã Vân Tụ thông báo lịch tiêm phòng cho đàn trâu, bò vụ thu đông; các hộ chăn nuôi đưa "
    "gia súc đến nhà văn hóa xóm trước bảy giờ sáng."
)
GRID = [
    ["Xóm", "Ngày tiêm", "Địa điểm"],
    ["Xóm 1", "10/11/2026", "Nhà văn hóa"],
    ["Xóm 2", "11/11/2026", "Sân kho"],
]


def saved(document: Any) -> bytes:
    """The file's bytes."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def changed(content: bytes, change: Callable[[str, bytes], bytes], **added: bytes) -> bytes:
    """The same archive with each part changed, and parts added (``__`` in a name is "/", ``_dot_`` a dot)."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, change(entry.filename, old.read(entry)))
        for name, data in added.items():
            new.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return out.getvalue()


def picture(size: tuple[int, int] = (800, 500)) -> io.BytesIO:
    """A photograph with its maker and place."""
    return io.BytesIO(photograph("JPEG", size))


def notice() -> bytes:
    """A commune's notice by the layout of NĐ 30/2020: letterhead, body, table, two pictures, signature."""
    document = docx.Document()
    head = document.add_table(1, 2)
    head.rows[0].cells[0].text = "ỦY BAN NHÂN DÂN\nXÃ VÂN TỤ\nSố: 45/TB-UBND"
    head.rows[0].cells[
        1
    ].text = (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nVân Tụ, ngày 05 tháng 11 năm 2026"
    )
    for words in ("THÔNG BÁO", "Về việc tiêm phòng cho đàn trâu, bò vụ thu đông"):
        line = document.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.add_run(words).bold = True
    document.add_paragraph(TEXT)
    document.add_paragraph().add_run("1. Thời gian, địa điểm").bold = True
    document.add_paragraph("Bảng 1. Lịch tiêm theo xóm")
    table(document, GRID)
    document.add_paragraph().add_run("2. Việc của hộ chăn nuôi").bold = True
    for words in ("Buộc trâu, bò chắc chắn.", "Mang sổ theo dõi tiêm phòng."):
        document.add_paragraph(words, style="List Bullet")
    for words in ("Ảnh: Cán bộ thú y tiêm cho bò ở xóm 1.", "Ảnh: Bà con đưa trâu đến sân kho."):
        document.add_picture(picture(), width=Cm(8))
        document.add_paragraph().add_run(words).italic = True
    end = document.add_table(1, 2)
    end.rows[0].cells[0].text = "Nơi nhận:\n- Các xóm;\n- Lưu: VT."
    end.rows[0].cells[1].text = "CHỦ TỊCH\n\nNguyễn Văn Mẫu"
    return saved(document)


def table(document: Any, rows: list[list[str]]) -> Any:
    """A table whose first row is bold."""
    found = document.add_table(len(rows), len(rows[0]))
    for place, texts in enumerate(rows):
        for column, text in enumerate(texts):
            found.cell(place, column).paragraphs[0].add_run(text).bold = place == 0
    return found


def styled() -> bytes:
    """Title, headings of three levels, text."""
    document = docx.Document()
    document.add_heading("Kế hoạch ra quân dọn vệ sinh", 0)
    for level in (1, 2, 3):
        document.add_heading(f"Mục cấp {level}", level)
        document.add_paragraph(TEXT)
    return saved(document)


def outlined() -> bytes:
    """A heading by its outline level alone."""
    document = docx.Document()
    document.add_paragraph("Tin ngắn", style="Title")
    line = document.add_paragraph("Phần thứ nhất")
    line._p.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="0"/>'))
    document.add_paragraph(TEXT)
    return saved(document)


def spanned() -> bytes:
    """A table with cells over two columns, over two rows, and over both."""
    document = docx.Document()
    document.add_paragraph(TEXT)
    spans(document)
    return saved(document)


def spans(document: Any) -> None:
    """Such a table at the end of a file."""
    found = document.add_table(4, 4)
    for row in range(4):
        for column in range(4):
            found.cell(row, column).text = f"{row}.{column}"
    found.cell(0, 0).merge(found.cell(1, 0)).text = "dọc"
    found.cell(0, 1).merge(found.cell(0, 3)).text = "ngang"
    found.cell(2, 2).merge(found.cell(3, 3)).text = "cả hai"


def without_grid() -> bytes:
    """A table without its grid, as the national portal exports it."""

    def drop(name: str, data: bytes) -> bytes:
        if name != "word/document.xml":
            return data
        start, end = data.index(b"<w:tblGrid>"), data.index(b"</w:tblGrid>") + len(b"</w:tblGrid>")
        return data[:start] + data[end:]

    document = docx.Document()
    document.add_paragraph(TEXT)
    table(document, GRID)
    return changed(saved(document), drop)


def listed() -> bytes:
    """Bullets within bullets, then numbers."""
    document = docx.Document()
    document.add_paragraph(TEXT)
    for words, style in (
        ("Hồ sơ gồm:", "List Bullet"), ("Đơn", "List Bullet 2"), ("Giấy tờ", "List Bullet 2"),
        ("Nộp tại quầy", "List Bullet"), ("Bước một", "List Number"), ("Bước hai", "List Number"),
    ):  # fmt: skip
        document.add_paragraph(words, style=style)
    found = document.part.numbering_part.element
    for row in found.iter(f"{{{found.nsmap['w']}}}abstractNum"):
        name = row.find(f"{{{found.nsmap['w']}}}lvl/{{{found.nsmap['w']}}}pStyle")
        if name is not None and name.get(f"{{{found.nsmap['w']}}}val") == "ListBullet2":
            row.find(f"{{{found.nsmap['w']}}}lvl").set(f"{{{found.nsmap['w']}}}ilvl", "0")
    for paragraph in document.paragraphs:
        if paragraph.style is not None and paragraph.style.name == "List Bullet 2":
            number = paragraph.style.element.pPr.numPr.numId.val
            paragraph._p.get_or_add_pPr().append(
                parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="1"/><w:numId w:val="{number}"/></w:numPr>')
            )
    return saved(document)


def articles() -> bytes:
    """Numbered "Điều 1." and "a)", which belong to the words."""
    numbering = (
        '<w:abstractNum {ns} w:abstractNumId="{key}"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="{kind}"/><w:lvlText w:val="{label}"/></w:lvl></w:abstractNum>'
    )
    document = docx.Document()
    element = document.part.numbering_part.element
    for key, kind, label in (("90", "decimal", "Điều %1."), ("91", "lowerLetter", "%1)")):
        xml = numbering.format(ns=nsdecls("w"), key=key, kind=kind, label=label)
        element.insert(0, parse_xml(xml))
        element.append(
            parse_xml(f'<w:num {nsdecls("w")} w:numId="{key}"><w:abstractNumId w:val="{key}"/></w:num>')
        )
    document.add_paragraph(TEXT)
    for words, key in (("Phạm vi", "90"), ("hộ chăn nuôi;", "91"), ("thú y xã.", "91"), ("Hiệu lực", "90")):
        line = document.add_paragraph(words)
        line._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="{key}"/></w:numPr>')
        )
    return saved(document)


def linked(address: str = "https://vantu.example.vn/lich") -> bytes:
    """A link, bold and italic words, raised figures."""
    document = docx.Document()
    line = document.add_paragraph("Xem ")
    key = line.part.relate_to(
        address,
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
        is_external=True,
    )
    line._p.append(
        parse_xml(
            f'<w:hyperlink {nsdecls("w", "r")} r:id="{key}"><w:r><w:t>lịch tiêm</w:t></w:r></w:hyperlink>'
        )
    )
    line.add_run(" trên ").italic = True
    line.add_run("250 m").bold = True
    raised = line.add_run("2")
    raised.font.superscript = True
    document.add_paragraph(TEXT)
    return saved(document)


def noted() -> bytes:
    """A footnote."""
    document = docx.Document()
    line = document.add_paragraph("Tiêm phòng là bắt buộc")
    line._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>'))
    line.add_run(" với trâu, bò.")
    return noted_by(document)


def noted_by(document: Any) -> bytes:
    """A file with its one footnote, number 2."""
    notes = (
        f'<w:footnotes {nsdecls("w")}><w:footnote w:id="2"><w:p><w:r><w:t>Theo Luật Thú y.</w:t></w:r></w:p>'
        "</w:footnote></w:footnotes>"
    ).encode()

    def relate(name: str, data: bytes) -> bytes:
        kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
        row = b'<Relationship Id="rIdN" Type="' + kind + b'" Target="footnotes.xml"/></Relationships>'
        return data.replace(b"</Relationships>", row) if name == "word/_rels/document.xml.rels" else data

    return changed(saved(document), relate, word__footnotes_dot_xml=notes)


def tracked() -> bytes:
    """Words deleted and words inserted under "track changes"; hidden words."""
    document = docx.Document()
    line = document.add_paragraph("Hạn là ")
    line._p.append(
        parse_xml(f'<w:del {nsdecls("w")} w:id="1"><w:r><w:delText>ngày 5</w:delText></w:r></w:del>')
    )
    line._p.append(parse_xml(f'<w:ins {nsdecls("w")} w:id="2"><w:r><w:t>ngày 9</w:t></w:r></w:ins>'))
    line.add_run(" (nội bộ)").font.hidden = True
    document.add_paragraph(TEXT)
    return saved(document)


def boxed() -> bytes:
    """A text box, and a frame of one cell around a picture with its caption."""
    document = docx.Document()
    document.add_paragraph(TEXT)
    cell = document.add_table(1, 1).cell(0, 0)
    cell.paragraphs[0].add_run().add_picture(picture(), width=Cm(5))
    cell.add_paragraph("Ảnh: Chợ Vân buổi sáng.")
    box = (
        f'<w:r {nsdecls("w")}><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox>'
        "<w:txbxContent><w:p><w:r><w:t>Chữ trong khung.</w:t></w:r></w:p></w:txbxContent></v:textbox>"
        "</v:shape></w:pict></w:r>"
    )
    document.add_paragraph()._p.append(parse_xml(box))
    return saved(document)


def described() -> bytes:
    """A picture that has its description in the file, and one whose description is a file's name."""
    document = docx.Document()
    document.add_paragraph(TEXT)
    for words in ("Bò đứng chờ tiêm ở sân kho", "IMG_2043.jpg"):
        shape = document.add_picture(picture((640, 400)))
        shape._inline.docPr.set("descr", words)
    return saved(document)


def old_letters(coding: old_fonts.Coding, font: str) -> bytes:
    """The same text typed for an old font; ``font`` is named in the file, or is not."""
    table_ = old_fonts._TCVN3 if coding is old_fonts.Coding.TCVN3 else old_fonts._VNI
    back: dict[str, str] = {}
    for old, new in table_.items():
        back.setdefault(new, old)
    document = docx.Document()
    for words in (TEXT, "Mọi thắc mắc gửi về bộ phận một cửa để được hướng dẫn đầy đủ."):
        run = document.add_paragraph().add_run("".join(back.get(letter, letter) for letter in words))
        if font:
            run.font.name = font
    return saved(document)


def in_pieces() -> bytes:
    """NFD text with the wrong letter "ƣ", zero-width and no-break blanks."""
    import unicodedata

    document = docx.Document()
    document.add_paragraph(unicodedata.normalize("NFD", TEXT))
    document.add_paragraph("Ngƣời dân đƣợc  hỗ trợ\u200b vắc-xin\u00a0\u00a0 miễn phí 1️⃣ 👩‍🌾.")
    return saved(document)


def outside() -> bytes:
    """A picture that is only linked."""

    def cut(name: str, data: bytes) -> bytes:
        if name != "word/_rels/document.xml.rels":
            return data
        return data.replace(
            b'Target="media/image1.jpg"', b'Target="http://192.0.2.1/theo-doi.jpg" TargetMode="External"'
        )

    document = docx.Document()
    document.add_paragraph(TEXT)
    document.add_picture(picture())
    return changed(saved(document), cut)


def plain() -> bytes:
    """A title in capitals and paragraphs, nothing else."""
    document = docx.Document()
    document.add_paragraph().add_run("HỘI NGHỊ TỔNG KẾT NĂM HỌC CỦA XÃ").bold = True
    for _number in range(3):
        document.add_paragraph(TEXT)
    return saved(document)


def long_table() -> bytes:
    """More rows than a page takes."""
    document = docx.Document()
    document.add_paragraph(TEXT)
    row = f"<w:tr>{'<w:tc><w:p><w:r><w:t>ô</w:t></w:r></w:p></w:tc>' * 2}</w:tr>"
    document.element.body.insert(1, parse_xml(f"<w:tbl {nsdecls('w')}>{row * 400}</w:tbl>"))
    return saved(document)


def nested() -> bytes:
    """A table within a cell."""
    document = docx.Document()
    document.add_paragraph(TEXT)
    outer = document.add_table(1, 2)
    outer.cell(0, 0).text = "ngoài"
    outer.cell(0, 1).add_table(1, 2).cell(0, 0).text = "trong"
    return saved(document)


def strict() -> bytes:
    """The same words in the "strict" kind of the format."""

    def rename(name: str, data: bytes) -> bytes:
        del name
        return data.replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        )

    return changed(styled(), rename)


TCVN3, VNI = old_fonts.Coding.TCVN3, old_fonts.Coding.VNI
CORPUS: dict[str, bytes] = {
    "notice": notice(),
    "styled": styled(),
    "outlined": outlined(),
    "spanned": spanned(),
    "without-grid": without_grid(),
    "listed": listed(),
    "articles": articles(),
    "linked": linked(),
    "noted": noted(),
    "tracked": tracked(),
    "boxed": boxed(),
    "described": described(),
    "tcvn3": old_letters(TCVN3, ".VnTime"),
    "tcvn3-unnamed": old_letters(TCVN3, ""),
    "tcvn3-capitals": old_letters(TCVN3, ".VnTimeH"),
    "vni": old_letters(VNI, "VNI-Times"),
    "vni-unnamed": old_letters(VNI, ""),
    "in-pieces": in_pieces(),
    "outside": outside(),
    "plain": plain(),
    "long-table": long_table(),
    "nested": nested(),
    "strict": strict(),
}
