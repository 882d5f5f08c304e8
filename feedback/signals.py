"""What follows from saved rows: letters after what happened, and fresh lists after what was published."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save

from feedback import mails, selectors
from feedback.models import CaseEvent, PublicQuestion
from portal.core.stamps import bump


def _happened(sender: Any, instance: CaseEvent, created: bool, raw: bool = False, **kwargs: Any) -> None:
    if created and not raw:
        mails.queue_after(instance)


def _published(sender: Any, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        bump(selectors.STAMP)


def connect() -> None:
    """Listen; called once when the application starts."""
    post_save.connect(_happened, sender=CaseEvent, dispatch_uid="feedback.letters")
    post_save.connect(_published, sender=PublicQuestion, dispatch_uid="feedback.published")
    post_delete.connect(_published, sender=PublicQuestion, dispatch_uid="feedback.gone")
