"""What the templates and files of calendars are given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from home.calendars.days import Occurrence
from home.calendars.ics import Event
from home.calendars.models import AgendaEntry, AgendaWeek, Reception
from home.calendars.models.reception import WEEKDAYS
from portal.core import clock
from portal.core.site_request import PortalRequest


@dataclass(frozen=True, slots=True)
class Line:
    """One engagement or reception in a week. ``tag``: "" or words for moved, cancelled, given to somebody."""

    day: date
    hours: str
    who: str
    what: str
    kind: str
    place: str
    tag: str = ""
    tag_state: str = ""
    remark: str = ""
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a week with its lines."""

    day: date
    heading: str
    today: bool
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A reception as it is announced: who, when by rule, where, with whom, about what."""

    anchor: str
    who: str
    when: str
    place: str
    attends: str
    subjects: str
    contact: str
    basis: str


@dataclass(frozen=True, slots=True)
class DayLine:
    """A day of a reception, to come or past. ``result`` is None for a day to come or cancelled."""

    heading: str
    hours: str
    who: str
    place: str
    tag: str
    tag_state: str
    remark: str
    result: str | None
    known: bool = True


def hours(opens: time, closes: time | None) -> str:
    """ "7:30–11:30"; "từ 14:00" without an end."""
    if closes is None:
        return _("từ %s") % _clock(opens)
    return f"{_clock(opens)}–{_clock(closes)}"


def _clock(at: time) -> str:
    return f"{at.hour}:{at.minute:02d}"


def who(office: str, name: str) -> str:
    """The office, and the name where it is known."""
    return f"{office} {name}".strip()


def short(day: date) -> str:
    """dd/mm/yyyy."""
    return date_format(day, "SHORT_DATE_FORMAT")


def entry_line(entry: AgendaEntry) -> Line:
    """An engagement as a line."""
    state = entry.State
    tag, tag_state, remark = "", "", []
    if entry.state == state.CANCELLED:
        tag, tag_state = _("hoãn"), "late"
    elif entry.state == state.MOVED and entry.moved_from:
        tag, tag_state = _("dời từ %s") % short(entry.moved_from), "warn"
    if entry.stand_in:
        remark.append(_("%s đi thay.") % entry.stand_in)
    if entry.reason:
        remark.append(_("Lý do: %s.") % entry.reason.rstrip("."))
    return Line(
        entry.day,
        hours(entry.starts, entry.ends),
        who(entry.leader, entry.leader_name),
        entry.what,
        entry.get_kind_display(),
        entry.place,
        tag,
        tag_state,
        " ".join(remark),
        entry.state == state.CANCELLED,
    )


def reception_in_week(one: Occurrence) -> Line:
    """A reception among the engagements of a week."""
    found = day_line(one)
    reception = one.reception
    return Line(
        one.day,
        found.hours,
        found.who,
        _("Tiếp công dân"),
        "",
        reception.place,
        found.tag,
        found.tag_state,
        found.remark,
        one.cancelled,
    )


def week_days(monday: date, lines: Iterable[Line], today: date) -> list[Day]:
    """The working days of a week, and Saturday and Sunday where something is on."""
    by_day = {
        day: list(group)
        for day, group in groupby(sorted(lines, key=lambda one: one.day), key=lambda one: one.day)
    }
    days = [monday + timedelta(days=number) for number in range(7)]
    return [
        Day(day, _("%(weekday)s, %(day)s") % _named(day), day == today, by_day.get(day, []))
        for day in days
        if day.weekday() < 5 or day in by_day
    ]


def _named(day: date) -> dict[str, str]:
    weekday = clock.weekday_name(day)
    return {"weekday": weekday[:1].upper() + weekday[1:], "day": short(day)}


def rule_line(reception: Reception) -> RuleLine:
    """A reception in words."""
    return RuleLine(
        f"lich-tiep-{reception.pk}",
        who(reception.leader, reception.leader_name),
        f"{rhythm(reception)}, {hours(reception.opens, reception.closes)}",
        reception.place,
        reception.attends,
        reception.subjects,
        reception.contact,
        reception.basis,
    )


def rhythm(reception: Reception) -> str:
    """ "Thứ Năm hằng tuần"; "Thứ Hai đầu tiên hằng tháng"; "Ngày 15 hằng tháng"."""
    if reception.rhythm == Reception.Rhythm.MONTH_DAY:
        return _("Ngày %d hằng tháng") % (reception.month_day or 1)
    weekday = str(dict(WEEKDAYS)[reception.weekday or 0])
    weekday = weekday[:1].upper() + weekday[1:]
    if reception.rhythm == Reception.Rhythm.WEEKLY:
        return _("%s hằng tuần") % weekday
    turn = Reception.Nth(reception.nth or 1).label
    return _("%(weekday)s %(turn)s hằng tháng") % {"weekday": weekday, "turn": turn}


def day_line(one: Occurrence, *, past: bool = False) -> DayLine:
    """A day of a reception: substitution, move, cancellation, reason; neutral without a result."""
    note, reception = one.note, one.reception
    tag, tag_state = "", ""
    remark = []
    if one.cancelled:
        tag, tag_state = _("hoãn"), "late"
    elif one.moved:
        tag, tag_state = _("dời từ %s") % short(one.planned_on), "warn"
    elif one.shifted:
        tag, tag_state = _("lùi từ %s") % short(one.by_rule), "info"
        remark.append(_("Ngày theo lịch là ngày nghỉ (%s).") % one.shifted)
    if note and note.stand_in:
        remark.append(_("%s tiếp thay.") % note.stand_in)
    if note and note.reason:
        remark.append(_("Lý do: %s.") % note.reason.rstrip("."))
    shown = past and not one.cancelled
    return DayLine(
        clock.date_words(one.day),
        hours(one.opens, one.closes),
        who(reception.leader, reception.leader_name),
        reception.place,
        tag,
        tag_state,
        " ".join(remark),
        result(one) if shown else None,
        one.has_result,
    )


def result(one: Occurrence) -> str:
    """What came of a past day, or that it has not been updated yet."""
    note = one.note
    if note is None or not note.has_result:
        return _("Chưa cập nhật kết quả")
    words = []
    if note.people is not None:
        words.append(_("%d lượt người") % note.people)
    if note.matters is not None:
        words.append(_("%d vụ việc") % note.matters)
    counted = ", ".join(words)
    return ". ".join(part for part in (counted, note.result.strip()) if part)


def events_of_entries(entries: Sequence[AgendaEntry], address: str, host: str, mark: str) -> list[Event]:
    """Engagements for a calendar program."""
    found = []
    for entry in entries:
        line = entry_line(entry)
        found.append(
            Event(
                uid=f"{entry.key}@{host}",
                day=entry.day,
                starts=entry.starts,
                ends=entry.ends,
                summary=f"{mark}{line.who}: {entry.what}",
                place=entry.place,
                description=" ".join(part for part in (line.tag, line.remark) if part),
                url=address,
                sequence=sequence(entry.week),
                changed_at=_changed(entry.week),
                cancelled=line.cancelled,
            )
        )
    return found


def events_of_days(
    days: Sequence[Occurrence], portal: PortalRequest, address: str, host: str, mark: str
) -> list[Event]:
    """Reception days for a calendar program; a changed calendar of working days counts as a change too."""
    found = []
    for one in days:
        line = day_line(one)
        reception = one.reception
        found.append(
            Event(
                uid=f"{reception.key}-{one.by_rule:%Y%m%d}@{host}",
                day=one.day,
                starts=one.opens,
                ends=one.closes,
                summary=f"{mark}{_('Tiếp công dân')}: {line.who}",
                place=reception.place,
                description="\n".join(part for part in (line.tag, line.remark, reception.contact) if part),
                url=address,
                sequence=sequence(reception) + portal.stamps.get("calendar", 0),
                changed_at=_changed(reception),
                cancelled=one.cancelled,
            )
        )
    return found


def sequence(record: AgendaWeek | Reception) -> int:
    """A number that grows with every publication: whole minutes since the first one."""
    first, last = record.first_published_at, record.last_published_at
    return int((last - first).total_seconds() // 60) if first and last else 0


def _changed(record: AgendaWeek | Reception) -> datetime:
    return record.last_published_at or clock.now()
