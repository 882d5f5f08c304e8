"""The words of an article or notice, read by :mod:`portal.core.vietnamese.lint` and repaired in place.

A find is named by a key made of its place and its words: pressed twice, or after the text has changed, it
changes nothing. Repairs go into a new revision of the draft, like an edit by hand.
"""

from __future__ import annotations

import copy
import hashlib
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from functools import cache
from html import escape, unescape
from typing import Any, Final

from django.db.models import CharField, SlugField, TextField, URLField
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from wagtail.blocks import CharBlock, StructBlock, TextBlock

from home.news.blocks import StoryBlock
from home.news.names import present_names
from home.news.official_texts import texts_of
from portal.agencies.models import Agency, FormerName
from portal.core import clock
from portal.core.official_numbers import cited
from portal.core.vietnamese.lint import explained, marks, repaired
from portal.core.vietnamese.marks import Around, Code, Mark
from portal.editorial import access

_TAGS: Final = re.compile(r"(<[^<>]*>)")
MOST_FINDS: Final = 200
# Columns that hold no words to read, and parts of blocks that hold none.
NOT_WORDS: Final = frozenset({"path", "slug", "url_path", "draft_title", "code", "address", "number"})


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a page: where it stands, what it says, and how to put another in its place."""

    key: str
    label: str
    value: str
    put: Callable[[str], None]
    html: bool = False


@dataclass(frozen=True, slots=True)
class Find:
    """A mark with its place: the text's key, and in words. ``before`` and ``after``: the words around it."""

    key: str
    place: str
    label: str
    mark: Mark
    before: str
    after: str

    @property
    def message(self) -> str:
        """What is wrong and what to do."""
        words = {
            Code.NORMAL_FORM: _("Chữ có dấu viết rời."),
            Code.WRONG_LETTER: _("Chữ “ƣ” lạ, phải là “ư”."),
            Code.BLANKS: _("Thừa dấu cách."),
            Code.BLANK_BEFORE: _("Thừa dấu cách trước dấu câu."),
            Code.BLANK_AFTER: _("Thiếu dấu cách sau dấu câu."),
            Code.SPELLING: _("Có thể gõ thiếu hoặc thừa dấu của chữ."),
            Code.GLUED: _("Hai chữ viết dính nhau."),
            Code.CAPITALS: _("Viết hoa cả câu: khó đọc. Xem lại tên riêng sau khi sửa."),
            Code.NO_SUCH_DAY: _("Không có ngày này trong lịch."),
            Code.SHORT_YEAR: _("Năm viết hai chữ số: ghi đủ bốn chữ số."),
            Code.WRONG_WEEKDAY: _("Thứ không khớp với ngày."),
            Code.DISTRICT: _(
                "Không còn cấp huyện từ ngày 01/7/2025: ghi tên xã, phường nay, hoặc thêm chữ “cũ”."
            ),
            Code.ABBREVIATION: _("Viết tắt chưa giải thích: lần đầu viết đủ, rồi ghi chữ tắt trong ngoặc."),
            Code.PHONE: _("Số điện thoại: nếu là số riêng của một người thì xóa hoặc che."),
            Code.IDENTITY: _("Giống số giấy tờ tùy thân của một người: xóa hoặc che."),
        }
        if self.mark.code is Code.OLD_NAME:
            return _("Tên đơn vị cũ; nay là: %s.") % self.mark.now
        if self.mark.code is Code.UNLINKED:
            host = self.mark.link.split("/")[2]
            return _("Số hiệu văn bản chưa có liên kết; bản chính thức ở %s.") % host
        return words[self.mark.code]

    @property
    def repair(self) -> str:
        """What one press puts there, as the button says it; empty where only a person can know."""
        if self.mark.repair is None:
            return ""
        if self.mark.code is Code.BLANK_BEFORE:
            return _("Bỏ dấu cách")
        return self.mark.repair.strip() or _("Một dấu cách")


def around(page: Any, texts: Collection[Text]) -> Around:
    """What is known besides the text: four queries, one more where it names official documents."""
    today = clock.today()
    written = present_names()
    names = {name.lower() for name in written}
    former: dict[str, tuple[str, ...]] = {}
    rows = FormerName.objects.filter(until__lte=today).values_list("name", "agency__name").order_by("pk")
    for old, present in rows:
        # "Sở Y tế" is how "Sở Y tế tỉnh Nghệ An" is called.
        if (
            old.lower() not in names
            and not present.startswith(old)
            and present not in former.get(old.lower(), ())
        ):
            former[old.lower()] = (*former.get(old.lower(), ()), present)
    whole = "\n".join(strip_tags(text.value) if text.html else text.value for text in texts)
    owner = access.owner(page)
    phones = (owner.phone,) if owner is not None and owner.phone else ()
    top = (
        Agency.objects.on(today).filter(level=Agency.Level.PROVINCE).values_list("name", flat=True).first()
        or ""
    )
    province = top.removeprefix("Tỉnh ").removeprefix("Thành phố ")
    return Around(explained(whole), former, phones, written, province, texts_of(page, whole))


def finds(page: Any) -> list[Find]:
    """What a careful reader would mark in a page as it is given, in the order of its form."""
    texts = list(_texts(page, copy.deepcopy(list(page.body.raw_data))))
    found: list[Find] = []
    seen: set[str] = set()
    for text, segment, words, marked in _marked(texts, around(page, texts)):
        for mark in marked:
            # An abbreviation is told of once.
            if mark.code is Code.ABBREVIATION and mark.words in seen:
                continue
            seen.add(mark.words if mark.code is Code.ABBREVIATION else "")
            before, after = words[max(0, mark.start - 30) : mark.start], words[mark.end : mark.end + 30]
            found.append(Find(_key(text, segment, mark), text.key, text.label, mark, before, after))
            if len(found) >= MOST_FINDS:
                return found
    return found


def repair(page: Any, keys: Collection[str], user: Any) -> int:
    """Repair these finds in the newest draft ("*": all that are safe); gives how many."""
    draft = page.get_latest_revision_as_object()
    raw = copy.deepcopy(list(draft.body.raw_data))
    texts = list(_texts(draft, raw))
    count = 0
    parts = {text.key: _TAGS.split(text.value) if text.html else [text.value] for text in texts}
    for text, segment, words, marked in _marked(texts, around(draft, texts)):
        chosen = [
            mark
            for mark in marked
            if (mark.repair is not None or mark.link)
            and (_key(text, segment, mark) in keys or ("*" in keys and mark.safe))
        ]
        if chosen:
            parts[text.key][segment] = _rewritten(words, chosen) if text.html else repaired(words, chosen)
            count += len(chosen)
    for text in texts:
        text.put("".join(parts[text.key]))
    if count:
        draft.body = draft._meta.get_field("body").stream_block.to_python(raw)
        draft.save_revision(user=user, log_action=True, clean=False)
    return count


def _marked(texts: Collection[Text], known: Around) -> Iterator[tuple[Text, int, str, list[Mark]]]:
    """The marks of each piece of each text: ``(text, number of the piece, its words, marks)``.

    A link is offered for the first mention in a paragraph, for none that is linked anywhere on the page.
    """
    left = dict(known.texts)
    for text in texts:
        for _number, words, in_link in _segments(text):
            for _start, _end, number in cited(words) if in_link else ():
                left.pop(number, None)
    for text in texts:
        for segment, words, in_link in _segments(text):
            here = left if text.html and not in_link else {}
            found = marks(words, replace(known, texts=here))
            for mark in found:
                if mark.link:
                    left = {number: url for number, url in left.items() if url != mark.link}
            yield text, segment, words, found


def _rewritten(words: str, chosen: Collection[Mark]) -> str:
    """A piece of HTML with these marks repaired or linked."""
    out, at = "", 0
    for mark in sorted(chosen, key=lambda one: one.start):
        out += escape(words[at : mark.start], quote=False)
        inner = escape(mark.words if mark.repair is None else mark.repair, quote=False)
        out += f'<a href="{escape(mark.link)}">{inner}</a>' if mark.link else inner
        at = mark.end
    return out + escape(words[at:], quote=False)


def _key(text: Text, segment: int, mark: Mark) -> str:
    told = f"{text.key}|{segment}|{mark.code}|{mark.start}|{mark.words}"
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _segments(text: Text) -> Iterator[tuple[int, str, bool]]:
    """The pieces between the tags: number, words, whether they are those of a link; a plain text is one."""
    if not text.html:
        yield 0, text.value, False
        return
    in_link = False
    for number, part in enumerate(_TAGS.split(text.value)):
        if number % 2 == 0 and part:
            yield number, unescape(part), in_link
        elif part.startswith(("<a ", "</a")):
            in_link = part.startswith("<a ")


def _texts(page: Any, raw: list[dict[str, Any]]) -> Iterator[Text]:
    """Every text of a page that people write; those of the body are put into ``raw``."""
    for name, label in _columns(type(page)):
        if getattr(page, name):
            yield Text(name, f"{label[:1].upper()}{label[1:]}", getattr(page, name), _setter(page, name))
    for number, block in enumerate(raw, start=1):
        yield from _of_block(number, block)


def _columns(model: type[Any]) -> list[tuple[str, str]]:
    """The columns that people write words into, with their labels; the title first."""
    found = [
        (field.name, str(field.verbose_name))
        for field in model._meta.get_fields()
        if isinstance(field, CharField | TextField)
        and not isinstance(field, SlugField | URLField)
        and field.editable
        and not field.choices
        and field.name not in NOT_WORDS
    ]
    return sorted(found, key=lambda one: one[0] != "title")


def _setter(page: Any, name: str) -> Callable[[str], None]:
    return lambda value: setattr(page, name, value)


def _item(holder: Any, key: Any) -> Callable[[str], None]:
    return lambda value: holder.__setitem__(key, value)


@cache
def within() -> dict[str, tuple[str, ...]]:
    """The parts of each kind of block that hold words: ``{"picture": ("caption",)}``."""
    return {
        kind: tuple(
            name
            for name, child in block.child_blocks.items()
            if isinstance(child, CharBlock | TextBlock) and name not in NOT_WORDS
        )
        for kind, block in StoryBlock().child_blocks.items()
        if isinstance(block, StructBlock)
    }


def _of_block(number: int, block: dict[str, Any]) -> Iterator[Text]:
    kind, value, key = str(block.get("type")), block.get("value"), str(block.get("id") or number)
    label = _("Nội dung, phần %d") % number
    if isinstance(value, str) and kind in ("heading", "subheading", "paragraph"):
        yield Text(key, label, value, _item(block, "value"), kind == "paragraph")
    if not isinstance(value, dict):
        return
    for name in within().get(kind, ()):
        if isinstance(value.get(name), str) and value[name]:
            yield Text(f"{key}.{name}", label, value[name], _item(value, name))
    rows = (value.get("table") or {}).get("data") if kind == "table" else None
    for row, cells in enumerate(rows or ()):
        for column, cell in enumerate(cells):
            if isinstance(cell, str) and cell:
                where = _("%(part)s, dòng %(row)d, cột %(column)d")
                words = where % {"part": label, "row": row + 1, "column": column + 1}
                yield Text(f"{key}.{row}.{column}", words, cell, _item(cells, column))
