"""Each kind of page in a real browser: accessibility, width, weight and valid HTML."""

import gzip
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Response

from deploy.launcher.place import ROOT, VAR
from tests.a11y.pages import MISSING, PAGES

pytestmark = pytest.mark.browser

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
HTML_VALIDATE = ROOT / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SIZES = [(375, 812), (1280, 900)]
HEAVIEST = 60 * 1024
LARGE_VIEW = "/-/che-do/?che-do=lon"


@pytest.fixture(scope="module")
def visitor(browser: Browser) -> Iterator[Page]:
    """One tab for all pages, with JavaScript."""
    context = browser.new_context(locale="vi-VN")
    yield context.new_page()
    context.close()


def open_page(page: Page, address: str, name: str) -> Response:
    response = page.goto(address)
    assert response is not None
    assert response.status == (404 if name in MISSING else 200), address
    return response


def violations(page: Page) -> list[str]:
    """What axe finds, each with the element and what is wrong with it."""
    page.evaluate(AXE.read_text())
    options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
    found = page.evaluate("options => axe.run(document, options)", options)["violations"]
    return [
        f"{rule['id']}: {node['target'][0]} {node['failureSummary'].splitlines()[-1].strip()[:160]}"
        for rule in found
        for node in rule["nodes"][:3]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}px")
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(
    visitor: Page, demonstration: str, name: str, size: tuple[int, int], scheme: Any
) -> None:
    visitor.set_viewport_size({"width": size[0], "height": size[1]})
    visitor.emulate_media(color_scheme=scheme)
    open_page(visitor, demonstration + PAGES[name], name)
    assert violations(visitor) == []


PUSHED = "document.scrollingElement.scrollWidth > document.documentElement.clientWidth"


def wider_than_the_screen(page: Page) -> list[str]:
    """Elements that reach beyond the right edge, when the page can be pushed sideways."""
    if not page.evaluate(PUSHED):
        return []
    found: list[str] = page.evaluate(
        """() => {
            const width = document.documentElement.clientWidth;
            return [...document.querySelectorAll("body *")]
                .filter(e => e.getBoundingClientRect().right > width + 1)
                .slice(0, 5).map(e => `${e.tagName}.${e.className} ${e.textContent.trim().slice(0, 40)}`);
        }"""
    )
    return found or ["(no element reaches out)"]


@pytest.mark.parametrize("view", ["plain", "large"])
def test_no_page_scrolls_sideways_on_a_small_phone(browser: Browser, demonstration: str, view: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640}, locale="vi-VN")
    page = context.new_page()
    if view == "large":
        page.goto(demonstration + LARGE_VIEW)
        assert page.locator("html[data-view]").count() == 1, "the large view is on"
    too_wide = {}
    for name, address in PAGES.items():
        open_page(page, demonstration + address, name)
        if found := wider_than_the_screen(page):
            too_wide[name] = found
    context.close()
    assert too_wide == {}


def test_the_header_leaves_the_page_room_on_a_phone(visitor: Page, demonstration: str) -> None:
    visitor.set_viewport_size({"width": 375, "height": 812})
    tall = {}
    for name, address in PAGES.items():
        open_page(visitor, demonstration + address, name)
        box = visitor.locator("header").first.bounding_box()
        assert box is not None
        if box["height"] > 110:
            tall[name] = box["height"]
    assert tall == {}


def weight(browser: Browser, address: str) -> int:
    """Bytes on the wire for a first visit; what nginx would compress is compressed here."""
    context = browser.new_context(locale="vi-VN", viewport={"width": 375, "height": 812})
    page = context.new_page()
    seen: list[Response] = []
    page.on("response", lambda response: seen.append(response))
    page.goto(address, wait_until="load")
    page.evaluate("document.fonts.ready.then(() => true)")
    total = 0
    for response in seen:
        if response.status >= 300 and response.status < 400:
            continue
        body = response.body()
        kind = response.headers.get("content-type", "")
        compressible = kind.startswith("text/") or "javascript" in kind or "svg" in kind or "json" in kind
        total += len(gzip.compress(body, 6)) if compressible else len(body)
    context.close()
    return total


def test_the_first_view_weighs_at_most_sixty_kilobytes(browser: Browser, demonstration: str) -> None:
    weights = {name: weight(browser, demonstration + address) for name, address in PAGES.items()}
    (VAR / "page-weights.json").write_text(json.dumps(weights, indent=1))
    assert min(weights.values()) > 5 * 1024, "styles and fonts are counted"
    assert {name: total for name, total in weights.items() if total > HEAVIEST} == {}


def test_html_is_valid(browser: Browser, demonstration: str, tmp_path: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for name, address in PAGES.items():
        response = open_page(page, demonstration + address, name)
        (tmp_path / f"{name.replace(' ', '-').replace(',', '')}.html").write_bytes(response.body())
    context.close()
    config = Path(__file__).parent / "htmlvalidate.json"
    command = ["node", str(HTML_VALIDATE), "--config", str(config), "--formatter", "json", str(tmp_path)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode in (0, 1), ran.stderr
    found = [
        f"{Path(file['filePath']).stem}:{message['line']} {message['ruleId']}: {message['message']}"
        for file in json.loads(ran.stdout)
        for message in file["messages"]
    ]
    assert found == []


def test_a_page_says_its_language_and_has_a_title_of_its_own(visitor: Page, demonstration: str) -> None:
    titles: dict[str, str] = {}
    for name, address in PAGES.items():
        open_page(visitor, demonstration + address, name)
        language = visitor.evaluate("document.documentElement.lang")
        assert language == ("en" if name.endswith("in English") else "vi"), name
        titles[name] = visitor.title()
    addresses_of_one_thing = {
        "procedure at a commune",
        "catalogue, second page",
        "catalogue, narrowed",
        "communes as of a day",
        "communes, no such day",
        "working days, counted",
        "working days, refused",
    }
    own = [title for name, title in titles.items() if name not in addresses_of_one_thing | MISSING]
    assert len(own) == len(set(own)), sorted(own)


def test_no_other_host_is_asked_and_the_console_is_silent(browser: Browser, demonstration: str) -> None:
    context = browser.new_context(locale="vi-VN")
    page = context.new_page()
    heard: list[str] = []
    page.on("request", lambda request: heard.append(request.url))
    page.on("console", lambda message: heard.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: heard.append(f"error: {error}"))
    for name, address in PAGES.items():
        if name not in MISSING:
            open_page(page, demonstration + address, name)
    context.close()
    assert [word for word in heard if not word.startswith((demonstration, "data:"))] == []


VIETNAMESE = re.compile(
    "[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.IGNORECASE
)
# What frames a page: not its prose, which names places; not what is marked as Vietnamese.
TEXTS = """() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
        const text = walker.currentNode.textContent.trim(), around = walker.currentNode.parentElement;
        if (text && around.closest("header, footer, nav, h1, h2, h3, label, button, th, legend, summary, dt")
            && !around.closest("[lang=vi], [hreflang=vi], script, style")) found.push(text);
    }
    return found;
}"""
NAMES = re.compile(r"Nghệ An|Công Khai|Việt Nam|Tiếng Việt|BẢN TRÌNH DIỄN – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ")


def test_the_frame_of_english_pages_is_english(visitor: Page, demonstration: str) -> None:
    left: dict[str, list[str]] = {}
    for name, address in PAGES.items():
        if name.endswith("in English"):
            open_page(visitor, demonstration + address, name)
            texts = [NAMES.sub("", text) for text in visitor.evaluate(TEXTS)]
            if found := [text[:80] for text in texts if len(text) > 1 and VIETNAMESE.search(text)]:
                left[name] = found
    assert left == {}


def test_every_page_carries_the_marking_of_the_demonstration(browser: Browser, demonstration: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for name, address in PAGES.items():
        open_page(page, demonstration + address, name)
        marking = "BẢN TRÌNH DIỄN – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ"
        if not name.endswith("in English"):
            assert marking in page.content(), name
        assert page.locator('meta[name="robots"][content*="noindex"]').count() >= 1, name
    page.emulate_media(media="print")
    page.goto(demonstration + "/thu-tuc/1.001193/")
    shown = page.get_by_text("BẢN TRÌNH DIỄN", exact=False)
    assert any(shown.nth(index).is_visible() for index in range(shown.count())), "also on paper"
    context.close()
