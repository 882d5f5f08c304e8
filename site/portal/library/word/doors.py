"""The two ways in: a file (Word, PDF), and pasted text. Each refusal says what to do."""

from __future__ import annotations

import shutil
from io import BytesIO
from typing import Final

from django.utils.translation import gettext as _

from portal.library import office
from portal.library.pdf import Closed, Fault, judge, opened
from portal.library.secrets import Finding, examine, stamps_in
from portal.library.word import docx, pasted, pdf
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


def from_upload(content: bytes, recode: bool | None = None) -> Manuscript:
    """A file read; ``recode``: the editor's decision about old fonts. Raises WordRefused."""
    return brought(content, recode)[1]


def brought(content: bytes, recode: bool | None = None) -> tuple[bytes, Manuscript]:
    """What is kept of a file, as .docx or as the very same PDF; and the file read. Raises WordRefused."""
    kind, found = _looked_at(content)
    try:
        if kind == "pdf":
            return content, pdf.read(content, recode, found)
        kept = content if kind == "docx" else _converted(content, kind)
        return kept, docx.read(kept, recode)
    except office.OfficeRefused as refused:
        raise WordRefused(_words(refused.fault)) from refused
    except Closed as closed:
        raise WordRefused(_pdf_words(closed.fault)) from closed


def _looked_at(content: bytes) -> tuple[str, Finding]:
    """The kind of a file within its limits, and what the look for stamps found. Raises WordRefused."""
    if not content:
        raise WordRefused(_("Tệp rỗng. Chọn lại tệp."))
    kind = kind_of(content)
    if len(content) > MOST_BYTES:
        raise WordRefused(_too_large(kind) % (MOST_BYTES // 1024 // 1024))
    if kind not in ("docx", "doc", "rtf", "pdf"):
        raise WordRefused(
            _(
                "Không phải tệp Word hay PDF. Mở bằng Word, chọn Lưu thành (Save As), loại “Word Document "
                "(*.docx)”."
            )
        )
    _judge(content, kind)
    found = examine(BytesIO(content))
    if found.stamped:
        raise WordRefused(_("Tệp có dấu chỉ độ mật. Không soạn từ tệp này. Báo văn thư cơ quan."))
    return kind, found


def _too_large(kind: str) -> str:
    if kind == "pdf":
        return _("Tệp lớn hơn %d MB. Quét lại ở độ phân giải thấp hơn, hoặc chia thành nhiều tệp.")
    return _("Tệp lớn hơn %d MB. Trong Word, nén ảnh rồi lưu lại.")


def _judge(content: bytes, kind: str) -> None:
    """Before anything looks into the file, its limits."""
    try:
        if kind == "pdf":
            judge(content)
            with opened(content):
                pass
        elif kind == "docx":
            with office.opened(content, docx.LIMITS):
                pass
    except Closed as closed:
        raise WordRefused(_pdf_words(closed.fault)) from closed
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


def _pdf_words(fault: Fault) -> str:
    return {
        Fault.SIZE: _("Tệp PDF quá nhiều trang hoặc bung ra quá lớn. Chia thành nhiều tệp rồi chọn lại."),
        Fault.LOCKED: _("Tệp PDF có mật khẩu. Xin bản không đặt mật khẩu rồi chọn lại."),
        Fault.DAMAGED: _("Tệp PDF hỏng. Tải lại tệp từ nơi gửi rồi chọn lại."),
    }[fault]
