"""The register out and in as a file: export, upload, what it would do, applying it, and taking it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.agencies.cells import in_words
from portal.agencies.models import RegisterUpload
from portal.agencies.operations import change_file
from portal.agencies.register_export import AGENCIES, as_csv, workbook
from portal.agencies.register_file import COLUMNS
from portal.agencies.register_tables import KINDS
from portal.core import clock
from portal.core.imports import Line
from portal.editorial.register import changes, scope, uploads
from portal.editorial.register.forms import UploadForm
from portal.editorial.register.screens import Screen

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PER_PAGE = 20


class UploadView(Screen):
    """Hand in a file, and the files that were handed in."""

    roles = scope.ALL

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The form and the list."""
        return self._form(UploadForm())

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Keep the file as it came, check it, show what it would do."""
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._form(form)
        file = form.cleaned_data["file"]
        upload = RegisterUpload(
            name=file.name[-255:],
            content=file.read(),
            uploaded_by=request.user if isinstance(request.user, User) else None,
        )
        uploads.check(upload)
        if upload.state == RegisterUpload.State.WAITING:
            messages.success(
                request, _("Bảng sắp xếp nhiều đơn vị nên máy chạy thử ở nền. Mở lại trang này sau vài phút.")
            )
        return redirect("register:upload", pk=upload.pk)

    def _form(self, form: UploadForm) -> HttpResponseBase:
        held = RegisterUpload.objects.defer("content", "report").select_related("uploaded_by")
        tables = [(AGENCIES, COLUMNS), *((kind.sheet, kind.columns) for kind in KINDS)]
        tables.append((changes.SHEET, change_file.COLUMNS))
        rows = Paginator(held, PER_PAGE).get_page(self.request.GET.get("trang"))
        return self.page("import", title=_("Nhập sổ cơ quan từ tệp"), form=form, rows=rows, tables=tables)


class ReportView(Screen):
    """What a file would do, or has done; "Áp dụng"."""

    roles = scope.ALL

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The report."""
        upload = get_object_or_404(RegisterUpload.objects.defer("content"), pk=pk)
        report = upload.report
        lists = [
            (title, report.get("counts", {}).get(key, 0), [_told(line) for line in report.get(key, ())])
            for key, title in (
                ("refused", _("Không nhận")),
                ("created", _("Thêm mới")),
                ("changed", _("Thay đổi")),
                ("conflicts", _("Cần người xem lại")),
                ("successors", _("Đơn vị sau sắp xếp")),
                ("moved", _("Chuyển giao")),
                ("redirects", _("Địa chỉ cũ dẫn tới")),
                ("unchanged", _("Giữ nguyên")),
            )
        ]
        counts = report.get("counts", {})
        return self.page(
            "upload",
            title=upload.name,
            upload=upload,
            report=report,
            lists=lists,
            useful=any(counts.get(key) for key in ("created", "changed", "successors")),
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Apply it."""
        upload = get_object_or_404(RegisterUpload, pk=pk)
        uploads.apply(upload, request.user)
        if upload.state == RegisterUpload.State.APPLIED:
            messages.success(request, _("Đã áp dụng. Các trang đã đổi theo."))
        elif upload.state == RegisterUpload.State.WAITING:
            messages.success(
                request,
                _("Tệp có nhiều đơn vị nên chạy nền. Mở lại trang này sau vài phút để xem kết quả."),
            )
        return redirect("register:upload", pk=pk)


def _told(line: dict[str, Any]) -> tuple[str, str, str]:
    """Where, whose, what."""
    place = Line(
        line.get("source", ""), line.get("row"), sheet=line.get("sheet", ""), column=line.get("column", "")
    )
    return in_words(place), line.get("code", ""), line.get("reason", "")


class FileView(Screen):
    """A file as it came, to be mended and handed in again."""

    roles = scope.ALL

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The bytes, untouched."""
        upload = get_object_or_404(RegisterUpload, pk=pk)
        kind = XLSX if upload.name.lower().endswith(".xlsx") else "text/csv; charset=utf-8"
        return _download(bytes(upload.content), upload.name, kind)


class ExportView(Screen):
    """The whole register as ``xlsx``, or one table as ``<table>.csv``."""

    roles = scope.ALL

    def get(self, request: HttpRequest, form: str) -> HttpResponseBase:
        """The file."""
        name = f"so-co-quan-{clock.today():%Y-%m-%d}"
        self.note("agency.register-exported", form=form[:30])
        if form == "xlsx":
            return _download(workbook(), f"{name}.xlsx", XLSX)
        try:
            table = as_csv(form.removesuffix(".csv"))
        except KeyError:
            raise Http404 from None
        return _download(table.encode(), f"{form.removesuffix('.csv')}-{name}.csv", "text/csv; charset=utf-8")


def _download(content: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
