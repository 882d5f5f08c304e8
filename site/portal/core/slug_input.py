"""The field in which an address is typed: a browser makes of a title what :mod:`portal.core.slugs` makes.

Wagtail's own transliteration writes đ as "dj" and drops ấ; its list of formatters closes that.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django.db.models import SlugField
from wagtail.admin import widgets
from wagtail.admin.forms.models import register_form_field_override

_BASES = {"a": "ăâ", "e": "ê", "i": "", "o": "ôơ", "u": "ư", "y": ""}
_TONES = "\u0300\u0309\u0303\u0301\u0323"
_MARKS = re.compile("[\u0300-\u036f]")


def _written_as(base: str) -> str:
    """Every composed letter, small and capital, that an address writes as ``base``."""
    letters = [base, *_BASES[base]]
    composed = [unicodedata.normalize("NFC", letter + tone) for letter in letters for tone in _TONES]
    small = "".join([*letters[1:], *composed])
    return small + small.upper()


# Marks of decomposed letters first (titles pasted from macOS), then composed letters.
FORMATTERS: list[tuple[re.Pattern[str], str]] = [
    (_MARKS, ""),
    *((re.compile(f"[{_written_as(base)}]"), base) for base in _BASES),
    (re.compile("[đĐðÐ]"), "d"),
]


class VietnameseSlugInput(widgets.SlugInput):
    """Wagtail's field for addresses with Vietnamese letters written without marks."""

    def __init__(self, attrs: dict[str, Any] | None = None, **more: Any) -> None:
        more.setdefault("formatters", FORMATTERS)
        super().__init__(attrs, **more)


def use_everywhere() -> None:
    """Make it the field of every form: of models by Wagtail's registry, and of the form that copies a page.

    The latter names the widget by its module, so the name there is replaced.
    """
    register_form_field_override(SlugField, override={"widget": VietnameseSlugInput})
    widgets.SlugInput = VietnameseSlugInput
