"""The step "duyệt": Wagtail's task that finds its approvers from the agency of the thing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Task

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from wagtail.models import TaskState, WorkflowState


class AgencyApprovalTask(Task):
    """One task for all agencies: who may act on it follows from the thing, not from groups named here.

    Wagtail knows one workflow a snippet model and asks groups listed in a task; a province would need
    150 of each, kept in step by hand.
    """

    class Meta:
        verbose_name = gettext_lazy("bước duyệt của cơ quan")
        verbose_name_plural = gettext_lazy("các bước duyệt của cơ quan")

    def start(self, workflow_state: WorkflowState, user: Any = None) -> TaskState:
        """Begin; an editor's own lock ends, so that the approver can open the text."""
        obj = workflow_state.content_object
        if getattr(obj, "locked_by_id", None):
            obj.locked, obj.locked_by, obj.locked_at = False, None, None
            obj.save(update_fields=["locked", "locked_by", "locked_at"])
        return super().start(workflow_state, user=user)

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        """An approver may open what is submitted."""
        return _may_review(user, obj)

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """While it is submitted, only its approvers change it; the author takes it back first."""
        return not _may_review(user, obj)

    def user_can_lock(self, obj: Any, user: Any) -> bool:
        """An approver may lock it."""
        return _may_review(user, obj)

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, str, bool]]:
        """Duyệt and Trả lại, for approvers."""
        if not _may_review(user, obj):
            return []
        return [("reject", _("Trả lại để sửa"), True), ("approve", _("Duyệt và công khai"), False)]

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
        """What the editor's buttons do: the same as the review page."""
        from portal.editorial.workflow import review

        if action_name == "approve":
            review.approve(task_state, user, comment=kwargs.get("comment", ""))
        elif action_name == "reject":
            review.send_back(task_state, user, comment=kwargs.get("comment", ""))

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> QuerySet[TaskState]:
        """What waits for this person."""
        from portal.editorial.workflow import review

        return review.waiting_for(user)

    @classmethod
    def get_description(cls) -> str:
        """For Wagtail's list of task types."""
        return _("Người duyệt của cơ quan sở hữu nội dung duyệt; khác người sửa sau cùng")


def _may_review(user: Any, obj: Any) -> bool:
    from portal.editorial.workflow import review

    return review.may_review(user, obj)
