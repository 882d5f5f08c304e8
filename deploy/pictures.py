"""Pictures of the running portal for README.md and docs: python -m deploy.pictures http://127.0.0.1:8000

Needs requirements/dev.txt and Chromium. Colours are reduced, so that a picture stays below 150 KiB.
"""

import io
import sys

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from deploy.launcher.place import ROOT
from deploy.services.chromium import Chromium

FOLDER = ROOT / "docs" / "images"
DESK, PHONE = (1280, 900), (375, 812)
OFFICE = (1366, 768)
PICTURES = {
    "province": ("/", DESK),
    "catalogue": ("/thu-tuc/", DESK),
    "procedure": ("/thu-tuc/1.001193/", DESK),
    "search": ("/tim-kiem/?q=khai+sinh", DESK),
    "commune-phone": ("/xa-phuong/xa-van-tu/", PHONE),
    "procedure-phone": ("/xa-phuong/xa-van-tu/thu-tuc/1.001193/", PHONE),
    "questions": ("/xa-phuong/xa-van-tu/hoi-dap/", DESK),
    "questions-figures": ("/hoi-dap/thong-ke/", DESK),
    "questions-ask-phone": ("/xa-phuong/xa-van-tu/hoi-dap/gui/cau-hoi/?thu-tuc=1.001193", PHONE),
}
# As a role of the demonstration sees the editors' side; "{about}" is the page about the commune, "{case}" the
# first question that waits for an answer.
EDITORS = {
    "admin-today": ("unit_admin.xa-van-tu", "/admin/", OFFICE),
    "admin-today-phone": ("unit_admin.xa-van-tu", "/admin/", PHONE),
    "admin-edit": ("editor.xa-van-tu", "{about}", OFFICE),
    "admin-edit-phone": ("editor.xa-van-tu", "{about}", PHONE),
    "desk-inbox": ("desk_officer.xa-van-tu", "/admin/ban-hoi-dap/?xem=moi-cau", OFFICE),
    "desk-inbox-phone": ("desk_officer.xa-van-tu", "/admin/ban-hoi-dap/?xem=moi-cau", PHONE),
    "desk-case": ("desk_officer.xa-van-tu", "{case}", OFFICE),
    "desk-case-phone": ("desk_officer.xa-van-tu", "{case}", PHONE),
}
LARGEST = 150 * 1024


def shrink(picture: bytes) -> bytes:
    """The picture with fewer colours, as few as it takes."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    small = b""
    for colours in (128, 64, 32):
        out = io.BytesIO()
        image.quantize(colours).save(out, "PNG", optimize=True)
        small = out.getvalue()
        if len(small) <= LARGEST:
            break
    return small


def main(words: list[str]) -> int:
    if len(words) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=Chromium.path(), args=["--no-sandbox"])
        for name, (address, (width, height)) in PICTURES.items():
            page = browser.new_page(viewport={"width": width, "height": height}, locale="vi-VN")
            answer = page.goto(words[0].rstrip("/") + address, wait_until="networkidle")
            if answer is None or answer.status != 200:
                print(f"{address}: {answer.status if answer else 'no answer'}", file=sys.stderr)
                return 1
            (FOLDER / f"{name}.png").write_bytes(shrink(page.screenshot()))
            page.close()
        for name, (role, address, size) in EDITORS.items():
            (FOLDER / f"{name}.png").write_bytes(
                shrink(editors_screen(browser, words[0], role, address, size))
            )
        browser.close()
    return 0


def editors_screen(browser: Browser, portal: str, role: str, address: str, size: tuple[int, int]) -> bytes:
    """A screen of the editors' side of a demonstration, entered by one press."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="vi-VN")
    page = context.new_page()
    page.goto(f"{portal.rstrip('/')}/admin/login/")
    page.locator(f'button[value="{role}"]').first.click()
    page.wait_for_load_state("networkidle")
    if address == "{about}":
        page.goto(f"{portal.rstrip('/')}/admin/pages/")
        address = page.locator('a[href*="/edit/"]', has_text="Giới thiệu").first.get_attribute("href") or ""
    if address == "{case}":
        page.goto(f"{portal.rstrip('/')}/admin/ban-hoi-dap/?xem=cua-toi")
        address = page.locator(".desk-row a").first.get_attribute("href") or ""
    page.goto(portal.rstrip("/") + address, wait_until="networkidle")
    picture = page.screenshot()
    context.close()
    return picture


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
