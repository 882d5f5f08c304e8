"""Runs of importers, kept as rows of :class:`portal.core.models.ImportRun`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from portal.core.imports.report import Report
from portal.core.models import ImportRun

# Lines kept of each list: the whole report is what --report writes.
KEPT_LINES = 200


def finish_run(
    kind: str, source: str, started_at: datetime, report: Report, *, extra: dict[str, Any] | None = None
) -> ImportRun:
    """Write the row of a finished run. ``extra`` holds what the next run of the kind compares with."""
    kept: dict[str, Any] = {
        key: [line.to_dict() for line in getattr(report.plan, key)[:KEPT_LINES]]
        for key in report.keys
        if key != "unchanged"
    }
    return ImportRun.objects.create(
        kind=kind,
        source=source[:500],
        started_at=started_at,
        finished_at=timezone.now(),
        dry_run=report.dry_run,
        stopped_reason=report.stopped,
        counts=report.plan.counts(),
        report=kept | (extra or {}),
    )


def applied_runs(kind: str) -> QuerySet[ImportRun]:
    """Runs of a kind that wrote what they read, the newest first."""
    return ImportRun.objects.filter(
        kind=kind, dry_run=False, stopped_reason="", finished_at__isnull=False
    ).order_by("-pk")


def last_run(kind: str, source: str) -> ImportRun | None:
    """The last applied run over the same source."""
    return applied_runs(kind).filter(source=source[:500]).first()
