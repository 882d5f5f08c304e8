"""Answers go "cần rà soát" when a procedure that they speak of has changed since, as the log says.

The log tells when which version of a code became public, so that a version announced for a later day counts
from that day. An officer who publishes the answer again takes the mark away.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from feedback.models import PublicQuestion, QuestionTopic
from feedback.selectors import STAMP
from portal.core import clock, jobs
from portal.core.stamps import bump
from portal.publication.models import PublicationEntry

PROCEDURE_VERSION = "procedures_pages.procedureversion"
JOB_SECONDS = 900


def mark() -> str:
    """Mark what needs a look; says how many. Run again it finds nothing new."""
    now = clock.now()
    since = PublicationEntry.objects.filter(
        object_type=PROCEDURE_VERSION,
        object_id=OuterRef("procedure_code"),
        visible_from__gt=OuterRef("question__published_at"),
        visible_from__lte=now,
    )
    changed = QuestionTopic.objects.filter(Exists(since), question=OuterRef("pk"))
    rows = PublicQuestion.objects.filter(Exists(changed), live=True, needs_review=False)
    count = rows.update(needs_review=True, needs_review_since=now)
    if count:
        bump(STAMP)
    return f"{count}" if count else ""


def register() -> None:
    """Called once when the application starts."""
    jobs.register_job("feedback.review", mark, JOB_SECONDS)
