"""Browser tests drive a real Chromium, which reaches the pages of the test and nothing else."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Error, Page

pytestmark = pytest.mark.browser


class Greeting(BaseHTTPRequestHandler):
    """Answers everything with one page."""

    def do_GET(self) -> None:
        body = "<!doctype html><title>Công Khai</title>".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Greeting)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_the_browser_is_a_visitor_in_vietnam(page: Page, address: str) -> None:
    page.goto(address)
    assert page.title() == "Công Khai"
    assert page.evaluate("navigator.language") == "vi-VN"
    zone = page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone")
    assert zone in {"Asia/Ho_Chi_Minh", "Asia/Saigon"}


def test_the_browser_reaches_no_other_machine(page: Page) -> None:
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://portal.example.vn/")
