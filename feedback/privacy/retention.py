"""On the day on which the retention of a stream ends, the portal erases; holds end by themselves.

The months of a stream are data (:mod:`feedback.terms`). They count from the end of a case (closed, refused,
removed, merged), or from its answer where nobody closed it; a case that is open is never due.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import F, Q
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _

from feedback import waiting_files
from feedback.models import Case, CaseQuerySet, Stream
from feedback.privacy import erasing, requests
from feedback.refusals import NotAllowed
from feedback.services import Actor, act
from feedback.states import ANSWERED_STATES, ENDED, Action
from feedback.terms import all_terms
from portal.core import clock, jobs

logger = logging.getLogger("portal.feedback")

END = Coalesce("closed_at", "answered_at")
JOB_SECONDS, BATCH, MOST = 3600, 200, 2000
STRAY_AFTER = timedelta(days=1)
_STORED = re.compile(r"[0-9a-f]{2}/[0-9a-f]{32}\.[a-z]{1,5}")


@dataclass(frozen=True, slots=True)
class Planned:
    """So many cases of a stream, due on a day; ``held``: by a legal hold, so that they stay."""

    stream: str
    day: date
    count: int
    held: bool


@dataclass(slots=True)
class Result:
    """Cases erased, holds that ended, cases that failed (by number), old requests, files without a case."""

    erased: int = 0
    requests: int = 0
    released: int = 0
    failed: list[int] = field(default_factory=list)
    strays: int = 0

    def words(self) -> str:
        """One line, empty when there was nothing to do."""
        parts = [
            (_("Đã xóa dữ liệu cá nhân: %d câu."), self.erased),
            (_("Yêu cầu cũ về dữ liệu: %d."), self.requests),
            (_("Hết ngày giữ lại: %d câu."), self.released),
            (_("Không xóa được: %d câu."), len(self.failed)),
            (_("Tệp không còn câu nào: %d."), self.strays),
        ]
        return " ".join(words % number for words, number in parts if number)


def last_end(day: date, months: int) -> date:
    """The last day on which a case may have ended whose retention is over on ``day``."""
    found = clock.add_months(day, -months)
    while clock.add_months(found + timedelta(days=1), months) <= day:
        found += timedelta(days=1)
    return found


def settled() -> CaseQuerySet:
    """Cases that have ended and still name somebody, with their ``end``."""
    rows = Case.objects.filter(anonymised_at__isnull=True, state__in=ENDED | ANSWERED_STATES)
    return rows.annotate(end=END).filter(end__isnull=False)


def due(day: date) -> CaseQuerySet:
    """Those whose retention is over on a day, held ones too. One query for the terms."""
    terms, where = all_terms(), Q(pk__in=[])
    for stream in Stream.values:
        after = clock.start_of(last_end(day, terms[stream].retention_months) + timedelta(days=1))
        where |= Q(stream=stream, end__lt=after)
    return settled().filter(where)


def plan(day: date) -> list[Planned]:
    """What is due up to a day: which stream, which day, how many. Two queries; changes nothing."""
    terms, found = all_terms(), Counter[tuple[str, date, bool]]()
    rows = due(day).order_by().annotate(ended_on=TruncDate("end", tzinfo=clock.ZONE))
    for stream, ended, held in rows.values_list("stream", "ended_on", "legal_hold").iterator(2000):
        found[stream, clock.add_months(ended, terms[stream].retention_months), held] += 1
    return [Planned(stream, on, count, held) for (stream, on, held), count in sorted(found.items())]


def run(day: date | None = None, most: int = MOST) -> Result:
    """End holds, then erase what is due, at most ``most`` cases, each in a transaction of its own.

    Run again it finds what is left. One that fails is named in the log by its number and stops no other.
    """
    today, result = day or clock.today(), Result()
    for case in Case.objects.filter(legal_hold=True, hold_until__lt=today).order_by("pk")[:most]:
        act(case, Action.RELEASE, Actor.system(), reason=_("Ngày giữ lại đã qua."))
        result.released += 1
    after = 0
    while result.erased + len(result.failed) < most:
        rows = due(today).filter(legal_hold=False, pk__gt=after).order_by("pk")
        numbers = list(rows.values_list("pk", flat=True)[:BATCH])
        if not numbers:
            break
        after = numbers[-1]
        for number in numbers:
            _one(number, result)
    result.requests = requests.erase_old(most)
    result.strays = sweep()
    return result


def _one(number: int, result: Result) -> None:
    try:
        act(number, Action.ANONYMISE, Actor.system(), why=erasing.RETENTION)
    except NotAllowed:
        # Held, reopened or erased since the list was made.
        return
    except Exception:
        logger.exception("case %s was not erased", number)
        result.failed.append(number)
    else:
        result.erased += 1


def sweep() -> int:
    """Delete files of the private store without a case: what a crash left, what was never sent again."""
    before = (timezone.now() - STRAY_AFTER).timestamp()
    gone = waiting_files.sweep(before)
    for names in _stored(before):
        for name in set(names) - erasing.known_files(names):
            (Path(settings.PORTAL_PRIVATE_ROOT) / name).unlink(missing_ok=True)
            gone += 1
    return gone


def _stored(before: float) -> Iterator[list[str]]:
    """Names of stored files that are older, some hundred at a time."""
    root, names = Path(settings.PORTAL_PRIVATE_ROOT), list[str]()
    for file in root.glob("??/*"):
        name = file.relative_to(root).as_posix()
        if _STORED.fullmatch(name) and file.stat().st_mtime < before:
            names.append(name)
        if len(names) >= BATCH:
            yield names
            names = []
    if names:
        yield names


def held() -> CaseQuerySet:
    """Cases under a legal hold, those first whose hold ends first."""
    return Case.objects.filter(legal_hold=True).order_by(F("hold_until").asc(nulls_last=True), "pk")


def job() -> str:
    """What the job says it did; fails where a case could not be erased, so that health shows it."""
    result = run()
    if result.failed:
        raise RuntimeError(result.words())
    return result.words()


def register() -> None:
    """Called once when the application starts."""
    jobs.register_job("feedback.retention", job, JOB_SECONDS)
