"""From an invitation to the first page, and what goes wrong on the way, in a browser.

Pictures of each step go to PORTAL_VAR/test-pictures; those in docs/accounts.md were taken here.
"""

import re
import time
from base64 import b32decode
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django_otp.oath import TOTP
from playwright.sync_api import Browser, BrowserContext, Page, expect

from deploy.launcher.place import VAR
from deploy.pictures import shrink
from tests import demo
from tests.accounts.signing import PASSWORD

pytestmark = pytest.mark.browser
PICTURES = VAR / "test-pictures"
DESK, PHONE = (1280, 800), (375, 740)


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory, mail_url: str) -> Iterator[str]:
    """Address of a demonstration of this module's own, on a copy of the tests' one, to be changed."""
    with demo.served_copy(tmp_path_factory.mktemp("portal"), EMAIL_URL=mail_url) as address:
        yield address


@dataclass
class Invited:
    """The person of this module, as the person knows it: account, key of the phone's app, recovery codes."""

    name: str
    secret: bytes
    codes: list[str]
    steps: int = 0

    def code(self) -> str:
        """The next code that has not been used: a step later each time, as if half a minute had passed."""
        clock = TOTP(self.secret)
        clock.time = time.time() + 30 * self.steps
        self.steps = 1
        return f"{clock.token():06d}"


def window(browser: Browser, size: tuple[int, int] = DESK) -> BrowserContext:
    width, height = size
    return browser.new_context(viewport={"width": width, "height": height}, locale="vi-VN")


def picture(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    shot = shrink(page.screenshot(full_page=True, animations="disabled"))
    (PICTURES / f"accounts-{name}.png").write_bytes(shot)


def enter_as(page: Page, portal: str, who: str) -> None:
    page.goto(f"{portal}/admin/login/")
    page.locator(f'button[value="{who}"]').click()
    expect(page).to_have_url(f"{portal}/admin/")


def give_password(page: Page, portal: str, name: str, word: str = PASSWORD) -> None:
    page.goto(f"{portal}/admin/login/")
    page.get_by_label("Tên đăng nhập").fill(name)
    page.get_by_label("Mật khẩu").fill(word)
    page.get_by_role("button", name="Tiếp tục").click()


@pytest.fixture(scope="module")
def invited(browser: Browser, portal: str) -> Invited:
    """Invited on paper by the commune's administrator, up to the first page, as a newcomer sees it."""
    office = window(browser).new_page()
    office.goto(f"{portal}/admin/login/")
    picture(office, "sign-in")
    enter_as(office, portal, "unit_admin.xa-van-tu")
    office.goto(f"{portal}/admin/people/invite/")
    office.get_by_label("Họ và tên").fill("Trần Thị Mẫu")
    office.get_by_label("Biên tập viên").check()
    office.get_by_role("button", name="Mời").click()
    expect(office.locator(".acc-sheet img")).to_be_visible()
    picture(office, "invitation-sheet")
    link = office.locator(".acc-sheet code").inner_text()
    assert link.startswith(portal)
    office.goto(f"{portal}/admin/people/")
    picture(office, "people")
    office.context.close()

    phone = window(browser, PHONE).new_page()
    phone.goto(link)
    name = phone.locator("main b").first.inner_text()
    picture(phone, "invitation")
    phone.get_by_label("Mật khẩu mới", exact=True).fill(PASSWORD)
    phone.get_by_label("Gõ lại mật khẩu mới").fill(PASSWORD)
    phone.get_by_role("button", name="xác thực hai lớp").click()
    expect(phone.locator("h1")).to_have_text("Đặt xác thực hai lớp")
    picture(phone, "set-up")
    phone.get_by_text("Không quét được?").click()
    key = phone.locator(".acc__code").inner_text().replace(" ", "")
    found = Invited(name, b32decode(key + "=" * (-len(key) % 8)), [])
    phone.get_by_label("Mã xác nhận").fill(found.code())
    phone.get_by_role("button", name="Xác nhận").click()
    expect(phone.locator("h1")).to_contain_text("mười mã dự phòng")
    picture(phone, "recovery-codes")
    found.codes = phone.locator(".acc__codes code").all_inner_texts()
    phone.get_by_role("link", name="vào làm việc").click()
    expect(phone).to_have_url(f"{portal}/admin/")
    expect(phone.locator("main h1")).to_contain_text("Việc hôm nay")
    picture(phone, "first-page")
    phone.context.close()
    return found


def test_from_the_invitation_to_the_first_page(invited: Invited, browser: Browser, portal: str) -> None:
    assert re.fullmatch(r"tranthimau\d*", invited.name)
    assert len(set(invited.codes)) == 10
    page = window(browser).new_page()
    give_password(page, portal, invited.name)
    expect(page.locator("h1")).to_have_text("Mã xác nhận")
    page.goto(f"{portal}/admin/people/")
    expect(page).to_have_url(re.compile("/admin/login/"))
    page.goto(f"{portal}/admin/second-factor/")
    page.get_by_label("Mã xác nhận").fill(invited.code())
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page).to_have_url(f"{portal}/admin/")
    page.context.close()


def test_a_wrong_code_is_told_and_nobody_is_in(invited: Invited, browser: Browser, portal: str) -> None:
    page = window(browser).new_page()
    give_password(page, portal, invited.name)
    page.get_by_label("Mã xác nhận").fill("000 000")
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.locator(".acc__error")).to_contain_text("Mã chưa đúng")
    picture(page, "wrong-code")
    page.goto(f"{portal}/admin/")
    expect(page).to_have_url(re.compile("/admin/login/"))
    page.context.close()


def test_a_lost_phone_is_no_lost_account(invited: Invited, browser: Browser, portal: str) -> None:
    page = window(browser).new_page()
    give_password(page, portal, invited.name)
    page.get_by_text("Mất hoặc không mang điện thoại?").click()
    page.get_by_label("Mã xác nhận").fill(invited.codes[0])
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.locator("main")).to_contain_text("còn 9 mã")
    picture(page, "lost-phone")
    page.context.close()


def test_a_locked_account_says_what_to_do(invited: Invited, browser: Browser, portal: str) -> None:
    page = window(browser).new_page()
    for _each in range(6):
        give_password(page, portal, "khong-ai@example.vn", "không phải mật khẩu")
    expect(page.locator("h1")).to_have_text("Tạm khóa đăng nhập")
    picture(page, "locked")
    page.context.close()


def test_switching_agency(invited: Invited, browser: Browser, portal: str) -> None:
    operator = window(browser).new_page()
    enter_as(operator, portal, "operator.tinh-nghe-an")
    operator.goto(f"{portal}/admin/people/?q=tran+thi+mau")
    operator.get_by_role("link", name="Trần Thị Mẫu").click()
    operator.get_by_text("Giao thêm vai trò").click()
    operator.locator("#id_agency").select_option(label="Xã Anh Sơn")
    operator.get_by_label("Trưởng ban trang thành phần").check()
    operator.get_by_role("button", name="Giao vai trò").click()
    expect(operator.locator("main")).to_contain_text("Xã Anh Sơn")
    picture(operator, "person")
    operator.context.close()

    page = window(browser).new_page()
    give_password(page, portal, invited.name)
    page.get_by_label("Mã xác nhận").fill(invited.codes[1])
    page.get_by_role("button", name="Đăng nhập").click()
    page.goto(f"{portal}/admin/switch-role/")
    picture(page, "switch")
    page.get_by_role("button", name="Xã Anh Sơn").click()
    expect(page.locator("main")).to_contain_text("Anh/chị đang làm việc cho Xã Anh Sơn")
    page.context.close()


def test_handover_is_seen_before_it_is_done(invited: Invited, browser: Browser, portal: str) -> None:
    page = window(browser).new_page()
    enter_as(page, portal, "unit_admin.xa-van-tu")
    page.goto(f"{portal}/admin/people/handover/")
    page.get_by_label("Người giao").select_option(label=f"Trần Thị Mẫu ({invited.name})")
    receiver = "Trưởng ban trang thành phần trình diễn, Xã Vân Tụ (approver.xa-van-tu)"
    page.get_by_label("Người nhận").select_option(label=receiver)
    page.get_by_role("button", name="Xem trước").click()
    expect(page.locator("section[role=status]")).to_contain_text("Vai trò tại cơ quan")
    picture(page, "handover")
    page.get_by_role("button", name="Bàn giao", exact=True).click()
    expect(page.locator("main")).to_contain_text("Đã bàn giao xong")
    page.context.close()


def test_the_sheet_fits_one_page_of_paper(browser: Browser, portal: str, invited: Invited) -> None:
    page = window(browser).new_page()
    enter_as(page, portal, "unit_admin.xa-anh-son")
    page.goto(f"{portal}/admin/people/invite/")
    page.get_by_label("Họ và tên").fill("Nguyễn Văn Mẫu")
    page.get_by_label("Cán bộ hỏi đáp").check()
    page.get_by_role("button", name="Mời").click()
    paper = page.pdf(format="A4", print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="In tờ này")).to_be_hidden()
    expect(page.locator(".acc-sheet img")).to_be_visible()
    expect(page.locator("#wagtail-sidebar")).to_be_hidden()
    page.context.close()


def test_pictures_are_small_enough_to_keep(invited: Invited) -> None:
    sizes = {file.name: file.stat().st_size for file in PICTURES.glob("accounts-*.png")}
    assert sizes
    assert {name: size for name, size in sizes.items() if size > 150_000} == {}
