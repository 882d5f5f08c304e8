"""The register out and in again: the same tables, and nothing changes."""

import csv
import io
from datetime import date, time
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from portal.agencies.models import Agency, FormerName, HoursException, OpeningHours, ServicePoint
from portal.agencies.register_export import as_csv, sheets, workbook
from portal.agencies.register_import import import_register
from portal.agencies.register_tables import EXCEPTIONS, FORMER, HOURS, POINTS
from portal.core.imports import Report
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def full(world: World) -> Agency:
    """A commune with everything that the register knows."""
    agency = world.agencies["17950"]
    agency.phone, agency.site_responsible = "+84 238 000 1234", "Phó Chủ tịch Ủy ban nhân dân xã"
    agency.latitude, agency.longitude = Decimal("18.901234"), Decimal("105.512345")
    agency.valid_from, agency.contact_confirmed_on = date(2025, 7, 1), date(2026, 11, 1)
    agency.save()
    FormerName(
        agency=agency,
        name="Xã Mỹ Thành",
        district="huyện Yên Thành",
        part_only=True,
        part="xóm 1",
        until=date(2025, 7, 1),
        source="Nghị quyết 1678/NQ-UBTVQH15",
    ).save()
    point = ServicePoint.objects.create(
        agency=agency,
        kind="buu-dien",
        name="Bưu điện Vân Tụ",
        accepts="Khai sinh\nChứng thực",
        directions="-- đối diện chợ",
    )
    OpeningHours(agency=agency, weekday=0, opens=time(7, 30), closes=time(11, 30)).save()
    OpeningHours(
        service_point=point, weekday=5, opens=time(8), closes=time(10, 45), receives_only=True
    ).save()
    HoursException(
        agency=agency, first_day=date(2026, 12, 1), last_day=date(2026, 12, 2), elsewhere_point=point
    ).save()
    HoursException(
        service_point=point,
        kind="mo-them",
        first_day=date(2026, 12, 6),
        last_day=date(2026, 12, 6),
        opens=time(8),
        closes=time(9),
        reason="=1+1",
    ).save()
    return agency


def counts(report: Report) -> dict[str, int]:
    return {key: len(getattr(report.plan, key)) for key in ("created", "changed", "refused")}


NOTHING = {"created": 0, "changed": 0, "refused": 0}


def test_a_workbook_that_went_out_changes_nothing_when_it_comes_in(full: Agency, tmp_path: Path) -> None:
    file = tmp_path / "so-dang-ky.xlsx"
    file.write_bytes(workbook())
    report = import_register(file)
    assert counts(report) == NOTHING, report.to_json()
    assert len(report.plan.unchanged) == 5 + 1 + 1 + 2 + 2
    assert counts(import_register(file)) == NOTHING


@pytest.mark.parametrize("name", ["co_quan", "ten_cu", "noi_tiep_nhan", "gio_tiep_nhan", "tam_dung"])
def test_a_table_as_csv_that_went_out_changes_nothing_when_it_comes_in(
    full: Agency, tmp_path: Path, name: str
) -> None:
    file = tmp_path / f"{name}.csv"
    file.write_text(as_csv(name), encoding="utf-8", newline="")
    report = import_register(file)
    assert counts(report) == NOTHING, report.to_json()
    assert report.plan.unchanged


def test_an_empty_register_is_filled_by_a_workbook(full: Agency, tmp_path: Path) -> None:
    file = tmp_path / "so-dang-ky.xlsx"
    file.write_bytes(workbook())
    before = {name: rows for name, _columns, rows in sheets()}
    for model in (HoursException, OpeningHours, ServicePoint, FormerName):
        model.objects.all().delete()
    Agency.objects.filter(pk=full.pk).update(phone="", latitude=None, longitude=None, valid_from=None)
    assert counts(import_register(file, dry_run=True))["created"] == 6
    assert not ServicePoint.objects.exists()
    assert counts(import_register(file)) == {"created": 6, "changed": 1, "refused": 0}
    assert {name: rows for name, _columns, rows in sheets()} == before


def test_no_cell_of_an_export_is_a_formula(full: Agency, tmp_path: Path) -> None:
    for row in csv.reader(io.StringIO(as_csv("tam_dung"))):
        assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert "'+84 238 000 1234" in as_csv()
    file = tmp_path / "so-dang-ky.xlsx"
    file.write_bytes(workbook())
    cells = [cell for sheet in load_workbook(file).worksheets for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []


def rows_of(tmp_path: Path, heading: tuple[str, ...], *rows: dict[str, str]) -> Path:
    file = tmp_path / "bang.csv"
    with file.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, heading, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return file


def test_an_agency_named_has_these_rows_and_no_others_and_one_not_named_keeps_its_own(
    full: Agency, world: World, tmp_path: Path
) -> None:
    other = world.agencies["17951"]
    OpeningHours(agency=other, weekday=2, opens=time(8), closes=time(9)).save()
    row = {"ma_don_vi": "17950", "thu": "CN", "mo_cua": "8h", "dong_cua": "10 giờ 30"}
    import_register(rows_of(tmp_path, HOURS.columns, row))
    (mine,) = OpeningHours.objects.filter(agency=full)
    assert (mine.weekday, mine.opens, mine.closes) == (6, time(8), time(10, 30))
    assert not OpeningHours.objects.filter(service_point__agency=full).exists()
    assert OpeningHours.objects.filter(agency=other).count() == 1


BAD = [
    (FORMER, {"ten_cu": "Xã A", "tu_ngay": "02/07/2025", "den_truoc_ngay": "01/07/2025"}, "den_truoc_ngay"),
    (FORMER, {"ten_cu": ""}, "ten_cu"),
    (FORMER, {"ten_cu": "Xã A", "mot_phan": "chắc vậy"}, "mot_phan"),
    (POINTS, {"ten_noi": "A", "loai_noi": "quan-tra-da"}, "loai_noi"),
    (POINTS, {"ten_noi": "A", "loai_noi": "khac", "vi_do": "91", "kinh_do": "105"}, "vi_do"),
    (POINTS, {"ten_noi": "A", "loai_noi": "khac", "vi_do": "18.5"}, "kinh_do"),
    (HOURS, {"thu": "8", "mo_cua": "7:30", "dong_cua": "11:30"}, "thu"),
    (HOURS, {"thu": "2", "mo_cua": "0.3125", "dong_cua": "11:30"}, "mo_cua"),
    (HOURS, {"thu": "2", "mo_cua": "25:00", "dong_cua": "11:30"}, "mo_cua"),
    (HOURS, {"thu": "2", "mo_cua": "11:30", "dong_cua": "7:30"}, "dong_cua"),
    (HOURS, {"thu": "2", "mo_cua": "7:30", "dong_cua": "8:30", "ten_noi": "Không có"}, "ten_noi"),
    (
        EXCEPTIONS,
        {"loai_ngay": "tam-dung", "tu_ngay": "02/12/2026", "den_het_ngay": "01/12/2026"},
        "den_het_ngay",
    ),
    (EXCEPTIONS, {"loai_ngay": "mo-them", "tu_ngay": "02/12/2026"}, "tu_gio"),
    (EXCEPTIONS, {"loai_ngay": "tam-dung", "tu_ngay": "02/12/2026", "tu_gio": "8:00"}, "den_gio"),
]


@pytest.mark.parametrize(("kind", "row", "column"), BAD)
def test_a_bad_row_of_any_table_is_named_and_its_agency_keeps_what_it_had(
    full: Agency, tmp_path: Path, kind: object, row: dict[str, str], column: str
) -> None:
    before = {name: rows for name, _columns, rows in sheets()}
    assert kind in (FORMER, POINTS, HOURS, EXCEPTIONS)
    file = rows_of(tmp_path, kind.columns, {"ma_don_vi": "17950", **row})
    report = import_register(file)
    assert [(line.row, line.column) for line in report.plan.refused if line.column] == [(2, column)]
    assert {name: rows for name, _columns, rows in sheets()} == before


def test_a_row_of_an_agency_that_nobody_knows_is_refused(world: World, tmp_path: Path) -> None:
    report = import_register(rows_of(tmp_path, FORMER.columns, {"ma_don_vi": "99999", "ten_cu": "Xã A"}))
    assert [(line.column, line.reason) for line in report.plan.refused] == [
        ("ma_don_vi", "Không có đơn vị mang mã 99999.")
    ]


def test_the_same_row_twice_is_named(full: Agency, tmp_path: Path) -> None:
    row = {"ma_don_vi": "17950", "ten_cu": "Xã A"}
    report = import_register(rows_of(tmp_path, FORMER.columns, row, row))
    assert (report.plan.refused[0].row, report.plan.refused[0].reason) == (3, "Đã ghi ở dòng 2.")
