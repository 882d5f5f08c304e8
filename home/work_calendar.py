"""Lịch làm việc for citizens: which days do not count and why, and when a term ends."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from portal.core import clock, site_request
from portal.core.models import CalendarDay, ClockRule

PARAMETERS = ("nhan", "gio", "quy-tac", "so", "don-vi", "chieu")
LONGEST_VALUE = 50


@dataclass(frozen=True, slots=True)
class DayLine:
    """One day that is not as its weekday has it."""

    day: date
    name: str
    closed: bool
    basis: str
    basis_url: str
    provisional: bool


@dataclass(frozen=True, slots=True)
class Year:
    """The days of a year."""

    number: int
    lines: tuple[DayLine, ...]
    provisional: bool


@dataclass(slots=True)
class Calculation:
    """What was typed, what is wrong with it, and when the term ends."""

    values: dict[str, str]
    errors: list[dict[str, str]] = field(default_factory=list)
    due: clock.Due | None = None
    end: str = ""

    @property
    def error_at(self) -> dict[str, str]:
        """The errors by the field's id."""
        return {error["id"]: error["text"] for error in self.errors}


def context(request: HttpRequest) -> dict[str, Any]:
    """``years``, ``rules`` [(code, label)], ``units`` [(code, words)], ``calculation``."""
    portal = site_request.of(request)
    # Days of earlier years are history: they stand in the file alone.
    rows = CalendarDay.objects.filter(scope="", day__year__gte=portal.today.year)
    rules = offered(portal.today)
    return {
        "years": years(rows),
        "rules": [(rule.code, rule.label) for rule in rules],
        "units": [
            ("lv", _("ngày làm việc")),
            ("ngay", _("ngày")),
            ("gio", _("giờ")),
            ("thang", _("tháng")),
        ],
        "calculation": calculate(request.GET, rules, portal.calendar, portal.today),
    }


def years(rows: Sequence[CalendarDay] | Any) -> list[Year]:
    """The days by year."""
    found: dict[int, list[DayLine]] = {}
    for row in rows:
        line = DayLine(
            row.day,
            row.name,
            row.kind == CalendarDay.Kind.CLOSED,
            row.basis,
            row.basis_url,
            row.status == CalendarDay.Status.PROVISIONAL,
        )
        found.setdefault(row.day.year, []).append(line)
    return [
        Year(number, tuple(lines), any(line.provisional for line in lines))
        for number, lines in sorted(found.items())
    ]


def offered(day: date) -> list[ClockRule]:
    """The rules in force, as the form offers them: one query."""
    rules = ClockRule.objects.filter(valid_from__lte=day).order_by("label", "-valid_from")
    return [rule for rule in rules if rule.valid_to is None or day < rule.valid_to]


def calculate(
    typed: Mapping[str, str], rules: Sequence[ClockRule], calendar: clock.WorkCalendar, today: date
) -> Calculation:
    """Read the form (``nhan``, ``gio``, ``quy-tac`` or ``so`` and ``don-vi``, ``chieu``) and count.

    Without ``nhan`` nothing was asked yet: the form stands with today in it.
    """
    values = {name.replace("-", "_"): str(typed.get(name, "")).strip()[:LONGEST_VALUE] for name in PARAMETERS}
    found = Calculation(values)
    if "nhan" not in typed:
        values |= {"nhan": today.isoformat(), "so": "5", "don_vi": "lv"}
        return found
    start, rule = _start(values, found.errors), _rule(values, rules, found.errors)
    if start is None or rule is None:
        return found
    try:
        found.due = clock.due(start, rule, calendar=calendar, competent_start=start)
    except (ValueError, OverflowError):
        found.errors.append({"id": "nhan", "text": _("Ngày này xa quá, không tính được.")})
        return found
    hours = rule.unit == ClockRule.Unit.HOURS
    found.end = clock.moment_words(found.due.at) if hours else clock.date_words(found.due.day)
    return found


def _start(values: dict[str, str], errors: list[dict[str, str]]) -> datetime | None:
    """The moment of receipt. What cannot be read leaves its field, which takes no such value."""
    day: date | None = None
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            day = datetime.strptime(values["nhan"], form).date()  # noqa: DTZ007 a day has no zone
            break
        except ValueError:
            continue
    if day is None:
        values["nhan"] = ""
        errors.append({"id": "nhan", "text": _("Ghi ngày nhận, ví dụ 20/11/2026.")})
        return None
    values["nhan"] = day.isoformat()
    try:
        hour = time.fromisoformat(values["gio"]) if values["gio"] else time(8)
    except ValueError:
        values["gio"] = ""
        errors.append({"id": "gio", "text": _("Ghi giờ nhận, ví dụ 14:30; không nhớ thì để trống.")})
        return None
    return datetime.combine(day, hour.replace(tzinfo=None), clock.ZONE)


def _rule(
    values: dict[str, str], rules: Sequence[ClockRule], errors: list[dict[str, str]]
) -> clock.Rule | None:
    if values["quy_tac"]:
        row = next((rule for rule in rules if rule.code == values["quy_tac"]), None)
        if row is not None:
            return clock.rules.stored(row)
        errors.append({"id": "quy-tac", "text": _("Chọn một việc trong danh sách, hoặc tự ghi số ngày.")})
        return None
    way = "truoc-" if values["chieu"] == "truoc" else ""
    try:
        return clock.short_form(f"{way}{values['so']}-{values['don_vi']}")
    except (clock.UnknownRule, ValueError):
        errors.append({"id": "so", "text": _("Ghi thời hạn bằng một con số, ví dụ 5.")})
        return None


def as_csv(request: HttpRequest) -> HttpResponse:
    """All days of all years, for the whole province; a demonstration says so in the first line."""
    portal = site_request.of(request)
    out = io.StringIO()
    writer = csv.writer(out)
    if portal.demo:
        writer.writerow([_("BẢN TRÌNH DIỄN – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ")])
    writer.writerow(["ngay", "loai", "ten", "can_cu", "trang_thai"])
    for row in CalendarDay.objects.filter(scope=""):
        kind = "nghi" if row.kind == CalendarDay.Kind.CLOSED else "lam"
        cells = [row.day.isoformat(), kind, row.name, row.basis, row.get_status_display()]
        writer.writerow([f"'{cell}" if cell.startswith(("=", "+", "-", "@")) else cell for cell in cells])
    answer = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"{'trinh-dien-' if portal.demo else ''}lich-lam-viec-{portal.today:%Y-%m-%d}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
