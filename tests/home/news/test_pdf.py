"""Writing from a signed PDF: looked through, a draft with the file as it came, public with its page alone."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import UploadedFile

from home.news.models import ArticlePage, NoticePage
from home.news.signed import sentence
from home.news.word.parts import cited
from portal.core.models import AuditEntry
from portal.editorial.services import publish
from portal.library.models import PortalDocument
from portal.library.word import from_paste
from tests.home.news.stories import draft
from tests.home.news.test_word import HEAD, SCREEN_BUDGET, fields, page_form
from tests.library.manuscripts import TEXT
from tests.library.pdfs import Letter, Sheet, pdf, signed
from tests.people import person, signed_in
from tests.world import NEIGHBOUR, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]
CODE = "17951"
OFFICE = "Ủy ban nhân dân xã Vân Tụ"
NOTE = f"Có chữ ký số của {OFFICE}; cổng chưa kiểm tra tính hợp lệ."


def notice(name: str = OFFICE) -> bytes:
    letter = Letter(
        "45/TB-UBND",
        "05/11/2026",
        ("ỦY BAN NHÂN DÂN", "XÃ VÂN TỤ"),
        "Thông báo",
        "Về việc tiêm phòng trâu, bò",
        "Nguyễn Văn Mẫu",
        paragraphs=(TEXT, "1. Thời gian: từ ngày 10/11/2026.", "2. Địa điểm: sân kho các xóm."),
    )
    return signed(pdf(letter.sheet()), name, "Tỉnh Nghệ An")


def bring(client: Client, pk: int, content: bytes) -> Any:
    file = SimpleUploadedFile("123_signed.pdf", content)
    return client.post(reverse("news_word", args=[pk]), {"text": "", "file": file})


def served(client: Client, document: PortalDocument) -> tuple[int, bytes]:
    answer = client.get(document.url)
    return answer.status_code, b"".join(answer) if answer.status_code == 200 else b""


def test_a_signed_pdf_becomes_a_draft_whose_file_is_public_with_the_page_and_not_before(
    world: World, editor: Client, client: Client
) -> None:
    section, content = world.page(CODE, "tin-tuc"), notice()
    sent = bring(editor, section.pk, content)
    assert sent.status_code == 302
    with CaptureQueriesContext(connection) as asked:
        values = fields(editor, sent.url)
    assert len(asked) <= SCREEN_BUDGET, len(asked)
    shown = BeautifulSoup(editor.get(sent.url).content.decode(), "html.parser")
    read = [(row.dt.text, row.dd.text) for row in shown.select(".word-read div") if row.dt and row.dd]
    assert read == [("Loại văn bản", "Thông báo"), ("Người ký", "Nguyễn Văn Mẫu")]
    # A PDF goes with the text: what its letterhead says is offered, and not put into the text unasked.
    assert {name: values[name] for name in values if name.startswith("head-")} == HEAD | {
        "head-abstract": "Về việc tiêm phòng trâu, bò"
    }
    assert "Chữ ký số trong tệp; cổng chưa kiểm tra tính hợp lệ:" in shown.text
    assert f"{OFFICE}, Tỉnh Nghệ An (" in shown.text
    assert (values["title"], values["lead"]) == ("Thông báo về việc tiêm phòng trâu, bò", TEXT)
    assert "Đã thành bản nháp" in editor.post(sent.url, values, follow=True).content.decode()
    page = ArticlePage.objects.child_of(section).get(title=values["title"])
    assert [block.block_type for block in page.body] == ["paragraph", "file"]
    document = page.body[1].value["document"]
    assert (document.title, document.agency.code) == ("Thông báo số 45/TB-UBND ngày 05/11/2026", CODE)
    assert (document.filename, document.pages) == ("thong-bao-so-45-tb-ubnd-ngay-05-11-2026.pdf", 1)
    assert (document.file_size, document.signatures[0]["name"]) == (len(content), OFFICE)
    with document.file.open("rb") as stored:
        assert hashlib.sha256(stored.read()).digest() == hashlib.sha256(content).digest()
    assert not UploadedFile.objects.exists()
    # While it is a draft, the file is the agency's alone.
    assert served(client, document)[0] == 404
    assert served(signed_in(person(world, "editor", "17950")), document)[0] == 404
    assert served(editor, document) == (200, content)
    assert editor.get(document.url)["Cache-Control"] == "private, no-store"
    # Opened and saved again, the page keeps it.
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert (
        editor.post(edit, page_form(editor, page) | {"body-1-value-document": str(document.pk)}).status_code
        == 302
    )
    publish(ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object(), actor_role="kiem-thu")
    assert served(client, document) == (200, content)
    public = BeautifulSoup(client.get(f"{NEIGHBOUR}tin-tuc/{page.slug}/").content.decode(), "html.parser")
    [file] = public.select("main .files")
    assert [link["href"] for link in file.select("a")] == [document.url]
    assert "PDF," in file.text
    assert "1 trang" in file.text
    assert NOTE in file.text
    assert "CỘNG HÒA" not in public.text
    assert "Địa điểm: sân kho" in public.text
    assert document.title in editor.get(reverse("wagtaildocs_chooser:choose")).json()["html"]


def test_a_scan_is_typed_and_looked_at_before_it_is_kept(world: World, editor: Client) -> None:
    section, content = world.page(CODE, "thong-bao"), pdf(Sheet(picture=True))
    sent = bring(editor, section.pk, content)
    values = fields(editor, sent.url)
    assert "bản quét, không có chữ để lấy" in editor.get(sent.url).content.decode()
    said = editor.post(sent.url, values | {"title": "Lịch tiêm"}).content.decode()
    assert "Nhập sapo: bản quét không có chữ để lấy." in said
    assert "Xem từng trang của tệp, rồi đánh dấu ô này." in said
    assert not PortalDocument.objects.exists()
    values |= {"title": "Lịch tiêm", "lead": "Tiêm từ ngày 10/11.", "seen": "on", "caption-0": ""}
    assert editor.post(sent.url, values).status_code == 302
    page = NoticePage.objects.get(title="Lịch tiêm")
    assert [block.block_type for block in page.body] == ["file"]
    assert page.body[0].value["document"].title == "Lịch tiêm"
    seen = AuditEntry.objects.get(event="file.seen")
    assert seen.detail["sha256"] == hashlib.sha256(content).hexdigest()


def test_a_pdf_goes_after_what_a_draft_has_or_leaves_its_file_out(world: World, editor: Client) -> None:
    page = draft(world, "Tin đang viết", CODE)
    page.save_revision()
    sent = bring(editor, page.pk, notice('<b>"Ai đó"</b>'))
    values = fields(editor, sent.url)
    assert "title" not in values
    assert "<b>&quot;" not in editor.get(sent.url).content.decode()
    assert editor.post(sent.url, values).status_code == 302
    found = ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert [block.block_type for block in found.body][-2:] == ["paragraph", "file"]
    assert Client().get(PortalDocument.objects.get().url).status_code == 404
    again = bring(editor, page.pk, notice())
    values = fields(editor, again.url)
    taken = sorted(name for name in values if name.startswith("take-"))
    del values[taken[-1]]
    assert editor.post(again.url, values).status_code == 302
    assert PortalDocument.objects.count() == 1


def test_a_replaced_file_loses_pages_and_signatures_of_the_earlier_one(world: World) -> None:
    document = PortalDocument(title="Lịch", file=ContentFile(notice(), name="lich.pdf"))
    document.save()
    assert (document.pages, sentence(document.signatures)) == (1, NOTE)
    document.file = ContentFile(pdf(Sheet(), Sheet()), name="lich.pdf")
    document.save()
    document.refresh_from_db()
    assert (document.pages, sentence(document.signatures)) == (2, "")
    assert sentence([{"name": ""}]) == "Có chữ ký số, không đọc được của ai; cổng chưa kiểm tra tính hợp lệ."


def test_official_documents_that_the_text_names_are_listed_once_and_days_are_none() -> None:
    found = from_paste(
        "<p>Căn cứ Nghị định số 42/2022/NĐ-CP ngày 24/6/2022; Luật số 72/2025/QH15; Quyết định 12/QĐ-UBND. "
        "Theo nghị định số 42/2022/NĐ-CP, từ ngày 15/10/2026, tỷ lệ 3/4.</p><p>Quyết định 3/4 số hộ. "
        "<b>Thông tư</b> số 02/2017/TT- VPCP.</p>"
    )
    numbers = ["42/2022/NĐ-CP", "72/2025/QH15", "12/QĐ-UBND", "02/2017/TT-VPCP"]
    assert cited(found) == numbers


def test_what_is_refused_is_said_at_its_field_and_nothing_is_kept(world: World, editor: Client) -> None:
    section = world.page(CODE, "tin-tuc").pk
    stamped = Sheet()
    stamped.centred("TUYỆT MẬT", "b")
    stamped.paragraph(TEXT)
    for content, words in ((pdf(stamped), "độ mật"), (b"%PDF-1.7 x", "PDF hỏng")):
        assert words in bring(editor, section, content).content.decode()
    assert not UploadedFile.objects.exists()
    assert not PortalDocument.objects.exists()
