"""What /-/health says of search."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from search.models import IndexTask, SearchEntry

# A task that has waited longer than this means that nobody works the outbox off.
LONGEST_WAIT = timedelta(minutes=10)


def state() -> dict[str, Any]:
    """Entries, waiting tasks with the age of the oldest (seconds), and whether the search server answers.

    A server that is down is told, but search goes on without it: ``ok`` stays true until tasks wait too long.
    """
    oldest = IndexTask.objects.order_by("pk").first()
    age = timezone.now() - oldest.created_at if oldest else timedelta()
    found: dict[str, Any] = {
        "ok": age < LONGEST_WAIT,
        "engine": settings.PORTAL_SEARCH_ENGINE,
        "entries": SearchEntry.objects.count(),
        "waiting": IndexTask.objects.count(),
        "oldest_seconds": round(age.total_seconds()),
    }
    if settings.PORTAL_SEARCH_ENGINE == "elasticsearch":
        from search.backends import elastic

        found["server"] = elastic.answers()
    return found
