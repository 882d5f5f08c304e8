"""The list itself: what all sources give for one person, in groups, with the due day in words."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.core.clock import WorkCalendar
from portal.editorial.today.registry import Group, Item, registered_sources

if TYPE_CHECKING:
    from portal.agencies.models import Agency

logger = logging.getLogger("portal.today")
HEADINGS: dict[Group, Any] = {
    "late": gettext_lazy("Quá hạn"),
    "today": gettext_lazy("Hạn hôm nay"),
    "waiting": gettext_lazy("Chờ tôi duyệt"),
    "week": gettext_lazy("Tuần này"),
}
WEEKDAYS = [
    gettext_lazy("Thứ Hai"),
    gettext_lazy("Thứ Ba"),
    gettext_lazy("Thứ Tư"),
    gettext_lazy("Thứ Năm"),
    gettext_lazy("Thứ Sáu"),
    gettext_lazy("Thứ Bảy"),
    gettext_lazy("Chủ nhật"),
]


@dataclass(frozen=True, slots=True)
class Line:
    """An item with its due day in words: ``when`` ("Trước 17:00"), ``below`` a second line or empty."""

    item: Item
    when: str
    below: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One group of the screen: its key, its heading, its lines by due day."""

    key: Group
    heading: str
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Today:
    """What waits for a person on a day. ``silent`` names the kinds of work that could not be asked."""

    day: date
    sections: list[Section]
    silent: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many things there are to do."""
        return sum(len(section.lines) for section in self.sections)

    @property
    def date_in_words(self) -> str:
        """The day with its weekday: "Thứ Tư, ngày 07/10/2026"."""
        words = {"weekday": WEEKDAYS[self.day.weekday()], "date": _day(self.day)}
        return _("%(weekday)s, ngày %(date)s") % words

    @property
    def count_in_words(self) -> str:
        """ "6 việc"; empty when there is nothing."""
        if not self.count:
            return ""
        return ngettext("%(count)d việc", "%(count)d việc", self.count) % {"count": self.count}


def gather(user: Any, agency: Agency | None, day: date, calendar: WorkCalendar | None = None) -> Today:
    """Ask every source. One that fails is written to the log and named, and takes nothing else with it.

    ``calendar``: the one that the caller has already; days late are counted by it.
    """
    items: list[Item] = []
    silent: list[str] = []
    for source in registered_sources():
        try:
            items.extend(source.collect(user, agency, day))
        except Exception:
            logger.exception("source %s of the day's work failed", source.key)
            silent.append(str(source.label))
    if items and calendar is None:
        calendar = WorkCalendar.current()
    sections = []
    for key, heading in HEADINGS.items():
        found = sorted((item for item in items if item.group == key), key=_order)
        if found and calendar:
            sections.append(Section(key, str(heading), [_line(item, day, calendar) for item in found]))
    return Today(day, sections, silent)


def _moment(item: Item) -> datetime | None:
    return timezone.localtime(item.due) if isinstance(item.due, datetime) else None


def _due_day(item: Item) -> date | None:
    moment = _moment(item)
    return moment.date() if moment else item.due


def _order(item: Item) -> tuple[date, str, str]:
    moment = _moment(item)
    return _due_day(item) or date.max, f"{moment:%H:%M}" if moment else "24", item.title


def _line(item: Item, day: date, calendar: WorkCalendar) -> Line:
    due, moment = _due_day(item), _moment(item)
    if due is None:
        return Line(item, "")
    clock_time = f"{moment:%H:%M}" if moment else ""
    if item.group == "waiting":
        when = _("hôm nay") if due == day else _day(due)
        return Line(item, _("Gửi %(time)s %(day)s") % {"time": clock_time, "day": when})
    if item.group == "late":
        return _late(item, due, day, moment, calendar)
    if due == day:
        return Line(item, _("Trước %(time)s") % {"time": clock_time} if moment else _("Trong hôm nay"))
    return Line(item, f"{WEEKDAYS[due.weekday()]}, {due:%d/%m}", clock_time)


def _late(item: Item, due: date, day: date, moment: datetime | None, calendar: WorkCalendar) -> Line:
    days = working_days_between(due, day, calendar)
    limit = _("hạn %(day)s") % {"day": f"{moment:%H:%M} {due:%d/%m}" if moment else f"{due:%d/%m}"}
    if days:
        late = ngettext("Quá %(count)d ngày làm việc", "Quá %(count)d ngày làm việc", days) % {"count": days}
        return Line(item, late, limit)
    return Line(item, _("Đã quá hạn"), limit)


def working_days_between(due: date, day: date, calendar: WorkCalendar) -> int:
    """Working days after ``due`` up to ``day``; a year and more ago counts as a year."""
    due = max(due, day - timedelta(days=366))
    return sum(calendar.is_working_day(due + timedelta(days=step)) for step in range(1, (day - due).days + 1))


def _day(day: date) -> str:
    return date_format(day, "d/m/Y")
