"""Handing an officer's work at an agency over to another person, in one go and from a day on.

Each application adds the parts it knows with :func:`register_handover`; what has been written keeps its
history.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, WorkflowState

from portal.accounts.models import Handover, Membership, User
from portal.agencies.models import Agency
from portal.core import audit
from portal.core.clock import today
from portal.editorial import access, roles

Count = Callable[[User, Agency], int]
Move = Callable[[User, User, Agency, date], int]


@dataclass(frozen=True, slots=True)
class Part:
    """A kind of work: ``count(person, agency)``, and ``move(giver, receiver, agency, day)``."""

    key: str
    label: Promise | str
    count: Count
    move: Move


_parts: dict[str, Part] = {}


def register_handover(key: str, label: Promise | str, count: Count, move: Move) -> None:
    """Add a kind of work; the same key again replaces the earlier one. ``move`` gives how many it moved."""
    _parts[key] = Part(key, label, count, move)


def parts() -> list[Part]:
    """All kinds of work, in the order in which they were added."""
    return list(_parts.values())


def preview(giver: User, agency: Agency) -> list[tuple[Part, int]]:
    """What would move now: each part with how much there is."""
    return [(part, part.count(giver, agency)) for part in parts()]


@transaction.atomic
def order(giver: User, receiver: User, agency: Agency, day: date, keys: list[str], *, by: User) -> Handover:
    """Write a handover down; one of today is carried out at once, a later one by the job on its day."""
    row = Handover.objects.create(
        from_user=giver,
        to_user=receiver,
        agency=agency,
        day=day,
        parts=sorted(set(keys) & set(_parts)),
        ordered_by=by,
    )
    audit.note(
        "handover.ordered",
        user=by,
        agency_code=agency.code,
        obj=row,
        giver=giver.pk,
        receiver=receiver.pk,
        day=day.isoformat(),
        parts=row.parts,
    )
    if day <= today():
        carry_out(row)
    return row


@transaction.atomic
def carry_out(row: Handover) -> bool:
    """Move everything, once; False when that has been done, or the receiver may not work any more."""
    held = Handover.objects.select_for_update().get(pk=row.pk)
    if held.done_at is not None or not held.to_user.is_open():
        return False
    for part in parts():
        if part.key in held.parts:
            held.counts[part.key] = part.move(held.from_user, held.to_user, held.agency, held.day)
    held.done_at = timezone.now()
    held.save(update_fields=["counts", "done_at"])
    audit.note(
        "handover.done", user=held.ordered_by, agency_code=held.agency.code, obj=held, counts=held.counts
    )
    row.refresh_from_db()
    return True


def carry_out_due() -> str:
    """The job: handovers whose day has come."""
    due = Handover.objects.filter(done_at=None, day__lte=today()).select_related("to_user")
    return _("Đã chuyển: %d lượt bàn giao.") % sum(carry_out(row) for row in due)


def register_own_parts() -> None:
    """Roles, pages, what waits for approval, files."""
    register_handover("roles", gettext_lazy("Vai trò tại cơ quan"), _count_roles, _move_roles)
    register_handover("pages", gettext_lazy("Trang đang phụ trách"), _count_pages, _move_pages)
    register_handover("workflow", gettext_lazy("Bài đang trình duyệt"), _count_workflow, _move_workflow)
    register_handover("files", gettext_lazy("Ảnh và tệp đã tải lên"), _count_files, _move_files)


def _roles(person: User, agency: Agency) -> QuerySet[Membership]:
    return Membership.objects.on(today()).filter(user=person, agency=agency)


def _count_roles(person: User, agency: Agency) -> int:
    return _roles(person, agency).count()


def _move_roles(giver: User, receiver: User, agency: Agency, day: date) -> int:
    """The receiver gets each role until its own end; the giver's ends. None is given twice."""
    moved = 0
    for row in _roles(giver, agency):
        if not _roles(receiver, agency).filter(role=row.role).exists():
            roles.give(
                receiver,
                row.role,
                agency,
                by=row.granted_by,
                ends_on=row.ends_on,
                decision_number=row.decision_number,
                fields=row.fields,
            )
        roles.end(row, by=None)
        moved += 1
    return moved


def _pages(person: User, agency: Agency) -> QuerySet[Any]:
    below = Q(pk__in=[])
    for path in agency.home_pages.values_list("path", flat=True):
        below |= Q(path__startswith=path)
    return Page.objects.filter(below).filter(Q(owner=person) | Q(locked_by=person))


def _count_pages(person: User, agency: Agency) -> int:
    return int(_pages(person, agency).count())


def _move_pages(giver: User, receiver: User, agency: Agency, day: date) -> int:
    """Owner and locks. No page is saved: nothing about its content changes."""
    found = list(_pages(giver, agency).values_list("pk", flat=True))
    Page.objects.filter(pk__in=found, owner=giver).update(owner=receiver)
    Page.objects.filter(pk__in=found, locked_by=giver).update(locked_by=receiver)
    return len(found)


def _workflow(person: User, agency: Agency) -> list[int]:
    waiting = [WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES]
    states = WorkflowState.objects.filter(requested_by=person, status__in=waiting)
    return [
        state.pk for state in states if state.content_object and access.owner(state.content_object) == agency
    ]


def _count_workflow(person: User, agency: Agency) -> int:
    return len(_workflow(person, agency))


def _move_workflow(giver: User, receiver: User, agency: Agency, day: date) -> int:
    return int(WorkflowState.objects.filter(pk__in=_workflow(giver, agency)).update(requested_by=receiver))


def _files(person: User, agency: Agency) -> list[QuerySet[Any]]:
    if agency.collection is None:
        return []
    collections = agency.collection.get_descendants(inclusive=True)
    return [
        model.objects.filter(uploaded_by_user=person, collection__in=collections)
        for model in (get_image_model(), get_document_model())
    ]


def _count_files(person: User, agency: Agency) -> int:
    return sum(int(found.count()) for found in _files(person, agency))


def _move_files(giver: User, receiver: User, agency: Agency, day: date) -> int:
    return sum(int(found.update(uploaded_by_user=receiver)) for found in _files(giver, agency))
