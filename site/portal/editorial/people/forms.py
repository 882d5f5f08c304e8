"""Forms about people."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import Membership, User
from portal.agencies.models import Agency
from portal.core.clock import today
from portal.core.slugs import slugify_vi
from portal.core.text import one_line
from portal.editorial.people import scope
from portal.editorial.people.handover import Part
from portal.editorial.roles import ROLES
from portal.editorial.roles.catalogue import DEPARTMENT

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class RolesForm(forms.Form):
    """Roles at an agency, as an invitation or a new role need them."""

    agency = forms.ModelChoiceField(label=gettext_lazy("Cơ quan"), queryset=Agency.objects.none())
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Vai trò"), widget=forms.CheckboxSelectMultiple, choices=[]
    )
    fields_given = forms.CharField(
        label=gettext_lazy("Lĩnh vực được giao"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Chỉ cho đầu mối kiểm soát thủ tục ở sở; cách nhau bằng dấu phẩy."),
    )
    ends_on = forms.DateField(
        label=gettext_lazy("Làm việc đến hết ngày"),
        required=False,
        widget=DATE,
        help_text=gettext_lazy("Để trống nếu chưa biết. Đoàn kiểm tra phải có."),
    )
    decision_number = forms.CharField(
        label=gettext_lazy("Số quyết định"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("Quyết định phân công, hoặc quyết định kiểm tra."),
    )

    def __init__(self, manager: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.manager = manager
        choice: Any = self.fields["agency"]
        choice.queryset = scope.agencies(manager)
        found = list(choice.queryset[:2])
        if len(found) == 1:
            self.initial["agency"] = found[0]
        offered = scope.roles_to_give(manager, found[0]) if len(found) == 1 else ROLES.values()
        box: Any = self.fields["roles"]
        box.choices = [(role.code, role.label) for role in offered]

    def clean(self) -> dict[str, Any]:
        """Roles that the agency has and the manager may give, with what each of them needs."""
        values: dict[str, Any] = super().clean() or {}
        agency, codes = values.get("agency"), values.get("roles") or []
        values["fields_given"] = [
            slugify_vi(word) for word in str(values.get("fields_given", "")).split(",") if word.strip()
        ]
        if agency is None:
            return values
        allowed = {role.code for role in scope.roles_to_give(self.manager, agency)}
        if refused := [str(ROLES[code].label) for code in codes if code not in allowed]:
            self.add_error("roles", _("Cơ quan này không có vai trò: %s.") % ", ".join(refused))
        if any(ROLES[code].reads_only for code in codes):
            for name in ("ends_on", "decision_number"):
                if not values.get(name):
                    self.add_error(name, _("Đoàn kiểm tra cần ngày kết thúc và số quyết định."))
        if (
            agency.level == DEPARTMENT
            and any(ROLES[code].by_field for code in codes)
            and not values["fields_given"]
        ):
            self.add_error("fields_given", _("Ghi ít nhất một lĩnh vực được giao."))
        if values.get("ends_on") and values["ends_on"] < today():
            self.add_error("ends_on", _("Ngày này đã qua."))
        return values


class InviteForm(RolesForm):
    """Whom to invite, with which roles."""

    full_name = forms.CharField(label=gettext_lazy("Họ và tên"), max_length=150)
    email = forms.EmailField(
        label=gettext_lazy("Thư điện tử"),
        required=False,
        help_text=gettext_lazy("Không bắt buộc: không có thì in tờ mời có mã QR và đưa tận tay."),
    )
    field_order = ["full_name", "email", "agency", "roles", "fields_given", "ends_on", "decision_number"]

    def clean_full_name(self) -> str:
        """One line, one normal form."""
        name = one_line(self.cleaned_data["full_name"])
        if not name:
            raise ValidationError(_("Ghi họ và tên."))
        return name


class ReasonForm(forms.Form):
    """Why something is done to an account; it stands in the audit trail."""

    reason = forms.CharField(label=gettext_lazy("Lý do"), max_length=200)


class EndsForm(forms.Form):
    """The last day of an account."""

    ends_on = forms.DateField(label=gettext_lazy("Làm việc đến hết ngày"), required=False, widget=DATE)

    def clean_ends_on(self) -> date | None:
        """Today or later, or none."""
        day: date | None = self.cleaned_data["ends_on"]
        if day is not None and day < today():
            raise ValidationError(_("Ngày này đã qua. Muốn đóng ngay thì dùng “Đóng tài khoản”."))
        return day


class PersonChoice(forms.ModelChoiceField):
    """People by name and account."""

    def label_from_instance(self, obj: Any) -> str:
        """The name, with the account where names repeat."""
        return f"{obj.get_full_name()} ({obj.get_username()})"


class HandoverForm(forms.Form):
    """From whom, to whom, where, from when, and what."""

    agency = forms.ModelChoiceField(label=gettext_lazy("Cơ quan"), queryset=Agency.objects.none())
    from_user = PersonChoice(label=gettext_lazy("Người giao"), queryset=User.objects.none())
    to_user = PersonChoice(label=gettext_lazy("Người nhận"), queryset=User.objects.none())
    day = forms.DateField(label=gettext_lazy("Từ ngày"), widget=DATE, initial=today)
    parts = forms.MultipleChoiceField(
        label=gettext_lazy("Bàn giao"), widget=forms.CheckboxSelectMultiple, choices=[]
    )

    def __init__(self, manager: Any, parts: list[Part], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["agency"]
        chosen.queryset = scope.agencies(manager)
        found = list(chosen.queryset[:2])
        if len(found) == 1:
            self.initial.setdefault("agency", found[0])
        for name in ("from_user", "to_user"):
            people: Any = self.fields[name]
            people.queryset = scope.people(manager).order_by("sort_key")
        box: Any = self.fields["parts"]
        box.choices = [(part.key, part.label) for part in parts]
        self.initial.setdefault("parts", [part.key for part in parts])

    def clean(self) -> dict[str, Any]:
        """Two people; the giver of this agency, the receiver with an open account."""
        values: dict[str, Any] = super().clean() or {}
        giver, receiver, agency = values.get("from_user"), values.get("to_user"), values.get("agency")
        if giver is not None and giver == receiver:
            self.add_error("to_user", _("Người nhận phải là người khác."))
        if receiver is not None and not receiver.is_open(values.get("day")):
            self.add_error("to_user", _("Tài khoản của người nhận đã đóng hoặc hết hạn vào ngày đó."))
        if agency and giver and not Membership.objects.filter(user=giver, agency=agency).exists():
            self.add_error("from_user", _("Người này không có vai trò tại cơ quan đã chọn."))
        if values.get("day") and values["day"] < today():
            self.add_error("day", _("Ngày này đã qua."))
        return values
