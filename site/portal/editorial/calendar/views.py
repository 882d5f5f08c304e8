"""Calendar: the days of a year, one day, what a change would move, and what changes have moved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from portal.accounts.models import User
from portal.agencies.models import Agency
from portal.core import calendar_changes, clock
from portal.core.calendar_changes import DayEdit
from portal.core.models import CalendarChange, CalendarDay
from portal.editorial.admin_views import RoleRequiredMixin
from portal.editorial.calendar import ROLES
from portal.editorial.calendar.forms import DayForm

PER_PAGE = 50
# How many moved deadlines a preview lists; the number of all is told besides.
SHOWN_MOVES = 30


class _View(RoleRequiredMixin, View):
    roles = ROLES
    title = ""

    def page(self, template: str, **context: Any) -> TemplateResponse:
        """A screen below "Lịch làm việc"."""
        way = [{"url": reverse("working_calendar:index"), "label": _("Lịch làm việc")}]
        if title := context.pop("title", ""):
            way.append({"url": "", "label": title})
        context |= {
            "breadcrumbs_items": way,
            "page_title": title or _("Lịch làm việc"),
            "header_title": title or _("Lịch làm việc"),
            "header_icon": "calendar",
        }
        return TemplateResponse(self.request, f"editorial/calendar/{template}.html", context)

    request: HttpRequest


class CalendarView(_View):
    """All days of a year (``?nam=``), with what is wanting."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The list."""
        years = sorted({day.year for day in CalendarDay.objects.dates("day", "year")} | {clock.today().year})
        asked = request.GET.get("nam", "")
        year = int(asked) if asked.isdecimal() and int(asked) in years else clock.today().year
        days = CalendarDay.objects.filter(day__year=year)
        names = dict(Agency.objects.filter(code__in=days.values("scope")).values_list("code", "name"))
        return self.page(
            "index",
            year=year,
            years=years,
            rows=[(row, names.get(row.scope, row.scope)) for row in days],
            wanting=[state.words() for state in calendar_changes.incomplete_years(clock.today())],
        )


class EditView(_View):
    """A day, or a run of new ones. The first post shows which open deadlines would move; the second saves."""

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponseBase:
        """The form."""
        return self._form(DayForm(instance=_day(pk)))

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponseBase:
        """Preview, then save."""
        form = DayForm(request.POST, instance=_day(pk))
        if not form.is_valid():
            return self._form(form)
        edits = form.edits()
        if request.POST.get("da-xem") != "1":
            return self._form(form, moves=calendar_changes.preview(edits), previewed=True)
        return _save(request, edits)

    def _form(self, form: DayForm, moves: Sequence[clock.Moving] = (), **context: Any) -> TemplateResponse:
        stands = form.instance.pk is not None
        title = _("Sửa ngày trong lịch") if stands else _("Thêm ngày vào lịch")
        day = form.instance if stands else None
        return self.page("edit", title=title, form=form, day=day, **_moving(moves), **context)


class RemoveView(_View):
    """Take a day off the list: it is then as its weekday has it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Ask, with what would move."""
        day = get_object_or_404(CalendarDay, pk=pk)
        moves = calendar_changes.preview([DayEdit(day.day, day.scope, None)])
        return self.page("remove", title=_("Bỏ ngày khỏi lịch"), day=day, **_moving(moves))

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Take it off."""
        day = get_object_or_404(CalendarDay, pk=pk)
        return _save(request, [DayEdit(day.day, day.scope, None)])


class HistoryView(_View):
    """Who changed the calendar when, and which deadlines that moved."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The changes, latest first."""
        changes = CalendarChange.objects.prefetch_related("moves")
        number = request.GET.get("p", "1")
        pages = Paginator(changes, PER_PAGE)
        if not number.isdecimal() or not 1 <= int(number) <= pages.num_pages:
            raise Http404
        page = pages.page(int(number))
        people = User.objects.in_bulk([change.changed_by_id for change in page])
        rows = [(change, people.get(change.changed_by_id)) for change in page]
        return self.page("history", title=_("Các lần sửa lịch"), rows=rows, pages=page)


def _day(pk: int | None) -> CalendarDay | None:
    return get_object_or_404(CalendarDay, pk=pk) if pk is not None else None


def _moving(moves: Sequence[clock.Moving]) -> dict[str, Any]:
    """What a preview shows: the first moves in words, and how many more there are."""
    lines = [
        {
            "reference": moving.deadline.reference,
            "old": clock.date_words(clock.local(moving.deadline.due_at).date()),
            "new": clock.date_words(moving.due.day),
        }
        for moving in moves[:SHOWN_MOVES]
    ]
    return {"moves": lines, "more": max(0, len(moves) - SHOWN_MOVES)}


def _save(request: HttpRequest, edits: list[DayEdit]) -> HttpResponseBase:
    moves = calendar_changes.apply(edits, user=request.user, request=request)
    messages.success(
        request,
        _("Đã lưu lịch làm việc.")
        + " "
        + ngettext("%(count)d hạn đang mở đã dời theo.", "%(count)d hạn đang mở đã dời theo.", len(moves))
        % {"count": len(moves)},
    )
    return redirect(f"{reverse('working_calendar:index')}?nam={edits[0].day.year}")
