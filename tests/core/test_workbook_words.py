"""Workbooks hold whatever words were typed."""

from io import BytesIO
from typing import Any

import openpyxl

from portal.core.tables import workbook


def test_control_characters_become_blanks_and_the_workbook_opens() -> None:
    made = workbook("Bảng", ["Tên"], [["Nguyễn\x0bThị \x00Mẫu"], ["=1+1"]])
    sheet: Any = openpyxl.load_workbook(BytesIO(made)).active
    assert [cell.value for cell in sheet["A"]] == ["Tên", "Nguyễn Thị  Mẫu", "=1+1"]
    assert sheet["A3"].data_type == "s"
