"""Hints in the form of an article, and their repair in the draft."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from home.news import lint
from home.news.blocks import TEXT
from home.news.models import ArticlePage, NoticePage, OfficialText
from portal.agencies.models import FormerName
from portal.editorial.services import publish
from tests.home.news.stories import ROLE, draft
from tests.people import person, signed_in
from tests.world import NEIGHBOUR, World

pytestmark = pytest.mark.django_db
CODE = "17951"
SCREEN_BUDGET = 40


def page_with_faults(world: World) -> ArticlePage:
    """A draft with a fault in each kind of place."""
    FormerName.objects.create(agency=world.agencies["17950"], name="Xã Nam Thanh", until="2025-07-01")
    body: list[Any] = [
        ("paragraph", "<p>Cán bộ <b>côngtác</b> ở xã Nam Thanh &amp; ngày 31/02/2026 .</p>"),
        ("quote", {"text": "Cơ sở SXKD", "who": "Ông Mẫu"}),
        (
            "table",
            {"caption": "Lịch", "table": {"data": [["Xóm", "Ngày"], ["1", "hai  chữ"]], "mergeCells": []}},
        ),
    ]
    page = draft(world, "Tin cần soát", CODE, body=body)
    page.save_revision()
    return page


def newest(page: Any) -> Any:
    return ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object()


def test_what_a_careful_reader_marks_stands_in_the_form_and_is_repaired_by_one_press(world: World) -> None:
    page = page_with_faults(world)
    editor = signed_in(person(world, "editor", CODE))
    form = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "có 6 chỗ nên xem" in form
    assert "Tên đơn vị cũ; nay là: Xã Vân Tụ." in form
    address = reverse("news_lint", args=[page.pk])
    assert address in form
    editor.get(address)
    with CaptureQueriesContext(connection) as asked:
        screen = BeautifulSoup(editor.get(address).content.decode(), "html.parser")
    assert len(asked) <= SCREEN_BUDGET, len(asked)
    buttons = {button.text: str(button["value"]) for button in screen.select('button[name="sua"]')}
    assert "Sửa tất cả 3 chỗ chắc chắn" in buttons
    assert "Sửa thành “xã Vân Tụ”" in buttons
    assert [find.mark.words for find in lint.finds(newest(page))] == [
        "côngtác",
        "xã Nam Thanh",
        "31/02/2026",
        " ",
        "SXKD",
        "  ",
    ]
    answer = editor.post(address, {"sua": buttons["Sửa thành “xã Vân Tụ”"]}, follow=True)
    assert "Đã sửa 1 chỗ" in answer.content.decode()
    # Pressed twice it changes nothing.
    again = editor.post(address, {"sua": buttons["Sửa thành “xã Vân Tụ”"]}, follow=True)
    assert "đã được sửa" in again.content.decode()
    editor.post(address, {"sua": "*"})
    found = newest(page)
    assert str(found.body[0].value) == ("<p>Cán bộ <b>công tác</b> ở xã Vân Tụ &amp; ngày 31/02/2026.</p>")
    assert found.body[2].value["table"]["data"][1] == ["1", "hai chữ"]
    assert [find.mark.words for find in lint.finds(found)] == ["31/02/2026", "SXKD"]
    assert not ArticlePage.objects.get(pk=page.pk).live


def test_hints_never_stop_publishing_and_nobody_repairs_anothers_draft(world: World, client: Client) -> None:
    page = page_with_faults(world)
    address = reverse("news_lint", args=[page.pk])
    other = signed_in(person(world, "editor", "17950"))
    for answer in (other.get(address), other.post(address, {"sua": "*"}), client.post(address, {"sua": "*"})):
        assert answer.status_code in (302, 403, 404)
    assert "côngtác" in str(newest(page).body[0].value)
    editor = signed_in(person(world, "editor", CODE))
    section = reverse("news_lint", args=[world.page(CODE, "tin-tuc").pk])
    assert editor.get(section).status_code == 404
    publish(page, actor_role=ROLE)
    assert ArticlePage.objects.get(pk=page.pk).live


def test_what_is_being_typed_is_checked_before_it_is_saved_and_nothing_is_written(
    world: World, client: Client
) -> None:
    page = page_with_faults(world)
    revisions = page.revisions.count()
    editor = signed_in(person(world, "editor", CODE))
    address = reverse("news_lint_typed", args=[page.pk])
    form = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert f'data-lint="{address}"' in form
    assert "news/lint.js" in form
    key = "0b8ab8a8-6d3f-4c55-9d4c-6f6a5a8e5b11"
    text = rich_text("<p>Cán bộ <b>côngtác</b> ở xã</p>", features=TEXT)
    body = streamfield([("paragraph", text), ("quote", {"text": "Nói  rõ", "who": "Ông Mẫu"})])
    typed: dict[str, Any] = nested_form_data(
        {
            "title": "Tin mới gõ về côngtác dân vận",
            "slug": page.slug,
            "lead": "",
            "body": body,
            "related": streamfield([]),
        }
    )
    typed |= {
        "body-0-id": key,
        "public_until": "",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }
    shown = BeautifulSoup(editor.post(address, typed).content.decode(), "html.parser")
    buttons = {str(one["data-place"]): one for one in shown.select("[data-lint-fix]")}
    assert buttons[key]["data-words"] == "côngtác"
    assert buttons[key]["data-repair"] == buttons["title"]["data-repair"] == "công tác"
    assert "Sửa tất cả" in shown.text
    wrong = editor.post(address, typed | {"title": "x" * 300})
    assert "Có ô nhập chưa đúng" in wrong.content.decode()
    assert page.revisions.count() == revisions
    assert "Tin mới gõ" not in newest(page).title
    for other in (signed_in(person(world, "editor", "17950")), client):
        assert other.post(address, typed).status_code in (302, 403, 404)


GLUED = "Cán bộ côngtác"
NUMBER, OFFICIAL = "131/2021/NĐ-CP", "https://vbpl.vn/van-ban/131-2021?a=1&b=2"


def test_every_text_of_a_page_is_read_and_repaired_by_the_same_press(world: World) -> None:
    """Columns and parts of blocks are told by the models: what is added later is read as well."""
    within = lint.within().items()
    parts: dict[str, dict[str, Any]] = {kind: dict.fromkeys(names, GLUED) for kind, names in within if names}
    assert parts == {
        "picture": {"caption": GLUED},
        "pictures": {"description": GLUED},
        "table": {"caption": GLUED},
        "file": {"name": GLUED},
        "media": {"title": GLUED, "text": GLUED},
        "quote": {"text": GLUED, "who": GLUED},
        "procedure": {"name": GLUED},
        "legal_text": {"issuer": GLUED, "summary": GLUED},
    }
    written = ("title", "seo_title", "search_description", "lead", "lead_caption", "byline", "unit")
    own = ("reference", "amount", "quantity", "place", "contact", "result")
    page: Any = NoticePage(live=False, locale=world.page(CODE, "thong-bao").locale)
    for name in written + own:
        setattr(page, name, f"{GLUED} {name}")
    parts["table"]["table"] = {"data": [["Xóm", None], ["1", f"hai  chữ\n{GLUED}"]], "mergeCells": []}
    body = [{"type": kind, "value": value, "id": kind} for kind, value in parts.items()]
    body += [
        {"type": "heading", "value": GLUED, "id": "a"},
        {"type": "subheading", "value": GLUED, "id": "b"},
    ]
    page.body = page._meta.get_field("body").stream_block.to_python(body)
    world.page(CODE, "thong-bao").add_child(instance=page)
    page.save_revision(clean=False)
    places = [find.place for find in lint.finds(page)]
    assert set(written + own) < set(places)
    assert {"table.1.1", "quote.who", "media.text", "a", "b"} < set(places)
    assert next(find.label for find in lint.finds(page) if find.place == "table.1.1") == (
        "Nội dung, phần 3, dòng 2, cột 2"
    )
    editor = signed_in(person(world, "editor", CODE))
    editor.post(reverse("news_lint", args=[page.pk]), {"sua": "*"})
    found: Any = NoticePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert found.contact == "Cán bộ công tác contact"
    assert found.body[2].value["table"]["data"][1][1] == "hai chữ\nCán bộ công tác"
    assert lint.finds(found) == []


def test_a_cited_number_becomes_a_link_once_and_never_within_a_link(world: World, client: Client) -> None:
    said = {"number": NUMBER, "issued_on": "2021-12-30", "issuer": "Chính phủ", "summary": "Về ưu đãi"}
    draft(world, "Nháp", CODE, body=[("legal_text", said | {"url": "https://vbpl.vn/nhap"})])
    assert not OfficialText.objects.exists()
    for url in (OFFICIAL, "https://blog.example.vn/131"):
        publish(
            draft(world, "Bài biết địa chỉ", CODE, body=[("legal_text", said | {"url": url})]),
            actor_role=ROLE,
        )
    assert OfficialText.objects.get().url == OFFICIAL
    text = (
        f"<p>Theo Nghị định {NUMBER} &amp; Nghị định số 131/2021/NĐ- CP.</p>"
        '<p>Xem <a href="https://vbpl.vn/12">12/2026/TT-BTC</a>, 12/2026/TT-BTC.</p>'
    )
    OfficialText.objects.create(number="12/2026/TT-BTC", url="https://vbpl.vn/12")
    page = draft(world, "Bài có số hiệu", CODE, lead=f"Nghị định {NUMBER}", body=[("paragraph", text)])
    page.save_revision()
    [find] = lint.finds(newest(page))
    assert find.message == "Số hiệu văn bản chưa có liên kết; bản chính thức ở vbpl.vn."
    editor = signed_in(person(world, "editor", CODE))
    address = reverse("news_lint", args=[page.pk])
    assert "Gắn liên kết" in editor.get(address).content.decode()
    editor.post(address, {"sua": "*"})
    assert len(lint.finds(newest(page))) == 1
    editor.post(address, {"sua": find.key})
    done = newest(page)
    link = f'<a href="https://vbpl.vn/van-ban/131-2021?a=1&amp;b=2">{NUMBER}</a>'
    assert str(done.body[0].value).startswith(f"<p>Theo Nghị định {link} &amp; Nghị định số 131")
    assert lint.finds(done) == []
    publish(done, actor_role=ROLE)
    public = BeautifulSoup(client.get(f"{NEIGHBOUR}tin-tuc/{done.slug}/").content.decode(), "html.parser")
    [first, other] = public.select('main a[href^="https://vbpl.vn/"]')
    assert (first["href"], first["rel"], first.text) == (
        OFFICIAL,
        ["external", "noopener", "noreferrer"],
        f"{NUMBER} (Trang khác: vbpl.vn)",
    )
    assert other.text.startswith("12/2026/TT-BTC (")
