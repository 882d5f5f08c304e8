"""Files as offices make them, in real formats, each with lines of text of the test's choice."""

import io
import zipfile
import zlib
from collections.abc import Sequence
from typing import Any

import docx
import openpyxl

STAMPS = ("MẬT", "TỐI MẬT", "TUYỆT MẬT")


def _saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def word(*lines: str, header: str = "", cell: str = "", letters: str = "", caps: str = "") -> bytes:
    """A .docx; ``letters``: one run a letter; ``caps``: typed so and shown in capitals by its format."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    if cell:
        table = document.add_table(1, 2)
        table.rows[0].cells[0].text, table.rows[0].cells[1].text = "UBND XÃ", cell
    if letters:
        paragraph = document.add_paragraph()
        for letter in letters:
            paragraph.add_run(letter).bold = True
    if caps:
        document.add_paragraph().add_run(caps).font.all_caps = True
    return _saved(document)


def word_with_box(text: str) -> bytes:
    """A .docx whose text stands in a box inside a line of other words."""
    box = (
        '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent><w:p><w:r>'
        f"<w:t>{text}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    source = zipfile.ZipFile(io.BytesIO(word("Số: 12/BC-UBND")))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename == "word/document.xml":
                data = data.replace(b"</w:r></w:p>", b"</w:r>" + box.encode() + b"</w:p>", 1)
            target.writestr(entry, data)
    return out.getvalue()


def excel(*cells: str, header: str = "") -> bytes:
    """A .xlsx with a column of cells."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row, value in enumerate(cells, 1):
        sheet.cell(row, 1, value)
    if header:
        sheet.oddHeader.center.text = header  # type: ignore[union-attr]
    return _saved(book)


def writer(*lines: str, header: str = "") -> bytes:
    """A .odt."""
    ns = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    )
    body = "".join(f"<text:p>{line}</text:p>" for line in lines)
    return archive(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "content.xml": (
                f"<office:document {ns}><office:body><office:text>{body}</office:text></office:body>"
                "</office:document>"
            ).encode(),
            "styles.xml": f"<office:styles {ns}><text:p>{header}</text:p></office:styles>".encode(),
        }
    )


def archive(files: dict[str, bytes]) -> bytes:
    """A .zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in files.items():
            target.writestr(name, data)
    return out.getvalue()


def old_binary(*lines: str) -> bytes:
    """What a binary .doc or .xls holds: text in UTF-16 between other bytes, at an odd offset."""
    text = b"\x07\x03\x00\x01".join(line.encode("utf-16-le") for line in lines)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(505) + b"\x03\x00\x01" + text + b"\x05\x00" * 40


def rtf(*lines: str) -> bytes:
    """RTF as Word writes it, Vietnamese letters as numbers."""
    coded = r"\par ".join("".join(f"\\u{ord(c)}?" if ord(c) > 127 else c for c in line) for line in lines)
    return (r"{\rtf1\ansi {\fonttbl{\f0 Times;}} " + coded + r"\par }").encode("ascii")


def pdf(*pages: Sequence[str | tuple[str, int]], attached: bytes = b"", compressed: bool = True) -> bytes:
    """A .pdf: a page a list of lines; a line may be (text, x) to stand beside the one before it.

    A page without lines is a picture: a scan.
    """
    letters = sorted(
        {c for page in pages for line in page for c in (line if isinstance(line, str) else line[0])}
    )
    codes = {letter: code for code, letter in enumerate(letters, 1)}
    cmap = "\n".join(
        f"<{code:04X}> <{letter.encode('utf-16-be').hex().upper()}>" for letter, code in codes.items()
    )
    to_unicode = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{len(codes)} beginbfchar\n{cmap}\nendbfchar endcmap end end"
    )
    objects: dict[int, bytes] = {}

    def stream(number: int, data: bytes, extra: str = "") -> None:
        packed = zlib.compress(data) if compressed else data
        kind = "/Filter /FlateDecode " if compressed else ""
        head = f"<< {extra} {kind}/Length {len(packed)} >>\nstream\n".encode()
        objects[number] = head + packed + b"\nendstream"

    objects[3] = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /T /Encoding /Identity-H /DescendantFonts [4 0 R]"
        b" /ToUnicode 5 0 R >>"
    )
    objects[4] = (
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /T /CIDSystemInfo << /Registry (Adobe)"
        b" /Ordering (Identity) /Supplement 0 >> /DW 600 /FontDescriptor 6 0 R >>"
    )
    stream(5, to_unicode.encode())
    objects[6] = (
        b"<< /Type /FontDescriptor /FontName /T /Flags 4 /FontBBox [0 -200 1000 800] /ItalicAngle 0"
        b" /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>"
    )
    stream(
        7,
        bytes(12),
        "/Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceRGB /BitsPerComponent 8",
    )
    kids = []
    for index, page in enumerate(pages):
        number, content = 20 + 2 * index, 21 + 2 * index
        kids.append(f"{number} 0 R")
        drawn, height = [], 780
        for line in page:
            text, left = (line, 60) if isinstance(line, str) else line
            height -= 24 if isinstance(line, str) else 0
            shown = "".join(f"{codes[c]:04X}" for c in text)
            drawn.append(f"BT /F1 12 Tf 1 0 0 1 {left} {height} Tm <{shown}> Tj ET")
        if not page:
            drawn.append("q 500 0 0 700 50 50 cm /Im1 Do Q")
        stream(content, "\n".join(drawn).encode())
        objects[number] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {content} 0 R "
            "/Resources << /Font << /F1 3 0 R >> /XObject << /Im1 7 0 R >> >> >>"
        ).encode()
    names = ""
    if attached:
        stream(8, attached, "/Type /EmbeddedFile")
        objects[9] = b"<< /Type /Filespec /F (a.bin) /UF (a.bin) /EF << /F 8 0 R >> >>"
        names = "/Names << /EmbeddedFiles << /Names [(a.bin) 9 0 R] >> >>"
    objects[1] = f"<< /Type /Catalog /Pages 2 0 R {names} >>".encode()
    objects[2] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    out, places = b"%PDF-1.7\n", {}
    for number in sorted(objects):
        places[number] = len(out)
        out += f"{number} 0 obj\n".encode() + objects[number] + b"\nendobj\n"
    start, size = len(out), max(objects) + 1
    table = "".join(
        f"{places[number]:010d} 00000 n \n" if number in places else "0000000000 65535 f \n"
        for number in range(size)
    )
    return (
        out
        + f"xref\n0 {size}\n{table}trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF".encode()
    )
