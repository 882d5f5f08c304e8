"""Scheduled work: apps register jobs, one command runs what is due and writes a row for each run."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from portal.core.models import JobRun

logger = logging.getLogger("portal.jobs")
KEEP = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Job:
    """A job: ``run`` returns a short line on what it did; run again, it must do no harm."""

    name: str
    run: Callable[[], str]
    every: timedelta


_jobs: dict[str, Job] = {}


def register_job(name: str, run: Callable[[], str], every_seconds: int) -> None:
    """Have ``run`` called about every ``every_seconds``; the same name again replaces the earlier job."""
    _jobs[name] = Job(name, run, timedelta(seconds=every_seconds))


def registered_jobs() -> list[Job]:
    """All jobs, by name."""
    return [_jobs[name] for name in sorted(_jobs)]


def run_due_jobs(force: bool = False) -> list[JobRun]:
    """Run every job that is due; a failing one is written down and never stops the rest."""
    now = timezone.now()
    runs = []
    for job in registered_jobs():
        last = JobRun.objects.filter(name=job.name).order_by("-started_at").first()
        if not force and last and last.started_at + job.every > now:
            continue
        run = JobRun.objects.create(name=job.name, started_at=timezone.now())
        try:
            run.message = job.run()
            run.succeeded = True
        except Exception as error:
            logger.exception("job %s failed", job.name)
            run.message = f"{type(error).__name__}: {error}"
        run.finished_at = timezone.now()
        run.save()
        runs.append(run)
    JobRun.objects.filter(started_at__lt=now - KEEP).delete()
    return runs
