"""The rules of terms as a table: ``data/clock_rules.csv``, one line a rule and day from which it holds."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from django.db import transaction
from django.forms.models import model_to_dict

from portal.core.models import ClockRule

FILE = Path(__file__).resolve().parent / "data" / "clock_rules.csv"
_FLAGS = ("minimum", "count_day_of_receipt")
_OPTIONAL = ("cut_off", "maximum_pause", "valid_to")


@transaction.atomic
def load(file: Path = FILE) -> int:
    """Bring the rules in line with the table; gives the number of rules added or changed.

    A rule of the province's own, under another code or another first day, stays.
    """
    count = 0
    with file.open(encoding="utf-8", newline="") as lines:
        for values in csv.DictReader(lines):
            wanted: dict[str, Any] = {key: value or None for key, value in values.items() if key in _OPTIONAL}
            wanted |= {key: values[key] == "1" for key in _FLAGS}
            wanted |= {key: value for key, value in values.items() if key not in wanted}
            row = ClockRule.objects.filter(code=wanted["code"], valid_from=wanted["valid_from"]).first()
            before = model_to_dict(row) if row else None
            row = row or ClockRule()
            for key, value in wanted.items():
                setattr(row, key, value)
            row.full_clean()
            if model_to_dict(row) != before:
                row.save()
                count += 1
    return count
