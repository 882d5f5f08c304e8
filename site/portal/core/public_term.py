"""Thời hạn công khai: a page, record or file that ends on its day.

Notices about inheritance, lost certificates, poor households or conscripts name people and end. On the day
``public_until``, at 00:00 Asia/Ho_Chi_Minh, they are gone from pages, files, search, lists, feeds and the
history shown to the public. Every public door asks :func:`in_term` or :func:`ended`, by the day: nothing
waits for the job that takes the thing down and writes the log (:mod:`portal.editorial.public_terms`).
Law: Luật Bảo vệ dữ liệu cá nhân 91/2025; khoản 1 Điều 23 Nghị định 224/2026/NĐ-CP ("hết thời hạn công khai").
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core import clock

if TYPE_CHECKING:
    from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class Floor:
    """The first day on which something may end, why, and by which article."""

    day: date
    reason: str
    article: str


FloorOf = Callable[[Any], Floor | None]
_floor_of: list[FloorOf] = []


def register_floor(floor_of: FloorOf) -> None:
    """Say how the earliest end of a thing is found (the publication log knows since when it is posted)."""
    _floor_of[:] = [floor_of]


def floor_of(obj: Any) -> Floor | None:
    """The earliest end that the least duration of its posting allows; None where there is none."""
    if not _floor_of or not getattr(obj, "minimum_posting", None):
        return None
    return _floor_of[0](obj)


class PublicTerm(models.Model):
    """Mixin of everything that may be public for a time only: pages, records, files.

    ``public_until`` is the first day on which it is no longer public. ``minimum_posting`` is the rule by
    which it must stay posted without a break; an earlier end is refused.
    """

    class Kind(models.TextChoices):
        INHERITANCE = "inheritance", gettext_lazy("niêm yết về thừa kế")
        LOST_CERTIFICATE = "lost-certificate", gettext_lazy("thông báo mất giấy chứng nhận")
        POOR_HOUSEHOLDS = "poor-households", gettext_lazy("danh sách hộ nghèo, hộ cận nghèo")
        CONSCRIPTS = "conscripts", gettext_lazy("danh sách nghĩa vụ quân sự")
        DENUNCIATION = "denunciation", gettext_lazy("kết luận nội dung tố cáo")
        OTHER = "other", gettext_lazy("lý do khác theo quy định")

    class Posting(models.TextChoices):
        COMMUNE = "niem-yet-cap-xa", gettext_lazy("nội dung Nhân dân biết, cấp xã: ít nhất 30 ngày liên tục")
        DENUNCIATION = (
            "niem-yet-ket-luan-to-cao",
            gettext_lazy("kết luận nội dung tố cáo: ít nhất 15 ngày liên tục"),
        )

    public_until = models.DateField(
        gettext_lazy("thời hạn công khai"),
        null=True,
        blank=True,
        help_text=gettext_lazy(
            "Từ 0 giờ ngày này, nội dung không còn hiện ở bất cứ đâu. Để trống: không hạn."
        ),
    )
    public_until_kind = models.CharField(
        gettext_lazy("lý do có thời hạn"), max_length=20, choices=Kind.choices, blank=True
    )
    minimum_posting = models.CharField(
        gettext_lazy("phải niêm yết"), max_length=50, choices=Posting.choices, blank=True
    )

    term_fields: ClassVar[tuple[str, ...]] = ("public_until", "public_until_kind", "minimum_posting")

    class Meta:
        abstract = True

    def clean(self) -> None:
        """An end has a reason, and does not come before the least duration of the posting is over."""
        super().clean()
        if not self.public_until:
            return
        if not self.public_until_kind:
            raise ValidationError({"public_until_kind": _("Chọn lý do có thời hạn công khai.")})
        floor = floor_of(self)
        if floor is not None and self.public_until < floor.day:
            raise ValidationError({"public_until": f"{floor.reason} ({floor.article})"})


def in_term(day: date, path: str = "") -> Q:
    """The condition "still public on this day", for the model itself or through a lookup path."""
    name = f"{path}__public_until" if path else "public_until"
    return Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gt": day})


def ended(obj: Any, day: date | None = None) -> bool:
    """Whether something's term has ended by a day (today); false for what has no term."""
    until: date | None = getattr(obj, "public_until", None)
    return until is not None and until <= (day or clock.today())


def models_with_term() -> list[type[Any]]:
    """Every model whose things may end."""
    return [model for model in apps.get_models() if issubclass(model, PublicTerm)]


def overdue(day: date) -> Iterator[QuerySet[Any]]:
    """For every model, its things whose term has ended by a day."""
    for model in models_with_term():
        yield model._base_manager.filter(public_until__lte=day)
