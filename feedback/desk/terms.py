"""The province's own terms of each stream: rules of the clock, pauses, retention. Open cases keep theirs."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from feedback.desk.screens import DeskScreen
from feedback.models import Stream, StreamTerms
from feedback.states import LEADERS
from feedback.terms import all_terms, terms
from portal.agencies.models import Agency
from portal.core import audit, clock
from portal.editorial import access

RULES = ("rule", "rule_several", "rule_special", "transfer_rule")


class TermsForm(forms.ModelForm[StreamTerms]):
    """The terms of one stream."""

    class Meta:
        model = StreamTerms
        fields = [*RULES, "pause_days", "basis", "retention_months", "retention_basis", "keep_basis"]
        help_texts = dict.fromkeys(RULES, "5-lv, 12-ngay, 8-gio")

    def clean(self) -> None:
        """Every rule is one that the clock knows, forward and no minimum."""
        super().clean()
        for name in RULES:
            code = self.cleaned_data.get(name, "")
            if not code:
                continue
            try:
                found = clock.rule(code)
            except (clock.UnknownRule, ValueError) as error:
                self.add_error(name, ValidationError(str(error)))
                continue
            if found.backward or found.minimum or found.amount == 0:
                self.add_error(name, _("Ghi thời hạn tính tới, ví dụ 5-lv."))


class _Terms(DeskScreen):
    roles = LEADERS

    def ask(self) -> None:
        """They hold for the whole province: the province's people set them."""
        agency = access.active_agency(self.request.user)
        if agency is None or agency.level != Agency.Level.PROVINCE:
            raise PermissionDenied


class TermsView(_Terms):
    """All streams."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The table."""
        self.ask()
        return self.page("terms", _("Thời hạn hỏi đáp"), rows=list(all_terms().values()))


class EditView(_Terms):
    """The terms of one stream."""

    def get(self, request: HttpRequest, stream: str) -> HttpResponseBase:
        """The form."""
        self.ask()
        return self._form(TermsForm(instance=self._row(stream)))

    def post(self, request: HttpRequest, stream: str) -> HttpResponseBase:
        """Keep them; cases that are open keep the rule under which they came."""
        self.ask()
        form = TermsForm(request.POST, instance=self._row(stream))
        if not form.is_valid():
            return self._form(form, 422)
        form.save()
        audit.note("feedback.terms", request=request, stream=stream, fields=form.changed_data)
        messages.success(request, _("Đã lưu. Áp dụng cho câu nhận từ bây giờ."))
        return redirect("desk:terms")

    def _row(self, stream: str) -> StreamTerms:
        if stream not in Stream.values:
            raise Http404
        found = terms(stream)
        if not found._state.adding:
            return found
        values = {field.name: getattr(found, field.name) for field in StreamTerms._meta.fields}
        return StreamTerms(**values)

    def _form(self, form: TermsForm, status: int = 200) -> HttpResponseBase:
        title = _("Thời hạn: %s") % form.instance.get_stream_display()
        return self.page("term", title, status=status, form=form)
