"""Đăng trước, duyệt sau: what cannot wait goes public at once; a second person looks at it within 24 hours.

When the term passes, the content stays and the lateness is reported, to the agency's approvers and the
province's chief editor, until somebody settles it (docs/adr/0012 says why).
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Revision

from portal.core import clock
from portal.core.audit import note
from portal.editorial import access
from portal.editorial.models import EmergencyPublication
from portal.editorial.services import publish
from portal.editorial.services.content import digest
from portal.editorial.workflow import review

RULE = "dang-truoc-duyet-sau"
State = EmergencyPublication.State


@transaction.atomic
def publish_now(obj: Any, user: Any, *, reason: str) -> EmergencyPublication:
    """Publish the newest text at once; ValidationError without a reason, PublishRefused as at every door."""
    if not reason.strip():
        raise ValidationError(_("Nêu lý do phải đăng ngay."))
    revision = obj.get_latest_revision() or obj.save_revision(user=user)
    publish(obj, user=user, revision=revision, emergency=True)
    now = timezone.now()
    row = EmergencyPublication.objects.create(
        **EmergencyPublication.key(obj),
        revision_id=revision.pk,
        digest=digest(revision.content),
        agency=access.owner(obj),
        reason=reason.strip(),
        published_by=user,
        published_at=now,
        due_at=clock.due(now, RULE).at,
    )
    note("emergency.published", user=user, obj=obj, due=row.due_at.isoformat())
    return row


@transaction.atomic
def approve(row: EmergencyPublication, user: Any, *, comment: str = "") -> bool:
    """A second person approves what stands; says whether this press settled it (two presses do no harm)."""
    row = EmergencyPublication.objects.select_for_update().get(pk=row.pk)
    if row.state != State.OPEN:
        return False
    if row.published_by_id == user.pk:
        raise PermissionDenied(_("Người đăng khẩn không tự duyệt sau."))
    obj: Any = row.content_object
    review.give(obj, obj.live_revision, user, comment=comment)
    _settle(row, State.APPROVED, user)
    return True


def open_rows() -> QuerySet[EmergencyPublication]:
    """What waits for its approval, the most urgent first."""
    found: QuerySet[EmergencyPublication] = EmergencyPublication.objects.filter(state=State.OPEN)
    return found.select_related("agency", "published_by")


def open_rows_with_title() -> QuerySet[EmergencyPublication]:
    """The same with ``title``: what the thing was called when it was published."""
    said = Revision.objects.filter(pk=OuterRef("revision_id")).values("object_str")
    return open_rows().select_related("content_type").annotate(title=Subquery(said[:1]))


def withdrawn(obj: Any, user: Any) -> None:
    """What was taken away needs no approval any more; called by the publish service."""
    for row in open_rows().filter(**EmergencyPublication.key(obj)):
        _settle(row, State.WITHDRAWN, user)


def _settle(row: EmergencyPublication, state: str, user: Any) -> None:
    row.state, row.settled_by, row.settled_at = state, user, timezone.now()
    row.save(update_fields=["state", "settled_by", "settled_at"])


def report_overdue() -> str:
    """The job: note each one whose term has passed, once; gives a line on how many."""
    late = open_rows().filter(due_at__lt=timezone.now(), reported_at__isnull=True)
    count = 0
    for row in late:
        with transaction.atomic():
            note(
                "emergency.overdue", obj=row.content_object, agency_code=row.agency.code if row.agency else ""
            )
            row.reported_at = timezone.now()
            row.save(update_fields=["reported_at"])
        count += 1
    return _("%d nội dung đăng khẩn quá hạn duyệt sau.") % count if count else ""
