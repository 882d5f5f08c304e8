"""What a calendar needs to be published."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from home.calendars import days
from portal.core import clock
from portal.editorial.requirements import Requirement
from portal.editorial.requirements import register as register_requirement

LAW = "Điều 24 Luật Tiếp công dân 42/2013/QH13"


def has_entries(week: Any, day: date) -> bool:
    """A week without an engagement says nothing."""
    return week.entries.exists() if week.pk and not week.entries.all() else bool(week.entries.all())


def days_are_planned(reception: Any, day: date) -> bool:
    """What is written about a single day is about a day of the rule."""
    calendar = clock.WorkCalendar.current()
    return all(days.is_planned(reception, note.planned_on, calendar) for note in reception.days.all())


def moves_are_announced(reception: Any, day: date) -> bool:
    """No day is moved to before the day it was planned for without being still to come."""
    return all(note.moved_to is None or note.moved_to != note.planned_on for note in reception.days.all())


def days_stand_once(reception: Any, day: date) -> bool:
    """One row a day: of two, one would hide what the other says, a cancelled day would look held."""
    planned = [note.planned_on for note in reception.days.all()]
    return len(planned) == len(set(planned))


def register() -> None:
    """Called once when the application starts."""
    for requirement in (
        Requirement(
            "agenda-entries",
            "calendars.agendaweek",
            "",
            _("Lịch tuần chưa có việc nào."),
            "",
            has_entries,
        ),
        Requirement(
            "reception-days",
            "calendars.reception",
            "",
            _("Có ngày thay đổi hoặc kết quả không trùng ngày nào theo lịch tiếp công dân."),
            "",
            days_are_planned,
        ),
        Requirement(
            "reception-days-once",
            "calendars.reception",
            "",
            _("Có ngày ghi hai dòng: ghi thay đổi và kết quả của một ngày vào cùng một dòng."),
            "",
            days_stand_once,
        ),
        Requirement(
            "reception-moves",
            "calendars.reception",
            "",
            _("Ngày dời đến phải khác ngày theo lịch."),
            LAW,
            moves_are_announced,
        ),
    ):
        register_requirement(requirement)
