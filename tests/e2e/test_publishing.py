"""Publishing in a browser on a phone: write, send, approve in two taps; two editors; a power cut.

Pictures of each step go to PORTAL_VAR/test-pictures; those in docs/publishing.md were taken here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.phone import on_a_phone, picture

pytestmark = pytest.mark.browser
EDITOR, APPROVER = "editor.xa-van-tu", "approver.xa-van-tu"


@pytest.fixture
def editor(browser: Browser, portal: str) -> Iterator[Page]:
    context = on_a_phone(browser, portal, EDITOR)
    yield context.pages[0]
    context.close()


@pytest.fixture
def approver(browser: Browser, portal: str) -> Iterator[Page]:
    context = on_a_phone(browser, portal, APPROVER)
    yield context.pages[0]
    context.close()


def about(page: Page, portal: str) -> str:
    """The address where the commune's about page is edited."""
    page.goto(f"{portal}/admin/pages/")
    found = page.locator('a[href*="/edit/"]', has_text="Giới thiệu").first.get_attribute("href")
    assert found is not None
    return portal + found


def write(page: Page, address: str, words: str) -> None:
    """Open the page, type the opening sentence, wait until it is saved."""
    page.goto(address)
    page.wait_for_timeout(2500)
    with page.expect_response(lambda answer: answer.request.method == "POST" and "/edit/" in answer.url):
        page.locator("#id_lead").fill(words)
        page.locator("#id_lead").press("Tab")


def test_written_sent_and_approved_in_two_taps_on_a_phone(editor: Page, approver: Page, portal: str) -> None:
    words = "Xã Vân Tụ, nơi có chợ Vân và sông Dinh."
    address = about(editor, portal)
    write(editor, address, words)
    picture(editor, "publishing-write")
    editor.get_by_role("button", name="Thao tác khác").click()
    editor.get_by_role("button", name=re.compile("Gửi duyệt")).click()
    expect(editor.locator("body")).to_contain_text("gửi duyệt")
    approver.goto(f"{portal}/admin/")
    picture(approver, "publishing-today")
    approver.get_by_role("link", name=re.compile(r"Đọc, duyệt\s*: Giới thiệu")).first.click()
    expect(approver.frame_locator("iframe.review-preview").locator("main")).to_contain_text(words)
    picture(approver, "publishing-review")
    approver.get_by_role("button", name="Duyệt", exact=True).click()
    expect(approver.locator("body")).to_contain_text("Đã duyệt và công khai.")
    picture(approver, "publishing-approved")
    approver.goto(f"{portal}/xa-phuong/xa-van-tu/gioi-thieu/")
    expect(approver.locator("body")).to_contain_text(words)


def test_two_at_the_same_text_are_told_of_each_other(editor: Page, approver: Page, portal: str) -> None:
    address = about(editor, portal)
    editor.goto(address)
    approver.goto(address)
    approver.wait_for_timeout(9000)
    write(approver, address, "Bản của người thứ hai.")
    expect(editor.locator("main")).to_contain_text("đã lưu phiên bản mới", timeout=25_000)
    picture(editor, "publishing-conflict")


def test_what_was_typed_survives_a_power_cut(editor: Page, portal: str) -> None:
    words = "Câu chưa kịp lưu thì mất điện."
    address = about(editor, portal)
    editor.goto(address)
    editor.wait_for_timeout(2500)
    editor.route(
        "**/edit/**", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    editor.locator("#id_lead").fill(words)
    editor.locator("#id_lead").press("Tab")
    editor.wait_for_timeout(2500)
    context = editor.context
    editor.close(run_before_unload=False)
    again = context.new_page()
    again.goto(address)
    bar = again.locator(".local-draft")
    expect(bar).to_contain_text("bản viết dở")
    picture(again, "publishing-power-cut")
    bar.get_by_role("button", name="Lấy lại bản viết dở").click()
    again.wait_for_load_state()
    expect(again.locator("#id_lead")).to_have_value(words)
    again.reload()
    again.wait_for_timeout(2500)
    expect(again.locator("#id_lead")).to_have_value(words)
    expect(again.locator(".local-draft")).to_have_count(0)
