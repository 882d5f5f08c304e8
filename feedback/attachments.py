"""Files that come with a case: looked at by content, renamed, freed of hidden data, kept out of every folder
that a web server knows.

Pictures are written anew (place, camera and thumbnails go with the EXIF block; HEIC becomes JPEG); in DOCX
and XLSX the properties that name author and company are emptied; macros are refused.
"""

from __future__ import annotations

import hashlib
import io
import secrets
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field

import pillow_heif
from django.conf import settings
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from feedback.models import Attachment, Case
from feedback.models.attachment import private_storage
from feedback.refusals import Refused
from portal.core.text import one_line
from portal.library import office
from portal.library.secrets import examine

MOST_FILES, MOST_BYTES, MOST_PIXELS = 5, 10 * 1024 * 1024, 60_000_000
LONGEST_SIDE = 4000
WORDS = "PDF, DOCX, XLSX, JPG, PNG, HEIC"
_CORE = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties '
    b'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)
_APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties '
    b'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)
_CUSTOM = _APP.replace(b"extended", b"custom")
_EMPTIED = {"docProps/core.xml": _CORE, "docProps/app.xml": _APP, "docProps/custom.xml": _CUSTOM}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it arrived: the name that the sender gave it, and its bytes."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that is taken: its kind, and the bytes as they are kept."""

    name: str
    kind: str
    content: bytes = field(repr=False)


def checked(uploads: Sequence[Upload]) -> list[Checked]:
    """All files as they are kept. Raises Refused with one line for each that is not taken."""
    if len(uploads) > MOST_FILES:
        raise Refused({"uploads": _("Gửi nhiều nhất %d tệp. Bỏ bớt rồi gửi lại.") % MOST_FILES})
    taken, errors = [], []
    for upload in uploads:
        name = one_line(upload.name.replace("\\", "/").rpartition("/")[2])[:150] or "tep"
        try:
            taken.append(_one(name, upload.content))
        except Refused as refused:
            errors += [f"{name}: {line}" for line in refused.messages]
    if errors:
        raise Refused({"uploads": errors})
    return taken


def store(case: Case, files: Sequence[Checked], from_officer: bool = False) -> list[str]:
    """Keep the files of a case; gives their names in the store, for :func:`discard` if the case fails."""
    scan = Attachment.Scan.OFF if scanner_is_off() else Attachment.Scan.PENDING
    stored: list[str] = []
    for file in files:
        name = f"{secrets.token_hex(16)}.{file.kind}"
        row = Attachment(
            case=case,
            original_name=file.name,
            kind=file.kind,
            size=len(file.content),
            sha256=hashlib.sha256(file.content).hexdigest(),
            scan=scan,
            from_officer=from_officer,
        )
        row.file.save(f"{name[:2]}/{name}", ContentFile(file.content), save=False)
        stored.append(str(row.file.name))
        row.save()
    return stored


def discard(names: Sequence[str]) -> None:
    """Delete files of a case that was not stored."""
    for name in names:
        private_storage().delete(name)


def scanner_is_off() -> bool:
    """Whether the province has said that there is no virus scanner; every screen of the desk says so then."""
    return str(settings.CLAMD_URL).strip().lower() == "off"


def _one(name: str, content: bytes) -> Checked:
    if not content:
        raise Refused(_("Tệp rỗng. Chọn lại tệp."))
    if len(content) > MOST_BYTES:
        raise Refused(_("Tệp lớn hơn %d MB. Nén hoặc chụp lại nhỏ hơn.") % (MOST_BYTES // 1024 // 1024))
    kind = kind_of(content)
    if not kind:
        raise Refused(_("Chỉ nhận tệp %(kinds)s; nội dung tệp này không phải loại đó.") % {"kinds": WORDS})
    if kind in ("docx", "xlsx"):
        content = _emptied_office(content)
    elif kind != "pdf":
        kind, content = _clean_picture(kind, content)
    if examine(io.BytesIO(content)).stamped:
        raise Refused(_("Tệp có dấu chỉ độ mật. Không gửi qua mạng; báo cơ quan để được hướng dẫn."))
    return Checked(name, kind, content)


def kind_of(content: bytes) -> str:
    """What a file is by its bytes: "pdf", "docx", "xlsx", "jpg", "png", "heic"; empty for anything else."""
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content[4:8] == b"ftyp" and content[8:12] in (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim"):
        return "heic"
    if content.startswith(b"PK\x03\x04"):
        try:
            names = set(zipfile.ZipFile(io.BytesIO(content)).namelist())
        except zipfile.BadZipFile:
            return ""
        if "[Content_Types].xml" in names:
            return "docx" if "word/document.xml" in names else "xlsx" if "xl/workbook.xml" in names else ""
    return ""


def _emptied_office(content: bytes) -> bytes:
    out = io.BytesIO()
    try:
        with office.opened(content) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for entry in old.infolist():
                new.writestr(entry.filename, _EMPTIED.get(entry.filename) or old.read(entry))
    except office.OfficeRefused as refused:
        words = {
            office.Fault.SIZE: _("Tệp quá lớn khi mở ra. Lưu thành PDF rồi gửi lại."),
            office.Fault.MACROS: _("Tệp có macro. Lưu thành DOCX, XLSX thường hoặc PDF rồi gửi lại."),
            office.Fault.DAMAGED: _("Tệp hỏng hoặc có mật khẩu. Lưu lại rồi gửi lần nữa."),
        }
        raise Refused(words[refused.fault]) from refused
    return out.getvalue()


def _clean_picture(kind: str, content: bytes) -> tuple[str, bytes]:
    """The picture written anew, turned as its EXIF says, without that and everything else hidden in it."""
    pillow_heif.register_heif_opener()
    try:
        with Image.open(io.BytesIO(content)) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise Refused(_("Ảnh quá lớn. Chụp lại ở cỡ nhỏ hơn."))
            picture = ImageOps.exif_transpose(opened)
            picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            out = io.BytesIO()
            if kind == "png":
                clean = picture.convert(
                    "RGBA" if "A" in picture.getbands() or "transparency" in picture.info else "RGB"
                )
                clean.info.clear()
                clean.save(out, "PNG", optimize=False)
                return "png", out.getvalue()
            clean = picture.convert("RGB")
            clean.info.clear()
            clean.save(out, "JPEG", quality=88)
            return "jpg", out.getvalue()
    except Refused:
        raise
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Refused(_("Ảnh không mở được. Chụp lại hoặc chọn ảnh khác.")) from error
