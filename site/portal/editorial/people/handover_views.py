"""Handing work over: one form, a preview of what moves, and the confirmation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from portal.accounts.models import Handover
from portal.core.clock import today
from portal.editorial.people import handover, scope
from portal.editorial.people.forms import HandoverForm
from portal.editorial.people.screens import PeopleScreen

LATEST = 10


class HandoverView(PeopleScreen):
    """``?tu=<person>`` names the giver beforehand."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The form."""
        giver = request.GET.get("tu", "")
        initial = {"from_user": giver} if giver.isdecimal() else {}
        return self.show(HandoverForm(request.user, handover.parts(), initial=initial))

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """First the preview; with ``da-xem`` the handover itself."""
        form = HandoverForm(request.user, handover.parts(), request.POST)
        if not form.is_valid():
            return self.show(form)
        values = form.cleaned_data
        chosen = [
            (part, count)
            for part, count in handover.preview(values["from_user"], values["agency"])
            if part.key in values["parts"]
        ]
        if request.POST.get("da-xem") != "1":
            return self.show(form, preview=chosen, values=values)
        by: Any = request.user
        row = handover.order(
            values["from_user"], values["to_user"], values["agency"], values["day"], values["parts"], by=by
        )
        if row.done_at is not None:
            messages.success(request, _("Đã bàn giao xong."))
        else:
            day = f"{row.day:%d/%m/%Y}"
            messages.success(request, _("Đã ghi; công việc sẽ tự chuyển vào ngày %s.") % day)
        return redirect("people:handover")

    def show(self, form: HandoverForm, **context: Any) -> HttpResponseBase:
        """The screen, with the latest handovers below."""
        latest = (
            Handover.objects.filter(agency__in=scope.agencies(self.request.user))
            .select_related("from_user", "to_user", "agency")
            .order_by("-ordered_at")[:LATEST]
        )
        labels = {part.key: str(part.label) for part in handover.parts()}
        rows = [(row, [(labels.get(key, key), row.counts.get(key)) for key in row.parts]) for row in latest]
        return self.page(
            "handover", title=_("Bàn giao công việc"), form=form, rows=rows, today=today(), **context
        )
