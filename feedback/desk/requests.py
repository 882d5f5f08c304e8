"""What people ask about their own data: the list of an agency, a new one, and the screen of one."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.desk.screens import DeskScreen
from feedback.models import DataRequest
from feedback.privacy import exporting, requests
from feedback.privacy.requests import ACTS, Asked
from feedback.refusals import NotAllowed, Refused
from feedback.states import HEADS
from feedback.terms import all_terms
from portal.core import clock
from portal.editorial import access

ANSWERED_SHOWN, FORMATS = 100, ("html", "json")
Identified = DataRequest.Identified
CHECKED_BY = [
    (one.value, one.label)
    for one in (Identified.NOT_YET, Identified.COUNTER, Identified.CALLED_BACK, Identified.MAILED_BACK)
]


class EnterForm(forms.Form):
    """What somebody asks at the counter, by telephone or on paper."""

    kind = forms.ChoiceField(label=gettext_lazy("Yêu cầu"), choices=DataRequest.Kind.choices)
    phone = forms.CharField(
        label=gettext_lazy("Điện thoại đã ghi khi gửi câu hỏi"), required=False, max_length=30
    )
    email = forms.CharField(
        label=gettext_lazy("Thư điện tử đã ghi khi gửi câu hỏi"), required=False, max_length=254
    )
    name = forms.CharField(label=gettext_lazy("Họ và tên"), required=False, max_length=80)
    words = forms.CharField(
        label=gettext_lazy("Nội dung yêu cầu, ghi đúng lời"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    identified = forms.ChoiceField(
        label=gettext_lazy("Đã kiểm tra đúng là người gửi bằng cách nào"), choices=CHECKED_BY
    )
    received_at = forms.DateTimeField(
        label=gettext_lazy("Nhận lúc (nếu không phải bây giờ)"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M"],
        help_text=gettext_lazy("Thời hạn 02 ngày làm việc tính từ lúc này."),
    )


class CorrectForm(forms.Form):
    """What is changed; empty stays as it is."""

    name = forms.CharField(label=gettext_lazy("Họ và tên"), required=False, max_length=80)
    phone = forms.CharField(label=gettext_lazy("Điện thoại"), required=False, max_length=30)
    email = forms.CharField(label=gettext_lazy("Thư điện tử"), required=False, max_length=254)
    address = forms.CharField(label=gettext_lazy("Địa chỉ"), required=False, max_length=300)


class _Requests(DeskScreen):
    roles = HEADS

    def found(self, number: int) -> DataRequest:
        """A request of this desk; nothing else is there at all."""
        row = requests.visible(self.request.user).filter(pk=number).first()
        if row is None:
            raise Http404
        return row

    def show(
        self,
        row: DataRequest,
        status: int = 200,
        notice: str = "",
        typed: str = "",
        form: forms.Form | None = None,
    ) -> HttpResponseBase:
        """The screen of a request, with what was typed into it."""
        held, known = list(requests.cases(row, self.request.user)) if row.is_open else [], all_terms()
        return self.page(
            "request",
            _("Yêu cầu %s") % row.number,
            status=status,
            row=row,
            notice=notice,
            typed=typed,
            cases=[
                (case, requests.kept_because(case, known) if row.kind == "deletion" else "") for case in held
            ],
            due=clock.due(row.received_at, row.rule, scope=row.clock_scope) if row.is_open else None,
            may=dict.fromkeys(ACTS[row.kind], True),
            may_delete=requests.may_delete(self.request.user),
            unchecked=row.identified == Identified.NOT_YET,
            checks=CHECKED_BY[1:],
            correct=form or CorrectForm(auto_id="sua-%s"),
            keep_months=requests.KEEP_MONTHS,
        )


class ListView(_Requests):
    """Open ones, the most urgent first; then what was answered lately."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The list: numbers, kinds and days, no person."""
        mine = requests.visible(request.user)
        now = clock.now()
        waiting = mine.filter(state=DataRequest.State.OPEN).order_by("due_at", "pk")
        return self.page(
            "requests",
            _("Yêu cầu về dữ liệu cá nhân"),
            waiting=[(row, row.due_at < now) for row in waiting],
            may_export=requests.may_delete(request.user),
            answered=mine.exclude(state=DataRequest.State.OPEN).order_by("-answered_at")[:ANSWERED_SHOWN],
        )


class EnterView(_Requests):
    """Take one in."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The form."""
        return self._form(EnterForm())

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Register it here, and at every other agency that has something of this person."""
        form, agency = EnterForm(request.POST), access.active_agency(request.user)
        if not form.is_valid() or agency is None:
            return self._form(form, 422)
        try:
            made = requests.register(Asked(agency=agency, registered_by=request.user, **form.cleaned_data))
        except Refused as refusal:
            for name, lines in refusal.message_dict.items():
                form.add_error(name, lines)
            return self._form(form, 422)
        messages.success(request, _("Đã ghi yêu cầu. Cơ quan khác có dữ liệu của người này cũng được báo."))
        return redirect("desk:request", number=made.pk)

    def _form(self, form: EnterForm, status: int = 200) -> HttpResponseBase:
        return self.page("request_add", _("Ghi yêu cầu về dữ liệu"), status=status, form=form)


class RequestView(_Requests):
    """One request: who asks, what this agency has, what can be done, until when."""

    def get(self, request: HttpRequest, number: int) -> HttpResponseBase:
        """Show it; that is written down."""
        row = self.found(number)
        requests.note(row, request.user, "read")
        return self.show(row)


class ActView(_Requests):
    """Everything that changes something. ``viec``: identify, one of ACTS, done, or refused."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, number: int) -> HttpResponseBase:
        """Do it, or say why not with what was typed."""
        row, what = self.found(number), request.POST.get("viec", "")
        typed, form = request.POST.get("answer", ""), CorrectForm(request.POST, auto_id="sua-%s")
        notice = ""
        try:
            if what == "identify":
                requests.identify(row, request.user, request.POST.get("identified", ""))
                messages.success(request, _("Đã ghi."))
            elif what in ("done", "refused"):
                requests.answer(row, request.user, typed, what == "done")
                messages.success(request, _("Đã ghi câu trả lời."))
            elif what in ACTS[row.kind]:
                form.is_valid()
                data = form.cleaned_data if what == "correct" else {}
                result = requests.carry_out(row, what, request.user, **data)
                messages.success(request, _("Đã làm với %d câu.") % result.gone)
                notice = " ".join(
                    _("Câu %(number)s %(why)s.") % {"number": case.number, "why": why.rstrip(".")}
                    for case, why in result.kept
                )
            else:
                raise Http404
        except NotAllowed as refusal:
            return self.show(row, 403, str(refusal), typed)
        except Refused as refusal:
            unplaced = []
            for name, lines in refusal.message_dict.items():
                if name in form.fields:
                    form.add_error(name, lines)
                else:
                    unplaced += lines
            return self.show(row, 422, " ".join(unplaced), typed, form if form.errors else None)
        return self.show(self.found(number), notice=notice) if notice else redirect("desk:request", number)


class ExportView(_Requests):
    """The data as a file for the person: a page to print, or JSON. Taking it away is written down."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, number: int) -> HttpResponseBase:
        """The file."""
        row, kind = self.found(number), request.POST.get("dang", "")
        if kind not in FORMATS or "export" not in ACTS[row.kind] or not row.is_open:
            raise Http404
        try:
            requests.ask_identified(row)
        except NotAllowed as refusal:
            return self.show(row, 403, str(refusal))
        cases = list(requests.cases(row, request.user))
        requests.note(row, request.user, "export", rows=len(cases), format=kind)
        data: dict[str, Any] = exporting.person_data(row, cases)
        if kind == "json":
            content, of = json.dumps(data, ensure_ascii=False, indent=1), "application/json"
        else:
            content, of = render_to_string("feedback/desk/person_data.html", {"data": data}), "text/html"
        answer = HttpResponse(content, content_type=f"{of}; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{row.number}.{kind}"'
        answer["X-Content-Type-Options"] = "nosniff"
        return answer
