"""The inbox of an agency: what is mine, new, waiting for approval, late; and all, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback import codes, contacts, scope
from feedback.desk.screens import DeskScreen, due_words
from feedback.models import Case, CaseQuerySet, Stream
from feedback.refusals import Refused
from feedback.services import same_sender
from feedback.states import ENTERERS, HEADS, LEADERS, OPEN, State
from portal.core import clock, redaction
from portal.core.clock import WorkCalendar
from portal.editorial import access

PER_PAGE = 25
NEW = (State.RECEIVED, State.TRANSFERRED, State.REOPENED)
TABS = {
    "cua-toi": gettext_lazy("Của tôi"),
    "moi": gettext_lazy("Mới"),
    "cho-duyet": gettext_lazy("Chờ duyệt"),
    "qua-han": gettext_lazy("Quá hạn"),
    "niem-phong": gettext_lazy("Niêm phong"),
    "moi-cau": gettext_lazy("Mọi câu"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list: the title with private places covered."""

    case: Case
    title: str
    due: str
    look: str


def conditions(user: Any) -> dict[str, Q]:
    """What stands under each tab that has a number."""
    running = Q(state__in=OPEN - {State.WAITING_SENDER}, due_at__lt=clock.now())
    return {
        "cua-toi": Q(state__in=OPEN, handler=user),
        "moi": Q(state__in=NEW),
        "cho-duyet": Q(state=State.ANSWERED),
        "qua-han": running,
        "niem-phong": Q(state=State.SEALED),
    }


class InboxView(DeskScreen):
    """``?xem=`` a tab, ``?loai=`` a stream, ``?q=`` a number, code, telephone or e-mail address."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The list."""
        roles = access.roles_of(request.user)
        where = conditions(request.user)
        visible = scope.visible(request.user)
        busy = visible.filter(state__in=OPEN | {State.SEALED}).order_by()
        counts = busy.aggregate(**{key.replace("-", "_"): Count("pk", filter=q) for key, q in where.items()})
        tab = request.GET.get("xem", "")
        if tab not in TABS:
            tab = "cua-toi" if counts["cua_toi"] or not roles & HEADS else "moi"
        stream = request.GET.get("loai", "")
        asked = request.GET.get("q", "").strip()
        rows = visible.filter(where[tab]) if tab in where and not asked else visible
        if stream in Stream.values:
            rows = rows.filter(stream=stream)
        if asked:
            rows = searched(rows, asked)
        by_due = tab in where and not asked and tab != "niem-phong"
        rows = rows.order_by("due_at", "pk") if by_due else rows.order_by("-pk")
        number = request.GET.get("trang", "1")
        page = min(max(int(number), 1), 1000) if number.isascii() and number.isdecimal() else 1
        start = (page - 1) * PER_PAGE
        found = list(rows.select_related("handler", "agency")[start : start + PER_PAGE + 1])
        agency = access.active_agency(request.user)
        keep = {"xem": tab, "loai": stream, "q": asked}
        return self.page(
            "inbox",
            rows=shown(found[:PER_PAGE]),
            tabs=[
                (key, label, counts.get(key.replace("-", "_")))
                for key, label in TABS.items()
                if key != "niem-phong" or counts["niem_phong"]
            ],
            tab=tab,
            stream=stream,
            streams=Stream.choices,
            asked=asked,
            earlier=_address(keep, page - 1) if page > 1 else "",
            later=_address(keep, page + 1) if len(found) > PER_PAGE else "",
            agency=agency,
            may_enter=bool(roles & ENTERERS),
            may_export=bool(roles & HEADS),
            may_set_terms=bool(agency and agency.level == "province" and roles & LEADERS),
        )


def shown(cases: list[Case]) -> list[Row]:
    """Lines for the list; one calendar for all (they are one agency's or came from few)."""
    day, calendars = clock.today(), {}
    rows = []
    for case in cases:
        if case.clock_scope not in calendars:
            calendars[case.clock_scope] = WorkCalendar.current(case.agency.code)
        words, look = due_words(case, day, calendars[case.clock_scope])
        rows.append(Row(case, redaction.masked(case.title) or _("(đã xóa dữ liệu cá nhân)"), words, look))
    return rows


def searched(rows: CaseQuerySet, asked: str) -> CaseQuerySet:
    """By number, by the code of the receipt, by telephone or e-mail address: all else is encrypted."""
    code = codes.normalise(asked)
    if code:
        return rows.filter(code_hash__in=codes.code_hashes(code))
    if asked.isdecimal() and len(asked) <= 8:
        return rows.filter(pk=int(asked))
    try:
        is_mail = "@" in asked
        people = same_sender(email=contacts.email(asked)) if is_mail else same_sender(phone=asked)
    except Refused:
        return rows.none()
    return rows.filter(pk__in=people.values("pk"))


def _address(keep: dict[str, str], page: int) -> str:
    return "?" + urlencode({key: value for key, value in keep.items() if value} | {"trang": page})
