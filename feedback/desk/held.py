"""For a notice about a breach: whose data this agency held, since when; taken away by its leader alone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback import scope
from feedback.desk.screens import DeskScreen
from feedback.privacy import held, requests
from feedback.states import LEADERS
from portal.core import audit, clock
from portal.core.tables import csv_response, workbook_response
from portal.editorial import access


class _DayField(forms.DateField):
    def __init__(self, label: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(label=label, widget=widget, input_formats=["%Y-%m-%d", "%d/%m/%Y"])


class HeldForm(forms.Form):
    """The days in question, and what is needed."""

    first = _DayField(gettext_lazy("Từ ngày"))
    last = _DayField(gettext_lazy("Đến hết ngày"))
    contacts = forms.BooleanField(
        label=gettext_lazy("Kèm họ tên, điện thoại, thư điện tử, để báo cho từng người"), required=False
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Dạng tệp"), choices=[("xlsx", "Excel (XLSX)"), ("csv", "CSV")]
    )

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("first") and data.get("last") and data["last"] < data["first"]:
            self.add_error("last", _("Ngày này trước ngày bắt đầu."))
        return data


class HeldView(DeskScreen):
    """The form, and the file."""

    roles = LEADERS

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The form; nothing is read yet."""
        return self._form(HeldForm(initial={"last": clock.today()}))

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """The file, in which no cell is a formula; that it was taken is written down."""
        form, agency = HeldForm(request.POST), access.active_agency(request.user)
        if not form.is_valid() or agency is None:
            return self._form(form, 422)
        data = form.cleaned_data
        period, contacts = held.Period(data["first"], data["last"]), bool(data["contacts"])
        mine, asked = scope.visible(request.user), requests.visible(request.user)
        found = list(held.rows(period, mine, asked, contacts=contacts))
        audit.note(
            "feedback.held-exported",
            request=request,
            agency_code=agency.code,
            rows=len(found),
            first_day=period.first.isoformat(),
            until=period.last.isoformat(),
            format=data["kind"],
            scope="contacts" if contacts else "kinds",
        )
        name = f"du-lieu-dang-giu-{agency.code}-{period.first:%Y%m%d}-{period.last:%Y%m%d}"
        if data["kind"] == "csv":
            return csv_response(name, held.heading(contacts), found)
        return workbook_response(name, held.heading(contacts), found)

    def _form(self, form: HeldForm, status: int = 200) -> HttpResponseBase:
        return self.page("held", _("Dữ liệu đang giữ"), status=status, form=form)
