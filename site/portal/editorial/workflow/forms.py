"""Forms of the review pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Membership, User
from portal.core.clock import today
from portal.editorial.models import Absence
from portal.library.models import PortalDocument

_DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PaperForm(forms.Form):
    """Đã duyệt tại văn bản số …"""

    number = forms.CharField(label=_("Số, ký hiệu văn bản"), max_length=80)
    signed_on = forms.DateField(label=_("Ngày ký"), widget=_DATE)
    signer_title = forms.CharField(
        label=_("Chức danh người ký"), max_length=150, help_text=_("Ví dụ: Phó Chủ tịch Ủy ban nhân dân xã")
    )
    file: Any = forms.ModelChoiceField(
        PortalDocument.objects.none(), label=_("Tệp văn bản (nếu có)"), required=False
    )

    def __init__(self, *args: Any, agency: Any = None, **kwargs: Any) -> None:
        """Offer the newest files of the agency."""
        super().__init__(*args, **kwargs)
        field: Any = self.fields["file"]
        offered = PortalDocument.objects.filter(agency=agency)
        field.queryset = offered if self.is_bound else offered.order_by("-created_at")[:200]

    def clean_signed_on(self) -> Any:
        """Nothing is signed tomorrow."""
        day = self.cleaned_data["signed_on"]
        if day > today():
            raise forms.ValidationError(_("Ngày ký không được sau hôm nay."))
        return day


class ReasonForm(forms.Form):
    """A reason in a few words."""

    reason = forms.CharField(label=_("Lý do"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class AbsenceForm(forms.ModelForm[Absence]):
    """When somebody is away and who approves instead: people of the same agency."""

    class Meta:
        model = Absence
        fields = ["starts_on", "ends_on", "deputy"]
        widgets = {"starts_on": _DATE, "ends_on": _DATE}

    def __init__(self, *args: Any, user: Any, agency: Any, **kwargs: Any) -> None:
        """For the person who is signed in, at the agency for which the person works now."""
        super().__init__(*args, **kwargs)
        self.instance.user, self.instance.agency = user, agency
        colleagues = Membership.objects.on(today()).filter(agency=agency).exclude(user=user)
        deputy: Any = self.fields["deputy"]
        deputy.queryset = User.objects.filter(pk__in=colleagues.values("user"), is_active=True)

    def clean(self) -> dict[str, Any]:
        """The end is not before the beginning."""
        values: dict[str, Any] = super().clean() or {}
        first, last = values.get("starts_on"), values.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("Ngày cuối phải từ ngày đầu trở đi."))
        return values
