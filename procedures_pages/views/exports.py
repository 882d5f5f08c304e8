"""The catalogue and single procedures as data: CSV, JSON. A demonstration says so in the file itself."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from portal.core import site_request
from procedures_pages import facet_lists
from procedures_pages.presenters.fees import short_fee
from procedures_pages.presenters.listing import display_name
from procedures_pages.presenters.terms import short_term
from procedures_pages.selectors import Line, catalogue_of, list_facts, version_on
from procedures_pages.views.catalogue import shown_lines

BATCH = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(value: str) -> str:
    """A cell that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    return f"'{value}" if value.startswith(FORMULA) else value


def _records(request: HttpRequest) -> Iterator[dict[str, str]]:
    portal = site_request.of(request)
    table = catalogue_of(portal)
    lines = facet_lists.narrowed(table, shown_lines(request), facet_lists.chosen(request.GET))
    province = portal.province.short_name if portal.province else ""
    for start in range(0, len(lines), BATCH):
        part = lines[start : start + BATCH]
        facts = list_facts(line.version_id for line in part)
        for line in part:
            yield _record(table, line, facts.get(line.version_id, {}), province)


def _record(table: Any, line: Line, data: dict[str, Any], province: str) -> dict[str, str]:
    field = table.fields.get(line.field_id or 0)
    decision = data.get("decision") or {}
    return {
        "ma_thu_tuc": line.code,
        "ten_thu_tuc": display_name(line.name),
        "linh_vuc": field.name if field else "",
        "co_quan_cong_bo": data.get("publisher") or "",
        "quyet_dinh": decision.get("number") or "",
        "thoi_han": short_term(data),
        "phi_le_phi": short_fee(data, province),
        "muc_do_truc_tuyen": facet_lists.level_label(line.online_level),
        "ban_tom_luoc": _("có") if data.get("summary_only") else _("không"),
    }


COLUMNS = (
    "ma_thu_tuc",
    "ten_thu_tuc",
    "linh_vuc",
    "co_quan_cong_bo",
    "quyet_dinh",
    "thoi_han",
    "phi_le_phi",
    "muc_do_truc_tuyen",
    "ban_tom_luoc",
)


def _notice(request: HttpRequest) -> str:
    portal = site_request.of(request)
    source = _("Nguồn: Cổng Dịch vụ công quốc gia")
    if portal.demo:
        return _("BẢN TRÌNH DIỄN – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ") + ". " + source
    return source


def list_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The list as CSV (RFC 4180), UTF-8 with a byte order mark so that Excel reads Vietnamese."""

    def lines() -> Iterable[str]:
        buffer = io.StringIO()
        writer = csv.writer(buffer)

        def taken() -> str:
            text = buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
            return text

        writer.writerow(COLUMNS)
        yield "\ufeff" + taken()
        for record in _records(request):
            writer.writerow([safe_cell(record[name]) for name in COLUMNS])
            yield taken()
        writer.writerow([_notice(request)])
        yield taken()

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_file_name(request)}.csv"'
    return response


def _file_name(request: HttpRequest) -> str:
    """Whose list of which day; a demonstration says so in the name too."""
    portal = site_request.of(request)
    who = portal.home.slug if portal.home and portal.home.parent else "tinh"
    return f"{'trinh-dien-' if portal.demo else ''}thu-tuc-{who}-{portal.today:%Y-%m-%d}"


def list_xlsx(request: HttpRequest) -> HttpResponse:
    """The list as a workbook. Every cell is text: codes keep their zeros, nothing is a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("thu-tuc")

    def cells(values: Iterable[str]) -> list[Any]:
        made = []
        for value in values:
            cell = WriteOnlyCell(sheet, value=value)
            cell.data_type = "s"
            made.append(cell)
        return made

    sheet.append(cells(COLUMNS))
    for record in _records(request):
        sheet.append(cells(record[name] for name in COLUMNS))
    sheet.append(cells([_notice(request)]))
    out = io.BytesIO()
    book.save(out)
    response = HttpResponse(out.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{_file_name(request)}.xlsx"'
    return response


def list_json(request: HttpRequest) -> JsonResponse:
    """The list as JSON with its notice."""
    body = {"thong_bao": _notice(request), "thu_tuc": list(_records(request))}
    return JsonResponse(body, json_dumps_params={"ensure_ascii": False})


def procedure_json(request: HttpRequest, code: str) -> JsonResponse:
    """The document of the version in force, as page and export read it, with the notice beside its keys."""
    portal = site_request.of(request)
    found = version_on(code, portal.today)
    if found is None:
        raise Http404
    body = {**found.data, "thong_bao": _notice(request)}
    return JsonResponse(body, json_dumps_params={"ensure_ascii": False})
