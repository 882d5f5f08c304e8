"""What calendars want of an agency's own people: the results of past reception days.

A friendly reminder without a day by which it is late; the public page says no more than that the result is
not there yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from home.calendars import rights, selectors
from home.calendars.days import Occurrence, without_result
from home.calendars.models import Reception
from portal.core import stamps
from portal.core.clock import WorkCalendar
from portal.editorial import access
from portal.editorial.today import Item, Source, register_source

# So many days are named in a line.
NAMED = 3


def missing_results(user: Any, agency: Any, day: date) -> Sequence[Item]:
    """One line for each reception with past days of which nothing is written: one query once read."""
    if agency is None or not access.roles_of(user) & rights.KEEPERS:
        return []
    known = stamps.read_all()
    calendar = WorkCalendar.at_stamp("", known.get("calendar", 0))
    found = []
    for one in selectors.receptions_of(agency.pk, day, known.get(selectors.STAMP, 0)):
        days = without_result(one.reception, one.notes, day, calendar)
        if days:
            found.append(_item(one.reception, days))
    return found


def _item(reception: Reception, days: list[Occurrence]) -> Item:
    newest = [f"{one.day:%d/%m}" for one in days[-NAMED:]]
    words = ngettext(
        "Ghi kết quả %(count)d buổi tiếp công dân", "Ghi kết quả %(count)d buổi tiếp công dân", len(days)
    )
    told = {"leader": reception.leader, "days": ("… " if len(days) > NAMED else "") + ", ".join(newest)}
    return Item(
        group="week",
        icon="calendar",
        title=words % {"count": len(days)},
        detail=_("%(leader)s, ngày %(days)s. Vài chữ là đủ; không có ai đến thì ghi 0 lượt.") % told,
        due=None,
        url=reverse(Reception.snippet_viewset.get_url_name("edit"), args=[reception.pk]),
        action=_("Ghi kết quả"),
    )


def register() -> None:
    """Called once when the application starts."""
    register_source(Source("receptions", gettext_lazy("Kết quả tiếp công dân"), missing_results))
