"""Probes: ``/-/live`` (the process), ``/-/ready`` (the database), ``/-/health`` (everything, as JSON)."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.core.jobs import registered_jobs
from portal.core.models import JobRun

STARTED = time.monotonic()
_checks: dict[str, Callable[[], dict[str, Any]]] = {}


def register_check(name: str, check: Callable[[], dict[str, Any]]) -> None:
    """Add a part to ``/-/health``: a function giving a dictionary with at least ``ok``."""
    _checks[name] = check


@require_safe
@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers; asks nothing of anybody."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """200 when the database answers, else 503. Cache and search engine are absent on purpose."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """What works and what does not, with the last run of each job; 503 when a part is not ok."""
    parts: dict[str, dict[str, Any]] = {"database": _database(), "jobs": _jobs()}
    for name, check in _checks.items():
        try:
            parts[name] = check()
        except Exception as error:
            parts[name] = {"ok": False, "error": type(error).__name__}
    ok = all(part["ok"] for part in parts.values())
    body = {
        "ok": ok,
        "time": timezone.now(),
        "uptime_seconds": round(time.monotonic() - STARTED),
        "parts": parts,
    }
    return JsonResponse(body, status=200 if ok else 503)


def _database() -> dict[str, Any]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return {"ok": False, "engine": connection.vendor, "error": type(error).__name__}
    return {"ok": True, "engine": connection.vendor}


def _jobs() -> dict[str, Any]:
    now = timezone.now()
    last: dict[str, Any] = {}
    ok = True
    for job in registered_jobs():
        # One that runs at this moment has not failed.
        ended = JobRun.objects.filter(name=job.name, finished_at__isnull=False)
        run = ended.order_by("-started_at").first()
        if run is None:
            last[job.name] = None
            continue
        overdue = run.started_at + 3 * job.every < now
        last[job.name] = {"started_at": run.started_at, "succeeded": run.succeeded, "overdue": overdue}
        ok = ok and run.succeeded
    return {"ok": ok, "last": last}
