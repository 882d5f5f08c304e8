"""Asking and following at 375 px, with and without JavaScript, in Vietnamese and English, on one portal.

Pictures go to PORTAL_VAR/test-pictures; those of receipt and tracking in docs/feedback.md were taken here.
"""

import re
from collections.abc import Iterator

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from playwright.sync_api import Browser, Page, expect

from deploy.launcher.place import VAR
from deploy.pictures import shrink
from feedback.spam import FASTEST_SECONDS
from tests import demo
from tests.a11y.pages import COMMUNE
from tests.a11y.test_pages import violations, wider_than_the_screen

pytestmark = pytest.mark.browser
ENGLISH = "Which papers does a solar project of one megawatt need in the province?"
ANSWER = (
    "An investment certificate and the consent of the electricity company; see the page of the procedure."
)
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


def picture(page: Page, name: str) -> None:
    """What a telephone shows of it first."""
    folder = VAR / "test-pictures"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"questions-{name}.png").write_bytes(shrink(page.screenshot(animations="disabled")))


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


def officer(browser: Browser, portal: str, role: str, scripts: bool) -> Page:
    """Somebody at the province's desk, on a telephone, who has opened the list of new questions."""
    page = phone(browser, scripts)
    page.goto(f"{portal}/admin/login/")
    page.locator(f'button[value="{role}.tinh-nghe-an"]').first.click()
    page.goto(f"{portal}/admin/ban-hoi-dap/")
    expect(page.locator(".desk")).to_be_visible()
    seen(page, scripts)
    return page


def open_case(page: Page, code: str, scripts: bool) -> None:
    """By the code of the receipt."""
    page.fill("#desk-q", code)
    page.get_by_role("button", name="Lọc").click()
    page.locator(".desk-row a").click()
    expect(page.locator(".desk-case")).to_contain_text("solar project")
    seen(page, scripts)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_business_asks_in_english_an_officer_answers_and_the_public_page_shows_no_person(
    browser: Browser, portal: str, scripts: bool
) -> None:
    page = phone(browser, scripts)
    page.goto(f"{portal}/en/hoi-dap/gui/doanh-nghiep/")
    expect(page.locator("h1")).to_have_text("What would your business like to ask?")
    page.fill("#business_name", "Example Energy Ltd")
    page.select_option("#sector", "nang-luong")
    page.fill("#content", f"{ENGLISH} Call Jane Example on 0912 345 678 or write to jane@example.com.")
    if scripts:
        page.get_by_role("button", name="Continue").click()
    page.fill("#name", "Jane Example")
    page.fill("#email", "jane@example.com")
    if scripts:
        page.get_by_role("button", name="Continue").click()
        seen(page, scripts)
    page.get_by_text("I agree that the agency").click()
    page.locator("label", has=page.locator("input[name=allow_publishing]")).click()
    page.get_by_role("button", name="Check before you send").click()
    seen(page, scripts)
    code = send(page, "Send")
    expect(page.locator("h1")).to_have_text("We have received what you sent")
    seen(page, scripts)
    picture(page, "receipt-english")

    writer = officer(browser, portal, "desk_officer", scripts)
    open_case(writer, code, scripts)
    expect(writer.locator(".desk-question")).not_to_contain_text("0912")
    writer.fill("#desk-text", ANSWER)
    writer.get_by_role("button", name="Gửi duyệt").click()
    expect(writer.locator(".desk-case")).to_contain_text(ANSWER)
    leader = officer(browser, portal, "leader", scripts)
    open_case(leader, code, scripts)
    leader.get_by_role("button", name="Duyệt, gửi người hỏi").click()
    expect(leader.locator(".desk-approved")).to_contain_text("duyệt lúc")
    leader.get_by_role("link", name="Đăng công khai bản đã che").click()
    expect(leader.locator("#id_question")).to_have_value(re.compile("đã che"))
    seen(leader, scripts)
    leader.fill("#id_title", "Papers for a solar project")
    leader.fill("#id_question", f"{ENGLISH} Call Jane Example.")
    leader.get_by_role("button", name="Đăng công khai").click()
    expect(leader.locator(".desk-finds")).to_contain_text("Jane Example")
    seen(leader, scripts)
    leader.fill("#id_question", ENGLISH)
    leader.get_by_role("button", name="Đăng công khai").click()
    expect(leader.locator(".desk-side")).to_contain_text("Đang đăng công khai")

    page.goto(f"{portal}/en/hoi-dap/tra-cuu/")
    page.fill("#code", code)
    page.fill("#check_word", "jane")
    page.get_by_role("button", name="Look up").click()
    expect(page.locator("main")).to_contain_text(ANSWER)
    seen(page, scripts)
    picture(page, "tracking-english")
    page.get_by_role("link", name="published version").click()
    expect(page.locator("h1")).to_have_text("Papers for a solar project")
    seen(page, scripts)
    html = page.content()
    assert [word for word in ("Jane", "jane@", "Example Energy", "0912", code) if word in html] == []
    for one in (page, writer, leader):
        one.context.close()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_letters_are_clean_for_axe_and_fit_a_telephone(browser: Browser, language: str) -> None:
    page = phone(browser, scripts=True)
    words = {"subject": "Đã nhận câu hỏi của ông, bà", "fact": QUESTION, "link": "Tra cứu câu đã gửi"}
    context = {
        "words": words,
        "name": "Hoàng Thị Mẫu",
        "agency": {"name": "Xã Vân Tụ"},
        "link": "https://portal.example.vn/xa-phuong/xa-van-tu/hoi-dap/tra-cuu/",
    }
    for more in ({}, {"code": "HĐ-AAAA-BBBB-CCCC", "demo": True, "answers": True}):
        with translation.override(language):
            page.set_content(render_to_string("feedback/mail/letter.html", context | more))
        seen(page, scripts=True)
    page.context.close()
