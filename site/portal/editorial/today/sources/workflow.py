"""What came back to its author."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from wagtail.models import TaskState, WorkflowState

from portal.editorial.today.links import edit_address
from portal.editorial.today.registry import Item

if TYPE_CHECKING:
    from portal.agencies.models import Agency

MOST = 50


def sent_back(user: Any, agency: Agency | None, day: date) -> list[Item]:
    """What the person submitted and an approver sent back, with the approver's words. One query."""
    states = (
        TaskState.objects.filter(
            status=TaskState.STATUS_REJECTED,
            workflow_state__status=WorkflowState.STATUS_NEEDS_CHANGES,
            workflow_state__requested_by=user,
            workflow_state__current_task_state_id__isnull=False,
        )
        .select_related("revision__content_type", "finished_by", "workflow_state")
        .order_by("-finished_at")
    )
    items = []
    seen: set[int] = set()
    for state in states[:MOST]:
        if state.workflow_state_id in seen:
            continue
        seen.add(state.workflow_state_id)
        words = " ".join(state.comment.split())
        person = state.finished_by.get_full_name() if state.finished_by else _("Người duyệt")
        said = f"{person}: “{words[:160]}”" if words else _("%(person)s trả lại") % {"person": person}
        items.append(
            Item(
                group="today",
                icon="resubmit",
                title=_("Sửa lại: %(title)s") % {"title": state.revision.object_str},
                detail=said,
                due=None,
                url=edit_address(state.revision.content_type, state.revision.object_id),
                action=_("Sửa, gửi lại"),
                main=True,
            )
        )
    return items
