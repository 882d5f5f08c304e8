"""The screens of royalties, on the editors' side alone: an agency sees its own lists and nobody else's."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views import View

from home.royalty import services
from home.royalty.forms import LineFormSet, PeriodForm, RateFormSet, TableForm
from home.royalty.models import RateTable, RoyaltyList
from portal.agencies.models import Agency
from portal.core import clock
from portal.core.audit import note
from portal.core.tables import Cell, workbook_response
from portal.editorial import access
from portal.editorial.admin_views import RoleRequiredMixin

MAKERS = frozenset({"editor", "province_editor", "secretary"})
APPROVERS = frozenset({"approver", "chief_editor", "leader"})
RATE_SETTERS = frozenset({"chief_editor", "secretary"})


class _Screen(RoleRequiredMixin, View):
    roles = MAKERS | APPROVERS
    request: HttpRequest

    def screen(self, template: str, title: str, **context: Any) -> TemplateResponse:
        """A page with its title."""
        context |= {"page_title": title, "header_title": title, "header_icon": "list-ul"}
        return TemplateResponse(self.request, f"royalty/{template}.html", context)

    def agency(self) -> Agency:
        """For whom the person works now. Raises PermissionDenied for a person of no agency."""
        found = access.active_agency(self.request.user)
        if found is None:
            raise PermissionDenied
        return found

    def found(self, pk: int) -> RoyaltyList:
        """A list of the own agency; 404 for any other."""
        lists = RoyaltyList.objects.select_related("table", "agency", "made_by", "approved_by")
        return get_object_or_404(lists, pk=pk, agency=self.agency())

    def may(self, roles: frozenset[str]) -> bool:
        """Whether the person holds one of the roles where he or she works now."""
        user: Any = self.request.user
        return bool(user.is_superuser or access.roles_of(user) & roles)


class ListsView(_Screen):
    """The lists of the own agency, and the form for a new one."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """What there is."""
        return self._shown(PeriodForm())

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Draw up a list of a period."""
        if not self.may(MAKERS):
            raise PermissionDenied
        form = PeriodForm(request.POST)
        if form.is_valid():
            try:
                made = services.draw_up(
                    self.agency(),
                    form.cleaned_data["first_day"],
                    form.cleaned_data["last_day"],
                    request.user,
                )
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                return redirect("royalty:list", pk=made.pk)
        return self._shown(form)

    def _shown(self, form: PeriodForm) -> TemplateResponse:
        lists = RoyaltyList.objects.filter(agency=self.agency()).prefetch_related("lines")
        return self.screen(
            "lists",
            _("Nhuận bút"),
            lists=lists[:50],
            form=form if self.may(MAKERS) else None,
            may_set_rates=self.may(RATE_SETTERS),
            table=RateTable.objects.first(),
        )


class ListView(_Screen):
    """One list: its lines, changed while it is a draft; approved by a second person."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The lines."""
        found = self.found(pk)
        return self._shown(found, self._lines(found))

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Save the lines, or approve."""
        found = self.found(pk)
        if "duyet" in request.POST:
            return self._approve(found)
        if not self.may(MAKERS):
            raise PermissionDenied
        lines = self._lines(found, request.POST)
        if not lines.is_valid():
            return self._shown(found, lines)
        lines.save(commit=False)
        services.save_lines(
            found, [line for line, _fields in lines.changed_objects], lines.deleted_objects, request.user
        )
        messages.success(request, _("Đã lưu bảng kê."))
        return redirect("royalty:list", pk=pk)

    def _approve(self, found: RoyaltyList) -> HttpResponseBase:
        if not self.may(APPROVERS):
            raise PermissionDenied
        try:
            services.approve(found, self.request.user)
        except (PermissionDenied, ValidationError) as refusal:
            said = refusal.messages[0] if isinstance(refusal, ValidationError) else str(refusal)
            messages.error(self.request, said)
        else:
            messages.success(self.request, _("Đã duyệt bảng kê."))
        return redirect("royalty:list", pk=found.pk)

    def _lines(self, found: RoyaltyList, posted: Any = None) -> Any:
        lines: Any = LineFormSet(posted, queryset=found.lines.all())
        for form in lines.forms:
            form.instance.of_list = found
        return lines

    def _shown(self, found: RoyaltyList, lines: Any) -> TemplateResponse:
        return self.screen(
            "list",
            str(found),
            found=found,
            lines=lines,
            may_change=found.is_draft and self.may(MAKERS),
            may_approve=found.is_draft and self.may(APPROVERS),
        )


class WorkbookView(_Screen):
    """A list as a workbook."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """One line a work, then the sum."""
        found = self.found(pk)
        note("royalty.exported", request=request, obj=found)
        heading = [
            _("STT"), _("Ngày đăng"), _("Tên tin, bài"), _("Người viết"), _("Đơn vị"), _("Loại"), _("Hệ số"),
            _("Số tiền (đồng)"),
        ]  # fmt: skip
        lines = list(found.lines.all())
        rows: list[list[Cell]] = [
            [
                number,
                line.shown_on,
                line.title,
                line.author,
                line.unit,
                str(line.get_kind_display()),
                float(line.coefficient),
                line.amount,
            ]
            for number, line in enumerate(lines, start=1)
        ]
        rows.append([None, None, _("Cộng"), None, None, None, None, found.total])
        state = str(found.get_state_display())
        if found.approved_at is not None:
            state = f"{state} {date_format(clock.local(found.approved_at), 'SHORT_DATE_FORMAT')}"
        rows.append([None, None, f"{found.table.decision}; {state}", None, None, None, None, None])
        days = f"{found.first_day:%Y%m%d}-{found.last_day:%Y%m%d}"
        return workbook_response(f"nhuan-but-{found.agency.code}-{days}", heading, rows)


class RatesView(_Screen):
    """The province's tables; a new one holds from its day on, old lists keep theirs."""

    roles = RATE_SETTERS

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """What holds, and an empty form."""
        return self._shown(TableForm(), RateFormSet())

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Add a table."""
        form = TableForm(request.POST)
        rates = RateFormSet(request.POST, instance=form.instance)
        if form.is_valid() and rates.is_valid():
            if any(rate.has_changed() for rate in rates.forms):
                with transaction.atomic():
                    rates.instance = form.save()
                    rates.save()
                    note("royalty.rates", request=request, obj=rates.instance)
                messages.success(request, _("Đã thêm bảng mức."))
                return redirect("royalty:rates")
            form.add_error(None, _("Nhập ít nhất một loại."))
        return self._shown(form, rates)

    def _shown(self, form: TableForm, rates: Any) -> TemplateResponse:
        tables = RateTable.objects.prefetch_related("rates")
        return self.screen("rates", _("Bảng mức nhuận bút"), form=form, rates=rates, tables=tables)
