"""Rules of terms as data: stored ones (:class:`ClockRule`) by code, and short forms such as ``5-lv``.

Hours are hours of the clock and run on through nights and days off (Bộ luật Dân sự Điều 147 khoản 1): no law
sets one office day for all agencies. A source that says "08 giờ làm việc" means one working day (Bộ luật Lao
động Điều 105) and is written ``1-lv``; other numbers of working hours are shown as printed and never counted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.core.clock.calendar import MAXIMUM_DAYS
from portal.core.clock.zone import today
from portal.core.models import ClockRule

SHORT_FORM = re.compile(ClockRule.SHORT_FORM, re.ASCII)
_UNITS = {
    "lv": ClockRule.Unit.WORKING_DAYS,
    "ngay": ClockRule.Unit.CALENDAR_DAYS,
    "gio": ClockRule.Unit.HOURS,
    "thang": ClockRule.Unit.MONTHS,
}
MOST = {
    ClockRule.Unit.WORKING_DAYS: MAXIMUM_DAYS,
    ClockRule.Unit.CALENDAR_DAYS: MAXIMUM_DAYS,
    ClockRule.Unit.HOURS: MAXIMUM_DAYS * 24,
    ClockRule.Unit.MONTHS: 120,
}


class UnknownRule(LookupError):
    """Neither a stored rule in force on that day nor a short form; the message says so in Vietnamese."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How a term is counted.

    ``backward``: so long *before* the start, a day off moves it earlier. ``minimum``: the least duration of a
    posting, so the end is the last day on which it must still stand. ``cut_off``: what is received at this
    time or later, or on a day off, counts as received on the next working day. ``maximum_pause``: calendar
    days that all pauses together may take; None when the rule sets no limit.
    """

    code: str
    unit: str
    amount: int
    backward: bool = False
    minimum: bool = False
    cut_off: time | None = None
    competent_receipt: bool = False
    count_day_of_receipt: bool = False
    maximum_pause: int | None = None
    label: str = ""
    legal_basis: str = ""

    @property
    def words(self) -> str:
        """The length in words: "5 ngày làm việc", "ít nhất 30 ngày liên tục"."""
        length = _length(self.unit, self.amount)
        if self.minimum:
            return _("ít nhất %(length)s liên tục") % {"length": length}
        if self.backward:
            return _("trước ít nhất %(length)s") % {"length": length}
        if self.amount == 0:
            return _("trong ngày")
        return length


def _length(unit: str, amount: int) -> str:
    words = {
        ClockRule.Unit.WORKING_DAYS: ngettext("%(n)d ngày làm việc", "%(n)d ngày làm việc", amount),
        ClockRule.Unit.CALENDAR_DAYS: ngettext("%(n)d ngày", "%(n)d ngày", amount),
        ClockRule.Unit.HOURS: ngettext("%(n)d giờ", "%(n)d giờ", amount),
        ClockRule.Unit.MONTHS: ngettext("%(n)d tháng", "%(n)d tháng", amount),
    }
    return words[ClockRule.Unit(unit)] % {"n": amount}


def rule(code: str, on: date | None = None) -> Rule:
    """The stored rule of this code in force on a day (today), else what the short form says.

    Raises UnknownRule for anything else, and ValueError for an amount beyond reason.
    """
    if SHORT_FORM.fullmatch(code):
        return short_form(code)
    day = on or today()
    rows = list(ClockRule.objects.filter(code=code).order_by("-valid_from"))
    for row in rows:
        if row.valid_from <= day and (row.valid_to is None or day < row.valid_to):
            return stored(row)
    if rows:
        raise UnknownRule(
            _("Quy tắc “%(code)s” không có hiệu lực ngày %(day)s.") % {"code": code, "day": f"{day:%d/%m/%Y}"}
        )
    return short_form(code)


def stored(row: ClockRule) -> Rule:
    """A row of the table as a rule."""
    return Rule(
        code=row.code,
        unit=row.unit,
        amount=row.amount,
        backward=row.direction == ClockRule.Direction.BACKWARD,
        minimum=row.minimum,
        cut_off=row.cut_off,
        competent_receipt=row.start_basis == ClockRule.StartBasis.COMPETENT_RECEIPT,
        count_day_of_receipt=row.count_day_of_receipt,
        maximum_pause=row.maximum_pause,
        label=row.label,
        legal_basis=row.legal_basis,
    )


def short_form(code: str) -> Rule:
    """``5-lv``, ``12-ngay``, ``8-gio``, ``2-thang``, backward ``truoc-7-lv``, minimum ``it-nhat-30-ngay``."""
    found = SHORT_FORM.fullmatch(code)
    if found is None:
        raise UnknownRule(
            _(
                "Không có quy tắc “%(code)s”. Dùng mã quy tắc đã lưu, hoặc dạng ngắn: "
                "5-lv, 12-ngay, 8-gio, 2-thang, truoc-7-lv, it-nhat-30-ngay."
            )
            % {"code": code}
        )
    way, number, letters = found.groups()
    unit, amount = _UNITS[letters], int(number)
    if amount > MOST[unit]:
        raise ValueError(_("%(code)s: con số phải từ 0 đến %(most)d.") % {"code": code, "most": MOST[unit]})
    return Rule(code, unit, amount, backward=way == "truoc", minimum=way == "it-nhat")
