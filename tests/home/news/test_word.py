"""Writing from a Word file: brought, looked through, a draft of the own site; the body kept tidy."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from wagtail.models import UploadedFile
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from home.news.models import ArticlePage, NoticePage
from home.news.word import drafts, held, parts
from portal.core.vietnamese import old_fonts
from portal.editorial.requirements import failing
from portal.editorial.services import publish
from portal.library.models import PortalImage
from portal.library.word import from_upload
from tests.home.news.stories import draft
from tests.library import harmful
from tests.library.manuscripts import CORPUS, GRID, TEXT
from tests.library.pdfs import Letter
from tests.library.word_letters import word_letter
from tests.people import person, signed_in
from tests.world import NEIGHBOUR, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]
SCREEN_BUDGET = 40
CODE = "17951"
# What both doors read of the letterhead of the notice; the name of the commune as the register writes it.
HEAD = {
    "head-number": "45/TB-UBND",
    "head-day": "05/11/2026",
    "head-issuer": "Ủy ban nhân dân xã Vân Tụ",
    "head-abstract": "Về việc tiêm phòng cho đàn trâu, bò vụ thu đông",
}


def bring(client: Client, pk: int, content: bytes = b"", text: str = "") -> Any:
    data: dict[str, Any] = {"text": text}
    if content:
        data["file"] = SimpleUploadedFile("thong-bao.docx", content)
    return client.post(reverse("news_word", args=[pk]), data)


def fields(client: Client, address: str) -> dict[str, str]:
    """What a browser would post: every field as it is filled in."""
    answer = client.get(address)
    assert answer.status_code == 200
    form = BeautifulSoup(answer.content.decode(), "html.parser").select_one("form.word")
    assert form is not None
    found = {}
    for field in form.select("input, textarea"):
        if field.get("type") in ("checkbox", "radio") and not field.has_attr("checked"):
            continue
        value = field.text.strip() if field.name == "textarea" else field.get("value", "on")
        found[str(field["name"])] = str(value)
    return found


def old_letter(text: str) -> str:
    """A text as it was typed for a font of TCVN3."""
    back = {new: old for old, new in reversed(old_fonts._TCVN3.items())}
    return "".join(back.get(letter, letter) for letter in text)


def page_form(client: Client, page: Any) -> dict[str, str]:
    """The edit form of a page as Wagtail's own test helpers fill it in."""
    blocks = []
    for block in page.body.raw_data:
        value = block["value"]
        if block["type"] == "paragraph":
            value = rich_text(value, features=["bold", "italic", "link", "ol", "ul"])
        elif block["type"] == "table":
            value = {"caption": value["caption"], "table": json.dumps(value["table"])}
        blocks.append((block["type"], value))
    data = {"title": page.title, "slug": page.slug, "lead": page.lead, "body": streamfield(blocks)}
    data["related"] = streamfield([])
    for name in (
        "lead_image",
        "lead_caption",
        "byline",
        "unit",
        "source_name",
        "source_url",
        "source_day",
    ):
        data[name] = ""
    return nested_form_data(data)


def test_a_notice_in_word_becomes_a_draft_that_can_be_opened_saved_and_is_seen_by_nobody(
    world: World, editor: Client, client: Client
) -> None:
    section = world.page(CODE, "tin-tuc")
    sent = bring(editor, section.pk, CORPUS["notice"])
    assert sent.status_code == 302
    with CaptureQueriesContext(connection) as asked:
        values = fields(editor, sent.url)
    assert len(asked) <= SCREEN_BUDGET, len(asked)
    assert values["title"].startswith("Thông báo về việc tiêm phòng")
    assert values["lead"] == TEXT
    taken = [name for name in values if name.startswith("take-")]
    assert "take-0" not in taken, "the letterhead is laid aside"
    # The letterhead is offered in fields; what goes into the text must be whole.
    assert {name: values[name] for name in values if name in HEAD} == HEAD
    assert values["head-take"] == "on"
    said = editor.post(sent.url, values | {"head-number": "45", "head-day": "31/02/2026", "head-issuer": ""})
    for words in ("Ghi số kèm ký hiệu.", "Ghi ngày dạng 05/11/2026.", "Ghi đủ ô này", 'value="31/02/2026"'):
        assert words in said.content.decode()
    # A description that is a file's name is refused, and nothing typed is lost.
    [first, second] = [name for name in values if name.startswith("alt-")]
    values |= {"title": "Tiêm phòng trâu, bò từ 10/11", first: "IMG_2043"}
    answer = editor.post(sent.url, values)
    assert "Đây là tên tệp" in answer.content.decode()
    assert "Tiêm phòng trâu, bò từ 10/11" in answer.content.decode()
    values |= {first: "Cán bộ thú y tiêm cho bò", second: ""}
    answer = editor.post(sent.url, values, follow=True)
    text = answer.content.decode()
    assert "Đã thành bản nháp" in text
    assert "Còn 1 ảnh chưa có mô tả" in text
    page = ArticlePage.objects.child_of(section).get(title="Tiêm phòng trâu, bò từ 10/11")
    assert (page.live, page.slug, page.lead) == (False, "tiem-phong-trau-bo-tu-10-11", TEXT)
    kinds = [block.block_type for block in page.body]
    assert kinds == ["heading", "table", "heading", "paragraph", "picture", "picture", "legal_text"]
    assert dict(page.body[6].value)["number"] == "45/TB-UBND"
    table = page.body[1].value
    assert (table["table"]["data"], table["caption"]) == (GRID, "Bảng 1. Lịch tiêm theo xóm")
    image = page.body[4].value["image"]
    assert (image.description, image.agency.code) == ("Cán bộ thú y tiêm cho bò", CODE)
    assert page.body[4].value["caption"] == "Ảnh: Cán bộ thú y tiêm cho bò ở xóm 1."
    with Image.open(image.file.path) as picture:
        assert not dict(picture.getexif())
    assert "image-description" in [one.code for one in failing(page)]
    assert client.get(f"{NEIGHBOUR}tin-tuc/{page.slug}/").status_code == 404
    assert not UploadedFile.objects.exists()
    assert default_storage.listdir("wagtail_uploads")[1] == []
    # The same file once more: a draft beside it, at an address of its own.
    sent = bring(editor, section.pk, CORPUS["notice"])
    again_values = fields(editor, sent.url) | {"title": page.title}
    del again_values["head-take"]
    assert editor.post(sent.url, again_values).status_code == 302
    twins = ArticlePage.objects.child_of(section).filter(title=page.title).order_by("pk")
    assert [one.slug for one in twins] == [page.slug, f"{page.slug}-2"]
    assert "legal_text" not in [block["type"] for block in twins[1].body.raw_data]
    # Opened and saved again, nothing of it changes.
    before = [(block["type"], block["value"]) for block in page.body.raw_data]
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert editor.get(edit).status_code == 200
    assert editor.post(edit, page_form(editor, page)).status_code == 302
    again = ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    after = [(block["type"], block["value"]) for block in again.body.raw_data]
    assert [kind for kind, _value in after] == [kind for kind, _value in before]
    assert after[1][1]["table"]["data"] == GRID
    assert [
        BeautifulSoup(str(value), "html.parser").text for kind, value in after if kind == "paragraph"
    ] == [BeautifulSoup(str(value), "html.parser").text for kind, value in before if kind == "paragraph"]


def test_every_file_of_the_corpus_becomes_a_page_that_shows_all_its_cells(
    world: World, client: Client
) -> None:
    section = world.page(CODE, "tin-tuc")
    user = person(world, "editor", CODE)
    for name in ("spanned", "listed", "styled", "noted", "linked"):
        manuscript = from_upload(CORPUS[name])
        chosen = [drafts.Chosen(one, "Bảng lịch") for one in parts.parts(manuscript) if not one.aside]
        made = drafts.create(section, f"Thử {name}", "Sapo ngắn.", "", chosen, user)
        publish(made.page, actor_role="kiem-thu")
        soup = BeautifulSoup(
            client.get(f"{NEIGHBOUR}tin-tuc/{made.page.slug}/").content.decode(), "html.parser"
        )
        if name == "spanned":
            cells = [
                f"{cell.text} {cell.get('rowspan', '1')}x{cell.get('colspan', '1')}"
                for cell in soup.select(".tbl td")
            ]
            assert cells[:5] == ["dọc 2x1", "ngang 1x3", "1.1 1x1", "1.2 1x1", "1.3 1x1"]
            assert cells[5:] == ["2.0 1x1", "2.1 1x1", "cả hai 2x2", "3.0 1x1", "3.1 1x1"]
        if name == "listed":
            assert [
                item.text for item in soup.select(".story ul ul li, article ul ul li, main ul ul li")
            ] == [
                "Đơn",
                "Giấy tờ",
            ]
        if name == "styled":
            assert [one.text for one in soup.select("main h3") if one.text.startswith("Mục")] == [
                "Mục cấp 2",
                "Mục cấp 3",
            ]
        if name == "noted":
            assert "Tiêm phòng là bắt buộc [1]" in soup.text
            assert "Theo Luật Thú y." in soup.text


def test_old_letters_are_decided_by_the_editor_and_the_guess_follows(world: World, editor: Client) -> None:
    sent = bring(editor, world.page(CODE, "thong-bao").pk, CORPUS["tcvn3"])
    text = editor.get(sent.url).content.decode()
    assert "Chữ gõ bằng phông cũ (chắc 92%)" in text
    assert "nh©n d©n" in text
    values = fields(editor, sent.url)
    assert (values["recode"], values["lead"]) == ("co", TEXT)
    values |= {"title": "Do tôi gõ", "recode": "khong", "xem-lai": "1"}
    again = BeautifulSoup(editor.post(sent.url, values).content.decode(), "html.parser")
    assert again.select_one("#id_title")["value"] == "Do tôi gõ"  # type: ignore[index]
    assert "nh©n d©n" in again.select_one("#id_lead").text  # type: ignore[union-attr]
    values |= {"recode": "co"}
    del values["xem-lai"]
    assert editor.post(sent.url, values).status_code == 302
    page = NoticePage.objects.get(title="Do tôi gõ")
    assert page.lead == TEXT
    assert "Mọi thắc mắc" in str(page.body[0].value)


def test_a_letterhead_follows_the_letters_and_what_was_typed_stays(world: World, editor: Client) -> None:
    said = "Về việc tiêm phòng trâu, bò"
    letter = Letter(
        "45/TB-UBND",
        "05/11/2026",
        ("UBND",),
        "Thông báo",
        old_letter(said),
        "Nguyễn Văn Mẫu",
        paragraphs=(old_letter(TEXT), "Giao các xóm thông báo trên loa truyền thanh."),
    )
    sent = bring(editor, world.page(CODE, "thong-bao").pk, word_letter(letter, "one-row"))
    values = fields(editor, sent.url)
    assert (values["recode"], values["head-abstract"]) == ("co", said)
    values |= {"head-number": "46/TB-UBND", "recode": "khong", "xem-lai": "1"}
    again = BeautifulSoup(editor.post(sent.url, values).content.decode(), "html.parser")
    found = {str(field["name"]): field.get("value") for field in again.select("form.word input")}
    assert (found["head-number"], found["head-abstract"]) == ("46/TB-UBND", old_letter(said))


def test_pasted_text_goes_after_what_a_draft_has(world: World, editor: Client) -> None:
    page = draft(world, "Tin đang viết", CODE)
    page.save_revision()
    sent = bring(
        editor,
        page.pk,
        text="<p class=MsoNormal>Đoạn từ Zalo.<script>alert(1)</script></p><h2>Đề mục</h2><p>Chữ.</p>",
    )
    values = fields(editor, sent.url)
    assert "title" not in values
    none = {name: value for name, value in values.items() if not name.startswith("take-")}
    assert "Chưa chọn phần nào" in editor.post(sent.url, none).content.decode()
    assert editor.post(sent.url, values).status_code == 302
    found = ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert [(block.block_type, str(block.value)) for block in found.body][1:] == [
        ("paragraph", "<p>Đoạn từ Zalo.</p>"),
        ("heading", "Đề mục"),
        ("paragraph", "<p>Chữ.</p>"),
    ]


def test_what_cannot_be_read_is_said_at_its_field_and_nothing_is_kept(world: World, editor: Client) -> None:
    section = world.page(CODE, "tin-tuc").pk
    answer = bring(editor, section, harmful.deep_bomb(), text="Chữ đã dán")
    assert "Tệp hỏng" in answer.content.decode()
    assert "Chữ đã dán" in answer.content.decode()
    assert "Chọn tệp PDF, tệp Word, hoặc dán văn bản." in bring(editor, section).content.decode()
    many = "".join(f"<h2>Đề mục {number}</h2><p>Chữ.</p>" for number in range(200))
    assert "hơn 300 phần" in bring(editor, section, text=many).content.decode()
    assert "độ mật" in bring(editor, section, text="TỐI MẬT\nSố 1").content.decode()
    assert not UploadedFile.objects.exists()
    assert not PortalImage.objects.exists()


def test_nobody_writes_in_anothers_section_or_reads_what_another_brought(
    world: World, editor: Client
) -> None:
    other = world.page("17950", "tin-tuc")
    assert editor.get(reverse("news_word", args=[other.pk])).status_code in (302, 403)
    assert bring(editor, other.pk, CORPUS["plain"]).status_code in (302, 403)
    assert not UploadedFile.objects.exists()
    section = world.page(CODE, "tin-tuc").pk
    sent = bring(editor, section, CORPUS["plain"])
    colleague = signed_in(person(world, "editor", CODE, name="dong-nghiep"))
    assert colleague.get(sent.url).status_code == 404
    inspector = signed_in(person(world, "inspector", "40"))
    assert inspector.get(reverse("news_word", args=[section])).status_code in (302, 403)
    assert editor.get(reverse("news_word", args=[world.homes[CODE].pk])).status_code == 404
    assert editor.get(sent.url).status_code == 200


def test_the_way_in_stands_on_the_list_and_on_the_first_screen_and_old_files_go(
    world: World, editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    section = world.page(CODE, "tin-tuc").pk
    address = reverse("news_word", args=[section])
    assert address in editor.get(reverse("wagtailadmin_explore", args=[section])).content.decode()
    assert address in editor.get("/admin/").content.decode()
    bring(editor, section, CORPUS["plain"])
    assert held.drop_old() == "0 deleted"
    later = timezone.now() + held.KEPT
    monkeypatch.setattr(held.timezone, "now", lambda: later)
    assert held.drop_old() == "1 deleted"
    assert not UploadedFile.objects.exists()


def test_what_is_pasted_into_the_body_is_tidy_once_it_is_saved(world: World, editor: Client) -> None:
    page = draft(world, "Tin\u200b  đang  viết", CODE, lead="Hô\u0300 sơ\u00a0\u00a0mới")
    stream: Any = page._meta.get_field("body")
    page.body = stream.stream_block.to_python(
        [
            {
                "type": "paragraph",
                "value": "<p>Ngƣời\u200b dân&nbsp;&nbsp;&nbsp;đến 1️⃣ <b> </b></p><p>&nbsp;</p>",
            }
        ]
    )
    page.save_revision()
    assert (page.title, page.lead) == ("Tin đang viết", "Hồ sơ mới")
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert editor.post(edit, page_form(editor, page)).status_code == 302
    found = ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    text = BeautifulSoup(str(found.body[0].value), "html.parser").text.strip()
    assert text == "Người dân đến 1️⃣"


def test_a_long_file_is_looked_through_in_seconds(world: World, editor: Client) -> None:
    section = world.page(CODE, "tin-tuc").pk
    sent = bring(editor, section, CORPUS["long-table"])
    started = time.process_time()
    assert editor.get(sent.url).status_code == 200
    assert time.process_time() - started < 3
