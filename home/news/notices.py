"""Lists of notices: what is in force, and what is over."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from home.news import presenters
from home.news.models import ListEntry, NoticeIndexPage, NoticeKind
from portal.core import site_request
from portal.core.paging import paging
from portal.core.site_request import Crumb

A_PAGE = 20


def current(request: HttpRequest, page: NoticeIndexPage) -> HttpResponse:
    """What is in force, narrowed to a kind by ``loai``."""
    return _list(request, page, over=False)


def archive(request: HttpRequest, page: NoticeIndexPage) -> HttpResponse:
    """What is over."""
    return _list(request, page, over=True)


def _list(request: HttpRequest, page: NoticeIndexPage, *, over: bool) -> HttpResponse:
    portal = site_request.of(request)
    base = portal.url(portal.node)
    rows = ListEntry.objects.on(portal, ListEntry.Kind.NOTICE)
    rows = rows.over(portal.today) if over else rows.in_force(portal.today)
    asked = request.GET.get("loai", "")
    kind = asked if asked in NoticeKind.values else ""
    if kind:
        rows = rows.filter(notice_kind=kind)
    found = paging(request, rows.count(), A_PAGE)
    if over:
        portal.extra_crumbs = [Crumb(_("Đã hết hiệu lực"), f"{base}da-het-han/")]
    here = f"{base}da-het-han/" if over else base
    chips = [{"label": _("Mọi loại"), "url": here, "current": not kind}]
    for value, label in NoticeKind.choices:
        chips.append({"label": label, "url": f"{here}?loai={value}", "current": value == kind})
    context: dict[str, Any] = {
        "heading": _("Thông báo đã hết hiệu lực") if over else page.title,
        "over": over,
        "lines": [presenters.line(row, base) for row in rows[found.first_index : found.first_index + A_PAGE]],
        "paging": found,
        "base_url": base,
        "chips": chips,
    }
    return page.render(request, context_overrides=context, template="news/notice_index.html")
