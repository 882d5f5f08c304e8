"""The calendar's days as a table: ``data/calendar.csv`` with ``date, kind, name, basis, status``."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from django.db import transaction

from portal.core.clock import move_open_deadlines
from portal.core.models import CalendarChange, CalendarDay
from portal.core.stamps import bump

FILE = Path(__file__).resolve().parent / "data" / "calendar.csv"


@transaction.atomic
def load(file: Path = FILE) -> int:
    """Bring the country's days in line with the table; gives the number of days added or changed.

    Days that the table does not list stay: a province adds its own. Days that a person has changed stay too.
    """
    changed = set(CalendarChange.objects.filter(scope="").values_list("day", flat=True))
    held = {row.day: row for row in CalendarDay.objects.filter(scope="")}
    count = 0
    with file.open(encoding="utf-8", newline="") as lines:
        for values in csv.DictReader(lines):
            day = date.fromisoformat(values["date"])
            if day in changed:
                continue
            row = held.get(day) or CalendarDay(day=day)
            wanted = {key: values[key] for key in ("kind", "name", "basis", "status")}
            if row.pk and all(getattr(row, key) == value for key, value in wanted.items()):
                continue
            for key, value in wanted.items():
                setattr(row, key, value)
            row.full_clean()
            row.save()
            count += 1
    if count:
        bump("calendar")
        move_open_deadlines(None)
    return count
