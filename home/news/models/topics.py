"""What articles are about: at most three topics.

A page keeps them as a list of codes, which copies, translations and revisions carry as it is. The rows of
lists (:class:`home.news.models.listing.ListEntry`) hold the same codes in one column between bars,
``|y-te|dat-dai|``: a list asks no second table, has no rows to keep in step, and a code that is no longer in
use is passed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

MOST_TOPICS: Final = 3
BAR: Final = "|"


class Topic(models.TextChoices):
    """What an article is about."""

    ADMINISTRATION = "hanh-chinh", _("Cải cách hành chính")
    LAND = "dat-dai", _("Đất đai, xây dựng")
    ECONOMY = "kinh-te", _("Kinh tế")
    FARMING = "nong-nghiep", _("Nông nghiệp, môi trường")
    HEALTH = "y-te", _("Y tế")
    SCHOOL = "giao-duc", _("Giáo dục")
    CULTURE = "van-hoa", _("Văn hóa, thể thao, du lịch")
    WELFARE = "an-sinh", _("Việc làm, an sinh")
    SAFETY = "an-ninh", _("An ninh, quốc phòng")
    DISASTER = "thien-tai", _("Phòng, chống thiên tai")
    DIGITAL = "chuyen-doi-so", _("Chuyển đổi số")


def at_most_three(codes: Sequence[str]) -> None:
    """Raises ValidationError for a fourth topic."""
    if len(codes) > MOST_TOPICS:
        raise ValidationError(gettext("Chọn nhiều nhất %d chủ đề.") % MOST_TOPICS)


class TopicsField(models.JSONField):
    """A list of codes of :class:`Topic`, chosen by checkboxes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs |= {"default": list, "blank": True}
        super().__init__(*args, **kwargs)

    default_validators = [at_most_three]

    def formfield(self, **kwargs: Any) -> Any:
        """Checkboxes of the topics in use: a code that is not, is gone with the next save."""
        field = forms.MultipleChoiceField(
            label=capfirst(self.verbose_name),
            help_text=self.help_text,
            required=False,
            choices=Topic.choices,
            widget=kwargs.get("widget", forms.CheckboxSelectMultiple),
        )
        return field


def known(codes: Any) -> list[str]:
    """The codes in use among what is stored, at most three, each once."""
    held = codes if isinstance(codes, list) else []
    return [code for code in dict.fromkeys(map(str, held)) if code in Topic.values][:MOST_TOPICS]


def packed(codes: Any) -> str:
    """Codes as a row of a list holds them: "|y-te|dat-dai|"; "" for none."""
    found = known(codes)
    return f"{BAR}{BAR.join(found)}{BAR}" if found else ""


def unpacked(held: str) -> list[str]:
    """The codes in use of a row."""
    return known(held.strip(BAR).split(BAR))


def labels(codes: Iterable[str]) -> list[str]:
    """Topics in words."""
    return [str(Topic(code).label) for code in codes]
