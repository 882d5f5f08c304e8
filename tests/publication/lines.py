"""Lines for tests of the log: acts over several days, and a hand that reaches into the database."""

from datetime import UTC, datetime, timedelta
from typing import Any

import time_machine
from django.db import connection, transaction

from portal.core import append_only
from portal.publication.chain import COLUMNS, line_hash
from portal.publication.models import ChainTip, PublicationEntry
from portal.publication.services import Act, record_acts, write_roots

LINES, ROOTS = "publication_publicationentry", "publication_dailyroot"
FIRST_DAY = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)


def act(number: int = 1, **changes: object) -> Act:
    values: dict[str, object] = {
        "act": "appeared",
        "object_type": "procedures_pages.procedureversion",
        "object_id": str(number),
        "actor_role": "nhap-du-lieu",
        "content": {"code": "1.001193", "name": f"Đăng ký khai sinh {number}"},
    }
    return Act(**{**values, **changes})  # type: ignore[arg-type]


def days_of_lines(days: int = 3, a_day: int = 4, scope: str = "17950") -> None:
    """Nothing but lines of several days, every other one an agency's; the roots of the days that are over."""
    for table in (LINES, ROOTS, "publication_chaintip"):
        by_hand(f"DELETE FROM {table}")  # noqa: S608
    number = 0
    for day in range(days):
        with time_machine.travel(FIRST_DAY + timedelta(days=day), tick=False), transaction.atomic():
            for _line in range(a_day):
                number += 1
                own: dict[str, Any] = {"scope_kind": "agency", "scope": scope} if number % 2 else {}
                record_acts([act(number, **own)])
    with time_machine.travel(FIRST_DAY + timedelta(days=days), tick=False):
        write_roots()


def by_hand(sql: str, *values: str | int) -> None:
    """What somebody with the database's password could do: take the guards away, change, put them back."""
    with append_only.lifted(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def rewritten_from(sequence: int) -> None:
    """A careful forger: changes a line and makes every later hash fit again, the tip too."""
    previous = ""
    for line in list(PublicationEntry.objects.filter(sequence__gte=sequence).order_by("sequence")):
        values = {name: getattr(line, name) for name in COLUMNS}
        if line.sequence == sequence:
            values["scope"] = "99999"
        else:
            values["previous_hash"] = previous
        previous = line_hash(values)
        by_hand(
            f"UPDATE {LINES} SET scope = %s, previous_hash = %s, entry_hash = %s WHERE sequence = %s",  # noqa: S608
            values["scope"],
            values["previous_hash"],
            previous,
            line.sequence,
        )
    ChainTip.objects.update(entry_hash=previous)
