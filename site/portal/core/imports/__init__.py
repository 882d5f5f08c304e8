"""Imports: a snapshot is read, a plan says what it would do, applying it gives a report.

One schema for every importer of the portal: the keys and exit codes of the commands are fixed
(docs/importing.md). Reading never writes; a dry run makes the same plan and applies nothing.
"""

from portal.core.imports.report import EXIT_DONE, EXIT_STOPPED, KEYS, Line, Plan, Report
from portal.core.imports.runs import finish_run, last_run
from portal.core.imports.snapshot import Place, Snapshot, UnreadableInput

__all__ = [
    "EXIT_DONE",
    "EXIT_STOPPED",
    "KEYS",
    "Line",
    "Place",
    "Plan",
    "Report",
    "Snapshot",
    "UnreadableInput",
    "finish_run",
    "last_run",
]
