"""A manuscript as an editor sees it before it becomes a body: few parts, each taken or laid aside."""

from __future__ import annotations

import base64
import logging
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from home.news.blocks import MOST_PICTURES
from home.news.tables import laid_out
from portal.core import official_numbers
from portal.library.word import Aside, Heading, Manuscript, Note, Picture, Prose, Table, WordRefused

logger = logging.getLogger("portal.library")
MOST_PARTS: Final = 300
LONGEST_HEADING: Final = 120
LONGEST_CAPTION, LONGEST_NAME, LONGEST_ALT = 300, 200, 255
MOST_CITED: Final = 20
SMALL: Final = (320, 240)


@dataclass(slots=True)
class Part:
    """One row of the screen; ``value`` by kind.

    ``kind``: heading, subheading, paragraph, table, picture, file.
    """

    number: int
    kind: str
    value: Any
    aside: Aside = Aside.NONE

    @property
    def label(self) -> str:
        """What the row is."""
        return {
            "heading": _("Đề mục"),
            "subheading": _("Đề mục nhỏ"),
            "paragraph": _("Đoạn văn"),
            "table": _("Bảng"),
            "picture": _("Ảnh"),
            "file": _("Tệp PDF gốc"),
        }[self.kind]

    @property
    def reason(self) -> str:
        """Why it is laid aside; empty for one that is taken."""
        return {
            Aside.NONE: "",
            Aside.TITLE: _("Đã đưa lên tiêu đề."),
            Aside.LEAD: _("Đã đưa lên sapo."),
            Aside.LETTERHEAD: _("Phần đầu văn bản (quốc hiệu, số, ngày): trang tin không cần."),
            Aside.SIGNATURE: _("Nơi nhận, người ký: trang tin không cần."),
            Aside.CONTENTS: _("Mục lục: trang tin không cần."),
            Aside.RUNNING: _("Số trang, đầu trang, chân trang: trang tin không cần."),
            Aside.TABLE: _("Bảng trong PDF không đọc được, xem tệp kèm theo."),
        }[self.aside]

    @property
    def shown(self) -> Any:
        """A table as its template shows it; a picture as a small copy in the page itself."""
        if self.kind == "table":
            return laid_out({"caption": "", "table": table_value(self.value)})
        return small(self.value) if self.kind == "picture" else self.value


def parts(manuscript: Manuscript, more: bool = False) -> list[Part]:
    """The rows; paragraphs side by side are one. ``more``: the page has a title and an opening sentence.

    Raises WordRefused for more than :data:`MOST_PARTS`.
    """
    found: list[Part] = []
    pictures = 0
    for block in manuscript.blocks:
        if more and block.aside in (Aside.TITLE, Aside.LEAD):
            block.aside = Aside.NONE
        kind, value = _kind_and_value(block)
        before = found[-1] if found else None
        if kind == "paragraph" and before is not None and (before.kind, before.aside) == (kind, block.aside):
            before.value += value
            continue
        if kind == "picture":
            pictures += 1
            if pictures > MOST_PICTURES:
                manuscript.note(Note.TOO_MANY_PICTURES)
                continue
        found.append(Part(len(found), kind, value, block.aside))
    if manuscript.original is not None:
        if len(found) >= MOST_PARTS:
            manuscript.note(Note.PDF_LONG)
            del found[MOST_PARTS - 1 :]
        found.append(Part(len(found), "file", manuscript.original))
    if len(found) > MOST_PARTS:
        raise WordRefused(_("Văn bản có hơn %d phần (đoạn, bảng, ảnh). Chia thành nhiều tin.") % MOST_PARTS)
    return found


def _kind_and_value(block: Any) -> tuple[str, Any]:
    if isinstance(block, Heading):
        if len(block.text) > LONGEST_HEADING:
            return "paragraph", f"<p><b>{_escaped(block.text)}</b></p>"
        return ("heading" if block.level == 1 else "subheading"), block.text
    if isinstance(block, Prose):
        return "paragraph", block.html
    return ("table" if isinstance(block, Table) else "picture"), block


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def table_value(table: Table) -> dict[str, Any]:
    """A table as Wagtail's block stores it."""
    return {
        "data": table.rows,
        "mergeCells": [
            {"row": span.row, "col": span.column, "rowspan": span.rows, "colspan": span.columns}
            for span in table.spans
        ],
        "cell": [],
        "first_row_is_table_header": table.head,
        "first_col_is_header": False,
        "table_header_choice": "row" if table.head else "neither",
        "table_caption": "",
    }


def small(picture: Picture) -> str:
    """A small copy as a ``data:`` address; empty for a picture that cannot be drawn."""
    try:
        with Image.open(BytesIO(picture.content)) as opened:
            opened.draft("RGB", SMALL)
            drawn = ImageOps.exif_transpose(opened)
            drawn.thumbnail(SMALL)
            out = BytesIO()
            drawn.convert("RGB").save(out, "JPEG", quality=70)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        logger.info("a picture of a Word file cannot be shown")
        return ""
    return "data:image/jpeg;base64," + base64.b64encode(out.getvalue()).decode()


def has_head(manuscript: Manuscript) -> bool:
    """Whether anything of a letterhead was read."""
    head = manuscript.head
    return bool(head.number or head.issuer or head.day)


def head_rows(manuscript: Manuscript) -> list[tuple[str, str]]:
    """What letterhead and signature say besides the fields of the form; empty for a text without them."""
    if not has_head(manuscript):
        return []
    head = manuscript.head
    found = [(_("Loại văn bản"), head.kind), (_("Người ký"), head.signer)]
    return [(label, words or _("không đọc được")) for label, words in found]


def cited(manuscript: Manuscript) -> list[str]:
    """Numbers of other official documents that the text names, in its order, at most :data:`MOST_CITED`."""
    found: dict[str, None] = {}
    for block in manuscript.blocks:
        if block.aside in (Aside.LETTERHEAD, Aside.SIGNATURE, Aside.RUNNING):
            continue
        for _start, _end, number in official_numbers.cited(block.words):
            if number != manuscript.head.number:
                found[number] = None
    return list(found)[:MOST_CITED]


def notes(manuscript: Manuscript) -> list[str]:
    """What the editor is told about the file, in words."""
    words = {
        Note.LETTERS_IN_PIECES: _("Chữ có dấu viết rời (tổ hợp): đã ghép lại cho đúng."),
        Note.WRONG_LETTER: _("Chữ “ƣ” lạ thay cho “ư”: đã sửa."),
        Note.EXTERNAL_PICTURE: _("Có ảnh nằm ngoài tệp (liên kết tới nơi khác): không lấy. Chèn ảnh từ máy."),
        Note.DRAWING: _(
            "Có hình vẽ không phải ảnh (EMF, WMF, SVG) hoặc ảnh hỏng: không lấy. Chụp lại thành ảnh."
        ),
        Note.PICTURE_BROKEN: _("Có ảnh hỏng: không lấy."),
        Note.PICTURE_TOO_LARGE: _(
            "Có ảnh quá lớn (quá nhiều điểm ảnh): không lấy. Thu nhỏ ảnh rồi chèn lại."
        ),
        Note.TOO_MANY_PICTURES: _("Có hơn %d ảnh: chỉ lấy những ảnh đầu.") % MOST_PICTURES,
        Note.TABLE_TOO_LONG: _(
            "Có bảng quá lớn: chỉ lấy 300 dòng, 30 cột đầu. Nên đăng bảng thành tệp kèm theo."
        ),
        Note.TABLE_IN_TABLE: _("Có bảng nằm trong ô của bảng: chữ của nó vào ô, xem lại bảng đó."),
        Note.CHANGES: _("Văn bản còn vết sửa (Track Changes): lấy như đã chấp nhận hết."),
        Note.OBJECT: _("Có đối tượng nhúng (Excel, phương trình…): không lấy. Đăng thành tệp kèm theo."),
        Note.CAPITALS: _("Tiêu đề viết hoa cả dòng: đã đổi thành chữ thường, xem lại tên riêng."),
        Note.LINK_DROPPED: _(
            "Có liên kết không phải địa chỉ web, thư hoặc điện thoại: bỏ liên kết, giữ chữ."
        ),
        Note.SCAN: _(
            "Đây là bản quét, không có chữ để lấy. Gõ tiêu đề, sapo và nội dung chính vào bài: người dùng "
            "máy đọc màn hình không đọc được ảnh chụp văn bản, tìm kiếm cũng không thấy."
        ),
        Note.SCANNED_PAGES: _(
            "Có trang là bản quét, không có chữ để lấy. Gõ nội dung chính của trang ấy vào bài."
        ),
        Note.PDF_TABLE: _(
            "Bảng trong PDF không đọc được, xem tệp kèm theo. Cần bảng trong bài thì nhập lại."
        ),
        Note.PDF_PICTURE: _("Ảnh trong PDF không lấy vào bài; ảnh vẫn có trong tệp kèm theo."),
        Note.PDF_LONG: _("Văn bản dài: chỉ lấy chữ của phần đầu; toàn văn ở tệp kèm theo."),
        Note.ACTIVE: _(
            "Tệp PDF có mã chạy hoặc tệp khác nằm bên trong: giữ nguyên trong tệp, cổng không chạy, không "
            "mở. Hỏi nơi gửi nếu không rõ vì sao."
        ),
        Note.NO_NUMBER: _(
            "Số hoặc ngày không có trong lớp chữ của tệp (thường được đóng dấu lúc ký). Xem tệp rồi gõ "
            "vào bài."
        ),
    }
    return [words[note] for note in manuscript.notes]
