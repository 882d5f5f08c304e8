"""The body of an article: few and shallow blocks; how each is shown stands in :mod:`home.news.body`."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from home.news.tables import OPTIONS
from portal.core.blocks import HeadingBlock
from portal.core.official_numbers import is_official_number, official_number
from portal.core.text import one_line
from portal.core.vietnamese.tidy import tidy_html

# Files come in by their own block, which says type, size and pages.
TEXT = ["bold", "italic", "link", "ol", "ul"]
MOST_PICTURES = 30
ANSWER_ADDRESS = r"^(?:https?://[^\s/]+)?(?:/[\w-]+)*/hoi-dap/(\d{1,9})/"


class TextBlock(blocks.RichTextBlock):
    """Paragraphs and lists, tidy when they are saved: whatever was pasted into them."""

    def clean(self, value: Any) -> Any:
        """What Draftail let through, without what Word, Zalo and web pages leave between the words."""
        cleaned = super().clean(value)
        return type(cleaned)(tidy_html(cleaned.source))


class LineBlock(blocks.CharBlock):
    """One line, tidy when it is saved."""

    def clean(self, value: Any) -> Any:
        """In one normal form, without invisible signs."""
        return one_line(super().clean(value) or "")

    class Meta:
        label = gettext_lazy("Đề mục nhỏ")
        icon = "title"


class PictureBlock(blocks.StructBlock):
    """A picture; its description and credit are the picture's own."""

    image = ImageChooserBlock(label=gettext_lazy("Ảnh"))
    caption = blocks.CharBlock(
        label=gettext_lazy("Chú thích"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Ai, việc gì, ở đâu, ngày nào. Không chép lại mô tả ảnh."),
    )

    class Meta:
        label = gettext_lazy("Ảnh")
        icon = "image"


class PictureSetBlock(blocks.StructBlock):
    """Several pictures with one description for all: their own are not asked for."""

    described_together = True

    description = blocks.CharBlock(
        label=gettext_lazy("Mô tả chung của bộ ảnh"),
        max_length=300,
        help_text=gettext_lazy("Một, hai câu cho người không nhìn thấy ảnh: trong ảnh có gì."),
    )
    images = blocks.ListBlock(
        ImageChooserBlock(label=gettext_lazy("Ảnh")),
        label=gettext_lazy("Các ảnh"),
        min_num=2,
        max_num=MOST_PICTURES,
    )

    class Meta:
        label = gettext_lazy("Bộ ảnh")
        icon = "copy"


class ArticleTableBlock(blocks.StructBlock):
    """A table with its caption."""

    caption = blocks.CharBlock(
        label=gettext_lazy("Tên bảng"), max_length=200, help_text=gettext_lazy("Bảng nói về điều gì.")
    )
    table = TableBlock(label=gettext_lazy("Bảng"), table_options=OPTIONS)

    class Meta:
        label = gettext_lazy("Bảng")
        icon = "table"


class FileBlock(blocks.StructBlock):
    """A file to take away; type, size and pages are shown beside its name."""

    document = DocumentChooserBlock(label=gettext_lazy("Tệp"))
    name = blocks.CharBlock(
        label=gettext_lazy("Tên hiện trên trang"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Để trống: dùng tên của tệp."),
    )

    class Meta:
        label = gettext_lazy("Tệp kèm theo")
        icon = "doc-full"


class MediaBlock(blocks.StructBlock):
    """Video or sound as a plain link: nothing of another host is loaded before the reader goes there."""

    kind = blocks.ChoiceBlock(
        choices=[("video", gettext_lazy("Video")), ("audio", gettext_lazy("Âm thanh"))],
        default="video",
        label=gettext_lazy("Loại"),
    )
    title = blocks.CharBlock(label=gettext_lazy("Tên"), max_length=200)
    url = blocks.URLBlock(label=gettext_lazy("Địa chỉ"), required=False)
    document = DocumentChooserBlock(label=gettext_lazy("hoặc tệp đã tải lên"), required=False)
    text = blocks.TextBlock(
        label=gettext_lazy("Lời hoặc tóm tắt nội dung"),
        max_length=3000,
        help_text=gettext_lazy("Cho người không nghe, không xem được."),
    )

    class Meta:
        label = gettext_lazy("Video, âm thanh")
        icon = "media"

    def clean(self, value: Any) -> Any:
        """Either an address or a file."""
        cleaned = super().clean(value)
        if not cleaned.get("url") and not cleaned.get("document"):
            message = _("Nhập địa chỉ hoặc chọn tệp.")
            raise blocks.StructBlockValidationError(block_errors={"url": ValidationError(message)})
        return cleaned


class QuoteBlock(blocks.StructBlock):
    """What somebody said, and who."""

    text = blocks.TextBlock(label=gettext_lazy("Lời trích"), max_length=600)
    who = blocks.CharBlock(
        label=gettext_lazy("Của ai"),
        max_length=150,
        help_text=gettext_lazy("Họ tên, chức danh hoặc tên văn bản."),
    )

    class Meta:
        label = gettext_lazy("Trích lời")
        icon = "openquote"


class ProcedureLinkBlock(blocks.StructBlock):
    """A link to a procedure by its code, which outlives its versions."""

    code = blocks.CharBlock(
        label=gettext_lazy("Mã thủ tục"),
        max_length=20,
        validators=[RegexValidator(r"^\d\.\d{6}$", gettext_lazy("Mã có dạng 1.001193."))],
        help_text=gettext_lazy("Ví dụ: 1.001193."),
    )
    name = blocks.CharBlock(label=gettext_lazy("Tên thủ tục"), max_length=250)

    class Meta:
        label = gettext_lazy("Thủ tục trong bài")
        icon = "clipboard-list"


class AnswerLinkBlock(blocks.StructBlock):
    """A link to an answered question of the portal, by its address; shown while the answer is public."""

    address = blocks.CharBlock(
        label=gettext_lazy("Địa chỉ câu trả lời"),
        max_length=300,
        validators=[
            RegexValidator(
                ANSWER_ADDRESS, gettext_lazy("Chép địa chỉ của một câu đã trả lời, có dạng …/hoi-dap/123/….")
            )
        ],
        help_text=gettext_lazy("Mở câu trả lời trên cổng, chép địa chỉ rồi dán vào đây. Tên câu tự hiện."),
    )

    class Meta:
        label = gettext_lazy("Câu hỏi đã trả lời")
        icon = "help"


class NumberBlock(blocks.CharBlock):
    """The number of an official document, without the words around it."""

    def clean(self, value: Any) -> Any:
        """ "Nghị định số 131/2021/NĐ-CP" becomes "131/2021/NĐ-CP"; what is no such number is refused."""
        cleaned = super().clean(value)
        number = official_number(cleaned)
        if not is_official_number(number):
            raise ValidationError(_("Số, ký hiệu có dạng 131/2021/NĐ-CP hoặc 12/QĐ-UBND."))
        return number


class LegalTextBlock(blocks.StructBlock):
    """A legal document that the text is about, known by its number; a plain link to the official text."""

    number = NumberBlock(
        label=gettext_lazy("Số, ký hiệu"),
        max_length=80,
        help_text=gettext_lazy("Ví dụ: 131/2021/NĐ-CP. Dán cả “Nghị định số …” cũng được."),
    )
    issued_on = blocks.DateBlock(label=gettext_lazy("Ngày ban hành"))
    issuer = LineBlock(
        label=gettext_lazy("Cơ quan ban hành"),
        max_length=200,
        help_text=gettext_lazy("Ví dụ: Chính phủ; HĐND tỉnh Nghệ An."),
    )
    summary = LineBlock(
        label=gettext_lazy("Trích yếu"),
        max_length=500,
        help_text=gettext_lazy("Chép đúng phần “Về việc …” hoặc tên văn bản."),
    )
    url = blocks.URLBlock(
        label=gettext_lazy("Địa chỉ bản chính thức"),
        max_length=500,
        required=False,
        validators=[RegexValidator(r"^https://", gettext_lazy("Địa chỉ bắt đầu bằng https://."))],
        help_text=gettext_lazy("Nơi cơ quan ban hành hoặc Công báo đăng văn bản. Không có thì để trống."),
    )

    class Meta:
        label = gettext_lazy("Văn bản trong bài")
        icon = "doc-full-inverse"


class RelatedBlock(blocks.StreamBlock):
    """Articles and notices that an editor puts before those that are found by themselves."""

    page = blocks.PageChooserBlock(
        page_type=["news.ArticlePage", "news.NoticePage"], label=gettext_lazy("Tin, thông báo")
    )

    class Meta:
        max_num = 3


class StoryBlock(blocks.StreamBlock):
    """What a body may hold."""

    heading = HeadingBlock(max_length=120)
    subheading = LineBlock(max_length=120)
    paragraph = TextBlock(label=gettext_lazy("Đoạn văn"), features=TEXT)
    picture = PictureBlock()
    pictures = PictureSetBlock()
    table = ArticleTableBlock()
    file = FileBlock()
    media = MediaBlock()
    quote = QuoteBlock()
    procedure = ProcedureLinkBlock()
    answer = AnswerLinkBlock()
    legal_text = LegalTextBlock()
