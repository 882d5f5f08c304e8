"""A person of the demonstration on a phone, signed in; and pictures of what the phone shows."""

from __future__ import annotations

from playwright.sync_api import Browser, BrowserContext, Page

from deploy.launcher.place import VAR
from deploy.pictures import shrink

PHONE = {"width": 375, "height": 740}
PICTURES = VAR / "test-pictures"
HEAVIEST_PICTURE = 150_000


def on_a_phone(browser: Browser, portal: str, who: str) -> BrowserContext:
    """A phone whose one page is the first screen of ``who``: role and agency as the sign-in page has them."""
    context = browser.new_context(locale="vi-VN", viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{portal}/admin/login/")
    page.locator(f'button[value="{who}"]').first.click()
    page.wait_for_url(f"{portal}/admin/**")
    return context


def picture(page: Page, name: str) -> None:
    """What the phone shows, as PORTAL_VAR/test-pictures/<name>.png, small enough for the documentation."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    shot = shrink(page.screenshot(animations="disabled"))
    assert len(shot) < HEAVIEST_PICTURE
    (PICTURES / f"{name}.png").write_bytes(shot)
