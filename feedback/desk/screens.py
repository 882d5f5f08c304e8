"""What the screens of the desk share: who may open them, the way back, and what every one of them says."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from feedback import attachments, reminders, scope
from feedback.models import Case
from feedback.scope import READERS
from feedback.states import OPEN, State
from portal.core import clock
from portal.core.clock import WorkCalendar
from portal.editorial.admin_views import RoleRequiredMixin


class DeskScreen(RoleRequiredMixin, View):
    """A screen of the desk. Nothing of it is kept by a browser or proxy: it shows what citizens wrote."""

    roles = READERS
    request: HttpRequest
    title = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Forbid keeping the answer."""
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        return response

    def case(self, pk: int) -> Case:
        """The case, if it is one of those that this person sees; nothing else is there at all."""
        rows = scope.visible(self.request.user).select_related("agency", "handler", "complained_agency")
        found = rows.filter(pk=pk).first()
        if found is None:
            raise Http404
        return found

    def page(self, template: str, title: str = "", status: int = 200, **context: Any) -> TemplateResponse:
        """A screen below "Bàn hỏi đáp"."""
        way = [{"url": reverse("desk:index"), "label": _("Bàn hỏi đáp")}]
        if title:
            way.append({"url": "", "label": title})
        context |= {
            "breadcrumbs_items": way,
            "page_title": title or _("Bàn hỏi đáp"),
            "header_title": title or _("Bàn hỏi đáp"),
            "header_icon": "comment",
            "scanner_off": attachments.scanner_is_off(),
        }
        return TemplateResponse(self.request, f"feedback/desk/{template}.html", context, status=status)


def due_words(case: Case, day: date, calendar: WorkCalendar) -> tuple[str, str]:
    """What a list says of a term, and how it looks: "late", "warn", "calm" or "done"."""
    if case.state == State.WAITING_SENDER and case.wait_until is not None:
        return _("Tạm dừng đến %s") % f"{clock.local(case.wait_until):%d/%m}", "calm"
    if case.state not in OPEN:
        return str(State(case.state).label), "done"
    if case.due_at is None:
        return str(State(case.state).label), "calm"
    due = clock.local(case.due_at).date()
    left = reminders.working_days_left(due, day, calendar)
    if due < day:
        late = -left
        words = ngettext("Quá hạn %(n)d ngày làm việc", "Quá hạn %(n)d ngày làm việc", late) % {"n": late}
        return (words if late else _("Quá hạn từ %s") % f"{due:%d/%m}"), "late"
    if due == day:
        return _("Hạn hôm nay"), "warn"
    words = ngettext("Còn %(n)d ngày làm việc", "Còn %(n)d ngày làm việc", left) % {"n": left}
    return words, "warn" if left <= 1 else "calm"
