"""What Wagtail calls when a workflow has ended well; it imports this before its models are there."""

from __future__ import annotations

from typing import Any


def publish_approved(workflow_state: Any, user: Any = None) -> None:
    """WAGTAIL_FINISH_WORKFLOW_ACTION: publish by the approval that was given.

    Wagtail's own action asks the last approver for the model's "publish" permission and leaves the task open
    without it: a deputy has none.
    """
    from wagtail.models import Page

    from portal.editorial.services import approval, publish

    obj = workflow_state.content_object
    obj = obj.specific if isinstance(obj, Page) else obj
    revision = obj.get_latest_revision()
    publish(obj, user=user, revision=revision, approval=approval.found(obj, revision))
