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


def test_from_the_home_by_search_to_the_papers_of_a_procedure(citizen: Page, demonstration: str) -> None:
    citizen.goto(demonstration + "/")
    box = citizen.locator("main input[name=q]").first
    box.fill("khai sinh cho con")
    box.press("Enter")
    expect(citizen).to_have_url(re.compile(r"/tim-kiem/\?q=khai"))
    citizen.locator("main a[href*='/thu-tuc/1.001193/']").first.click()
    expect(citizen.locator("h1")).to_contain_text("khai sinh")
    expect(citizen.locator("main")).to_contain_text("Tờ khai")
    expect(citizen).to_have_url(re.compile(r"/thu-tuc/1\.001193/[a-z0-9-]+/$"))


def test_a_catalogue_is_narrowed_and_widened_by_links_and_a_form(citizen: Page, demonstration: str) -> None:
    citizen.goto(demonstration + COMMUNE + "thu-tuc/")
    facet = citizen.locator("a[href*='linh-vuc='], input[name='linh-vuc']").first
    assert facet.count() == 1
    addresses = citizen.locator("a[href*='linh-vuc=']")
    if addresses.count():
        citizen.goto(demonstration + (addresses.first.get_attribute("href") or ""))
    else:
        facet.check(force=True)
        citizen.locator("form:has(input[name='linh-vuc']) button[type=submit]").first.click()
    expect(citizen).to_have_url(re.compile("linh-vuc="))
    assert citizen.locator("main a[href*='/thu-tuc/']").count() > 0


def test_the_language_is_changed_and_changed_back(citizen: Page, demonstration: str) -> None:
    citizen.goto(demonstration + "/gioi-thieu/")
    citizen.locator("a[hreflang=en]").first.click()
    expect(citizen).to_have_url(re.compile("/en/gioi-thieu/"))
    assert citizen.locator("html").get_attribute("lang") == "en"
    citizen.locator("a[hreflang=vi]").first.click()
    expect(citizen).to_have_url(demonstration + "/gioi-thieu/")


def test_from_the_province_to_a_commune_and_its_contact(citizen: Page, demonstration: str) -> None:
    citizen.goto(demonstration + "/")
    citizen.locator("a[href='/xa-phuong/']").first.click()
    citizen.locator(f"main a[href='{COMMUNE}']").first.click()
    expect(citizen.locator("h1")).to_contain_text("Vân Tụ")
    citizen.locator(f"a[href='{COMMUNE}lien-he/']").first.click()
    expect(citizen.locator("main")).to_contain_text("Chưa có thông tin")


def test_a_wrong_turn_leads_back(citizen: Page, demonstration: str) -> None:
    citizen.goto(demonstration + "/thu-tuc/9.999999/thu-tuc-la/")
    citizen.locator("main a[href='/thu-tuc/']").first.click()
    expect(citizen.locator("h1")).to_be_visible()
    assert citizen.locator("main a[href*='/thu-tuc/']").count() > 0
