"""Sites: the list, a new one, another address, identity, and what the province sets on all of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from portal.agencies import hosts, identity, names
from portal.agencies.models import Agency, CentralBlock
from portal.agencies.operations.moves import change_address, current_address, current_addresses, told
from portal.agencies.provisioning import province, provision
from portal.core import audit
from portal.editorial import access
from portal.editorial.admin_views import RoleRequiredMixin
from portal.editorial.operations import OWN, PROVINCE, hidden
from portal.editorial.operations.forms import BlockForm, IdentityForm, LocksForm, MoveForm, ProvisionForm
from portal.editorial.register.scope import named

PER_PAGE = 50


class _View(RoleRequiredMixin, View):
    roles = PROVINCE
    request: HttpRequest

    def page(self, template: str, title: str = "", **context: Any) -> TemplateResponse:
        """A screen below "Trang của cơ quan"."""
        way = [{"url": reverse("sites:index"), "label": _("Trang của cơ quan")}]
        if title:
            way.append({"url": "", "label": title})
        heading = title or _("Trang của cơ quan")
        context |= {
            "breadcrumbs_items": way,
            "page_title": heading,
            "header_title": heading,
            "header_icon": "desktop",
        }
        return TemplateResponse(self.request, f"editorial/sites/{template}.html", context)

    def form_page(self, title: str, form: Any, button: str, **context: Any) -> TemplateResponse:
        """A screen with one form."""
        return self.page("form", title, form=form, button=button, media=form.media, **context)

    def say(self, words: str, warnings: tuple[str, ...] | list[str] = ()) -> None:
        """What was done, and what should be known."""
        messages.success(self.request, words)
        for warning in warnings:
            messages.warning(self.request, warning)


class SitesView(_View):
    """The sites with their addresses; who keeps one site alone is led to it."""

    roles = PROVINCE | OWN

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The list."""
        if not _is_province(request):
            agency = access.active_agency(request.user)
            if agency is None:
                raise PermissionDenied
            return redirect("sites:identity", agency.pk)
        query = " ".join(request.GET.get("q", "").split())[: names.LONGEST_QUERY]
        found = named(query).filter(successions=None)
        rows = Paginator(found, PER_PAGE).get_page(request.GET.get("trang"))
        addresses = current_addresses(list(rows))
        lines = [(agency, addresses[agency.pk]) for agency in rows]
        return self.page("index", rows=rows, lines=lines, q=query)


class ProvisionView(_View):
    """ "Lập trang cho cơ quan": a whole site from one row, by the engine of ``provision_agencies``."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The form."""
        above = province()
        return self._form(
            ProvisionForm(initial={"loai": "xa", "cap": "xa", "don_vi_cha": above.code if above else ""})
        )

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Make the site; a host name that differs from the decree is told and not refused."""
        form = ProvisionForm(request.POST)
        if not form.is_valid():
            return self._form(form)
        with transaction.atomic():
            report = provision(form.found, source=_("biểu mẫu"))
            for line in report.plan.refused:
                form.add_error(line.column if line.column in form.fields else None, line.reason)
            if report.plan.refused:
                return self._form(form)
            agency = Agency.objects.get(code=form.cleaned_data["ma_don_vi"])
            audit.note("agency.provisioned", request=request, agency_code=agency.code, obj=agency)
        self.say(
            _("Đã lập trang của %(name)s: %(address)s")
            % {"name": agency.name, "address": current_address(agency)},
            told(agency, agency.hostname),
        )
        return redirect("sites:index")

    def _form(self, form: ProvisionForm) -> TemplateResponse:
        help_text = _("Tên miền theo %s: tên viết đủ, không dấu, dưới tên miền của tỉnh.") % hosts.basis()
        return self.form_page(_("Lập trang cho cơ quan"), form, _("Lập trang"), help_text=help_text)


class MoveView(_View):
    """Another address for a site, in one step."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The form."""
        agency = _standing(pk)
        return self._form(agency, MoveForm(initial={"hostname": agency.hostname, "slug": agency.slug}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Move."""
        agency = _standing(pk)
        form = MoveForm(request.POST)
        if not form.is_valid():
            return self._form(agency, form)
        try:
            moved = change_address(
                agency,
                hostname=form.cleaned_data["hostname"],
                slug=form.cleaned_data["slug"],
                user=request.user,
            )
        except ValidationError as refused:
            form.add_error(None, refused)
            return self._form(_standing(pk), form)
        self.say(_("Trang đứng tại %s.") % current_address(agency), moved.warnings)
        return redirect("sites:index")

    def _form(self, agency: Agency, form: MoveForm) -> TemplateResponse:
        rows = [str(row) for row in agency.former_addresses.all()]
        title = _("Đổi địa chỉ trang: %s") % agency.name
        return self.form_page(title, form, _("Đổi địa chỉ"), now=current_address(agency), former=rows)


class IdentityView(_View):
    """What a site wears; its own people and the province's."""

    roles = PROVINCE | OWN

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The form."""
        agency = self._agency(pk)
        return self._form(agency, IdentityForm(agency))

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Save."""
        agency = self._agency(pk)
        form = IdentityForm(agency, request.POST)
        if not form.is_valid():
            return self._form(agency, form)
        with transaction.atomic():
            changed = form.store()
            if changed:
                audit.note(
                    "agency.identity", request=request, agency_code=agency.code, obj=agency, fields=changed
                )
        self.say(_("Đã lưu nhận diện trang."))
        return redirect("sites:identity", agency.pk)

    def _agency(self, pk: int) -> Agency:
        agency = _standing(pk)
        own = access.active_agency(self.request.user)
        if not _is_province(self.request) and (own is None or own.pk != agency.pk):
            raise PermissionDenied
        return agency

    def _form(self, agency: Agency, form: IdentityForm) -> TemplateResponse:
        return self.form_page(_("Nhận diện trang: %s") % agency.name, form, _("Lưu"), now=agency.name)


class BlocksView(_View):
    """What the province shows on the sites of agencies."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The list."""
        return self.page("blocks", _("Khối thông tin chung"), rows=CentralBlock.objects.all())


class BlockView(_View):
    """One central block, new or old."""

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponseBase:
        """The form."""
        return self._form(BlockForm(instance=_block(pk)))

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponseBase:
        """Save; shown on all sites with the next request."""
        form = BlockForm(request.POST, instance=_block(pk))
        if not form.is_valid():
            return self._form(form)
        with transaction.atomic():
            block = form.save()
            audit.note("sites.block", request=request, obj=block, fields=form.changed_data)
        self.say(_("Đã lưu. Khối hiện ở các trang từ lần mở tiếp theo."))
        return redirect("sites:blocks")

    def _form(self, form: BlockForm) -> TemplateResponse:
        pk = form.instance.pk
        remove = reverse("sites:block_remove", args=[pk]) if pk else ""
        return self.form_page(_("Khối thông tin chung"), form, _("Lưu"), remove=remove)


class BlockRemoveView(_View):
    """Take a central block off all sites."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Ask."""
        return self.page("remove", _("Bỏ khối thông tin chung"), block=get_object_or_404(CentralBlock, pk=pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Take it off."""
        block = get_object_or_404(CentralBlock, pk=pk)
        with transaction.atomic():
            audit.note("sites.block", request=request, obj=block, removed=True)
            block.delete()
        self.say(_("Đã bỏ khối khỏi mọi trang."))
        return redirect("sites:blocks")


class SectionsView(_View):
    """Which sites hide which sections, and which sections nobody may hide."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The table and the locks."""
        return self._page(LocksForm())

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Lock and unlock."""
        form = LocksForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        with transaction.atomic():
            if identity.lock_sections(form.wanted()):
                audit.note(
                    "sites.locks",
                    request=request,
                    locked=[":".join(pair) for pair in sorted(form.wanted())],
                )
        self.say(_("Đã lưu các mục bị khóa."))
        return redirect("sites:sections")

    def _page(self, form: LocksForm) -> TemplateResponse:
        return self.page("sections", _("Trang nào ẩn mục nào"), form=form, rows=hidden.rows())


class HiddenWorkbookView(_View):
    """The same table as a workbook."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The file."""
        answer = HttpResponse(hidden.workbook(), content_type=hidden.XLSX)
        answer["Content-Disposition"] = 'attachment; filename="trang-an-muc.xlsx"'
        return answer


def _is_province(request: HttpRequest) -> bool:
    user: Any = request.user
    return bool(user.is_superuser or access.roles_of(user) & PROVINCE)


def _standing(pk: int) -> Agency:
    """An agency with a site of its own."""
    return get_object_or_404(Agency, pk=pk, successions=None)


def _block(pk: int | None) -> CentralBlock | None:
    return get_object_or_404(CentralBlock, pk=pk) if pk is not None else None
