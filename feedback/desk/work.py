"""What waits for a person at the desk, for "Việc hôm nay"."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from feedback import reading, scope
from feedback.models import Case, DataRequest
from feedback.privacy import requests
from feedback.states import HEADS, LEADERS, OPEN, State
from portal.core import clock, redaction
from portal.editorial import access
from portal.editorial.today import Item
from portal.editorial.today.registry import WEEK, group_of

MOST = 50
NEW = (State.RECEIVED, State.TRANSFERRED, State.REOPENED)


def waiting(user: Any, agency: Any, day: date) -> list[Item]:
    """Answers to write, to approve, new ones to assign, news to look at; what is overdue. Three queries."""
    roles = access.roles_of(user)
    if agency is None or not roles & scope.READERS:
        return []
    where = Q(handler=user, state__in=OPEN - {State.WAITING_SENDER, State.ANSWERED})
    if roles & HEADS:
        where |= Q(state__in=NEW)
    if roles & LEADERS:
        until = clock.start_of(day)
        where |= Q(state=State.ANSWERED) | Q(state__in=OPEN - {State.WAITING_SENDER}, due_at__lt=until)
    horizon = clock.end_of(day + WEEK + timedelta(days=1))
    soon = Q(due_at__isnull=True) | Q(due_at__lt=horizon)
    news = Q(look_since__isnull=False) if roles & HEADS else Q(look_since__isnull=False, handler=user)
    rows = scope.visible(user).filter(where & soon | news)
    items = [item for case in rows.order_by("due_at", "pk")[:MOST] if (item := _item(case, user, day, roles))]
    if roles & HEADS:
        asked = requests.visible(user).filter(state=DataRequest.State.OPEN).order_by("due_at", "pk")
        items += [_asked(row, day) for row in asked[:MOST]]
    if roles & LEADERS and (flags := reading.flagged(agency.code)):
        items.append(_flag(flags))
    return items


def _item(case: Case, user: Any, day: date, roles: frozenset[str]) -> Item | None:
    due = clock.local(case.due_at).date() if case.due_at is not None else None
    group = group_of(due, day) if due is not None and case.is_open else "waiting"
    title, action = _("Trả lời: %s"), _("Mở câu hỏi")
    if case.look_since is not None:
        title, action, group = _("Xem tin mới: %s"), _("Mở câu hỏi"), group or "waiting"
    elif case.state == State.ANSWERED:
        title, action = _("Duyệt câu trả lời: %s"), _("Đọc, duyệt")
        group = "waiting" if group != "late" else group
    elif case.state in NEW and case.handler_id is None:
        title, action = _("Phân công: %s"), _("Phân công")
    elif case.handler_id != user.pk:
        title = _("Quá hạn, đôn đốc: %s")
    if group is None:
        return None
    return Item(
        group=group,
        icon="comment",
        title=title % redaction.masked(case.title),
        detail=_("Câu số %(number)s, %(stream)s")
        % {"number": case.number, "stream": str(case.get_stream_display()).lower()},
        due=due,
        url=reverse("desk:case", args=[case.pk]),
        action=action,
        main=group in ("late", "today"),
        personal=True,
    )


def _asked(row: DataRequest, day: date) -> Item:
    due = clock.local(row.due_at).date()
    group = group_of(due, day) or "waiting"
    return Item(
        group=group,
        icon="user",
        title=_("Trả lời yêu cầu về dữ liệu cá nhân: %s") % row.number,
        detail=str(row.get_kind_display()),
        due=due,
        url=reverse("desk:request", args=[row.pk]),
        action=_("Mở yêu cầu"),
        main=group in ("late", "today"),
    )


def _flag(flags: int) -> Item:
    return Item(
        group="waiting",
        icon="warning",
        title=_("%d lần xem quá nhiều câu hỏi trong một giờ") % flags,
        detail=_("Trong bảy ngày qua. Xem nhật ký kiểm tra với bộ phận vận hành."),
        due=None,
        url=reverse("desk:index"),
        action=_("Mở bàn hỏi đáp"),
    )
