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
    # Blanks that saving will take away anyway do not hide which of two alike is meant.
    lead.fill("Làm  côngtác ở xóm, rồi làm  côngtác ở phố")
    check.click()
    fixes = editor.get_by_role("button", name="Sửa giúp: “công tác”")
    expect(fixes).to_have_count(2)
    fixes.last.click()
    expect(lead).to_have_value("Làm  côngtác ở xóm, rồi làm  công tác ở phố")
    expect(fixes).to_have_count(1)
    fixes.click()
    expect(lead).to_have_value("Làm  công tác ở xóm, rồi làm  công tác ở phố")
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
    # In a cell of a table; then taken back, and made again.
    cell = editor.locator(".htCore tbody td").nth(1)
    cell.scroll_into_view_if_needed()
    cell.dblclick()
    editor.keyboard.press("Control+a")
    editor.keyboard.type("việc côngtác ở xóm")
    editor.keyboard.press("Enter")
    stored = editor.locator('input[type="hidden"][name$="-value-table"]')
    expect(stored).to_have_value(re.compile("việc côngtác ở xóm"))
    check.click()
    fix = editor.get_by_role("button", name="Sửa giúp: “công tác”")
    fix.click()
    expect(cell).to_have_text("việc công tác ở xóm")
    expect(stored).to_have_value(re.compile("việc công tác ở xóm"))
    back = editor.get_by_role("button", name="Hoàn tác lần sửa vừa rồi")
    back.click()
    expect(stored).to_have_value(re.compile("việc côngtác ở xóm"))
    expect(back).to_be_hidden()
    fix.click()
    expect(stored).to_have_value(re.compile("việc công tác ở xóm"))
    # The number of a legal document becomes a link to the address that the article gives for it.
    writing.click()
    editor.keyboard.press("Control+End")
    editor.keyboard.type(" theo Nghị định 131/2021/NĐ-CP")
    expect(field.locator("input[type=hidden]").first).to_have_value(re.compile("131/2021"))
    editor.locator('[data-contentpath="body"] .c-sf-add-button').last.click()
    editor.get_by_role("option", name="Văn bản trong bài").click()
    # The letterhead of the file stands in the first of the two.
    expect(editor.locator('[name^="body-"][name$="-value-number"]')).to_have_count(2)
    said = {
        "number": "131/2021/NĐ-CP",
        "issued_on": "30/12/2021",
        "issuer": "Chính phủ",
        "summary": "Quy định chi tiết về ưu đãi người có công",
        "url": "https://vbpl.vn/131-2021",
    }
    for name, words in said.items():
        editor.locator(f'[name^="body-"][name$="-value-{name}"]').last.fill(words)
    check.click()
    editor.get_by_role("button", name="Gắn liên kết").click()
    expect(writing.locator(".TooltipEntity", has_text="131/2021/NĐ-CP")).to_have_count(1)
    expect(field.locator("input[type=hidden]").first).to_have_value(re.compile("https://vbpl.vn/131-2021"))
    back.click()
    expect(writing.locator(".TooltipEntity")).to_have_count(0)
    # A session that is over: told beside the button, no sign-in page in the middle of the form.
    context.clear_cookies(name=re.compile("^(?!.*csrf)"))
    check.click()
    expect(editor.get_by_text("Chưa soát được")).to_be_visible()
    expect(editor.locator('form[data-edit-form] input[type="password"]')).to_have_count(0)
    expect(byline).to_have_value("Nguyễn Thị Mẫu")
    context.close()
