"""A citizen's way through the portal with JavaScript off: everything is links and forms."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.a11y.pages import COMMUNE

pytestmark = pytest.mark.browser


@pytest.fixture
def citizen(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        java_script_enabled=False, locale="vi-VN", viewport={"width": 375, "height": 812}
    )
    yield context.new_page()
    context.close()


def follow(page: Page, selector: str) -> None:
    """Go where a link leads; on a phone it may lie in a menu that has to be opened first."""
    for menu in page.locator("header summary").all():
        if page.locator(f"{selector}:visible").count():
            break
        menu.click()
    page.locator(f"{selector}:visible").first.click()


def test_from_the_home_by_search_to_the_papers_of_a_procedure(citizen: Page, demonstration: str) -> None:
    citizen.goto(demonstration + "/")
    box = citizen.locator("main input[name=q]").first
    box.fill("khai sinh cho con")
    box.press("Enter")
    expect(citizen).to_have_url(re.compile(r"/tim-kiem/\?q=khai"))
    follow(citizen, "main a[href*='/thu-tuc/1.001193/']")
    expect(citizen.locator("h1")).to_contain_text("khai sinh")
    expect(citizen.locator("main")).to_contain_text("Tờ khai")
    expect(citizen).to_have_url(re.compile(r"/thu-tuc/1\.001193/[a-z0-9-]+/$"))


def test_a_catalogue_is_narrowed_and_widened_by_links_and_a_form(citizen: Page, demonstration: str) -> None:
    citizen.goto(demonstration + COMMUNE + "thu-tuc/")
    whole = citizen.locator("main h2").first.inner_text()
    for closed in citizen.locator("main summary").all():
        if not citizen.locator("main nav a[href*='linh-vuc=']:visible").count():
            closed.click()
    follow(citizen, "main nav a[href*='linh-vuc=']")
    expect(citizen).to_have_url(re.compile("linh-vuc="))
    narrow = citizen.locator("main h2").first.inner_text()
    assert 0 < int(narrow.split()[0]) < int(whole.split()[0].replace(".", ""))
    follow(citizen, f"main a[href='{COMMUNE}thu-tuc/']")
    assert citizen.locator("main h2").first.inner_text() == whole


def test_the_language_is_changed_and_changed_back(citizen: Page, demonstration: str) -> None:
    citizen.goto(demonstration + "/gioi-thieu/")
    follow(citizen, "a[hreflang=en]")
    expect(citizen).to_have_url(re.compile("/en/gioi-thieu/"))
    assert citizen.locator("html").get_attribute("lang") == "en"
    follow(citizen, "a[hreflang=vi]")
    expect(citizen).to_have_url(demonstration + "/gioi-thieu/")


def test_an_old_commune_is_found_and_the_list_of_a_day_is_asked_for(
    citizen: Page, demonstration: str
) -> None:
    citizen.goto(f"{demonstration}/")
    citizen.fill("#xa", "Mỹ Thành, huyện Yên Thành")
    citizen.press("#xa", "Enter")
    follow(citizen, f".mine a[href='{COMMUNE}']")
    citizen.goto(f"{demonstration}/xa-phuong/")
    citizen.fill("#ngay", "30/06/2025")
    citizen.press("#ngay", "Enter")
    assert citizen.locator(".az--then li").count() == 412


def test_from_the_province_to_a_commune_and_its_contact(citizen: Page, demonstration: str) -> None:
    citizen.goto(demonstration + "/")
    follow(citizen, "a[href='/xa-phuong/']")
    follow(citizen, f"main a[href='{COMMUNE}']")
    expect(citizen.locator("h1")).to_contain_text("Vân Tụ")
    follow(citizen, f"a[href='{COMMUNE}lien-he/']")
    expect(citizen.locator("main")).to_contain_text("Chưa có thông tin")
    follow(citizen, f"main a[href='{COMMUNE}noi-tiep-nhan/']")
    expect(citizen.locator("h1")).to_contain_text("Nơi tiếp nhận")


def test_a_wrong_turn_leads_back(citizen: Page, demonstration: str) -> None:
    citizen.goto(demonstration + "/thu-tuc/9.999999/thu-tuc-la/")
    follow(citizen, "main a[href='/thu-tuc/']")
    expect(citizen.locator("h1")).to_be_visible()
    assert citizen.locator("main a[href*='/thu-tuc/']").count() > 0
