"""Setting the day of the next review, and noting that one was done."""

from __future__ import annotations

import calendar
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from portal.core.clock import today
from portal.core.stamps import bump
from portal.editorial import access
from portal.editorial.models import Review
from portal.editorial.services.kinds import kind_of

STAMP = "reviews"


def of(obj: Any) -> Review:
    """The row of a thing; a new, unsaved one where there is none yet."""
    found: Review | None = Review.objects.about(obj).first()
    if found is not None:
        return found
    object_type, key = kind_of(obj).name(obj)
    return Review(
        **Review.key(obj),
        object_type=object_type,
        object_key=key,
        agency=access.owner(obj),
        is_public=obj.live,
    )


def plan(obj: Any, user: Any, *, review_by: date | None, every: int) -> Review:
    """Set the day, or take it away. Raises PermissionDenied; ValidationError for a day that is past."""
    if not access.may_change(user, obj):
        raise PermissionDenied(_("Anh/chị không làm việc với mục này."))
    if review_by is not None and review_by < today():
        raise ValidationError({"review_by": _("Chọn hôm nay hoặc một ngày sắp tới.")})
    row = of(obj)
    row.review_by, row.every = review_by, every
    row.save()
    return row


@transaction.atomic
def done(obj: Any, user: Any) -> Review:
    """Note that a public text was looked through today; the next day is set by its interval.

    Raises PermissionDenied, and ValidationError for what is not public.
    """
    if not access.may_change(user, obj):
        raise PermissionDenied(_("Anh/chị không làm việc với mục này."))
    if not obj.live:
        raise ValidationError(_("Chỉ rà soát nội dung đang công khai."))
    row = of(obj)
    row.reviewed_on, row.reviewed_by, row.is_public = today(), user, True
    row.review_by = months_after(today(), row.every)
    row.save()
    bump(STAMP)
    return row


def follow(obj: Any, *, public: bool) -> None:
    """Keep the row in step with the thing; called by the publish service in the act's transaction."""
    Review.objects.about(obj).exclude(is_public=public).update(is_public=public)


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the month's last day where it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
