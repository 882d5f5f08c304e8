"""The screens of oversight: read-only, apart from editing rights."""

from __future__ import annotations

from itertools import islice
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from portal.core import audit, clock
from portal.core.tables import Cell, csv_response, workbook_response
from portal.editorial import access
from portal.editorial.admin_views import RoleRequiredMixin
from portal.editorial.oversight import AUDIT_ROLES, BOARD_ROLES, board, trail


class _Screen(RoleRequiredMixin, View):
    http_method_names = ["get", "head", "options"]
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Work out once what the person is."""
        access.remember(request.user)
        return super().dispatch(request, *args, **kwargs)

    def page(self, template: str, title: str, icon: str, **context: Any) -> TemplateResponse:
        """A screen with its heading."""
        context |= {
            "breadcrumbs_items": [{"url": "", "label": title}],
            "page_title": title,
            "header_title": title,
            "header_icon": icon,
        }
        return TemplateResponse(self.request, f"editorial/oversight/{template}.html", context)


class BoardView(_Screen):
    """How the sites are doing, the most harmful state first."""

    roles = BOARD_ROLES

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The board."""
        columns, rows = board.rows(clock.today())
        return self.page(
            "board",
            _("Sức khỏe các trang"),
            "clipboard-list",
            columns=[str(measure.label) for measure in columns],
            rows=rows,
            worrying=sum(row.harm > 0 for row in rows),
        )


class BoardWorkbookView(_Screen):
    """The board as a workbook."""

    roles = BOARD_ROLES

    def get(self, request: HttpRequest) -> HttpResponse:
        """The file."""
        day = clock.today()
        columns, rows = board.rows(day)
        heading = [_("Mã đơn vị"), _("Cơ quan"), _("Điểm"), *(str(measure.label) for measure in columns)]
        cells: list[list[Cell]] = [
            [row.agency.code, row.agency.name, row.harm, *(_plain(finding) for finding in row.findings)]
            for row in rows
        ]
        return workbook_response(f"suc-khoe-cac-trang-{day:%Y-%m-%d}", heading, cells)


def _plain(finding: board.Finding) -> Cell:
    """What the workbook holds: a day or a number where there is one, else the words."""
    value = finding.value
    return finding.words if value is None or isinstance(value, str) else value


class TrailView(_Screen):
    """Who did what, when."""

    roles = AUDIT_ROLES

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """A page of lines; ``truoc`` is the number of the line before which it begins."""
        form = trail.TrailFilter(request.GET)
        found = form.entries()
        if before := request.GET.get("truoc", ""):
            if not (before.isascii() and before.isdecimal() and len(before) <= 18):
                raise Http404
            found = found.filter(pk__lt=int(before))
        entries = list(found[: trail.SIZE + 1])
        query = request.GET.copy()
        query.pop("truoc", None)
        asked = query.urlencode()
        query["truoc"] = str(entries[trail.SIZE - 1].pk) if len(entries) > trail.SIZE else ""
        return self.page(
            "trail",
            _("Nhật ký kiểm tra"),
            "history",
            form=form,
            lines=trail.lines(entries[: trail.SIZE]),
            older=f"?{query.urlencode()}" if query["truoc"] else "",
            first=bool(before),
            asked=asked,
            narrowed=any(value for name, value in request.GET.items() if name != "truoc"),
            index_url=reverse("oversight:trail"),
            most=trail.MOST_IN_WORKBOOK,
        )


class _TrailFile(_Screen):
    roles = AUDIT_ROLES

    def found(self, request: HttpRequest, ending: str) -> Any:
        """The lines asked for; taking them away is noted. Raises Http404 for filters that make no sense."""
        form = trail.TrailFilter(request.GET)
        entries = form.entries()
        if not form.is_valid():
            raise Http404
        asked = sorted(name for name, value in form.cleaned_data.items() if value)
        last = entries.values_list("pk", flat=True).first()
        audit.note("audit.exported", request=request, format=ending, filters=asked)
        # The line just noted stays out of the file.
        return entries.filter(pk__lte=last) if last is not None else entries.none()

    def name(self) -> str:
        """The file's name without its ending."""
        return f"nhat-ky-kiem-tra-{clock.today():%Y-%m-%d}"


class TrailCsvView(_TrailFile):
    """The lines as CSV, streamed."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The file."""
        found = self.found(request, "csv")
        return csv_response(self.name(), trail.HEADING, trail.cells(trail.every_line(found)))


class TrailWorkbookView(_TrailFile):
    """The newest lines as a workbook; CSV holds all."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The file."""
        newest = islice(trail.every_line(self.found(request, "xlsx")), trail.MOST_IN_WORKBOOK)
        return workbook_response(self.name(), trail.HEADING, trail.cells(newest))
