"""Changes that a person began and has not submitted."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision, WorkflowState

from portal.core.records import Record
from portal.editorial.today.links import edit_address, icon_of
from portal.editorial.today.registry import Item

if TYPE_CHECKING:
    from portal.agencies.models import Agency

MOST = 20


def unsent(user: Any, agency: Agency | None, day: date) -> list[Item]:
    """The newest drafts that the person wrote last and that wait for nobody. One query, one a base type."""
    mine = Revision.objects.filter(user=user, approved_go_live_at__isnull=True)
    on_the_way = WorkflowState.objects.filter(
        object_id=OuterRef("object_id"),
        base_content_type=OuterRef("base_content_type"),
        status__in=[WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES],
    )
    newer = Revision.objects.filter(
        object_id=OuterRef("object_id"),
        base_content_type=OuterRef("base_content_type"),
        created_at__gt=OuterRef("created_at"),
    )
    last = (
        mine.exclude(Exists(on_the_way))
        .exclude(Exists(newer))
        .select_related("content_type")
        .order_by("-created_at")[: 4 * MOST]
    )
    revisions = list(last)
    open_keys = _with_unpublished_changes(revisions)
    items = []
    for revision in revisions:
        if (revision.base_content_type_id, revision.object_id) not in open_keys:
            continue
        saved = timezone.localtime(revision.created_at)
        items.append(
            Item(
                group="week",
                icon=icon_of(revision.content_type),
                title=_("Viết nốt: %(title)s") % {"title": revision.object_str},
                detail=_("Bản nháp lưu %(time)s, chưa gửi duyệt") % {"time": f"{saved:%H:%M %d/%m/%Y}"},
                due=None,
                url=edit_address(revision.content_type, revision.object_id),
                action=_("Mở bản nháp"),
            )
        )
    return items[:MOST]


def _with_unpublished_changes(revisions: list[Revision]) -> set[tuple[int, str]]:
    """Which of the revisions' objects have changes that are not public; one query a base type."""
    by_type: dict[int, list[Revision]] = {}
    for revision in revisions:
        by_type.setdefault(revision.base_content_type_id, []).append(revision)
    found: set[tuple[int, str]] = set()
    for base_type, group in by_type.items():
        model = group[0].content_type.model_class()
        if model is None or not issubclass(model, (Page, Record)):
            continue
        base: Any = Page if issubclass(model, Page) else model
        open_ids = base.objects.filter(
            pk__in=[revision.object_id for revision in group], has_unpublished_changes=True
        ).values_list("pk", flat=True)
        found.update((base_type, str(pk)) for pk in open_ids)
    return found
