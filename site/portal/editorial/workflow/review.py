"""Approving and sending back: idempotent, under a lock, bound to exactly the text that was seen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision, TaskState, WorkflowState

from portal.core.clock import today
from portal.editorial import access
from portal.editorial.models import Absence, Approval
from portal.editorial.services import people, publish
from portal.editorial.services.content import digest, last_editor
from portal.editorial.services.people import role_for

# A page or record as workflows name it: its own type, and its key.
Thing = tuple[ContentType, int]


class TextChanged(ValidationError):
    """The draft is another one than the approver looked at."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a press: ``done`` now, or settled before by ``by`` at ``at``."""

    done: bool
    status: str
    by: Any = None
    at: datetime | None = None


def may_review(user: Any, obj: Any) -> bool:
    """Whether a person may approve this thing: its reviewers of today, and who may publish it."""
    if access.may_publish(user, obj):
        return True
    return bool(user.is_active and people.reviewers(obj).filter(pk=user.pk).exists())


def waiting_for(user: Any) -> QuerySet[TaskState]:
    """Submitted texts that a person may approve, never the person's own. Few queries a type."""
    states = {state.pk: thing_of(state.revision) for state in submitted_by_others(user)}
    found = reviewable(user, states.values())
    return TaskState.objects.filter(pk__in=[key for key, thing in states.items() if thing in found])


def submitted_by_others(user: Any) -> QuerySet[TaskState]:
    """Texts that wait for an approval and were not written by this person, the oldest first: one query."""
    return (
        TaskState.objects.filter(
            status=TaskState.STATUS_IN_PROGRESS, workflow_state__status=WorkflowState.STATUS_IN_PROGRESS
        )
        .exclude(revision__user=user)
        .select_related("revision__content_type", "revision__user")
        .defer("revision__content")
        .order_by("started_at", "pk")
    )


def thing_of(row: Any) -> Thing:
    """What a revision, or a row about a thing, speaks of."""
    return row.content_type, int(row.object_id)


def reviewable(user: Any, things: Iterable[Thing]) -> set[Thing]:
    """Of these, those that a person may approve today: what the person, or whoever the person stands in for,
    may publish. Few queries a type, however many things there are.
    """
    by_model: dict[type[Any], dict[int, Thing]] = defaultdict(dict)
    for thing in things:
        model = thing[0].model_class()
        if model is not None:
            by_model[Page if issubclass(model, Page) else model][thing[1]] = thing
    if not by_model:
        return set()
    found: set[Thing] = set()
    for person in (user, *_absent_whose_deputy(user)):
        for model, keys in by_model.items():
            within = access.publishable(person, model._base_manager.filter(pk__in=keys))
            found.update(keys[pk] for pk in within.values_list("pk", flat=True))
    return found


def _absent_whose_deputy(user: Any) -> list[Any]:
    away = Absence.objects.on(today()).filter(deputy=user).select_related("user__active_agency")
    return [
        row.user for row in away if row.user.is_active and row.agency_id in (None, row.user.active_agency_id)
    ]


def submit(obj: Any, user: Any) -> WorkflowState:
    """Send a text to its approvers; sent before, the workflow that is under way."""
    with transaction.atomic():
        _lock(obj)
        current = obj.current_workflow_state
        if current is not None and current.status == WorkflowState.STATUS_IN_PROGRESS:
            return current
        if current is not None:
            current.resume(user=user)
            return current
        return obj.get_workflow().start(obj, user)


@transaction.atomic
def approve(task_state: TaskState, user: Any, *, seen: str = "", comment: str = "") -> Outcome:
    """Approve what was submitted and publish it.

    ``seen`` is the digest of the text that the approver looked at; another text raises TextChanged. Pressed
    twice, or by two approvers at once, the first counts and the second is told so. PermissionDenied for
    the last editor and for whoever may not approve, PublishRefused when a requirement is not met.
    """
    state = TaskState.objects.select_for_update().get(pk=task_state.pk)
    if state.status != TaskState.STATUS_IN_PROGRESS:
        return Outcome(False, state.status, state.finished_by, state.finished_at)
    obj, revision = current_text(state)
    if seen and seen != digest(revision.content):
        raise TextChanged(_("Bản nháp đã được sửa sau khi anh/chị mở trang này. Xem lại rồi duyệt."))
    give(obj, revision, user, comment=comment)
    if state.revision_id != revision.pk:
        state.revision = revision
        state.save(update_fields=["revision"])
    state.approve(user=user, comment=comment)
    return Outcome(True, state.status, user, state.finished_at)


@transaction.atomic
def send_back(task_state: TaskState, user: Any, *, comment: str) -> Outcome:
    """Send a submitted text back with the reason; ValidationError without one."""
    state = TaskState.objects.select_for_update().get(pk=task_state.pk)
    if state.status != TaskState.STATUS_IN_PROGRESS:
        return Outcome(False, state.status, state.finished_by, state.finished_at)
    obj, _revision = current_text(state)
    if not may_review(user, obj):
        raise PermissionDenied(_("Anh/chị không duyệt mục này."))
    if not comment.strip():
        raise ValidationError(_("Ghi rõ cần sửa gì."))
    state.reject(user=user, comment=comment.strip())
    return Outcome(True, state.status, user, state.finished_at)


def current_text(state: TaskState) -> tuple[Any, Revision]:
    """The thing and its newest text, under the thing's lock."""
    obj = state.revision.content_object
    _lock(obj)
    return obj, obj.get_latest_revision()


def give(obj: Any, revision: Revision, user: Any, *, comment: str = "", **paper: Any) -> Approval:
    """Store a person's approval of a text; the same person's second one of the same text is the first."""
    editor = last_editor(revision)
    if editor is not None and editor.pk == user.pk:
        raise PermissionDenied(_("Người sửa sau cùng không tự duyệt bản của mình."))
    if not paper and not may_review(user, obj):
        raise PermissionDenied(_("Anh/chị không duyệt mục này."))
    found, _created = Approval.objects.get_or_create(
        **Approval.key(obj),
        digest=digest(revision.content),
        approver=user,
        defaults={"revision_id": revision.pk, "role": role_for(user, obj), "comment": comment, **paper},
    )
    return found


@transaction.atomic
def record_paper(
    obj: Any, user: Any, *, number: str, signed_on: Any, signer_title: str, file: Any = None
) -> Approval:
    """ "Đã duyệt tại văn bản số …": recorded by a second person, an approval; the text is published by it."""
    _lock(obj)
    revision = obj.get_latest_revision()
    if not access.may_change(user, obj):
        raise PermissionDenied(_("Anh/chị không làm việc với mục này."))
    found = give(
        obj,
        revision,
        user,
        way=Approval.Way.PAPER,
        number=number.strip(),
        signed_on=signed_on,
        signer_title=signer_title.strip(),
        file=file,
    )
    publish(obj, user=user, revision=revision, approval=found)
    return found


def _lock(obj: Any) -> None:
    model = Page if isinstance(obj, Page) else type(obj)
    model._base_manager.select_for_update().filter(pk=obj.pk).first()
