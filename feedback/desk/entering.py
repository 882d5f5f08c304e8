"""An officer enters a case for a citizen, at the counter or by telephone, and prints the receipt with QR."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

import segno
from django import forms
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback import addresses
from feedback.attachments import Upload
from feedback.desk.screens import DeskScreen
from feedback.models import Case, Stream
from feedback.refusals import Refused
from feedback.services import Receipt, Submission, receive
from feedback.states import ENTERERS
from portal.core import clock
from portal.editorial import access

Channel = Case.Channel


class EnterForm(forms.Form):
    """What the citizen says, written down truthfully; no identity number is taken."""

    key = forms.CharField(widget=forms.HiddenInput)
    stream = forms.ChoiceField(label=gettext_lazy("Loại"), choices=Stream.choices)
    channel = forms.ChoiceField(
        label=gettext_lazy("Đến qua"),
        choices=[
            (one.value, one.label) for one in (Channel.COUNTER, Channel.PHONE, Channel.PAPER, Channel.MAIL)
        ],
    )
    received = forms.DateTimeField(
        label=gettext_lazy("Nhận lúc (nếu không phải bây giờ)"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M"],
        help_text=gettext_lazy("Thời hạn tính từ lúc này."),
    )
    due_kind = forms.ChoiceField(
        label=gettext_lazy("Tính chất"),
        choices=[
            ("normal", gettext_lazy("Bình thường")),
            ("several", gettext_lazy("Cần nhiều cơ quan; yêu cầu thông tin phức tạp")),
        ],
    )
    title = forms.CharField(label=gettext_lazy("Câu hỏi trong một dòng"), max_length=200)
    text = forms.CharField(
        label=gettext_lazy("Nội dung, ghi đúng lời người dân"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    name = forms.CharField(label=gettext_lazy("Họ và tên"), required=False, max_length=80)
    phone = forms.CharField(label=gettext_lazy("Điện thoại"), required=False, max_length=30)
    email = forms.CharField(
        label=gettext_lazy("Thư điện tử (không bắt buộc)"), required=False, max_length=254, empty_value=""
    )
    address = forms.CharField(label=gettext_lazy("Địa chỉ (không bắt buộc)"), required=False, max_length=300)
    consent = forms.ChoiceField(
        label=gettext_lazy("Đăng công khai (hỏi người dân)"), choices=Case.Consent.choices, initial="none"
    )
    external_place = forms.CharField(
        label=gettext_lazy("Nơi đã gửi trước đó (không bắt buộc)"), required=False, max_length=300
    )
    external_code = forms.CharField(
        label=gettext_lazy("Mã do nơi đó cấp (không bắt buộc)"), required=False, max_length=80
    )
    complaint = forms.BooleanField(
        label=gettext_lazy("Đây là khiếu nại hoặc tố cáo: niêm phong, chuyển bộ phận tiếp công dân"),
        required=False,
    )
    file = forms.FileField(label=gettext_lazy("Tệp kèm theo (không bắt buộc)"), required=False)

    def clean_received(self) -> datetime | None:
        """Nothing is received tomorrow."""
        moment: datetime | None = self.cleaned_data["received"]
        if moment is not None and moment > clock.now():
            raise forms.ValidationError(_("Thời điểm nhận không thể ở tương lai."))
        return moment


class EnterView(DeskScreen):
    """The form, and after it the receipt: once, since the code is nowhere afterwards."""

    roles = ENTERERS

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """An empty form with a key of its own, so that a double click makes one case."""
        return self._form(EnterForm(initial={"key": secrets.token_hex(16)}))

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Take it in."""
        form = EnterForm(request.POST, request.FILES)
        agency = access.active_agency(request.user)
        if not form.is_valid() or agency is None:
            return self._form(form, 422)
        data: dict[str, Any] = dict(form.cleaned_data)
        file = data.pop("file", None)
        uploads = [Upload(file.name, file.read())] if file else []
        submission = Submission(
            submission_key=data.pop("key"),
            received_at=data.pop("received"),
            agency=agency,
            uploads=uploads,
            entered_by=request.user,
            **data,
        )
        try:
            receipt = receive(submission)
        except Refused as refusal:
            names = {"uploads": "file", "received_at": "received", "submission_key": None}
            for name, lines in refusal.message_dict.items():
                target = names.get(name, name)
                form.add_error(target if target in form.fields else None, lines)
            return self._form(form, 422)
        return self._receipt(receipt)

    def _form(self, form: EnterForm, status: int = 200) -> HttpResponseBase:
        return self.page("enter", _("Nhập hộ người dân"), status=status, form=form)

    def _receipt(self, receipt: Receipt) -> HttpResponseBase:
        address = addresses.look_up(receipt.case)
        return self.page(
            "receipt",
            _("Biên nhận"),
            receipt=receipt,
            case=receipt.case,
            spoken=" ".join(receipt.code.replace("-", " · ")),
            lines=receipt.due.lines() if receipt.due is not None else [],
            day=clock.date_words(receipt.due.day) if receipt.due is not None else "",
            address=address,
            picture=segno.make(address, error="q").svg_data_uri(scale=5, border=4, light="#fff"),
        )
