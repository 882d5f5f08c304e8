"""Figures about answering, per agency and year of receipt, out of the rows that everybody can take as CSV.

What is late stays late: a case that is removed, refused, merged or reopened after its term counts as late, so
that no figure gets better by deleting. Sealed complaints are no questions and stand in no figure, lest an
agency learn of one. ``deploy/verify_statistics.py`` computes the same from the CSV alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from statistics import median
from typing import Any

from feedback.models import Case, Stream
from feedback.states import ANSWERED_STATES, OPEN, State
from portal.core import clock

# Below this many judged cases no percentage is told: one case would swing it.
MINIMUM = 10
WORKING, ANSWERED, REFUSED, REMOVED, MERGED = (
    "dang-xu-ly",
    "da-tra-loi",
    "khong-tiep-nhan",
    "da-go",
    "gop-trung",
)
COLUMNS = (
    "ma_co_quan",
    "co_quan",
    "loai",
    "ngay_nhan",
    "han_tra_loi",
    "ngay_tra_loi",
    "tinh_trang",
    "qua_han",
    "mo_lai",
)
_FIELDS = (
    "agency__code",
    "agency__name",
    "stream",
    "received_at",
    "due_at",
    "answered_at",
    "state",
    "was_late",
    "reopened_at",
    "merged_into",
)


@dataclass(frozen=True, slots=True)
class PublicRow:
    """One case without a word of it: whose, what kind, which days, how it stands."""

    agency: str
    agency_name: str
    stream: str
    received: date
    due: date | None
    answered: date | None
    standing: str
    late: bool
    reopened: bool

    def cells(self) -> list[str]:
        """The row of the CSV."""
        return [
            self.agency,
            self.agency_name,
            self.stream,
            self.received.isoformat(),
            self.due.isoformat() if self.due else "",
            self.answered.isoformat() if self.answered else "",
            self.standing,
            "1" if self.late else "0",
            "1" if self.reopened else "0",
        ]


@dataclass(slots=True)
class Figures:
    """What is told of one agency. ``days``: from receipt to answer, days off included."""

    agency: str
    name: str
    received: int = 0
    in_time: int = 0
    late: int = 0
    open: int = 0
    reopened: int = 0
    refused: int = 0
    removed: int = 0
    days: list[int] = field(default_factory=list)

    @property
    def judged(self) -> int:
        """How many are decided: settled, or open beyond their term."""
        return self.in_time + self.late

    @property
    def percent(self) -> float | None:
        """How many of the judged were in time, to a tenth; None below the minimum."""
        return round(100 * self.in_time / self.judged, 1) if self.judged >= MINIMUM else None

    @property
    def median(self) -> float | None:
        """The middle number of days to an answer; None below the minimum."""
        return float(median(self.days)) if len(self.days) >= MINIMUM else None

    def add(self, row: PublicRow) -> None:
        """Count one case."""
        self.received += 1
        self.reopened += row.reopened
        self.refused += row.standing == REFUSED
        self.removed += row.standing == REMOVED
        self.open += row.standing == WORKING
        if row.late:
            self.late += 1
        elif row.standing != WORKING:
            self.in_time += 1
        if row.standing == ANSWERED and row.answered is not None:
            self.days.append((row.answered - row.received).days)


def rows(year: int, agency_id: int | None, now: datetime | None = None) -> Iterator[PublicRow]:
    """The public rows of a year, of one agency or of all: one query, read as it comes."""
    moment = now or clock.now()
    start, end = (clock.start_of(date(number, 1, 1)) for number in (year, year + 1))
    cases = Case.objects.filter(received_at__gte=start, received_at__lt=end).exclude(state=State.SEALED)
    cases = cases.exclude(stream=Stream.DRAFT_COMMENT)
    if agency_id is not None:
        cases = cases.filter(agency=agency_id)
    for values in cases.order_by("agency__code", "received_at", "pk").values_list(*_FIELDS).iterator(2000):
        yield _row(values, moment)


def _row(values: tuple[Any, ...], now: datetime) -> PublicRow:
    code, name, stream, received, due, answered, state, was_late, reopened, merged = values
    running = state in OPEN
    overdue = running and state != State.WAITING_SENDER and due is not None and due < now
    return PublicRow(
        agency=code,
        agency_name=name,
        stream=stream,
        received=clock.local(received).date(),
        due=clock.local(due).date() if due else None,
        answered=clock.local(answered).date() if answered and not running else None,
        standing=WORKING if running else MERGED if merged else _settled(state),
        late=bool(was_late or overdue),
        reopened=reopened is not None,
    )


def _settled(state: str) -> str:
    if state in ANSWERED_STATES:
        return ANSWERED
    return REFUSED if state == State.REFUSED else REMOVED


def figures(found: Iterable[PublicRow]) -> list[Figures]:
    """Figures by agency, in the order of the rows."""
    by_agency: dict[str, Figures] = {}
    for row in found:
        by_agency.setdefault(row.agency, Figures(row.agency, row.agency_name)).add(row)
    return list(by_agency.values())


def total(of: Iterable[PublicRow], name: str) -> Figures:
    """All rows together."""
    found = Figures("", name)
    for row in of:
        found.add(row)
    return found
