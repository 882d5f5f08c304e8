"""Forms of royalty lists: the period, the lines, the province's table."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import inlineformset_factory, modelformset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateInput

from home.royalty.models import Rate, RateTable, RoyaltyLine


class PeriodForm(forms.Form):
    """From when to when a list is drawn up."""

    first_day = forms.DateField(label=gettext_lazy("Từ ngày"), widget=AdminDateInput)
    last_day = forms.DateField(label=gettext_lazy("Đến hết ngày"), widget=AdminDateInput)


class LineForm(forms.ModelForm):
    """One work: its author, kind and coefficient."""

    class Meta:
        model = RoyaltyLine
        fields = ["author", "kind", "coefficient"]


LineFormSet = modelformset_factory(RoyaltyLine, form=LineForm, extra=0, can_delete=True)


class TableForm(forms.ModelForm):
    """A new table: from when, by which decision, what one unit is worth."""

    class Meta:
        model = RateTable
        fields = ["from_day", "decision", "unit_value"]
        widgets = {"from_day": AdminDateInput}


class RateForm(forms.ModelForm):
    """The frame of one kind."""

    class Meta:
        model = Rate
        fields = ["kind", "least", "most"]

    def clean(self) -> dict[str, Any]:
        """The least is not above the most."""
        cleaned: dict[str, Any] = super().clean() or {}
        least, most = cleaned.get("least"), cleaned.get("most")
        if least is not None and most is not None and least > most:
            raise ValidationError({"most": _("Hệ số cao nhất nhỏ hơn hệ số thấp nhất.")})
        return cleaned


RateFormSet = inlineformset_factory(RateTable, Rate, form=RateForm, extra=6, can_delete=False)
