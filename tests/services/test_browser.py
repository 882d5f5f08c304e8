"""Browser tests drive a real Chromium, which reaches the pages of the test and nothing else."""

import pytest
from playwright.sync_api import Error, Page
from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.browser


def test_the_browser_shows_a_page_of_the_live_server(page: Page, live_server: LiveServer) -> None:
    answer = page.goto(f"{live_server.url}/-/live")
    assert answer is not None
    assert answer.status == 200
    assert page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone") in {
        "Asia/Ho_Chi_Minh",
        "Asia/Saigon",
    }


def test_the_browser_reaches_no_other_machine(page: Page) -> None:
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://portal.example.vn/")
