"""What was read: rows with their places, problems found while reading, files that are something else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, TypeVar

from portal.core.imports.report import Line

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands: file, and row, sheet and column where the format has them (all counted from 1)."""

    source: str
    row: int | None = None
    sheet: str = ""
    column: str = ""

    def line(self, code: str, reason: str) -> Line:
        """A report line about what stands here."""
        return Line(
            source=self.source, row=self.row, code=code, reason=reason, sheet=self.sheet, column=self.column
        )

    def __str__(self) -> str:
        return self.source if self.row is None else f"{self.source}:{self.row}"


class UnreadableInput(Exception):
    """The input cannot be read at all; the run stops before anything is written.

    ``place`` is where it fails, when that is one place.
    """

    def __init__(self, reason: str, place: Place | None = None) -> None:
        super().__init__(reason)
        self.place = place


@dataclass(slots=True)
class Snapshot(Generic[T]):
    """The whole of an input as read at one moment.

    ``rows`` may be light descriptions of rows (place, code, hash) that are read again one by one when the
    plan is applied, so that memory stays flat whatever the size of the input.
    """

    rows: list[T] = field(default_factory=list)
    problems: list[Line] = field(default_factory=list)
    ignored_files: list[Line] = field(default_factory=list)
