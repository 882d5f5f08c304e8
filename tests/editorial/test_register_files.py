"""The register as a file: looked at, then applied; kept untouched when it is refused."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook

from portal.agencies.models import Agency, RegisterUpload
from portal.core.models import AuditEntry
from portal.editorial.register import changes as register_changes
from portal.editorial.register import uploads
from tests.editorial.register_desk import MINE, OTHERS, at, saved, words

pytestmark = pytest.mark.django_db


def workbook(*rows: list[Any]) -> bytes:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "co_quan"
    for row in (["ma_don_vi", "ten", "loai", "cap", "don_vi_cha", "dien_thoai"], *rows):
        sheet.append(row)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


GOOD = ["17950", "Xã Vân Tụ", "xa", "xa", "40", "0238 000 1234"]
BAD = ["17951", "Xã Anh Sơn", "xa", "xa", "41", "=1+1"]


def handed_in(client: Client, content: bytes, name: str = "sổ đăng ký.xlsx") -> tuple[RegisterUpload, str]:
    file = SimpleUploadedFile(name, content)
    answer = client.post(at("import"), {"file": file}, follow=True)
    assert answer.redirect_chain, words(answer)
    return RegisterUpload.objects.latest("pk"), words(answer)


def test_a_file_is_looked_at_then_applied(operator: Client) -> None:
    upload, said = handed_in(operator, workbook(GOOD))
    assert "Thay đổi: 1" in said
    assert "Áp dụng" in said
    assert Agency.objects.get(code=MINE).phone == "", "nothing is written before somebody says so"
    assert "Đã áp dụng" in saved(operator, at("upload", upload.pk))
    assert Agency.objects.get(code=MINE).phone == "0238 000 1234"
    assert AuditEntry.objects.filter(event="agency.register-imported").count() == 1
    saved(operator, at("upload", upload.pk))
    assert AuditEntry.objects.filter(event="agency.register-imported").count() == 1, "once"
    _upload, said = handed_in(operator, workbook(GOOD))
    assert "Tệp này không đổi gì so với sổ hiện có." in said


def test_what_is_refused_is_told_by_place_and_the_file_is_kept_untouched(operator: Client) -> None:
    content = workbook(GOOD, BAD)
    upload, said = handed_in(operator, content)
    assert "Không nhận: 1" in said or "Không nhận: 2" in said
    assert "trang tính co_quan, dòng 3, cột dien_thoai" in said
    assert "Ô chứa công thức; hãy dán giá trị." in said
    answer = operator.get(at("upload_file", upload.pk))
    assert answer.content == content
    assert "s%E1%BB%95%20%C4%91%C4%83ng%20k%C3%BD.xlsx" in answer.headers["Content-Disposition"]


def test_a_file_that_cannot_be_read_is_kept_and_told(operator: Client) -> None:
    upload, said = handed_in(operator, b"no workbook")
    assert upload.state == RegisterUpload.State.STOPPED
    assert "Không phải tệp .xlsx" in said
    assert "Chưa ghi gì vào sổ." in said
    operator.post(at("upload", upload.pk))
    upload.refresh_from_db()
    assert upload.state == RegisterUpload.State.STOPPED


def test_a_file_with_many_new_agencies_waits_for_the_job(
    operator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "AT_ONCE", 0)
    upload, _said = handed_in(operator, workbook(["17999", "Xã Mới", "xa", "xa", "40", ""]))
    assert "chạy nền" in saved(operator, at("upload", upload.pk))
    assert not Agency.objects.filter(code="17999").exists()
    uploads.run_waiting()
    assert Agency.objects.get(code="17999").home_pages.exists()
    upload.refresh_from_db()
    assert upload.state == RegisterUpload.State.APPLIED


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.exe", b"x", "Chỉ nhận tệp .xlsx hoặc .csv."),
        ("a.csv", b"x" * 5_000_001, "Tệp lớn hơn 5 MB."),
        ("a.csv", b"", ""),
    ],
)
def test_what_may_not_come_in_is_said_beside_the_field(
    operator: Client, name: str, content: bytes, message: str
) -> None:
    answer = operator.post(at("import"), {"file": SimpleUploadedFile(name, content)})
    assert message in answer.context["form"].errors["file"][0]
    assert not RegisterUpload.objects.exists()


def test_the_register_goes_out_and_comes_in_unchanged(operator: Client, tmp_path: Path) -> None:
    answer = operator.get(at("export", "xlsx"))
    book = load_workbook(BytesIO(answer.content))
    assert book.sheetnames == ["co_quan", "ten_cu", "noi_tiep_nhan", "gio_tiep_nhan", "tam_dung"]
    _upload, said = handed_in(operator, answer.content)
    assert "Tệp này không đổi gì so với sổ hiện có." in said
    assert operator.get(at("export", "khong-co.csv")).status_code == 404


def changes(*rows: list[str]) -> bytes:
    heading = ["thao_tac", "ma_cu", "ma_moi", "ten_moi", "ngay", "van_ban"]
    return "\n".join(",".join(row) for row in (heading, *rows)).encode()


MERGER = [["nhap", code, MINE, "Xã Vân Tụ Mới", "01/07/2026", "Nghị quyết số 1"] for code in (MINE, OTHERS)]


def test_a_table_of_mergers_is_tried_then_done(operator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    upload, said = handed_in(
        operator, changes(*MERGER, ["nhap", "99999", MINE, "", "01/07/2026", ""]), "x.csv"
    )
    assert "Không nhận" in said
    assert "dòng 4" in said
    upload, said = handed_in(operator, changes(*MERGER), "sắp xếp.csv")
    assert "Đơn vị sau sắp xếp: 1" in said
    assert "không có nút lùi lại" in said
    assert "Địa chỉ cũ dẫn tới" in said
    assert Agency.objects.get(code=OTHERS).valid_to is None, "tried, and taken back"
    assert "Đã áp dụng" in saved(operator, at("upload", upload.pk))
    assert Agency.objects.get(code=MINE).name == "Xã Vân Tụ Mới"
    assert Agency.objects.get(code=OTHERS).valid_to is not None
    # A long table is tried out, and then done, by the job.
    monkeypatch.setattr(register_changes, "AT_ONCE", 0)
    rename = ["doi-ten", MINE, "", "Xã Vân Tụ", "02/07/2026", "Nghị quyết số 2"]
    upload, said = handed_in(operator, changes(rename), "dài.csv")
    assert (upload.state, upload.report) == (RegisterUpload.State.WAITING, {})
    assert "chạy thử ở nền" in said
    uploads.run_waiting()
    assert "Đơn vị sau sắp xếp: 1" in words(operator.get(at("upload", upload.pk)))
    assert "chạy nền" in saved(operator, at("upload", upload.pk))
    uploads.run_waiting()
    assert Agency.objects.get(code=MINE).name == "Xã Vân Tụ"
