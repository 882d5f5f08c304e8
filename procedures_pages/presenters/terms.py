"""How long a procedure takes, in words, and the last day where one can be said.

Sources give a time for each way of submitting and often mean a time for each case, a unit "OTHER" beside a
number that says nothing, or two different limits. A last day is computed only where everything that the
source says is one and the same limit in days; else the words of the source stand alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.core import clock
from portal.core.clock import Counted, WorkCalendar
from portal.core.text import fold

CLEAR_UNITS = ("working_day", "day", "hour", "month", "year")
COMPUTED_UNITS = ("working_day", "day")
CUT_OFF_HOUR = 15
CUT_OFF = time(CUT_OFF_HOUR)
SAME_DAY = clock.Rule("", "working-days", 0, cut_off=CUT_OFF)
# A duration inside a description: "7 ngày làm việc", "03 ngày", "48 giờ", "2 tháng".
_DURATION = re.compile(r"(\d{1,4}) *(?:\([^)]*\) *)?(ngay lam viec|ngay|gio lam viec|gio|thang|nam)\b")
# "nhận hồ sơ sau 15 giờ mà không giải quyết được ngay …": the rule of results on the day itself.
_SAME_DAY = re.compile(rf"sau {CUT_OFF_HOUR} ?(?:gio|h)\b")
_UNITS = {
    "ngay lam viec": "working_day",
    "ngay": "day",
    "gio lam viec": "hour",
    "gio": "hour",
    "thang": "month",
    "nam": "year",
}


@dataclass(frozen=True, slots=True)
class Limit:
    """A number and its unit, as printed."""

    value: int
    unit: str

    @property
    def words(self) -> str:
        """ "5 ngày làm việc"."""
        return limit_words(self.value, self.unit)


@dataclass(frozen=True, slots=True)
class Due:
    """A last day: under which condition, which day, and every day of the count."""

    label: str
    day: date
    counted: tuple[Counted, ...] = ()


@dataclass(frozen=True, slots=True)
class TermRow:
    """One line of "Bao lâu có kết quả": which way of submitting or case, and what the source says."""

    label: str
    text: str
    detail: str = ""


@dataclass(slots=True)
class Terms:
    """All that the page says about time. ``limit`` is there only when the source leaves no doubt."""

    short: str
    rows: list[TermRow] = field(default_factory=list)
    limit: Limit | None = None
    same_day: bool = False
    why_no_date: str = ""
    dues: list[Due] = field(default_factory=list)
    provisional: bool = False


def limit_words(value: int, unit: str) -> str:
    """A duration in words."""
    words = {
        "working_day": ngettext("%(n)d ngày làm việc", "%(n)d ngày làm việc", value),
        "day": ngettext("%(n)d ngày", "%(n)d ngày", value),
        "hour": ngettext("%(n)d giờ", "%(n)d giờ", value),
        "month": ngettext("%(n)d tháng", "%(n)d tháng", value),
        "year": ngettext("%(n)d năm", "%(n)d năm", value),
    }
    return words[unit] % {"n": value}


def _limit(value: Any, unit: str) -> Limit | None:
    return Limit(int(value), unit) if value and unit in CLEAR_UNITS else None


def _durations(text: str) -> set[Limit]:
    """The durations that a text names."""
    return {Limit(int(number), _UNITS[unit]) for number, unit in _DURATION.findall(fold(text)) if int(number)}


def single_limit(data: Mapping[str, Any]) -> Limit | None:
    """The one limit of a procedure; None where channels or cases differ or a row hides cases.

    A channel with the unit "OTHER" (or no number) says nothing: then the limits of the cases count, if they
    are all the same. Descriptions beside the numbers must not name another duration.
    """
    methods = data.get("methods") or []
    case_terms = data.get("case_terms") or []
    of_methods = [_limit(row.get("time_value"), row.get("time_unit") or "") for row in methods]
    of_cases = [_limit(row.get("value"), row.get("unit") or "") for row in case_terms]
    if any(found is None for found in of_cases):
        return None
    if any(found is None for found in of_methods):
        if any(found is not None for found in of_methods) or not of_cases:
            return None
        of_methods = []
    found = {limit for limit in [*of_methods, *of_cases] if limit is not None}
    if len(found) != 1:
        return None
    said: set[Limit] = set()
    for row in methods:
        said |= _durations(f"{row.get('time_text') or ''} {row.get('description') or ''}")
    return None if said - found else found.pop()


def same_day_rule(data: Mapping[str, Any]) -> bool:
    """Whether the procedure's own text says that what comes before 15:00 is answered the same day."""
    texts = [row.get("text") or "" for row in data.get("steps") or []]
    texts += [
        f"{row.get('description') or ''} {row.get('time_text') or ''}" for row in data.get("methods") or []
    ]
    return any(_SAME_DAY.search(fold(text)) for text in texts)


CHANNEL_LABELS = {
    "direct": lambda: _("Tại quầy"),
    "online": lambda: _("Trực tuyến"),
    "postal": lambda: _("Bưu chính"),
    "other": lambda: _("Cách khác"),
}


def channel_label(channel: str) -> str:
    """The way of submitting in people's words."""
    return CHANNEL_LABELS.get(channel, CHANNEL_LABELS["other"])()


def short_term(data: Mapping[str, Any]) -> str:
    """The limit for lists and for the four facts."""
    limit = single_limit(data)
    if limit is not None:
        if limit == Limit(1, "working_day") and same_day_rule(data):
            return _("Trong ngày (nhận trước 15 giờ)")
        return limit.words
    if data.get("time_note"):
        return str(data["time_note"])
    if _rows(data):
        return _("Tùy trường hợp")
    return _("Nguồn không nêu")


def terms(data: Mapping[str, Any]) -> Terms:
    """What the page says about time, without a last day."""
    limit = single_limit(data)
    rows = _rows(data)
    found = Terms(short=short_term(data), rows=rows, limit=limit)
    if limit is None:
        found.why_no_date = (
            _("Nguồn ghi nhiều thời hạn theo trường hợp hoặc cách nộp, nên trang này không tính ngày trả.")
            if rows
            else ""
        )
    else:
        found.same_day = limit == Limit(1, "working_day") and same_day_rule(data)
    return found


def _rows(data: Mapping[str, Any]) -> list[TermRow]:
    """What the source says, row by row; rows that say nothing are left out."""
    rows = []
    for row in data.get("methods") or []:
        limit = _limit(row.get("time_value"), row.get("time_unit") or "")
        text = limit.words if limit else (row.get("time_text") or "")
        if text:
            detail = row.get("time_text") or ""
            rows.append(
                TermRow(channel_label(row.get("channel") or ""), text, detail if detail != text else "")
            )
    for row in data.get("case_terms") or []:
        limit = _limit(row.get("value"), row.get("unit") or "")
        if limit:
            rows.append(TermRow(row.get("name") or _("Theo trường hợp"), limit.words))
    return list(dict.fromkeys(rows))


def add_dues(found: Terms, today: date, calendar: WorkCalendar) -> Terms:
    """Put the last days beside the words, where there is one limit in days."""
    limit = found.limit
    if limit is None or limit.unit not in COMPUTED_UNITS:
        return found
    received = calendar.next_working_day(today)
    when = _("hôm nay") if received == today else clock.date_words(received)
    if found.same_day:
        before = clock.due(clock.start_of(received), SAME_DAY, calendar=calendar)
        after = clock.due(datetime.combine(received, CUT_OFF, clock.ZONE), SAME_DAY, calendar=calendar)
        found.dues = [
            Due(
                _("Nếu hồ sơ đầy đủ và được tiếp nhận trước 15 giờ %(when)s: chậm nhất") % {"when": when},
                before.day,
            ),
            Due(
                _("Nếu được tiếp nhận sau 15 giờ %(when)s: chậm nhất") % {"when": when},
                after.day,
                tuple(calendar.explain(received, 1)),
            ),
        ]
    else:
        counted = count(received, limit, calendar)
        label = (
            _("Nếu hồ sơ đầy đủ và được tiếp nhận %(when)s: chậm nhất") % {"when": when}
            if received != today
            else _("Nộp hôm nay, hồ sơ đầy đủ và được tiếp nhận: chậm nhất")
        )
        found.dues = [Due(label, counted[-1].day, tuple(counted))]
    days = {day.day for due in found.dues for day in due.counted} | {due.day for due in found.dues}
    found.provisional = not days.isdisjoint(calendar.provisional)
    return found


def count(received: date, limit: Limit, calendar: WorkCalendar) -> list[Counted]:
    """Every day of a term, by the one clock of the portal."""
    unit = "working-days" if limit.unit == "working_day" else "calendar-days"
    rule = clock.Rule("", unit, limit.value)
    return clock.due(clock.start_of(received), rule, calendar=calendar).counted


def days_off(counted: Iterable[Counted]) -> list[Counted]:
    """The days of a count that do not count."""
    return [day for day in counted if not day.counts]
