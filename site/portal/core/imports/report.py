"""The plan of an import and its report: one schema, JSON in UTF-8."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

EXIT_DONE = 0
EXIT_STOPPED = 1
KEYS = ("created", "changed", "unchanged", "vanished", "queued", "refused", "ignored_files")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a report: what happened to which row, and why. ``row`` is None for a whole file."""

    source: str
    row: int | None = None
    code: str = ""
    reason: str = ""
    sheet: str = ""
    column: str = ""

    def to_dict(self) -> dict[str, Any]:
        """``source``, ``row``, ``code``, ``reason``; ``sheet`` and ``column`` only where they exist."""
        line: dict[str, Any] = {
            "source": self.source,
            "row": self.row,
            "code": self.code,
            "reason": self.reason,
        }
        if self.sheet:
            line["sheet"] = self.sheet
        if self.column:
            line["column"] = self.column
        return line


@dataclass(slots=True)
class Plan:
    """What applying a snapshot does to each of its rows; a dry run ends here."""

    created: list[Line] = field(default_factory=list)
    changed: list[Line] = field(default_factory=list)
    unchanged: list[Line] = field(default_factory=list)
    vanished: list[Line] = field(default_factory=list)
    queued: list[Line] = field(default_factory=list)
    refused: list[Line] = field(default_factory=list)
    ignored_files: list[Line] = field(default_factory=list)

    def add(self, key: str, lines: Iterable[Line]) -> None:
        """Append lines under one of :data:`KEYS`."""
        getattr(self, key).extend(lines)

    def counts(self) -> dict[str, int]:
        """How many lines each key holds."""
        return {key: len(getattr(self, key)) for key in KEYS}


@dataclass(slots=True)
class Report:
    """A plan with its outcome. ``stopped`` is the reason why nothing (more) was written, else empty.

    ``keys`` are those of the plan that the command shows: ``provision_agencies`` has no queue.
    """

    plan: Plan
    seconds: float = 0.0
    dry_run: bool = False
    stopped: str = ""
    keys: tuple[str, ...] = KEYS
    extra: dict[str, Any] = field(default_factory=dict)

    def exit_code(self, *, strict: bool = False) -> int:
        """0 done; 1 stopped, or refusals under ``strict``."""
        return EXIT_STOPPED if self.stopped or (strict and self.plan.refused) else EXIT_DONE

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON values."""
        report: dict[str, Any] = {
            key: [line.to_dict() for line in getattr(self.plan, key)] for key in self.keys
        }
        return report | {
            "seconds": round(self.seconds, 3),
            "dry_run": self.dry_run,
            "stopped": self.stopped,
            **self.extra,
        }

    def to_json(self) -> str:
        """The report as JSON text, UTF-8 letters kept, final newline."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=1) + "\n"

    def summary(self) -> str:
        """One line for a terminal: the counts."""
        counts = self.plan.counts()
        return " · ".join(f"{key} {counts[key]}" for key in self.keys) + f" · {self.seconds:.1f} s"
