"""One row makes a whole site; the same rows twice, or a run that was cut off, make no second one."""

import json
import unicodedata
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from openpyxl import Workbook
from wagtail.models import Collection, Page, Site

from home.models import HomePage
from portal.agencies import provisioning
from portal.agencies.models import Agency, FormerName
from portal.agencies.provisioning import add_missing_sections, provision_file
from portal.core import sections
from portal.publication.models import PublicationEntry
from tests.agencies.tables import ALL, DEPARTMENT, HEADING, PROVINCE, VAN_TU, YEN_HOA, table

pytestmark = pytest.mark.django_db


def counts() -> tuple[int, ...]:
    models = (Agency, FormerName, Page, Site, Collection, PublicationEntry)
    return tuple(model._default_manager.count() for model in models)


def test_a_row_makes_home_sections_collection_and_address(tmp_path: Path, client: Client) -> None:
    report = provision_file(table(tmp_path))
    assert [line.code for line in report.plan.created] == ["40", "40-STP", "17623", "16909"]
    for agency in Agency.objects.all():
        home = HomePage.objects.get(agency=agency)
        slugs = set(home.get_children().live().values_list("slug", flat=True))
        assert slugs >= {section.slug for section in sections.all_sections(agency.level)}
        assert agency.collection is not None
    assert client.get("/").status_code == 200
    assert client.get("/co-quan/so-tu-phap/").status_code == 200
    assert client.get("/xa-phuong/xa-van-tu/lien-he/").status_code == 200


def test_every_page_made_has_a_line_in_the_publication_log(tmp_path: Path) -> None:
    provision_file(table(tmp_path))
    logged = PublicationEntry.objects.filter(act="appeared").count()
    assert logged == Page.objects.filter(live=True, depth__gt=1).count()


def test_the_province_answers_on_every_loopback_name(tmp_path: Path, client: Client) -> None:
    provision_file(table(tmp_path))
    for host in ("127.0.0.1:8123", "localhost", "[::1]:9000"):
        assert client.get("/", headers={"host": host}).status_code == 200
    assert not Page.objects.filter(slug="home").exists()


def test_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    file = table(tmp_path)
    provision_file(file)
    before = counts()
    report = provision_file(file)
    assert len(report.plan.unchanged) == 4
    assert not report.plan.created
    assert not report.plan.changed
    assert counts() == before


@pytest.mark.parametrize("cut_at", range(len(ALL)))
def test_a_run_cut_off_at_any_agency_is_completed_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cut_at: int
) -> None:
    file = table(tmp_path)
    whole = provisioning.run_steps
    done = []

    def cut(agency: Agency) -> None:
        whole(agency)
        done.append(agency.code)
        if len(done) == cut_at + 1:
            raise KeyboardInterrupt

    monkeypatch.setattr(provisioning, "run_steps", cut)
    with pytest.raises(KeyboardInterrupt):
        provision_file(file)
    monkeypatch.setattr(provisioning, "run_steps", whole)
    assert Agency.objects.count() == HomePage.objects.count() == cut_at
    report = provision_file(file)
    assert len(report.plan.created) == 4 - cut_at
    assert add_missing_sections() == []
    assert len(provision_file(file).plan.unchanged) == 4


def test_a_section_that_is_missing_is_added_to_a_site_that_exists(tmp_path: Path) -> None:
    provision_file(table(tmp_path))
    home = HomePage.objects.get(agency__code="17623")
    home.get_children().get(slug="lien-he").delete()
    assert add_missing_sections() == ["17623"]
    assert home.get_children().live().filter(slug="lien-he").exists()
    assert add_missing_sections() == []


def test_a_second_agency_of_the_same_name_gets_its_code_in_the_address(tmp_path: Path) -> None:
    twin = ["99999", "Xã Vạn Tú", "xa", "xa", "40", "", "", ""]
    provision_file(table(tmp_path, [*ALL, twin]))
    assert Agency.objects.get(code="17623").slug == "xa-van-tu"
    assert Agency.objects.get(code="99999").slug == "xa-van-tu-99999"
    provision_file(table(tmp_path, [*ALL, twin]))
    assert Agency.objects.get(code="99999").slug == "xa-van-tu-99999"


def test_a_new_name_changes_the_title_and_keeps_the_address(tmp_path: Path) -> None:
    provision_file(table(tmp_path))
    report = provision_file(table(tmp_path, [PROVINCE, ["17623", "Xã Vân Tụ Mới", *VAN_TU[2:]]]))
    assert [(line.code, line.reason) for line in report.plan.changed] == [("17623", "name, former_names")]
    home = HomePage.objects.get(agency__code="17623")
    assert (home.title, home.slug) == ("Xã Vân Tụ Mới", "xa-van-tu")


def test_an_empty_cell_takes_no_contact_away(tmp_path: Path) -> None:
    provision_file(table(tmp_path))
    Agency.objects.filter(code="17623").update(address="Xóm 1")
    assert len(provision_file(table(tmp_path)).plan.unchanged) == 4
    assert Agency.objects.get(code="17623").address == "Xóm 1"


def test_a_dry_run_reports_and_leaves_nothing(tmp_path: Path) -> None:
    before = counts()
    report = provision_file(table(tmp_path), dry_run=True)
    assert len(report.plan.created) == 4
    assert counts() == before


def test_decomposed_names_are_taken_in_normal_form(tmp_path: Path) -> None:
    row = [unicodedata.normalize("NFD", cell) for cell in VAN_TU]
    provision_file(table(tmp_path, [PROVINCE, row]))
    assert Agency.objects.get(code="17623").name == "Xã Vân Tụ"


BAD_ROWS = [
    (["17623", "", "xa", "xa", "40", "", "", ""], "ten", "Ô trống"),
    (["", "Xã A", "xa", "xa", "40", "", "", ""], "ma_don_vi", "Ô trống"),
    (["1", "Xã A", "xa", "xa", "77", "", "", ""], "don_vi_cha", "77"),
    (["1", "Xã A", "xa", "xa", "", "", "", ""], "don_vi_cha", "Chưa ghi"),
    (["1", "Xã A", "huyen", "xa", "40", "", "", ""], "loai", "huyen"),
    (["1", "Xã A", "xa", "huyện", "40", "", "", ""], "cap", "huyện"),
    (["1", "=A1&B2", "xa", "xa", "40", "", "", ""], "ten", "công thức"),
    (["1", "Xã A", "xa", "xa", "40", "", "31/02/2025", ""], "hieu_luc_tu", "31/02/2025"),
    (["40-STP", "Sở khác", "so", "so", "40", "", "", ""], "ma_don_vi", "dòng 3"),
    (["41", "Tỉnh Khác", "tinh", "tinh", "", "", "", ""], "cap", "Tỉnh Nghệ An"),
]


@pytest.mark.parametrize(("row", "column", "words"), BAD_ROWS)
def test_a_bad_row_is_named_by_row_and_column_and_makes_nothing(
    tmp_path: Path, row: list[str], column: str, words: str
) -> None:
    report = provision_file(table(tmp_path, [PROVINCE, DEPARTMENT, row, YEN_HOA]))
    (line,) = report.plan.refused
    assert (line.row, line.column) == (4, column)
    assert words in line.reason
    assert set(Agency.objects.values_list("code", flat=True)) == {"40", "40-STP", "16909"}
    assert HomePage.objects.count() == 3


def test_a_formula_in_a_spreadsheet_is_refused_with_its_sheet(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Danh sách"
    sheet.append(HEADING)
    sheet.append(PROVINCE)
    sheet.append([17623, '="Xã "&"Vân Tụ"', *VAN_TU[2:4], 40, None, None, None])
    sheet.append([16909, *YEN_HOA[1:4], 40, None, None, None])
    file = tmp_path / "co-quan.xlsx"
    book.save(file)
    report = provision_file(file)
    (line,) = report.plan.refused
    assert (line.sheet, line.row, line.column) == ("Danh sách", 3, "ten")
    assert set(Agency.objects.values_list("code", flat=True)) == {"40", "16909"}


@pytest.mark.parametrize("text", ["", "ma_don_vi,ten,loai,cap\n", "ten,loai\nXã A,xa\n", "\xff\xfe"])
def test_a_file_that_is_no_table_of_agencies_stops_the_command(tmp_path: Path, text: str) -> None:
    file = tmp_path / "sai.csv"
    file.write_bytes(text.encode("latin-1"))
    with pytest.raises(CommandError) as stopped:
        call_command("provision_agencies", str(file))
    assert stopped.value.returncode == 1
    assert not Agency.objects.exists()


def test_the_command_writes_its_report_and_ends_with_1_when_a_row_was_refused(tmp_path: Path) -> None:
    file = table(tmp_path, [PROVINCE, BAD_ROWS[0][0]])
    report = tmp_path / "report.json"
    with pytest.raises(CommandError):
        call_command("provision_agencies", str(file), report=report)
    lines = json.loads(report.read_text())
    assert [line["code"] for line in lines["created"]] == ["40"]
    assert {"created", "changed", "unchanged", "refused", "seconds"} <= set(lines)
    assert lines["refused"][0]["column"] == "ten"
