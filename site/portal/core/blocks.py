"""Blocks of prose: few and shallow. What the law names as a field is a column or a row, never a block."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

RICH_TEXT = ["bold", "italic", "link", "document-link", "ol", "ul"]


class HeadingBlock(blocks.CharBlock):
    """A heading of the second level."""

    class Meta:
        label = _("Đề mục")
        icon = "title"
        template = "blocks/heading.html"


class ProseBlock(blocks.StreamBlock):
    """Heading, paragraph, note."""

    heading = HeadingBlock(max_length=120)
    paragraph = blocks.RichTextBlock(
        label=_("Đoạn văn"), features=RICH_TEXT, template="blocks/paragraph.html"
    )
    note = blocks.RichTextBlock(label=_("Lưu ý"), features=["bold", "link"], template="blocks/note.html")
