"""Asking and following at 375 px, with and without JavaScript, in Vietnamese and English, on one portal."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from feedback.spam import FASTEST_SECONDS
from tests import demo
from tests.a11y.pages import COMMUNE
from tests.a11y.test_pages import violations, wider_than_the_screen

pytestmark = pytest.mark.browser
QUESTION = "Con tôi sinh ở tỉnh khác, khai sinh tại xã được không?"


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with demo.served_copy(tmp_path_factory.mktemp("questions")) as address:
        yield address


def phone(browser: Browser, scripts: bool) -> Page:
    context = browser.new_context(
        java_script_enabled=scripts, locale="vi-VN", viewport={"width": 375, "height": 812}
    )
    return context.new_page()


def seen(page: Page, scripts: bool) -> None:
    """Each step is clean for axe and no wider than the screen; axe itself is a script."""
    if scripts:
        assert violations(page) == []
        assert wider_than_the_screen(page) == []


def send(page: Page, words: str) -> str:
    """From the check to the receipt; gives the code."""
    page.wait_for_timeout(FASTEST_SECONDS * 1000)
    page.get_by_role("button", name=words, exact=True).click()
    expect(page).to_have_url(re.compile("/hoi-dap/bien-nhan/$"))
    return page.locator(".bigcode").inner_text()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_citizen_asks_corrects_an_error_and_follows_the_question(
    browser: Browser, portal: str, scripts: bool
) -> None:
    page = phone(browser, scripts)
    page.goto(f"{portal}{COMMUNE}thu-tuc/1.001193/")
    page.locator("#hoi-dap a[href*='thu-tuc=1.001193']").click()
    seen(page, scripts)
    page.locator("input[value=cau-hoi]").check()
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.locator("form.ask")).to_contain_text("Đăng ký khai sinh")
    seen(page, scripts)
    page.fill("#content", QUESTION)
    if scripts:
        expect(page.locator("#phone")).to_be_hidden()
        page.reload()
        expect(page.locator("#content")).to_have_value(QUESTION)
        page.get_by_role("button", name="Tiếp tục").click()
        expect(page.locator("h2:focus")).to_contain_text("bằng cách nào")
        seen(page, scripts)
    page.fill("#name", "Hoàng Thị Mẫu")
    page.fill("#phone", "0912 345 67")
    if scripts:
        page.get_by_role("button", name="Tiếp tục").click()
        expect(page.get_by_role("button", name="Tiếp tục")).to_be_hidden()
        seen(page, scripts)
    expect(page.locator("#allow_processing")).not_to_be_checked()
    page.get_by_text("Tôi đồng ý để cơ quan").click()
    page.get_by_role("button", name="Xem lại").click()
    expect(page).to_have_title(re.compile("^Lỗi:"))
    expect(page.locator("#phone-loi")).to_contain_text("10 chữ số")
    seen(page, scripts)
    expect(page.locator("#content")).to_have_value(QUESTION)
    page.fill("#phone", "0912 345 678")
    page.get_by_role("button", name="Xem lại").click()
    expect(page.locator(".told")).to_contain_text(QUESTION)
    seen(page, scripts)
    code = send(page, "Gửi")
    seen(page, scripts)
    page.goto(f"{portal}{COMMUNE}hoi-dap/gui/cau-hoi/")
    expect(page.locator("#content")).to_have_value("")

    later = phone(browser, scripts)
    later.goto(f"{portal}{COMMUNE}hoi-dap/tra-cuu/{'#' + code if scripts else ''}")
    if not scripts:
        later.fill("#code", code.lower())
    expect(later.locator("#code")).not_to_have_value("")
    later.fill("#check_word", "0000")
    later.get_by_role("button", name="Tra cứu").click()
    expect(later.locator("main")).to_contain_text("không khớp nhau")
    seen(later, scripts)
    later.fill("#check_word", "5678")
    later.get_by_role("button", name="Tra cứu").click()
    expect(later.locator("h1")).to_have_text(code)
    expect(later.locator("main")).to_contain_text(QUESTION)
    seen(later, scripts)
    page.context.close()
    later.context.close()


def test_a_business_asks_and_follows_in_english(browser: Browser, portal: str) -> None:
    page = phone(browser, scripts=False)
    page.goto(f"{portal}/en/hoi-dap/gui/doanh-nghiep/")
    expect(page.locator("h1")).to_have_text("What would your business like to ask?")
    page.fill("#business_name", "Example Energy Ltd")
    page.select_option("#sector", "nang-luong")
    page.fill("#content", "Which papers does a solar project of one megawatt need in the province?")
    page.fill("#name", "Jane Example")
    page.fill("#email", "jane@example.com")
    page.get_by_text("I agree that the agency").click()
    page.get_by_role("button", name="Check before you send").click()
    code = send(page, "Send")
    expect(page.locator("h1")).to_have_text("We have received what you sent")
    page.goto(f"{portal}/en/hoi-dap/tra-cuu/")
    page.fill("#code", code)
    page.fill("#check_word", "jane")
    page.get_by_role("button", name="Look up").click()
    expect(page.locator("main")).to_contain_text("solar project")
    expect(page.locator("main")).to_contain_text("In work")
    page.context.close()
