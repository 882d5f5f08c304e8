"""A commune's news from a Word file, on a phone: read, looked through, sent, approved, public there alone.

Pictures of each step go to PORTAL_VAR/test-pictures; those in docs/editors.md were taken here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from deploy.launcher.place import VAR
from deploy.pictures import shrink
from tests import demo
from tests.library.manuscripts import notice

pytestmark = pytest.mark.browser
PHONE = {"width": 375, "height": 740}
PICTURES = VAR / "test-pictures"
TITLE = "Tiêm phòng trâu, bò vụ thu đông từ ngày 10 tháng 11"
WORDS = ("Cán bộ thú y tiêm cho con bò buộc ở cọc", "Người dân dắt trâu đến sân kho")


def picture(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    shot = shrink(page.screenshot(animations="disabled"))
    assert len(shot) < 150_000
    (PICTURES / f"word-{name}.png").write_bytes(shot)


def on_a_phone(browser: Browser, portal: str, who: str) -> BrowserContext:
    context = browser.new_context(locale="vi-VN", viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{portal}/admin/login/")
    page.locator(f'button[value="{who}"]').first.click()
    page.wait_for_url(f"{portal}/admin/**")
    return context


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[str]:
    """A demonstration of this test's own."""
    with demo.served_copy(tmp_path) as address:
        yield address


def test_a_word_file_becomes_news_of_the_commune_and_of_nobody_else_on_a_phone(
    browser: Browser, portal: str, tmp_path: Path
) -> None:
    file = tmp_path / "thong-bao.docx"
    file.write_bytes(notice())
    context = on_a_phone(browser, portal, "editor.xa-van-tu")
    editor = context.pages[0]
    editor.get_by_role("link", name="Soạn từ tệp Word").first.click()
    editor.locator('input[type="file"]').set_input_files(file)
    picture(editor, "bring")
    editor.get_by_role("button", name="Đọc và xem trước").click()
    expect(editor.locator("#id_title")).to_have_value(re.compile("^Thông báo về việc tiêm phòng"))
    assert editor.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    picture(editor, "look")
    editor.locator("#id_title").fill(TITLE)
    for field, words in zip(editor.get_by_label("Trong ảnh có gì").all(), WORDS, strict=True):
        field.fill(words)
    editor.get_by_label("Trong ảnh có gì").first.scroll_into_view_if_needed()
    picture(editor, "describe")
    editor.get_by_role("button", name="Thành bản nháp").click()
    expect(editor.locator("body")).to_contain_text("Đã thành bản nháp")
    picture(editor, "draft")
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
    picture(approver, "public")
    slug = approver.url.rstrip("/").rpartition("/")[2]
    for place in ("/xa-phuong/xa-anh-son", ""):
        answer = approver.request.get(f"{portal}{place}/tin-tuc/{slug}/")
        assert answer.status == 404, place
        approver.goto(f"{portal}{place}/tin-tuc/")
        expect(approver.locator("body")).not_to_contain_text(TITLE)
    context.close()
