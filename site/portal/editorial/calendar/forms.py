"""The form of a day, or of a run of days, in the calendar."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.agencies.models import Agency
from portal.core.calendar_changes import DayEdit, days_between
from portal.core.models import CalendarDay

_DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class DayForm(forms.ModelForm[CalendarDay]):
    """One day; when it is new, a run of days with the same reason ("Tết Nguyên đán", từ … đến …)."""

    last_day = forms.DateField(
        label=gettext_lazy("đến hết ngày"),
        required=False,
        widget=_DATE,
        help_text=gettext_lazy("Để trống nếu chỉ một ngày. Thứ Bảy, Chủ nhật trong khoảng được bỏ qua."),
    )
    basis_url = forms.URLField(
        label=gettext_lazy("Địa chỉ văn bản"),
        required=False,
        assume_scheme="https",
        help_text=gettext_lazy("Địa chỉ trên mạng của thông báo, nếu có."),
    )
    scope = forms.ChoiceField(
        label=gettext_lazy("Phạm vi"), required=False, widget=forms.Select(attrs={"class": "w-w-full"})
    )

    field_order = ["day", "last_day", "kind", "name", "scope", "status", "basis", "basis_url"]

    class Meta:
        model = CalendarDay
        fields = ["day", "kind", "name", "scope", "status", "basis"]
        widgets = {"day": _DATE}
        help_texts = {
            "basis": gettext_lazy("Số, ký hiệu, ngày của thông báo. Bắt buộc với ngày chính thức."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the agencies in force as scopes; a day that stands already keeps its date and scope."""
        super().__init__(*args, **kwargs)
        agencies = Agency.objects.exclude(level=Agency.Level.PROVINCE).order_by("name")
        scope: Any = self.fields["scope"]
        scope.choices = [("", _("Toàn tỉnh")), *agencies.values_list("code", "name")]
        self.initial["basis_url"] = self.instance.basis_url
        self.initial.setdefault("status", CalendarDay.Status.PROVISIONAL)
        if self.instance.pk:
            del self.fields["last_day"]
            for name in ("day", "scope"):
                self.fields[name].disabled = True

    def clean(self) -> dict[str, Any]:
        """Check the run of days, and that a new day does not stand already."""
        values: dict[str, Any] = super().clean() or {}
        first, last = values.get("day"), values.get("last_day") or values.get("day")
        if first is None or last is None:
            return values
        try:
            days = days_between(first, last)
        except ValueError as error:
            raise ValidationError({"last_day": str(error)}) from None
        if len(days) > 1:
            opened = values.get("kind") == CalendarDay.Kind.OPENED
            days = [day for day in days if (day.weekday() < 5) != opened]
            if not days:
                raise ValidationError({"last_day": _("Trong khoảng này không có ngày nào đổi được.")})
        taken = CalendarDay.objects.filter(day__in=days, scope=values.get("scope") or "")
        if not self.instance.pk and (row := taken.first()) is not None:
            words = _("Ngày %(day)s đã có trong lịch: %(name)s.")
            raise ValidationError({"day": words % {"day": f"{row.day:%d/%m/%Y}", "name": row.name}})
        values["days"] = days
        return values

    def edits(self) -> list[DayEdit]:
        """What the form asks for, day by day."""
        values = self.cleaned_data
        found = []
        for day in values["days"]:
            wanted = CalendarDay(
                day=day,
                scope=values.get("scope") or "",
                **{name: values[name] for name in ("kind", "name", "status", "basis", "basis_url")},
            )
            found.append(DayEdit(day, wanted.scope, wanted))
        return found
