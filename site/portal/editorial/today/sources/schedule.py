"""What appears or ends by itself within the week."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from portal.editorial import access
from portal.editorial.today.links import edit_address, icon_of
from portal.editorial.today.registry import WEEK, Item, group_of

if TYPE_CHECKING:
    from portal.agencies.models import Agency

MOST = 50


def _until(day: date) -> datetime:
    """The last minute of the week that begins on ``day``."""
    return timezone.make_aware(datetime.combine(day + WEEK + timedelta(days=1), time.min))


def scheduled(user: Any, agency: Agency | None, day: date) -> list[Item]:
    """What the person scheduled and appears within seven days, or could not appear. One query."""
    revisions = (
        Revision.objects.filter(user=user, approved_go_live_at__lt=_until(day))
        .select_related("content_type")
        .defer("content")
        .order_by("approved_go_live_at")
    )
    now = timezone.now()
    items = []
    for revision in revisions[:MOST]:
        if revision.approved_go_live_at <= now:
            items.append(_stopped(revision))
        elif (group := group_of(revision.approved_go_live_at, day)) is not None:
            items.append(_appearing(revision, group))
    return items


def _stopped(revision: Revision) -> Item:
    """Its moment passed without its being published: a rule stopped it."""
    return Item(
        group="late",
        icon="warning",
        title=_("Chưa đăng được theo hẹn: %(title)s") % {"title": revision.object_str},
        detail=_("Còn thiếu nội dung bắt buộc; mở bản nháp để xem"),
        due=revision.approved_go_live_at,
        url=edit_address(revision.content_type, revision.object_id),
        action=_("Mở bản nháp"),
    )


def _appearing(revision: Revision, group: Any) -> Item:
    return Item(
        group=group,
        icon="calendar-alt",
        title=_("Sẽ tự đăng: %(title)s") % {"title": revision.object_str},
        detail=_("Xem lại lần cuối; muốn dừng thì bỏ hẹn trước giờ này"),
        due=revision.approved_go_live_at,
        url=edit_address(revision.content_type, revision.object_id),
        action=_("Xem lại"),
    )


def expiring(user: Any, agency: Agency | None, day: date) -> list[Item]:
    """Public pages of the person's agency that end within seven days. Two queries."""
    pages = (
        access.changeable(user, Page.objects.all())
        .filter(live=True, expire_at__gt=timezone.now(), expire_at__lt=_until(day))
        .select_related("content_type")
        .order_by("expire_at")
    )
    items = []
    for page in pages[:MOST]:
        group = group_of(page.expire_at, day)
        if group is None:
            continue
        items.append(_ending(page, group))
    return items


def _ending(page: Page, group: Any) -> Item:
    return Item(
        group=group,
        icon=icon_of(page.content_type),
        title=_("Sắp hết hạn đăng: %(title)s") % {"title": page.title},
        detail=_("Đến giờ này trang tự gỡ xuống; cần giữ thì gia hạn"),
        due=page.expire_at,
        url=edit_address(page.content_type, page.pk),
        action=_("Xem, gia hạn"),
    )
