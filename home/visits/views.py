"""The screen of visits: what is read, and corrections with a reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from home.visits import services
from home.visits.models import PageMonth, VisitCorrection
from portal.agencies.models import Agency
from portal.core import clock
from portal.editorial import access
from portal.editorial.admin_views import RoleRequiredMixin

READERS = frozenset({"editor", "approver", "unit_admin", "province_editor", "chief_editor", "secretary"})
CORRECTORS = frozenset({"unit_admin", "operator", "secretary"})
MOST_READ = 20


class CorrectionForm(forms.Form):
    """What is added, and why."""

    kind = forms.ChoiceField(label=gettext_lazy("Loại"), choices=VisitCorrection.Kind.choices)
    amount = forms.IntegerField(
        label=gettext_lazy("Cộng thêm (số âm: bớt đi)"), min_value=-(10**12), max_value=10**12
    )
    note = forms.CharField(
        label=gettext_lazy("Lý do, nguồn số liệu"),
        max_length=300,
        help_text=gettext_lazy("Hiện công khai ở trang “Lượt truy cập”."),
    )


class VisitsView(RoleRequiredMixin, View):
    """Of the agency for which the person works now."""

    roles = READERS | CORRECTORS

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Totals, the pages most read this month, and the form."""
        return self._shown(request, CorrectionForm())

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Note a correction."""
        if not self._may_correct(request):
            raise PermissionDenied
        form = CorrectionForm(request.POST)
        if form.is_valid():
            values = form.cleaned_data
            try:
                services.correct(
                    self._agency(request), values["kind"], values["amount"], values["note"], request.user
                )
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                messages.success(request, _("Đã ghi."))
                return redirect("visits")
        return self._shown(request, form)

    def _agency(self, request: HttpRequest) -> Agency:
        found = access.active_agency(request.user)
        if found is None:
            raise PermissionDenied
        return found

    def _may_correct(self, request: HttpRequest) -> bool:
        user: Any = request.user
        return bool(user.is_superuser or access.roles_of(user) & CORRECTORS)

    def _shown(self, request: HttpRequest, form: CorrectionForm) -> TemplateResponse:
        agency, today = self._agency(request), clock.today()
        month = today.year * 100 + today.month
        title = _("Lượt truy cập")
        context = {
            "page_title": title,
            "header_title": title,
            "header_icon": "view",
            "total": services.totals().get(agency.pk, (0, None)),
            "pages": PageMonth.objects.filter(agency=agency, month=month).order_by("-count")[:MOST_READ],
            "corrections": VisitCorrection.objects.filter(agency=agency)[:50],
            "form": form if self._may_correct(request) else None,
        }
        return TemplateResponse(request, "visits/admin/visits.html", context)
