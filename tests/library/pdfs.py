"""PDF files as offices sign and send them, made here: words at their places, rules, a picture, a signature.

Letters are half as wide as high, so that the end of a line can be counted; fonts are named in the file
and not embedded, with a table of their letters, as the programs of offices write it.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID

WIDTH, HEIGHT, LEFT, RIGHT = 595, 842, 85, 538
FONTS = {"": "TimesNewRomanPSMT", "b": "TimesNewRomanPS-BoldMT", "i": "TimesNewRomanPS-ItalicMT"}


def width(text: str, size: float = 13) -> float:
    """How wide a text is."""
    return len(text) * size / 2


@dataclass
class Sheet:
    """A page: ``words`` are (x, height of the base line, text, look, size); rules are rectangles."""

    words: list[tuple[float, float, str, str, float]] = field(default_factory=list)
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)
    picture: bool = False
    at: float = 780

    def put(self, text: str, left: float, look: str = "", size: float = 13, at: float | None = None) -> None:
        """Words at a place, by default at the height where the sheet is."""
        self.words.append((left, self.at if at is None else at, text, look, size))

    def down(self, by: float = 18) -> None:
        """To the next line."""
        self.at -= by

    def centred(
        self, text: str, look: str = "", size: float = 13, middle: float = (LEFT + RIGHT) / 2
    ) -> None:
        """A line in the middle."""
        self.put(text, middle - width(text, size) / 2, look, size)
        self.down()

    def paragraph(self, text: str, look: str = "", indent: float = 28, size: float = 13) -> None:
        """A text broken into lines."""
        line, left = "", LEFT + indent
        for word in text.split():
            longer = f"{line} {word}".strip()
            if left + width(longer, size) > RIGHT:
                self.put(line, left, look, size)
                self.down()
                line, left = word, LEFT
            else:
                line = longer
        self.put(line, left, look, size)
        self.down(22)


@dataclass
class Letter:
    """An administrative text and what a reader must find in it."""

    number: str
    day: str
    issuer: tuple[str, ...]
    kind: str
    abstract: str
    signer: str
    above: str = ""
    place: str = "Vân Tụ"
    paragraphs: tuple[str, ...] = ()
    signed_as: tuple[str, ...] = ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")

    def sheet(self, by_rows: bool = False) -> Sheet:
        """One page by the layout of NĐ 30/2020; ``by_rows``: both columns line by line, else one by one."""
        sheet = Sheet()
        day, month, year = self.day.split("/")
        left = [line for line in (self.above, *self.issuer) if line]
        numbered = f"Số: {self.number}"
        about = [] if self.kind else _broken(f"V/v {self.abstract}", 170)
        right = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
        first = [(150.0, 780 - 18 * n, line, "b") for n, line in enumerate(left)]
        top = 780 - 18 * max(len(left), 2) - 6
        first += [(150.0, top - 18 * n, line, "") for n, line in enumerate([numbered, *about])]
        second = [(408.0, 780 - 18 * n, line, "b") for n, line in enumerate(right)]
        second += [(408.0, top, f"{self.place}, ngày {day} tháng {month} năm {year}", "i")]
        both = sorted(first + second, key=lambda one: -one[1]) if by_rows else first + second
        for middle, at, line, look in both:
            sheet.put(line, middle - width(line, 11) / 2, look, 11, at)
        sheet.at = top - 18 * len(about) - 40
        if self.kind:
            sheet.centred(self.kind.upper(), "b", 14)
            for line in _broken(self.abstract, 380):
                sheet.centred(line, "b")
        else:
            sheet.centred("Kính gửi: Các xóm, tổ dân phố")
        sheet.down(12)
        for text in self.paragraphs:
            sheet.paragraph(text)
        self._sign(sheet)
        return sheet

    def _sign(self, sheet: Sheet) -> None:
        sheet.down(20)
        top = sheet.at
        for line in ("Nơi nhận:", "- Như trên;", "- Lưu: VT."):
            sheet.put(line, LEFT, "b" if line.endswith(":") else "", 11)
            sheet.down(15)
        for place, line in enumerate((*self.signed_as, "", "", self.signer)):
            sheet.put(line, 420 - width(line) / 2, "b", 13, top - 18 * place)
        sheet.at = top - 18 * 8


def _broken(text: str, most: float) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if width(longer) > most and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def pdf(
    *sheets: Sheet,
    fonts: dict[str, str] | None = None,
    catalog: str = "",
    packed: int = 1,
    unpacked: bytes = b"",
) -> bytes:
    """The file. ``catalog``: more of it; ``packed``: how often the words are; ``unpacked``: added to them."""
    names = fonts or FONTS
    letters = sorted({letter for sheet in sheets for word in sheet.words for letter in word[2]} or {" "})
    codes = {letter: code for code, letter in enumerate(letters, 1)}
    table = "\n".join(f"<{code:04X}> <{one.encode('utf-16-be').hex()}>" for one, code in codes.items())
    unicode = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{len(codes)} beginbfchar\n{table}\n"
        "endbfchar endcmap end end"
    )
    objects: dict[int, bytes] = {
        1: f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        3: _stream(unicode.encode()),
        4: _stream(bytes(12), "/Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceRGB"
                              " /BitsPerComponent 8"),
    }  # fmt: skip
    used = ""
    for place, (look, name) in enumerate(names.items()):
        key = 10 + 3 * place
        used += f"/F{look} {key} 0 R "
        objects[key] = (
            f"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H"
            f" /DescendantFonts [{key + 1} 0 R] /ToUnicode 3 0 R >>"
        ).encode()
        objects[key + 1] = (
            f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{name} /CIDSystemInfo << /Registry (Adobe)"
            f" /Ordering (Identity) /Supplement 0 >> /DW 500 /FontDescriptor {key + 2} 0 R >>"
        ).encode()
        objects[key + 2] = (
            f"<< /Type /FontDescriptor /FontName /{name} /Flags 4 /FontBBox [0 -200 1000 800]"
            " /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>"
        ).encode()
    kids = []
    for number, sheet in enumerate(sheets):
        key = 100 + 2 * number
        kids.append(f"{key} 0 R")
        objects[key] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {key + 1} 0 R"
            f" /Resources << /Font << {used} >> /XObject << /Im 4 0 R >> >> >>"
        ).encode()
        objects[key + 1] = _stream(_drawn(sheet, codes) + unpacked, packed=packed)
    objects[2] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    return _file(objects)


def _drawn(sheet: Sheet, codes: dict[str, int]) -> bytes:
    lines = [f"{x} {y} {wide} {tall} re f" for x, y, wide, tall in sheet.rules]
    if sheet.picture:
        lines.append("q 560 0 0 800 15 20 cm /Im Do Q")
    for x, y, text, look, size in sheet.words:
        shown = "".join(f"{codes[letter]:04X}" for letter in text)
        lines.append(f"BT /F{look} {size} Tf 1 0 0 1 {x:.2f} {y:.2f} Tm <{shown}> Tj ET")
    return "\n".join(lines).encode()


def _stream(data: bytes, head: str = "", packed: int = 1) -> bytes:
    for _time in range(packed):
        data = zlib.compress(data, 9)
    filters = " ".join(["/FlateDecode"] * packed)
    return f"<< {head} /Filter [{filters}] /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def _file(objects: dict[int, bytes]) -> bytes:
    out, places = b"%PDF-1.7\n", {}
    for number in sorted(objects):
        places[number] = len(out)
        out += f"{number} 0 obj\n".encode() + objects[number] + b"\nendobj\n"
    size = max(objects) + 1
    table = "".join(
        f"{places[number]:010d} 00000 n \n" if number in places else "0000000000 65535 f \n"
        for number in range(size)
    )
    end = f"trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF"
    return out + f"xref\n0 {size}\n{table}{end}".encode()


def signed(
    content: bytes, name: str, organisation: str, more: tuple[str, ...] = (), contents: bytes | None = None
) -> bytes:
    """The file with signature fields added behind it; ``contents``: those bytes in place of a real container.

    ``more``: names of further signers. The containers are real, of certificates made here; what they cover is
    not the file, since nothing here is verified.
    """
    root = re.search(rb"<< /Type /Catalog (.*?) >>\nendobj", content, re.DOTALL)
    assert root is not None
    last = int(re.findall(rb"/Size (\d+)", content)[-1])
    fields, objects = [], {}
    for place, who in enumerate((name, *more)):
        key = last + 2 * place
        fields.append(f"{key} 0 R")
        held = container(who, organisation) if contents is None else contents
        objects[key] = (
            f"<< /FT /Sig /Type /Annot /Subtype /Widget /Rect [0 0 0 0] /T (S{place}) /V {key + 1} 0 R >>"
        ).encode()
        objects[key + 1] = (
            "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached /ByteRange [0 9 9 9] "
            f"/M (D:20261105093000+07'00') /Contents <{held.hex()}{'0' * 64}> >>"
        ).encode()
    form = f"/AcroForm << /SigFlags 3 /Fields [{' '.join(fields)}] >>"
    objects[1] = b"<< /Type /Catalog " + root.group(1) + f" {form} >>".encode()
    out, table = content + b"\n", ""
    for key, value in sorted(objects.items()):
        table += f"{key} 1\n{len(out):010d} 00000 n \n"
        out += f"{key} 0 obj\n".encode() + value + b"\nendobj\n"
    before = re.findall(rb"startxref\n(\d+)", content)[-1].decode()
    size = last + 2 * len(fields)
    end = f"trailer << /Size {size} /Root 1 0 R /Prev {before} >>\nstartxref\n{len(out)}\n%%EOF"
    return out + f"xref\n{table}{end}".encode()


def container(name: str, organisation: str) -> bytes:
    """A detached CMS container with the certificate of its signer and, before it, that of who issued it."""
    key, authority = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "CA của bài thử")])
    whose = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )
    start = datetime(2026, 1, 1, tzinfo=UTC)

    def certificate(subject: x509.Name, public: ec.EllipticCurvePublicKey) -> x509.Certificate:
        made = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(public)
        made = made.serial_number(x509.random_serial_number())
        made = made.not_valid_before(start).not_valid_after(start + timedelta(days=900))
        return made.sign(authority, hashes.SHA256())

    own, above = certificate(whose, key.public_key()), certificate(issuer, authority.public_key())
    builder = pkcs7.PKCS7SignatureBuilder().set_data(b"x").add_certificate(above)
    return builder.add_signer(own, key, hashes.SHA256()).sign(
        serialization.Encoding.DER, [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary]
    )
