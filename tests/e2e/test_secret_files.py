"""A secret file never leaves the machine: the editors' side looks into it before it is sent."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from tests.e2e.phone import on_a_phone
from tests.library import files

pytestmark = pytest.mark.browser
WORDS = "Tệp có dấu chỉ độ mật. Không tải lên. Báo văn thư cơ quan."
SECRET = {
    "bao-cao.docx": files.word("ỦY BAN NHÂN DÂN XÃ", "TỐI MẬT", "Báo cáo"),
    "khung.docx": files.word_with_box("MẬT"),
    "dau-trang.docx": files.word("Báo cáo", header="M Ậ T"),
    "danh-sach.xlsx": files.excel("Xã", "TUYỆT MẬT"),
    "van-ban.odt": files.writer("Báo cáo", "MẬT"),
    "ky-so.pdf": files.pdf(["ỦY BAN NHÂN DÂN XÃ", "MẬT", "Nơi nhận: như trên"]),
    "cu.doc": files.old_binary("BÁO CÁO", "MẬT"),
    "bang.csv": "so;do_mat\r\n12;MẬT\r\n".encode(),
    "goi.zip": files.archive({"a.docx": files.word("TỐI MẬT")}),
}
HONEST = {
    "mat-ong.docx": files.word("Giá mật ong rừng", "MẬT ĐỘ DÂN SỐ", "BẢO MẬT THÔNG TIN"),
    "mat-do.xlsx": files.excel("Mật độ", "MẬT ONG", "12"),
    "bao-mat.pdf": files.pdf(["BẢO MẬT THÔNG TIN", "Giá mật ong và mật độ dân số của xã"]),
}


@pytest.fixture
def editor(browser: Browser, demonstration: str) -> Iterator[Page]:
    """The editor of a commune, on a phone, where files are added."""
    context = on_a_phone(browser, demonstration, "editor.xa-van-tu")
    page = context.pages[0]
    page.goto(f"{demonstration}/admin/documents/multiple/add/")
    yield page
    context.close()


def choose(page: Page, name: str, data: bytes) -> None:
    kind = "application/octet-stream"
    page.locator("input[type=file]").first.set_input_files({"name": name, "mimeType": kind, "buffer": data})


def uploads(page: Page) -> list[Request]:
    """Requests that carry a file, from now on."""
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request) if "/documents/" in request.url else None)
    return sent


@pytest.mark.parametrize("name", SECRET)
def test_a_secret_file_is_refused_before_it_is_sent(editor: Page, name: str) -> None:
    sent = uploads(editor)
    choose(editor, name, SECRET[name])
    dialog = editor.get_by_role("alertdialog")
    expect(dialog).to_contain_text(WORDS)
    assert [request.url for request in sent if request.method == "POST"] == []
    dialog.get_by_role("button").click()
    expect(dialog).to_have_count(0)
    assert editor.locator("input[type=file]").first.evaluate("input => input.files.length") == 0
    editor.goto(editor.url.replace("documents/multiple/add", "tep-bi-tu-choi"))
    expect(editor.locator("main")).to_contain_text("Báo nhầm?")


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_file_is_sent(editor: Page, name: str) -> None:
    with editor.expect_response(lambda response: "/documents/multiple/add/" in response.url) as answer:
        choose(editor, name, HONEST[name])
    assert answer.value.json()["success"] is True
    expect(editor.get_by_role("alertdialog")).to_have_count(0)


@pytest.mark.parametrize("looked", [True, False])
def test_a_scan_is_asked_about_and_sent_only_when_somebody_has_looked(editor: Page, looked: bool) -> None:
    asked: list[str] = []

    def answer(dialog: object) -> None:
        asked.append(dialog.message)  # type: ignore[attr-defined]
        (dialog.accept if looked else dialog.dismiss)()  # type: ignore[attr-defined]

    editor.on("dialog", answer)
    sent = uploads(editor)
    if looked:
        with editor.expect_response(lambda response: "/documents/multiple/add/" in response.url) as found:
            choose(editor, "quet.pdf", files.pdf([], []))
        assert found.value.json()["success"] is True
    else:
        choose(editor, "quet.pdf", files.pdf([], []))
        expect(editor.locator("input[type=file]").first).to_have_value("")
        assert [request for request in sent if request.method == "POST"] == []
    assert "không đọc được chữ" in asked[0]
