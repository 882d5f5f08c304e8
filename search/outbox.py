"""The outbox of the search index: noted with the change, worked off after it.

A task says only "look at this again"; the entry is made from what is live and public when it is worked
off, so a task may come late, twice or in another order without harm.
"""

from __future__ import annotations

import logging
import time
from collections import defaultdict
from collections.abc import Iterable

from django.conf import settings
from django.db import connection, transaction

from search import registry
from search.index import bring_up_to_date
from search.models import IndexTask, SearchEntry

logger = logging.getLogger("search")
AT_ONCE = 50
BATCH = 200
JOB_SECONDS = 20.0


def request_index(kind: str, object_ids: Iterable[int]) -> None:
    """Note, in the caller's transaction, that these things' entries must be looked at again.

    With the embedded engine a few are worked off right after the commit; the job does the rest.
    """
    tasks = [IndexTask(kind=kind, object_id=pk) for pk in dict.fromkeys(object_ids)]
    if not tasks:
        return
    IndexTask.objects.bulk_create(tasks, batch_size=1000)
    if settings.PORTAL_SEARCH_ENGINE == "embedded":
        transaction.on_commit(drain_some, robust=True)


def drain_some() -> None:
    """Work off a first few tasks."""
    drain(AT_ONCE)


def drain(limit: int = BATCH) -> int:
    """Work off up to ``limit`` of the oldest tasks in one transaction; gives how many were taken.

    Tasks of kinds that nobody registers are dropped with a warning.
    """
    with transaction.atomic():
        queue = IndexTask.objects.filter(stage=IndexTask.ENTRY).order_by("pk")
        if connection.features.has_select_for_update_skip_locked:
            queue = queue.select_for_update(skip_locked=True)
        tasks = list(queue[:limit])
        if not tasks:
            return 0
        wanted: defaultdict[str, dict[int, None]] = defaultdict(dict)
        for task in tasks:
            wanted[task.kind][task.object_id] = None
        for name, ids in sorted(wanted.items()):
            kind = registry.known(name)
            if kind is None:
                logger.warning("search: %d task(s) of the unknown kind %r dropped", len(ids), name)
                continue
            changed = bring_up_to_date(kind, list(ids))
            if changed and settings.PORTAL_SEARCH_ENGINE == "elasticsearch":
                IndexTask.objects.bulk_create(
                    [IndexTask(kind=name, object_id=pk, stage=IndexTask.SERVER) for pk in ids]
                )
        IndexTask.objects.filter(pk__in=[task.pk for task in tasks]).delete()
    return len(tasks)


def drain_server(limit: int = BATCH) -> int:
    """Bring the server's documents of up to ``limit`` things up to date; gives how many tasks were done.

    When the server does not answer nothing is lost: the tasks stay.
    """
    from search.backends import elastic

    tasks = list(IndexTask.objects.filter(stage=IndexTask.SERVER).order_by("pk")[:limit])
    if not tasks:
        return 0
    languages = [code for code, _label in settings.LANGUAGES]
    gone = {elastic.key(task.kind, task.object_id, code) for task in tasks for code in languages}
    entries: list[SearchEntry] = []
    for name in {task.kind for task in tasks}:
        ids = {task.object_id for task in tasks if task.kind == name}
        entries += SearchEntry.objects.filter(kind=name, object_id__in=ids)
    gone -= {elastic.key(entry.kind, entry.object_id, entry.locale) for entry in entries}
    try:
        elastic.write(entries, sorted(gone))
    except elastic.Unavailable as error:
        logger.warning("search: %d task(s) wait for the server: %s", len(tasks), error)
        return 0
    IndexTask.objects.filter(pk__in=[task.pk for task in tasks]).delete()
    return len(tasks)


def run() -> str:
    """The job: work off all that waits, or as much as fits into its time; gives a line on what was done."""
    end = time.monotonic() + JOB_SECONDS
    done = 0
    while time.monotonic() < end:
        taken = drain()
        done += taken
        if not taken:
            break
    if settings.PORTAL_SEARCH_ENGINE == "elasticsearch":
        while time.monotonic() < end and drain_server():
            pass
    return f"{done}" if done else ""
