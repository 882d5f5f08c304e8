"""The editors' side in a real browser: what scripts write, addresses from titles, phones, accessibility."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.a11y.test_pages import violations, wider_than_the_screen
from tests.editorial.screens import english_in, english_words

pytestmark = pytest.mark.browser

EDITOR, APPROVER = "editor.xa-van-tu", "approver.xa-van-tu"
DESK, PHONE = {"width": 1366, "height": 768}, {"width": 375, "height": 812}
TITLE = "Đăng ký đất đai ở Ự, ỹ"
# Findings in Wagtail's own parts, each with its reason; nothing of ours may stand here.
WAGTAILS_OWN = {
    "aria-input-field-name": "its rich text box takes its name from no label",
    "label": "the hidden field that its rich text box fills",
    "label-content-name-mismatch": "it names the link around the agency's name after the first screen",
    "landmark-unique": "two navigations of the explorer carry one name",
}


def sign_in(page: Page, portal: str, who: str) -> None:
    page.goto(f"{portal}/admin/login/")
    page.locator(f'button[value="{who}"]').first.click()
    page.wait_for_url(f"{portal}/admin/")


@pytest.fixture(scope="module")
def editor(browser: Browser, demonstration: str) -> Iterator[Page]:
    """One tab of a commune's editor."""
    context = browser.new_context(locale="vi-VN", viewport=DESK)  # type: ignore[arg-type]
    page = context.new_page()
    sign_in(page, demonstration, EDITOR)
    yield page
    context.close()


@pytest.fixture(scope="module")
def screens(editor: Page, demonstration: str) -> dict[str, str]:
    """The main screens of an editor, by name."""
    editor.goto(f"{demonstration}/admin/pages/")
    home = re.search(r"/admin/pages/(\d+)/", editor.url)
    assert home is not None, editor.url
    about = editor.locator('a[href*="/edit/"]', has_text="Giới thiệu").first.get_attribute("href")
    return {
        "today": "/admin/",
        "explorer": f"/admin/pages/{home[1]}/",
        "editing": str(about),
        "adding": f"/admin/pages/add/home/aboutpage/{home[1]}/",
        "pictures": "/admin/images/",
        "files": "/admin/documents/",
        "account": "/admin/account/",
    }


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_an_address_is_typed_from_the_title(
    editor: Page, demonstration: str, screens: dict[str, str], form: Any
) -> None:
    editor.set_viewport_size(DESK)  # type: ignore[arg-type]
    editor.goto(demonstration + screens["adding"])
    editor.fill("#id_title", unicodedata.normalize(form, TITLE))
    editor.locator("#id_title").blur()
    expect(editor.locator("#id_slug")).to_have_value("dang-ky-dat-dai-o-u-y")


def test_what_scripts_write_is_vietnamese(editor: Page, demonstration: str, screens: dict[str, str]) -> None:
    words = english_words()
    editor.set_viewport_size(DESK)  # type: ignore[arg-type]
    wrong = {}
    for name, address in screens.items():
        editor.goto(demonstration + address)
        editor.wait_for_selector(".sidebar-footer")
        if name == "editing":
            editor.locator("button.c-sf-add-button").first.click()
            editor.wait_for_selector(".w-combobox")
        if found := english_in(editor.content(), words):
            wrong[name] = found
    assert wrong == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=lambda size: f"{size['width']}px")
def test_axe_finds_nothing_of_ours(
    editor: Page, demonstration: str, screens: dict[str, str], size: Any, scheme: Any
) -> None:
    editor.set_viewport_size(size)
    editor.emulate_media(color_scheme=scheme)
    wrong = {}
    for name, address in screens.items():
        editor.goto(demonstration + address)
        editor.wait_for_selector("body.ready")
        found = [line for line in violations(editor) if line.partition(":")[0] not in WAGTAILS_OWN]
        if found:
            wrong[name] = found
    editor.emulate_media(color_scheme="light")
    assert wrong == {}


def test_nothing_reaches_beyond_a_phones_screen(editor: Page, demonstration: str) -> None:
    editor.set_viewport_size(PHONE)  # type: ignore[arg-type]
    editor.goto(f"{demonstration}/admin/")
    assert wider_than_the_screen(editor) == []
    bar = editor.locator("nav.face-thumb a")
    assert bar.count() >= 2
    for place in range(bar.count()):
        box = bar.nth(place).bounding_box()
        assert box is not None
        assert box["height"] >= 44


def test_saving_is_in_sight_on_a_phone(editor: Page, demonstration: str, screens: dict[str, str]) -> None:
    editor.set_viewport_size(PHONE)  # type: ignore[arg-type]
    editor.goto(demonstration + screens["editing"])
    save, bar = editor.locator(".footer .action-save"), editor.locator("nav.face-thumb")
    there, below = save.bounding_box(), bar.bounding_box()
    assert there is not None
    assert below is not None
    assert there["y"] + there["height"] <= below["y"] + 1
    assert below["y"] + below["height"] <= PHONE["height"]
    assert there["height"] >= 40


def test_the_days_work_needs_no_javascript(browser: Browser, demonstration: str) -> None:
    context = browser.new_context(locale="vi-VN", java_script_enabled=False)
    page = context.new_page()
    sign_in(page, demonstration, APPROVER)
    assert page.locator("h1").inner_text() == "Việc hôm nay"
    links = page.locator("nav.face-thumb a")
    assert links.first.is_visible()
    links.filter(has_text="Trang").click()
    assert "/admin/pages/" in page.url
    context.close()


def test_no_other_host_is_asked_and_the_console_is_silent(browser: Browser, demonstration: str) -> None:
    context = browser.new_context(locale="vi-VN")
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    sign_in(page, demonstration, EDITOR)
    page.goto(f"{demonstration}/admin/pages/")
    page.wait_for_selector("body.ready")
    context.close()
    assert [url for url in asked if not url.startswith((demonstration, "data:"))] == []
    assert said == []
