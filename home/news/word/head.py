"""The letterhead that was read, as fields to confirm: number, day, issuer, abstract."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from home.news.names import present_names
from portal.core.official_numbers import is_official_number, official_number
from portal.core.text import one_line
from portal.core.vietnamese.abbreviations import is_capitals, sentence_case
from portal.library.word import Manuscript

FIELDS: Final = ("head-number", "head-day", "head-issuer", "head-abstract")
WORDS: Final = ("head-number", "head-issuer", "head-abstract")
TAKE: Final = "head-take"
_TYPED: Final = "%d/%m/%Y"


def add(form: forms.Form, manuscript: Manuscript) -> None:
    """Give a form the fields, filled in with what was read; what was not read is empty."""
    head = manuscript.head
    issuer = sentence_case(head.issuer, present_names()) if is_capitals(head.issuer) else head.issuer
    fields = form.fields
    fields["head-number"] = forms.CharField(
        label=_("Số, ký hiệu"), max_length=80, required=False, initial=head.number
    )
    fields["head-day"] = forms.DateField(
        label=_("Ngày ban hành"),
        required=False,
        initial=head.day,
        input_formats=[_TYPED, "%Y-%m-%d"],
        widget=forms.DateInput(format=_TYPED),
        error_messages={"invalid": gettext_lazy("Ghi ngày dạng 05/11/2026.")},
    )
    fields["head-issuer"] = forms.CharField(
        label=_("Cơ quan ban hành"), max_length=200, required=False, initial=issuer[:200]
    )
    fields["head-abstract"] = forms.CharField(
        label=_("Trích yếu"), max_length=500, required=False, initial=head.abstract
    )
    whole = bool(head.number and head.day and head.issuer and head.abstract)
    fields[TAKE] = forms.BooleanField(
        label=_("Ghi bốn ô này thành phần “Văn bản trong bài”"),
        required=False,
        # A PDF goes with the text; of a Word file nothing else would say what it was.
        initial=whole and manuscript.original is None,
    )


def clean(form: forms.Form) -> None:
    """What goes into the text must be whole."""
    found = form.cleaned_data
    if not found.get(TAKE):
        return
    for name in FIELDS:
        if not found.get(name) and name not in form.errors:
            form.add_error(name, _("Ghi đủ ô này, hoặc bỏ dấu ở “Ghi bốn ô này”."))
    number = str(found.get("head-number") or "")
    if number and not is_official_number(official_number(number)):
        form.add_error("head-number", _("Ghi số kèm ký hiệu. Ví dụ: 45/TB-UBND."))


def number(found: dict[str, Any], read: str) -> str:
    """The number as the editor left it; as it was read where the form had no field for it."""
    return one_line(str(found.get("head-number") or "")) if "head-number" in found else read


def block(found: dict[str, Any]) -> dict[str, Any] | None:
    """ "Văn bản trong bài" as a StreamField stores it; None where it is not wanted."""
    if not found.get(TAKE):
        return None
    return {
        "number": official_number(found["head-number"]),
        "issued_on": found["head-day"].isoformat(),
        "issuer": one_line(found["head-issuer"]),
        "summary": one_line(found["head-abstract"]),
        "url": "",
    }
