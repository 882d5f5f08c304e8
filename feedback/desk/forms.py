"""One form for each act, made from what the table of states asks for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from feedback.models import Case
from feedback.states import EVERYBODY, Action
from portal.accounts.models import Membership, User
from portal.agencies.models import Agency
from portal.core import clock

_AREA = forms.Textarea(attrs={"rows": 3})
HELP = {
    Action.ASK_SENDER: _("Viết cho người gửi: cần bổ sung gì. Người gửi đọc trên trang tra cứu."),
    Action.TRANSFER: _("Người gửi đọc được lý do này."),
    Action.REFUSE: _("Ghi lý do và nơi ông, bà có thể gửi đến; người gửi đọc được."),
    Action.RETURN: _("Ghi cần sửa gì; người soạn đọc được."),
    Action.NOTE: _("Chỉ cán bộ của cơ quan đọc được."),
    Action.SEAL: _("Vì sao là khiếu nại hoặc tố cáo."),
    Action.REMOVE: _("Câu bị gỡ vẫn được đếm trong thống kê, mục “đã gỡ”."),
    Action.LENGTHEN: _("Người gửi đọc được lý do và hạn mới."),
    Action.HOLD: _("Văn bản nào yêu cầu giữ, ví dụ quyết định thanh tra, giấy triệu tập của tòa án."),
}


def staff(agency: Agency) -> QuerySet[User]:
    """Who at an agency can be given a case."""
    held = Membership.objects.on(clock.today()).filter(agency=agency, role__in=EVERYBODY)
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by(
        "last_name", "first_name", "pk"
    )


class _StaffField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        """The whole name."""
        return obj.get_full_name() or obj.username


class NumberField(forms.CharField):
    """The number of another case of the same agency."""

    def __init__(self, case: Case) -> None:
        """Remember whose case it is."""
        self._case = case
        super().__init__(
            label=_("Gộp vào câu số"), max_length=8, help_text=_("Số của câu giữ lại, ví dụ 000123.")
        )

    def clean(self, value: Any) -> Any:
        """The case."""
        text = str(super().clean(value))
        rows = Case.objects.filter(agency=self._case.agency)
        found = rows.filter(pk=int(text)).first() if text.isascii() and text.isdecimal() else None
        if found is None:
            raise forms.ValidationError(_("Không có câu số này ở cơ quan anh/chị."))
        return found


def _fields(case: Case, action: Action) -> dict[str, Callable[[], forms.Field]]:
    agencies = Agency.objects.on(clock.today()).exclude(pk=case.agency_id)
    return {
        "reason": lambda: forms.CharField(
            label=action_reason(action), widget=_AREA, max_length=2000, help_text=HELP.get(action, "")
        ),
        "handler": lambda: _StaffField(staff(case.agency), label=_("Người xử lý")),
        "agency": lambda: forms.ModelChoiceField(
            agencies if action != Action.UNSEAL else Agency.objects.on(clock.today()), label=_("Cơ quan")
        ),
        "kind": lambda: forms.ChoiceField(
            label=_("Tính chất"),
            choices=[
                ("several", _("Cần nhiều cơ quan phối hợp")),
                ("special", _("Phức tạp: thời hạn dài nhất")),
                ("normal", _("Bình thường")),
            ],
        ),
        "text": lambda: forms.CharField(
            label=_("Câu trả lời"),
            widget=forms.Textarea(attrs={"rows": 9}),
            max_length=20_000,
            help_text=_("Câu đầu nói thẳng được hay không. Không ghi tên người hỏi."),
        ),
        "into": lambda: NumberField(case),
        "until": lambda: forms.DateField(
            label=_("Giữ đến hết ngày"),
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        ),
    }


def action_reason(action: Action) -> Any:
    """What the text that goes with an act is called."""
    return {
        Action.ASK_SENDER: _("Cần bổ sung gì"),
        Action.NOTE: _("Ghi chú"),
        Action.RETURN: _("Cần sửa gì"),
    }.get(action, _("Lý do"))


def form_for(case: Case, action: Action, needs: frozenset[str], data: Any = None) -> forms.Form:
    """The form of an act; ids differ from those of the other forms on the same screen."""
    makers = _fields(case, action)
    form = forms.Form(data, auto_id=f"{action}-%s")
    for name in ("agency", "handler", "kind", "into", "until", "text", "reason"):
        if name in needs:
            form.fields[name] = makers[name]()
    return form
