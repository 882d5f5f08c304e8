"""An article: its address, what it shows, what stops it from being published."""

from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from home.news.models import ArticlePage
from portal.editorial.services import PublishRefused, publish, unpublish
from portal.library.models import PortalDocument
from tests.home.news.stories import ROLE, article, draft, picture
from tests.people import person, signed_in
from tests.world import NEIGHBOUR, World

pytestmark = pytest.mark.django_db
NEWS = NEIGHBOUR + "tin-tuc/"
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>'


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def everything() -> dict[str, Any]:
    """One of each block."""
    document = PortalDocument(title="Danh mục thủ tục", pages=9)
    document.file.save("danh-muc.pdf", ContentFile(b"%PDF-1.4 x"))
    document.file_size = 10
    document.save()
    first, second = picture(credit="Trần Văn Mẫu"), picture(description="")
    return {
        "lead_image": first,
        "lead_caption": "Quầy số 2",
        "byline": "Nguyễn Thị Mẫu",
        "unit": "Văn phòng UBND tỉnh",
        "topics": ["hanh-chinh", "dat-dai"],
        "source_name": "Báo Mẫu",
        "source_url": "https://bao.example.vn/bai",
        "body": [
            ("heading", "Áp dụng cho việc nào"),
            (
                "paragraph",
                '<p>Xem <a linktype="page" id="2">trang chủ</a>.</p><ul><li>Mang giấy tờ.</li></ul>',
            ),
            ("picture", {"image": first, "caption": "Sáng thứ Hai"}),
            ("pictures", {"description": "Ba bức ảnh buổi lễ", "images": [first, second]}),
            (
                "table",
                {
                    "caption": "Mức thu",
                    "table": {
                        "data": [["Việc", "Mức"], ["Khai sinh", "0 đồng"]],
                        "first_row_is_table_header": True,
                        "first_col_is_header": True,
                    },
                },
            ),
            ("file", {"document": document, "name": ""}),
            (
                "media",
                {
                    "kind": "video",
                    "title": "Hướng dẫn",
                    "url": "https://video.example.vn/1",
                    "document": None,
                    "text": "Lời của video",
                },
            ),
            ("quote", {"text": "Không ai phải về quê.", "who": "Lãnh đạo văn phòng"}),
            ("procedure", {"code": "1.001193", "name": "Đăng ký khai sinh"}),
            (
                "legal_text",
                {
                    "number": "131/2021/NĐ-CP",
                    "issued_on": date(2021, 12, 30),
                    "issuer": "Chính phủ",
                    "summary": "Quy định chi tiết một văn bản mẫu",
                    "url": "https://vanban.example.vn/131",
                },
            ),
        ],
    }


def test_an_article_shows_every_kind_of_part_within_six_queries(world: World, client: Client) -> None:
    page = article(world, "Nộp hồ sơ ở đâu cũng được", **everything())
    for number in range(3):
        article(world, f"Tin khác {number}")
    address = NEWS + page.slug + "/"
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    assert len(asked) <= 6, [query["sql"][:120] for query in asked.captured_queries]
    text = answer.content.decode()
    for words in (
        "Theo Báo Mẫu",
        "Người viết: Nguyễn Thị Mẫu",
        "Ba bức ảnh buổi lễ",
        "Ảnh: Trần Văn Mẫu",
        "PDF, 10",
        "9 trang",
        "Trang khác: video.example.vn",
        "Chính phủ, 30/12/2021 · Trang khác: vanban.example.vn",
        "Lãnh đạo văn phòng",
        "chưa sửa lần nào",
    ):
        assert words in text, words
    soup = BeautifulSoup(text, "html.parser")
    assert soup.select_one('link[rel="canonical"]')["href"] == "https://bao.example.vn/bai"  # type: ignore[index]
    assert soup.select_one("aside .slip a")["href"] == NEIGHBOUR + "thu-tuc/1.001193/"  # type: ignore[index]
    legal = soup.select_one('.story a[href="https://vanban.example.vn/131"]')
    assert legal is not None
    assert (legal.text, legal.get("target")) == ("131/2021/NĐ-CP", None)
    assert [row.text for row in soup.select(".tbl th")] == ["Việc", "Mức", "Khai sinh"]
    kinds = {source["type"] for source in soup.select("picture source")}
    assert kinds == {"image/avif", "image/webp"}
    small = client.get(str(soup.select_one("picture img")["src"]))  # type: ignore[index]
    assert small.status_code == 200
    assert [image["alt"] for image in soup.select(".fig__set img")] == ["", ""]
    assert soup.select_one('.story a[href="/"]') is not None or 'href="/' in text
    assert not soup.select("iframe, .story script, .story [style]")


def test_hostile_words_stay_words_in_every_field(world: World, client: Client) -> None:
    body = [
        ("heading", HOSTILE),
        (
            "paragraph",
            f'<p onclick="x()">{HOSTILE}<a href="javascript:alert(3)">bấm</a></p><iframe src="//x"></iframe>',
        ),
        ("table", {"caption": HOSTILE, "table": {"data": [[HOSTILE, None], ["", ""]]}}),
        (
            "media",
            {
                "kind": "video",
                "title": HOSTILE,
                "url": "javascript:alert(4)",
                "document": None,
                "text": HOSTILE,
            },
        ),
        ("quote", {"text": HOSTILE, "who": HOSTILE}),
        ("procedure", {"code": HOSTILE, "name": HOSTILE}),
        (
            "legal_text",
            {
                "number": HOSTILE,
                "issued_on": None,
                "issuer": HOSTILE,
                "summary": HOSTILE,
                "url": "javascript:alert(5)",
            },
        ),
    ]
    page = draft(
        world, HOSTILE, body=body, byline=HOSTILE, unit=HOSTILE, source_name=HOSTILE, lead_caption=HOSTILE
    )
    page.lead = HOSTILE
    with pytest.raises(PublishRefused, match="bỏ các thẻ"):
        publish(page, actor_role=ROLE)
    ArticlePage.objects.filter(pk=page.pk).update(live=True)
    answer = client.get(NEWS + page.slug + "/")
    soup = BeautifulSoup(answer.content.decode(), "html.parser")
    assert answer.status_code == 200
    assert not soup.select("main script, main iframe, main [onclick], main [onerror], main img[src=x]")
    assert not [link for link in soup.select("a[href]") if str(link["href"]).lower().startswith("javascript")]
    assert "alert(1)" in soup.select_one("h1").text  # type: ignore[union-attr]


def test_what_an_article_lacks_is_said_at_its_field(world: World) -> None:
    bare = draft(world, "Bài thiếu", lead="", body=[], source_url="https://bao.example.vn/a")
    with pytest.raises(PublishRefused) as refused:
        publish(bare, actor_role=ROLE)
    assert {failure.code for failure in refused.value.failures} == {
        "news.articlepage-lead",
        "news.articlepage-body",
        "news-source",
    }
    long = draft(world, "Bài dài", lead="từ " * 61)
    with pytest.raises(PublishRefused, match="60 chữ"):
        publish(long, actor_role=ROLE)
    for name, allowed in (("IMG_2043.jpg", False), ("z5012345678", False), ("Cầu mới ở xã", True)):
        page = draft(world, f"Ảnh {name}", lead_image=picture(name))
        if allowed:
            publish(page, actor_role=ROLE)
        else:
            with pytest.raises(PublishRefused, match="tên tệp"):
                publish(page, actor_role=ROLE)


def test_an_article_is_public_at_its_own_site_alone_and_gone_when_withdrawn(
    world: World, client: Client
) -> None:
    page = article(world, "Lịch cắt điện tuần này")
    assert page.title in client.get(NEWS).content.decode()
    assert page.title in client.get(NEIGHBOUR).content.decode()
    assert page.title not in client.get("/tin-tuc/").content.decode()
    assert client.get(f"/tin-tuc/{page.slug}/").status_code == 404
    first = page.shown_at
    page.title = "Lịch cắt điện đã đổi"
    publish(page, actor_role=ROLE)
    page = ArticlePage.objects.get(pk=page.pk)
    assert page.shown_at == first
    assert "Lịch cắt điện đã đổi" in client.get(NEWS).content.decode()
    unpublish(page, actor_role=ROLE)
    assert client.get(NEWS + page.slug + "/").status_code == 404
    assert "Lịch cắt điện" not in client.get(NEWS).content.decode()


def test_a_title_that_is_a_year_does_not_take_the_archives_address(world: World) -> None:
    assert [draft(world, title).slug for title in ("2026", "RSS")] == ["tin-2026", "tin-rss"]


def test_an_editor_begins_on_the_first_screen_and_an_approver_publishes(world: World, client: Client) -> None:
    writer, approver = person(world, "editor", "17951"), person(world, "approver", "17951")
    browser = signed_in(writer)
    address = reverse(
        "wagtailadmin_pages:add", args=["news", "articlepage", world.page("17951", "tin-tuc").pk]
    )
    assert address in browser.get("/admin/").content.decode()
    form = browser.get(address)
    assert form.status_code == 200
    assert "Không quá 60 chữ" in form.content.decode()
    page = draft(world, "Tin của biên tập viên", owner=writer)
    page.save_revision(user=writer)
    from portal.editorial.workflow import review

    state = review.submit(page, writer).current_task_state
    assert client.get(NEWS + page.slug + "/").status_code == 404
    review.approve(state, approver)
    assert client.get(NEWS + page.slug + "/").status_code == 200
