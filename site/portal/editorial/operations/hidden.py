"""Which sites hide which sections: for a screen and as a workbook."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font

from portal.agencies import identity
from portal.agencies.models import HiddenSection
from portal.core import sections
from portal.core.clock import ZONE

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Row:
    """One section that one site has hidden. ``effective``: it is really gone from the menu."""

    code: str
    name: str
    level: str
    section: str
    hidden_at: datetime
    effective: bool


def rows() -> list[Row]:
    """All of them, by name of the agency; two queries."""
    titles = {section.key: str(section.title) for section in sections.all_sections()}
    locked = identity.locks()
    found = HiddenSection.objects.select_related("agency").order_by("agency__sort_key", "section")
    return [
        Row(
            row.agency.code,
            row.agency.name,
            row.agency.get_level_display(),
            titles.get(row.section, row.section),
            timezone.localtime(row.hidden_at, ZONE),
            identity.may_hide(row.section, row.agency.level, locked),
        )
        for row in found
    ]


def workbook() -> bytes:
    """The rows as .xlsx; names of agencies are text and never a formula."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = _("Trang ẩn mục")
    heading = [_("Mã đơn vị"), _("Cơ quan"), _("Cấp"), _("Mục"), _("Ẩn lúc"), _("Đang ẩn")]
    sheet.append(heading)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in rows():
        words = _("có") if row.effective else _("không, tỉnh đã khóa")
        sheet.append([row.code, row.name, row.level, row.section, f"{row.hidden_at:%d/%m/%Y %H:%M}", words])
        for cell in sheet[sheet.max_row]:
            cell.data_type = "s"
    for letter, width in zip("ABCDEF", (14, 40, 18, 24, 18, 22), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
