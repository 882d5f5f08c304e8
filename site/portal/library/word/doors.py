"""The two ways in: a file, and pasted text. Each refusal says what to do."""

from __future__ import annotations

import shutil
from io import BytesIO
from typing import Final

from django.utils.translation import gettext as _

from portal.library import office
from portal.library.secrets import examine, stamps_in
from portal.library.word import docx, pasted
from portal.library.word.blocks import Manuscript
from portal.library.word.old_word import Failed, to_docx

MOST_BYTES: Final = 30 * 1024 * 1024
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HTML: Final = (b"<!doctype html", b"<html")


class WordRefused(Exception):
    """The file is not read; the message says what to do."""


def kind_of(content: bytes) -> str:
    """What came, by its bytes: "docx", "doc", "rtf", "pdf", "html"; empty for anything else."""
    head = content[:1024].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if content.startswith(b"PK\x03\x04"):
        return "docx"
    if content.startswith(OLE):
        return "doc"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if b"%pdf-" in head:
        return "pdf"
    return "html" if head.startswith(HTML) else ""


def accepted(content: bytes) -> bytes:
    """A file that may be read, as .docx. Raises WordRefused."""
    if not content:
        raise WordRefused(_("Tệp rỗng. Chọn lại tệp."))
    if len(content) > MOST_BYTES:
        raise WordRefused(
            _("Tệp lớn hơn %d MB. Trong Word, nén ảnh rồi lưu lại.") % (MOST_BYTES // 1024 // 1024)
        )
    kind = kind_of(content)
    if kind == "pdf":
        raise WordRefused(
            _(
                "Đây là tệp PDF, không phải Word. Đăng PDF bằng phần “Tệp kèm theo”; để soạn bài, chọn "
                "tệp .docx gốc."
            )
        )
    if kind not in ("docx", "doc", "rtf"):
        raise WordRefused(
            _("Không phải tệp Word. Mở bằng Word, chọn Lưu thành (Save As), loại “Word Document (*.docx)”.")
        )
    if kind == "docx":
        _judge(content)
    if examine(BytesIO(content)).stamped:
        raise WordRefused(_("Tệp có dấu chỉ độ mật. Không soạn từ tệp này. Báo văn thư cơ quan."))
    if kind in ("doc", "rtf"):
        content = _converted(content, kind)
    return content


def from_upload(content: bytes, recode: bool | None = None) -> Manuscript:
    """A file read; ``recode``: the editor's decision about old fonts. Raises WordRefused."""
    content = accepted(content)
    try:
        return docx.read(content, recode)
    except office.OfficeRefused as refused:
        raise WordRefused(_words(refused.fault)) from refused


def _judge(content: bytes) -> None:
    """Before anything looks into the file, its limits."""
    try:
        with office.opened(content, docx.LIMITS):
            pass
    except office.OfficeRefused as refused:
        raise WordRefused(_words(refused.fault)) from refused


def from_paste(text: str, recode: bool | None = None) -> Manuscript:
    """Pasted text read. Raises WordRefused."""
    if not text.strip():
        raise WordRefused(_("Chưa có chữ nào. Dán văn bản vào ô rồi bấm lại."))
    if len(text) > pasted.MOST_LETTERS:
        raise WordRefused(_("Văn bản dán vào dài quá một triệu chữ cái. Chia làm nhiều lần."))
    if any(stamps_in(text)):
        raise WordRefused(_("Văn bản có dấu chỉ độ mật. Không soạn từ văn bản này. Báo văn thư cơ quan."))
    return pasted.read(text, recode)


def _converted(content: bytes, kind: str) -> bytes:
    if shutil.which("soffice") is None:
        raise WordRefused(
            _(
                "Tệp Word đời cũ (.doc, .rtf); máy chủ chưa cài LibreOffice để đọc. Mở bằng Word, chọn "
                "Lưu thành (Save As), loại “Word Document (*.docx)”, rồi chọn tệp mới."
            )
        )
    try:
        return to_docx(content, kind)
    except Failed:
        raise WordRefused(
            _("Không chuyển được tệp Word đời cũ này. Mở bằng Word, lưu thành .docx rồi chọn lại.")
        ) from None


def _words(fault: office.Fault) -> str:
    return {
        office.Fault.SIZE: _("Tệp bung ra quá lớn, không giống văn bản bình thường. Bỏ bớt ảnh rồi lưu lại."),
        office.Fault.MACROS: _(
            "Tệp có macro. Trong Word, lưu thành “Word Document (*.docx)” không macro rồi chọn lại."
        ),
        office.Fault.DAMAGED: _(
            "Tệp hỏng, có mật khẩu, hoặc không phải văn bản Word. Mở bằng Word, lưu lại .docx rồi chọn lại."
        ),
    }[fault]
