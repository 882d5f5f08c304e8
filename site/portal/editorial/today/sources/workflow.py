"""What is to be approved by a person, and what came back to its author."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from wagtail.models import TaskState, WorkflowState

from portal.editorial.today.links import edit_address, icon_of
from portal.editorial.today.registry import Item

if TYPE_CHECKING:
    from portal.agencies.models import Agency

MOST = 50


def waiting(user: Any, agency: Agency | None, day: date) -> list[Item]:
    """Submitted things that the person's groups approve, oldest first; never the person's own. One query."""
    states = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS, workflow_state__status=WorkflowState.STATUS_IN_PROGRESS
    ).exclude(revision__user=user)
    if not user.is_superuser:
        states = states.filter(task__groupapprovaltask__groups__in=user.groups.all())
    states = (
        states.select_related("revision__content_type", "revision__user").order_by("started_at").distinct()
    )
    items = []
    for state in states.order_by("started_at").distinct()[:MOST]:
        revision = state.revision
        author = revision.user.get_full_name() if revision.user else _("Không rõ người gửi")
        items.append(
            Item(
                group="waiting",
                icon=icon_of(revision.content_type),
                title=revision.object_str,
                detail=_("%(person)s gửi duyệt") % {"person": author},
                due=state.started_at,
                url=edit_address(revision.content_type, revision.object_id),
                action=_("Đọc, duyệt"),
                main=True,
            )
        )
    return items


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
