"""A commune's news from a Word file or a signed PDF, on a phone: looked through, sent, approved, public.

Pictures of each step go to PORTAL_VAR/test-pictures; those in docs/editors.md were taken here.
"""

from __future__ import annotations

import re
import time
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from portal.library.word import from_upload
from tests.e2e.phone import PHONE, on_a_phone, picture
from tests.library.manuscripts import TEXT, notice
from tests.library.pdfs import Letter, pdf, signed

pytestmark = pytest.mark.browser
TITLE = "Tiêm phòng trâu, bò vụ thu đông từ ngày 10 tháng 11"
WORDS = ("Cán bộ thú y tiêm cho con bò buộc ở cọc", "Người dân dắt trâu đến sân kho")


def test_a_word_file_becomes_news_of_the_commune_and_of_nobody_else_on_a_phone(
    browser: Browser, portal: str, tmp_path: Path
) -> None:
    file = tmp_path / "thong-bao.docx"
    file.write_bytes(notice())
    context = on_a_phone(browser, portal, "editor.xa-van-tu")
    editor = context.pages[0]
    editor.get_by_role("link", name="Đăng văn bản: kéo tệp PDF đã ký số").first.click()
    editor.locator('input[type="file"]').set_input_files(file)
    picture(editor, "word-bring")
    editor.get_by_role("button", name="Đọc và xem trước").click()
    expect(editor.locator("#id_title")).to_have_value(re.compile("^Thông báo về việc tiêm phòng"))
    assert editor.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    picture(editor, "word-look")
    editor.locator("#id_title").fill(TITLE)
    for field, words in zip(editor.get_by_label("Trong ảnh có gì").all(), WORDS, strict=True):
        field.fill(words)
    editor.get_by_label("Trong ảnh có gì").first.scroll_into_view_if_needed()
    picture(editor, "word-describe")
    editor.get_by_role("button", name="Thành bản nháp").click()
    expect(editor.locator("body")).to_contain_text("Đã thành bản nháp")
    picture(editor, "word-draft")
    editor.get_by_role("button", name="Thao tác khác").click()
    editor.get_by_role("button", name=re.compile("Gửi duyệt")).click()
    expect(editor.locator("body")).to_contain_text("gửi duyệt")
    context.close()
    context = on_a_phone(browser, portal, "approver.xa-van-tu")
    approver = context.pages[0]
    approver.get_by_role("link", name=re.compile(rf"Đọc, duyệt\s*: {TITLE}")).first.click()
    approver.get_by_role("button", name="Duyệt", exact=True).click()
    expect(approver.locator("body")).to_contain_text("Đã duyệt và công khai.")
    approver.goto(f"{portal}/xa-phuong/xa-van-tu/tin-tuc/")
    approver.get_by_role("link", name=TITLE).first.click()
    expect(approver.locator(".tbl td").first).to_have_text("Xóm 1")
    assert [image.get_attribute("alt") for image in approver.locator("main figure img").all()] == list(WORDS)
    expect(approver.locator("main")).not_to_contain_text("CỘNG HÒA XÃ HỘI")
    picture(approver, "word-public")
    slug = approver.url.rstrip("/").rpartition("/")[2]
    for place in ("/xa-phuong/xa-anh-son", ""):
        answer = approver.request.get(f"{portal}{place}/tin-tuc/{slug}/")
        assert answer.status == 404, place
        approver.goto(f"{portal}{place}/tin-tuc/")
        expect(approver.locator("body")).not_to_contain_text(TITLE)
    context.close()


class Presses:
    """Counts what a person presses."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, what: Locator) -> None:
        what.click()
        self.count += 1


OFFICE = "Ủy ban nhân dân xã Vân Tụ"
LETTER = Letter(
    "45/TB-UBND",
    "05/11/2026",
    ("ỦY BAN NHÂN DÂN", "XÃ VÂN TỤ"),
    "Thông báo",
    "Về việc tiêm phòng cho đàn trâu, bò vụ thu đông năm 2026",
    "Nguyễn Văn Mẫu",
    paragraphs=(TEXT, "1. Thời gian: từ ngày 10/11/2026.", "2. Địa điểm: sân kho các xóm."),
)


def test_a_signed_pdf_is_public_after_eight_presses_with_its_text_and_the_file_itself(
    browser: Browser, portal: str, tmp_path: Path
) -> None:
    file, press, started = tmp_path / "45-signed.pdf", Presses(), time.monotonic()
    file.write_bytes(signed(pdf(LETTER.sheet()), OFFICE, "Tỉnh Nghệ An"))
    context = on_a_phone(browser, portal, "editor.xa-van-tu")
    editor = context.pages[0]
    press(editor.get_by_role("link", name="Đăng văn bản: kéo tệp PDF đã ký số").first)
    with editor.expect_file_chooser() as chosen:
        press(editor.locator('input[type="file"]'))
    chosen.value.set_files(file)
    picture(editor, "pdf-bring")
    press(editor.get_by_role("button", name="Đọc và xem trước"))
    expect(editor.get_by_label("Số, ký hiệu")).to_have_value("45/TB-UBND")
    expect(editor.get_by_label("Tiêu đề")).to_have_value(re.compile("^Thông báo về việc tiêm phòng"))
    editor.locator("#word-read").evaluate("heading => heading.scrollIntoView()")
    picture(editor, "pdf-look")
    editor.locator(".word-file").scroll_into_view_if_needed()
    expect(editor.locator("form.word")).to_contain_text(f"{OFFICE}, Tỉnh Nghệ An")
    picture(editor, "pdf-file")
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not editor.evaluate(wide)
    press(editor.get_by_role("button", name="Thành bản nháp"))
    expect(editor.locator("body")).to_contain_text("Đã thành bản nháp")
    press(editor.get_by_role("button", name="Thao tác khác"))
    press(editor.get_by_role("button", name=re.compile("Gửi duyệt")))
    expect(editor.locator("body")).to_contain_text("gửi duyệt")
    context.close()
    context = on_a_phone(browser, portal, "approver.xa-van-tu")
    approver = context.pages[0]
    press(approver.get_by_role("link", name=re.compile("Đọc, duyệt\\s*: Thông báo về việc tiêm phòng")).first)
    press(approver.get_by_role("button", name="Duyệt", exact=True))
    expect(approver.locator("body")).to_contain_text("Đã duyệt và công khai.")
    assert press.count <= 8
    assert time.monotonic() - started < 120
    context.close()
    reader = browser.new_page(viewport=PHONE, locale="vi-VN")  # type: ignore[arg-type]
    reader.goto(f"{portal}/xa-phuong/xa-van-tu/tin-tuc/")
    reader.get_by_role("link", name=re.compile("^Thông báo về việc tiêm phòng")).first.click()
    expect(reader.locator("main")).to_contain_text("Địa điểm: sân kho các xóm.")
    expect(reader.locator("main .files")).to_contain_text("PDF")
    said = f"Có chữ ký số của {OFFICE}; cổng chưa kiểm tra tính hợp lệ."
    expect(reader.locator("main .files")).to_contain_text(said)
    address = reader.locator("main .files a").get_attribute("href")
    assert reader.request.get(f"{portal}{address}").body() == file.read_bytes()
    reader.locator("main .files").scroll_into_view_if_needed()
    picture(reader, "pdf-public")
    reader.close()


PRINTED = """<meta charset="utf-8"><style>body { font: 13pt serif }
td { text-align: center; width: 50% }</style>
<table width="100%"><tr><td>UBND XÃ VÂN TỤ<br><b>BAN CHỈ ĐẠO TIÊM PHÒNG</b><br>Số: 12/KH-BCĐ</td>
<td><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>Độc lập - Tự do - Hạnh phúc</b><br>
<i>Vân Tụ, ngày 09 tháng 11 năm 2026</i></td></tr></table>
<p style="text-align:center"><b>KẾ HOẠCH</b><br><b>Tiêm phòng cho đàn vật nuôi vụ thu đông năm 2026</b></p>
<p style="text-align:justify">%s</p>
<table width="100%%"><tr><td style="text-align:left"><b>Nơi nhận:</b><br>- Như trên;<br>- Lưu: VT.</td>
<td><b>TRƯỞNG BAN<br><br><br>Trần Thị Ơn</b></td></tr></table>"""


def test_what_a_browser_prints_is_read_as_well(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(PRINTED.replace("%%", "%").replace("%s", TEXT))
    found = from_upload(page.pdf(format="A4"))
    page.close()
    head = found.head
    assert (head.number, head.day, head.signer) == ("12/KH-BCĐ", date(2026, 11, 9), "Trần Thị Ơn")
    assert (head.issuer, head.kind) == ("BAN CHỈ ĐẠO TIÊM PHÒNG", "Kế hoạch")
    assert head.abstract == "Tiêm phòng cho đàn vật nuôi vụ thu đông năm 2026"
    assert found.lead == TEXT
