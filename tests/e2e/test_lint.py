"""What is being typed is checked and repaired in the form: two presses, nothing saved, nothing lost."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.phone import on_a_phone
from tests.library.manuscripts import notice

pytestmark = pytest.mark.browser


def test_faults_are_repaired_in_the_form_while_it_is_being_filled_in(
    browser: Browser, portal: str, tmp_path: Path
) -> None:
    file = tmp_path / "thong-bao.docx"
    file.write_bytes(notice())
    context = on_a_phone(browser, portal, "editor.xa-van-tu")
    editor = context.pages[0]
    editor.get_by_role("link", name="Đăng văn bản: kéo tệp PDF đã ký số").first.click()
    editor.locator('input[type="file"]').set_input_files(file)
    editor.get_by_role("button", name="Đọc và xem trước").click()
    editor.get_by_role("button", name="Thành bản nháp").click()
    expect(editor.locator("body")).to_contain_text("Đã thành bản nháp")
    # Two fields are typed into; the repair of one leaves the other as it is.
    lead, byline = editor.locator('[name="lead"]'), editor.locator('[name="byline"]')
    lead.fill("Cán bộ làm côngtác dân vận ở xóm")
    byline.fill("Nguyễn Thị Mẫu")
    check = editor.get_by_role("button", name="Soát bản đang gõ")
    check.click()
    editor.get_by_role("button", name="Sửa giúp: “công tác”").click()
    expect(lead).to_have_value("Cán bộ làm công tác dân vận ở xóm")
    expect(byline).to_have_value("Nguyễn Thị Mẫu")
    # In the rich text a repair keeps what is bold.
    writing = editor.locator(".public-DraftEditor-content").first
    writing.click()
    editor.keyboard.press("Control+End")
    editor.keyboard.type(" Làm ")
    editor.keyboard.press("Control+b")
    editor.keyboard.type("côngtác")
    editor.keyboard.press("Control+b")
    editor.keyboard.type(" khéo")
    # The form learns of it a quarter of a second later.
    field = writing.locator('xpath=ancestor::div[contains(@class, "w-field__input")][1]')
    expect(field.locator("input[type=hidden]").first).to_have_value(re.compile("khéo"))
    check.click()
    editor.get_by_role("button", name="Sửa giúp: “công tác”").click()
    expect(writing).to_contain_text("Làm công tác khéo")
    expect(writing.locator('[style*="bold"]', has_text="công tác")).to_have_text("công tác")
    # A session that is over: told beside the button, no sign-in page in the middle of the form.
    context.clear_cookies(name=re.compile("^(?!.*csrf)"))
    check.click()
    expect(editor.get_by_text("Chưa soát được")).to_be_visible()
    expect(editor.locator('form[data-edit-form] input[type="password"]')).to_have_count(0)
    expect(byline).to_have_value("Nguyễn Thị Mẫu")
    context.close()
