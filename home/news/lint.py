"""The words of an article or notice, read by :mod:`portal.core.vietnamese.lint` and repaired in place.

A find is named by a key made of its place and its words: pressed twice, or after the text has changed, it
changes nothing. Repairs go into a new revision of the draft, like an edit by hand.
"""

from __future__ import annotations

import copy
import hashlib
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from html import escape, unescape
from typing import Any, Final

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from portal.agencies.models import Agency, FormerName
from portal.core import clock
from portal.core.vietnamese.lint import Around, Code, Mark, explained, marks, repaired
from portal.editorial import access

_TAGS: Final = re.compile(r"(<[^<>]*>)")
MOST_FINDS: Final = 200
LINES: Final = ("title", "lead", "lead_caption", "reference", "place", "result")
# Words within a block, by its kind.
WITHIN: Final = {
    "picture": ("caption",),
    "pictures": ("description",),
    "table": ("caption",),
    "file": ("name",),
    "media": ("title", "text"),
    "quote": ("text",),
    "legal_text": ("issuer", "summary"),
}


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
            Code.GLUED: _("Hai chữ viết dính nhau."),
            Code.CAPITALS: _("Viết hoa cả câu: khó đọc. Xem lại tên riêng sau khi sửa."),
            Code.NO_SUCH_DAY: _("Không có ngày này trong lịch."),
            Code.SHORT_YEAR: _("Năm viết hai chữ số: ghi đủ bốn chữ số."),
            Code.WRONG_WEEKDAY: _("Thứ không khớp với ngày."),
            Code.ABBREVIATION: _("Viết tắt chưa giải thích: lần đầu viết đủ, rồi ghi chữ tắt trong ngoặc."),
            Code.PHONE: _("Số điện thoại: nếu là số riêng của một người thì xóa hoặc che."),
            Code.IDENTITY: _("Giống số giấy tờ tùy thân của một người: xóa hoặc che."),
        }
        if self.mark.code is Code.OLD_NAME:
            return _("Tên đơn vị cũ; nay là: %s.") % self.mark.now
        return words[self.mark.code]

    @property
    def in_form(self) -> bool:
        """Whether the form has a field for just this text; a table has one for all of its cells."""
        return self.place.count(".") < 2

    @property
    def repair(self) -> str:
        """What one press puts there, as the button says it; empty where only a person can know."""
        if self.mark.repair is None:
            return ""
        if self.mark.code is Code.BLANK_BEFORE:
            return _("Bỏ dấu cách")
        return self.mark.repair.strip() or _("Một dấu cách")


def around(page: Any, texts: Collection[Text]) -> Around:
    """What is known besides the text: three queries."""
    today = clock.today()
    names = {name.lower() for name in Agency.objects.on(today).values_list("name", flat=True)}
    former: dict[str, tuple[str, ...]] = {}
    rows = FormerName.objects.filter(until__lte=today).values_list("name", "agency__name").order_by("pk")
    for old, present in rows:
        if old.lower() not in names and present not in former.get(old.lower(), ()):
            former[old.lower()] = (*former.get(old.lower(), ()), present)
    whole = "\n".join(strip_tags(text.value) if text.html else text.value for text in texts)
    owner = access.owner(page)
    return Around(explained(whole), former, (owner.phone,) if owner is not None and owner.phone else ())


def finds(page: Any) -> list[Find]:
    """What a careful reader would mark in a page as it is given, in the order of its form."""
    texts = list(_texts(page, copy.deepcopy(list(page.body.raw_data))))
    known = around(page, texts)
    found: list[Find] = []
    seen: set[str] = set()
    for text in texts:
        for segment, words in _segments(text):
            for mark in marks(words, known):
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
    known = around(draft, texts)
    count = 0
    for text in texts:
        parts = _TAGS.split(text.value) if text.html else [text.value]
        for segment, words in _segments(text):
            chosen = [
                mark
                for mark in marks(words, known)
                if mark.repair is not None
                and (_key(text, segment, mark) in keys or ("*" in keys and mark.safe))
            ]
            if chosen:
                changed = repaired(words, chosen)
                parts[segment] = escape(changed, quote=False) if text.html else changed
                count += len(chosen)
        text.put("".join(parts))
    if count:
        draft.body = draft._meta.get_field("body").stream_block.to_python(raw)
        draft.save_revision(user=user, log_action=True, clean=False)
    return count


def _key(text: Text, segment: int, mark: Mark) -> str:
    told = f"{text.key}|{segment}|{mark.code}|{mark.start}|{mark.words}"
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _segments(text: Text) -> Iterator[tuple[int, str]]:
    """The texts between the tags, each with its number; a plain text is its own."""
    if not text.html:
        yield 0, text.value
        return
    for number, part in enumerate(_TAGS.split(text.value)):
        if number % 2 == 0 and part:
            yield number, unescape(part)


def _texts(page: Any, raw: list[dict[str, Any]]) -> Iterator[Text]:
    """Every text of a page that people write; those of the body are put into ``raw``."""
    for name in LINES:
        if getattr(page, name, ""):
            label = str(page._meta.get_field(name).verbose_name)
            yield Text(name, label[:1].upper() + label[1:], getattr(page, name), _setter(page, name))
    for number, block in enumerate(raw, start=1):
        yield from _of_block(number, block)


def _setter(page: Any, name: str) -> Callable[[str], None]:
    return lambda value: setattr(page, name, value)


def _item(holder: Any, key: Any) -> Callable[[str], None]:
    return lambda value: holder.__setitem__(key, value)


def _of_block(number: int, block: dict[str, Any]) -> Iterator[Text]:
    kind, value, key = block.get("type"), block.get("value"), str(block.get("id") or number)
    label = _("Nội dung, phần %d") % number
    if isinstance(value, str) and kind in ("heading", "subheading", "paragraph"):
        yield Text(key, label, value, _item(block, "value"), kind == "paragraph")
    if not isinstance(value, dict):
        return
    for name in WITHIN.get(str(kind), ()):
        if isinstance(value.get(name), str) and value[name]:
            yield Text(f"{key}.{name}", label, value[name], _item(value, name))
    rows = (value.get("table") or {}).get("data") if kind == "table" else None
    for row, cells in enumerate(rows or ()):
        for column, cell in enumerate(cells):
            if isinstance(cell, str) and cell:
                yield Text(f"{key}.{row}.{column}", label, cell, _item(cells, column))
