"""Bad files of the register: named by sheet, row and column, nothing half-made, within bounds."""

import os
import subprocess
import sys
import time
import unicodedata
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from portal.agencies.models import Agency
from portal.agencies.register_import import Register, read_register
from portal.core.imports import UnreadableInput
from portal.core.imports.outline import Limits
from tests.agencies.tables import DEPARTMENT, HEADING, PROVINCE, VAN_TU, YEN_HOA, table

SECONDS = 10
MEMORY = 300 * 1024  # kilobytes above what the process holds


def book(folder: Path, rows: list[list[Any]], change: Callable[[Any], None] | None = None) -> Path:
    """A workbook with these rows on its sheet "co_quan"."""
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "co_quan"
    for row in [HEADING, *rows]:
        sheet.append(row)
    if change is not None:
        change(sheet)
    file = folder / "so-dang-ky.xlsx"
    made.save(file)
    return file


def problems(found: Register) -> list[tuple[str, int | None, str, str]]:
    lines = [*found.agencies.problems, *(line for table in found.tables for line in table.problems)]
    return [(line.sheet, line.row, line.column, line.reason) for line in lines]


def stop_of(file: Path) -> UnreadableInput:
    with pytest.raises(UnreadableInput) as caught:
        read_register(file)
    return caught.value


ROWS: list[list[Any]] = [PROVINCE, DEPARTMENT, VAN_TU]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([*ROWS, VAN_TU], (5, "ma_don_vi", "Mã đơn vị 17623 đã có ở trang tính co_quan, dòng 4.")),
        (
            [*ROWS, ["1", "Xã Lạc", "xa", "xa", "99", "", "", ""]],
            (5, "don_vi_cha", "Không có đơn vị cha mang mã 99."),
        ),
        (
            [*ROWS, ["1", '=CONCATENATE("Xã ","A")', "xa", "xa", "40", "", "", ""]],
            (5, "ten", "Ô chứa công thức; hãy dán giá trị."),
        ),
        (
            [*ROWS, ["1", "Xã A", "xa", "xa", "40", "", "ngày đẹp", ""]],
            (5, "hieu_luc_tu", "Không đọc được ngày: ngày đẹp. Viết dạng 01/07/2025."),
        ),
        (
            [*ROWS, ["1", "Xã A", "xa", "xa", "40", "", 45839, ""]],
            (5, "hieu_luc_tu", "Không đọc được ngày: 45839. Viết dạng 01/07/2025."),
        ),
        (
            [*ROWS, ["1", "Xã A", "xa", "xa", "40", "", "31/02/2025", ""]],
            (5, "hieu_luc_tu", "Không đọc được ngày: 31/02/2025. Viết dạng 01/07/2025."),
        ),
        (
            [*ROWS, ["1", "Xã A", "xa", "xa", "40", "", datetime(1900, 1, 1), ""]],  # noqa: DTZ001
            (5, "hieu_luc_tu", "Năm không hợp lý: 01/01/1900."),
        ),
        (
            [*ROWS, ["1", "Xã A", "huyen", "xa", "40", "", "", ""]],
            (5, "loai", "Giá trị huyen không có trong danh sách: "),
        ),
        ([*ROWS, ["1", "x" * 201, "xa", "xa", "40", "", "", ""]], (5, "ten", "Dài quá 200 ký tự.")),
    ],
    ids=["twice", "parent", "formula", "words", "number", "no such day", "year", "kind", "long"],
)
def test_a_bad_row_is_named_by_sheet_row_and_column(
    tmp_path: Path, rows: list[list[Any]], expected: tuple[int, str, str]
) -> None:
    row, column, reason = expected
    found = read_register(book(tmp_path, rows))
    ((sheet, at_row, at_column, words),) = problems(found)
    assert (sheet, at_row, at_column) == ("co_quan", row, column)
    assert words.startswith(reason)
    assert [line.code for line in found.agencies.rows] == ["40", "40-STP", "17623"]


def test_merged_cells_are_named_though_a_streaming_reader_does_not_see_them(tmp_path: Path) -> None:
    file = book(tmp_path, [*ROWS, YEN_HOA], lambda sheet: sheet.merge_cells("B4:B5"))
    assert problems(read_register(file)) == [
        ("co_quan", 4, "ten", "Ô gộp B4:B5; hãy bỏ gộp ô rồi nhập lại."),
        ("co_quan", 5, "ten", "Ô gộp B4:B5; hãy bỏ gộp ô rồi nhập lại."),
    ]


def test_a_merged_heading_stops_the_file(tmp_path: Path) -> None:
    error = stop_of(book(tmp_path, ROWS, lambda sheet: sheet.merge_cells("I1:K1")))
    assert str(error) == "Dòng tên cột có ô gộp I1:K1; hãy bỏ gộp ô."
    assert error.place is not None
    assert (error.place.sheet, error.place.row) == ("co_quan", 1)


def test_decomposed_names_come_in_composed(tmp_path: Path) -> None:
    name = unicodedata.normalize("NFD", "Xã Yên Hòa")
    found = read_register(book(tmp_path, [PROVINCE, [*YEN_HOA[:1], name, *YEN_HOA[2:]]]))
    assert found.agencies.rows[1].name == "Xã Yên Hòa"


def test_another_sheet_is_named_with_what_it_lacks(tmp_path: Path) -> None:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "Danh bạ"
    sheet.append(["Họ tên", "Điện thoại"])
    sheet.append(["A", "B"])
    file = tmp_path / "danh-ba.xlsx"
    made.save(file)
    error = stop_of(file)
    assert str(error) == "Trang tính “Danh bạ” thiếu cột: ma_don_vi, ten, loai, cap."
    assert error.place is not None
    assert error.place.sheet == "Danh bạ"


def test_a_sheet_of_agencies_is_found_behind_others(tmp_path: Path) -> None:
    made = Workbook()
    first = made.active
    assert first is not None
    first.append(["Ghi chú"])
    first.append(["Lập ngày 28/11/2026"])
    sheet = made.create_sheet("co_quan")
    for row in (HEADING, PROVINCE):
        sheet.append(row)
    file = tmp_path / "hai-trang.xlsx"
    made.save(file)
    found = read_register(file)
    assert ([row.code for row in found.agencies.rows], found.ignored) == (["40"], ["Sheet"])


def test_a_cell_at_the_far_end_is_named(tmp_path: Path) -> None:
    def far(sheet: Any) -> None:
        sheet["XFD1048576"] = "x"

    began = time.monotonic()
    error = stop_of(book(tmp_path, ROWS, far))
    assert time.monotonic() - began < SECONDS
    assert "XFD1048576" in str(error)
    assert error.place is not None
    assert (error.place.sheet, error.place.row, error.place.column) == ("co_quan", 1_048_576, "XFD")


def test_a_column_too_many_is_named(tmp_path: Path) -> None:
    def wide(sheet: Any) -> None:
        sheet["CA3"] = "x"

    assert "ô CA3 ở ngoài bảng" in str(stop_of(book(tmp_path, ROWS, wide)))


def test_formatted_cells_without_contents_do_no_harm(tmp_path: Path) -> None:
    def formatted(sheet: Any) -> None:
        sheet["A900000"].number_format = "dd/mm/yyyy"

    assert len(read_register(book(tmp_path, ROWS, formatted)).agencies.rows) == 3


def many(folder: Path, rows: int) -> Path:
    made = Workbook(write_only=True)
    sheet = made.create_sheet("co_quan")
    sheet.append(HEADING)
    for number in range(rows):
        sheet.append([str(number), f"Xã {number}", "xa", "xa", "40", "", "", ""])
    file = folder / "nhieu-dong.xlsx"
    made.save(file)
    return file


@pytest.mark.slow
def test_two_hundred_thousand_rows_are_refused_in_no_time(tmp_path: Path) -> None:
    file = many(tmp_path, 200_000)
    began = time.monotonic()
    error = stop_of(file)
    assert time.monotonic() - began < SECONDS
    assert str(error) == "Trang tính “co_quan” có hơn 5000 dòng."


def test_a_row_too_many_is_named(tmp_path: Path) -> None:
    error = stop_of(many(tmp_path, 5_001))
    assert str(error) == "Trang tính “co_quan” có hơn 5000 dòng."
    assert error.place is not None
    assert error.place.row == 5_002
    with (tmp_path / "nhieu-dong.csv").open("w") as lines:
        lines.write("ma_don_vi,ten,loai,cap\n" + "1,Xã A,xa,xa\n" * 200_000)
    assert str(stop_of(tmp_path / "nhieu-dong.csv")) == "Tệp có hơn 5000 dòng."


def bomb(folder: Path, member: str) -> Path:
    """A workbook of some hundred kilobytes that unpacks to 400 MB."""
    whole = book(folder, ROWS)
    file = folder / "bom.xlsx"
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name != member:
                target.writestr(name, source.read(name))
        with target.open(member, "w") as stream:
            for _block in range(400):
                stream.write(b" " * 1_000_000)
    assert file.stat().st_size < 1_000_000
    return file


@pytest.mark.parametrize("member", ["xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/media/a.bin"])
def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, member: str) -> None:
    """In a process of its own, whose peak of memory is its own."""
    file = bomb(tmp_path, member)
    program = (
        "import resource, sys, django; django.setup()\n"
        "from pathlib import Path\n"
        "from portal.core.imports import UnreadableInput\n"
        "from portal.core.imports.tables import read_tables\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "try: read_tables(Path(sys.argv[1]))\n"
        "except UnreadableInput as error: print(error)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"
    )
    command = [sys.executable, "-c", program, str(file)]
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "PYTHONPATH": f"{settings.BASE_DIR / 'site'}:{settings.BASE_DIR}",
    }
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True, env=env)
    said, grown = ran.stdout.splitlines()
    assert said.startswith("Tệp bung ra quá lớn (40")
    assert int(grown) < MEMORY


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.xlsx", b"", "Không phải tệp .xlsx"),
        ("a.xlsx", b"PK\x03\x04 broken", "Không phải tệp .xlsx"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Không phải tệp .xlsx"),
        ("a.xls", b"\xd0\xcf\x11\xe0", "Chỉ nhận tệp .xlsx hoặc .csv."),
        ("a.csv", b"", "Tệp trống."),
        ("a.csv", b"\xff\xfe\x00", "Tệp không ở bảng mã UTF-8."),
        ("a.csv", b"ma_don_vi,ten,loai,cap\n", "Tệp không có dòng nào."),
        ("a.csv", "ma_don_vi,ten,loai,cap,ten\n1,Xã A,xa,xa,B\n".encode(), "Cột lặp lại: ten."),
        ("a.csv", b'ma_don_vi,ten\n1,"a', "Không đọc được tệp"),
    ],
)
def test_what_is_no_table_is_said_to_be_none(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert str(stop_of(tmp_path / name)).startswith(words)


def test_a_document_type_is_refused(tmp_path: Path) -> None:
    whole = book(tmp_path, ROWS)
    file = tmp_path / "doctype.xlsx"
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(file, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith("sheet1.xml"):
                content = b'<!DOCTYPE a [<!ENTITY b "c">]>' + content
            target.writestr(name, content)
    assert "DOCTYPE" in str(stop_of(file))


def test_a_table_from_excel_with_semicolons_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("\ufeffma_don_vi;ten;loai;cap;don_vi_cha\n40;Tỉnh Nghệ An;tinh;tinh;\n", encoding="utf-8")
    assert read_register(file).agencies.rows[0].name == "Tỉnh Nghệ An"


def test_a_row_of_every_limit_is_within_it() -> None:
    assert (Limits().rows, Limits().columns) == (5_000, 60)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change", [lambda sheet: sheet.merge_cells("I1:K1"), lambda sheet: sheet.__setitem__("XFD1048576", "x")]
)
def test_a_file_that_is_stopped_makes_nothing_and_its_report_says_where(
    tmp_path: Path, change: Callable[[Any], None]
) -> None:
    file, report = book(tmp_path, ROWS, change), tmp_path / "report.json"
    with pytest.raises(CommandError, match="trang tính co_quan, dòng"):
        call_command("provision_agencies", str(file), report=report)
    assert Agency.objects.count() == 0
    assert '"sheet": "co_quan"' in report.read_text(encoding="utf-8")


@pytest.mark.django_db
def test_what_is_refused_is_not_half_made(tmp_path: Path) -> None:
    bad = ["1", "Xã Lạc", "xa", "xa", "40", "=1+1", "", "Xã Một; Xã Hai"]
    with pytest.raises(CommandError, match="Có dòng bị từ chối"):
        call_command("provision_agencies", str(table(tmp_path, [PROVINCE, bad])))
    assert list(Agency.objects.values_list("code", flat=True)) == ["40"]
