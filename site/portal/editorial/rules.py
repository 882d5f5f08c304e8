"""Requirements that hold for every page or record; what one kind needs is said by its application."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.images.models import AbstractImage

from portal.editorial.requirements import Requirement, register

SHORTEST_TITLE: Final = 3
# Blocks that head what follows, the smaller the deeper.
HEADINGS: Final = {"heading": 1, "subheading": 2}
# Keys of a page or record whose values are addresses, codes and bookkeeping, never words for people.
NO_WORDS: Final = frozenset({"path", "url_path", "slug", "translation_key", "content_hash", "sort_key", "id"})
# Căn cước: 12 digits, the first three the province's code (001-096); written in one or with blanks or dots.
IDENTITY: Final = re.compile(r"(?<![\d/.-])0\d{2}(?:[ .]?\d{3}){3}(?![\d/-])")
# Mobile numbers of Việt Nam; landlines and hotlines of agencies begin otherwise.
MOBILE: Final = re.compile(r"(?<![\d.])(?:\+84|0)[35789](?:[ .]?\d){8}(?!\d)")

# What stands there when nobody wrote anything: "IMG_2043", "z5012.jpg", "Screenshot 2026-11-22", "image (3)".
FILE_NAME: Final = re.compile(
    r".+\.(?:jpe?g|png|gif|webp|avif|heic|bmp|tiff?|svg)"
    r"|(?:img|dsc[nf]?|pxl|image|photo|picture|screenshot|zalo|ảnh|hình|z|p|fb_img|received|unnamed)[\W\d_]*"
    r"|[\d\W_]+",
    re.IGNORECASE,
)


def words_of(obj: Any) -> Iterator[str]:
    """Every text of a page or record and of its rows, as the public would read it."""
    yield from _strings(obj.serializable_data())


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        blocks = _blocks(value)
        if blocks is None:
            yield strip_tags(value)
        else:
            yield from _strings(blocks)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in NO_WORDS:
                yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _blocks(value: str) -> Any:
    """The blocks of a body, which is serialized as text: their identifiers are no words. None for a text."""
    if not value.startswith("[{"):
        return None
    try:
        return json.loads(value)
    except ValueError:
        return None


def _found(pattern: re.Pattern[str], obj: Any) -> list[str]:
    return sorted({re.sub(r"\D", "", found) for text in words_of(obj) for found in pattern.findall(text)})


def _streams(obj: Any) -> Iterator[Any]:
    for field in obj._meta.concrete_fields:
        if isinstance(field, StreamField):
            yield getattr(obj, field.name)


def has_title(obj: Any, day: date) -> bool:
    """A title that says something."""
    return len(obj.title.strip()) >= SHORTEST_TITLE


def no_empty_section(obj: Any, day: date) -> bool:
    """Every heading has something below it, and nothing stands there empty."""
    for stream in _streams(obj):
        waiting = 0
        for block in stream:
            level = HEADINGS.get(block.block_type, 0)
            if level:
                # A smaller heading below a greater one is something below it.
                if waiting and level <= waiting:
                    return False
                waiting = level
                continue
            if not strip_tags(str(block.value)).strip() and block.block_type in {"paragraph", "note"}:
                return False
            waiting = 0
        if waiting:
            return False
    return True


def images_of(obj: Any) -> Iterator[AbstractImage]:
    """The pictures that a page or record shows: its own columns and the blocks of its bodies."""
    for field in obj._meta.concrete_fields:
        model = field.related_model
        if model is not None and issubclass(model, AbstractImage) and getattr(obj, field.attname) is not None:
            yield getattr(obj, field.name)
    for stream in _streams(obj):
        for block in stream:
            yield from _images_in(block.value)


def _images_in(value: Any) -> Iterator[AbstractImage]:
    if isinstance(value, AbstractImage):
        yield value
    elif getattr(getattr(value, "block", None), "described_together", False):
        return  # A set of pictures has one description, which its form asks for.
    elif hasattr(value, "values") and callable(value.values):
        for inner in value.values():
            yield from _images_in(inner)
    elif isinstance(value, list | tuple) or type(value).__name__ == "ListValue":
        for inner in value:
            yield from _images_in(inner)


def images_described(obj: Any, day: date) -> bool:
    """Every picture has a description for people who do not see it."""
    return all(image.description.strip() for image in images_of(obj))


def images_described_in_words(obj: Any, day: date) -> bool:
    """No description is the name that a camera, a telephone or a chat gave the file."""
    return not any(FILE_NAME.fullmatch(image.description.strip()) for image in images_of(obj))


def register_common() -> None:
    """Called once when the application starts."""
    register(Requirement("title", "page", "title", _("Nhập tiêu đề."), "", has_title))
    register(
        Requirement(
            "no-empty-section",
            "page",
            "body",
            _("Có đề mục chưa có nội dung, hoặc đoạn để trống: viết thêm hoặc bỏ đi."),
            "",
            no_empty_section,
        )
    )
    register(
        Requirement(
            "image-description",
            "*",
            "",
            _("Có ảnh chưa có mô tả cho người không nhìn thấy: mở ảnh, nhập mô tả."),
            "NĐ 224/2026/NĐ-CP Điều 10 khoản 3",
            images_described,
        )
    )
    register(
        Requirement(
            "image-description-words",
            "*",
            "",
            _("Mô tả ảnh là tên tệp: mở ảnh, ghi bằng lời trong ảnh có gì."),
            "NĐ 224/2026/NĐ-CP Điều 10 khoản 3",
            images_described_in_words,
        )
    )
    register(
        Requirement(
            "identity-number",
            "*",
            "",
            _("Có dãy 12 chữ số giống số căn cước của một người: xóa hoặc che đi."),
            "Luật 91/2025/QH15; Luật Tiếp cận thông tin 01/2026/QH16 Điều 15",
            lambda obj, day: not _found(IDENTITY, obj),
            may_be_not_applicable=True,
            evidence=lambda obj: " ".join(_found(IDENTITY, obj)),
        )
    )
    register(
        Requirement(
            "mobile-number",
            "page",
            "",
            _("Có số điện thoại di động: nếu là số riêng của một người thì xóa."),
            "Luật 91/2025/QH15",
            lambda obj, day: not _found(MOBILE, obj),
            may_be_not_applicable=True,
            evidence=lambda obj: " ".join(_found(MOBILE, obj)),
            for_people=True,
        )
    )
