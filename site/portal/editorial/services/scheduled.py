"""What the clock publishes and takes away: one at a time, so that a rule that stops one stops no other."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import DraftStateMixin, Page, Revision

from portal.editorial.services.acting import SCHEDULE, acting_as
from portal.editorial.services.publishing import expire
from portal.editorial.services.refusal import PublishRefused

logger = logging.getLogger("portal.publishing")


@dataclass(slots=True)
class Run:
    """What one run did; ``refused`` stay where they are and are shown among the late work of the day."""

    published: int = 0
    expired: int = 0
    refused: int = 0

    def __str__(self) -> str:
        if not (self.published or self.expired or self.refused):
            return ""
        return _("Công khai %(published)d, rút %(expired)d, chưa được %(refused)d.") % {
            "published": self.published,
            "expired": self.expired,
            "refused": self.refused,
        }


def due_revisions() -> QuerySet[Revision]:
    """Revisions whose moment has come and that are not public yet, the oldest first."""
    due: QuerySet[Revision] = Revision.objects.filter(approved_go_live_at__lte=timezone.now())
    return due.order_by("approved_go_live_at")


def ended() -> Iterator[Any]:
    """Public things whose day of expiry has come."""
    models = [
        Page,
        *(m for m in apps.get_models() if issubclass(m, DraftStateMixin) and not issubclass(m, Page)),
    ]
    for model in models:
        yield from list(model._base_manager.filter(live=True, expire_at__lte=timezone.now()))


def run() -> Run:
    """Publish what is due, take away what has ended. Late, early and twice do no harm."""
    result = Run()
    with acting_as(SCHEDULE, user=None):
        for obj in ended():
            try:
                expire(obj, actor_role=SCHEDULE)
                result.expired += 1
            except PublishRefused as refusal:
                _report(obj, refusal, result)
        for revision in list(due_revisions()):
            try:
                revision.publish(log_action="wagtail.publish.scheduled")
                result.published += 1
            except PublishRefused as refusal:
                _report(revision.content_object, refusal, result)
    return result


def _report(obj: Any, refusal: PublishRefused, result: Run) -> None:
    codes = ", ".join(failure.code for failure in refusal.failures)
    logger.warning("schedule: %s %s stays as it is: %s", obj._meta.label_lower, obj.pk, codes)
    result.refused += 1


def job() -> str:
    """The job: a line on what was done."""
    return str(run())
