"""The list of an agency as a file: numbers, days and states, nothing that a citizen wrote."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from feedback import reading, scope
from feedback.desk.screens import DeskScreen
from feedback.models import Case
from feedback.states import HEADS
from portal.core import clock
from portal.core.tables import Cell, csv_response
from portal.editorial import access


def _late_now(case: Case) -> bool:
    return case.is_open and case.due_at is not None and case.due_at < clock.now()


class ExportView(DeskScreen):
    """CSV in which no cell is a formula; taking it away is written down."""

    roles = HEADS

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The file."""
        rows = scope.visible(request.user).select_related("handler").order_by("pk")
        agency = access.active_agency(request.user)
        reading.taken_away(request, agency.code if agency is not None else "", rows.count())
        heading = [
            _("Số"),
            _("Loại"),
            _("Trạng thái"),
            _("Đến qua"),
            _("Nhận lúc"),
            _("Hạn trả lời"),
            _("Trả lời lúc"),
            _("Đã có lần quá hạn"),
            _("Người xử lý"),
            _("Mã thủ tục"),
        ]

        def lines() -> Iterator[list[Cell]]:
            for case in rows.iterator(chunk_size=500):
                yield [
                    case.number,
                    case.get_stream_display(),
                    case.get_state_display(),
                    case.get_channel_display(),
                    case.received_at,
                    case.due_at,
                    case.answered_at,
                    _("có") if case.was_late or _late_now(case) else "",
                    case.handler.get_full_name() if case.handler is not None else "",
                    case.procedure_code,
                ]

        return csv_response(f"hoi-dap-{clock.today():%Y-%m-%d}", heading, lines())
