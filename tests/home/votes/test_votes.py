"""Clarity votes: anonymous, without JavaScript, on the very version that was read, never public as text."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from home.votes import services
from home.votes.models import ClarityVote
from portal.core.models import RateCounter
from tests.home.news.stories import article
from tests.people import person, signed_in
from tests.world import NEIGHBOUR, World

pytestmark = pytest.mark.django_db
ROUTE = f"{NEIGHBOUR}de-hieu/"


def asked(page: Any) -> dict[str, str]:
    return {"loai": "news.articlepage", "ma": f"{page.translation_key}:vi"}


def test_a_reader_votes_on_the_version_that_was_read_and_leaves_nothing_behind(
    world: World, client: Client
) -> None:
    page = article(world, "Lịch tiêm phòng")
    address = f"{NEIGHBOUR}tin-tuc/{page.slug}/"
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        text = client.get(address).content.decode()
    assert not [query for query in found.captured_queries if "votes_" in query["sql"]]
    assert "Trang này có dễ hiểu không?" in text
    assert client.cookies == {}, "the page sets no cookie"
    form = client.get(ROUTE, asked(page) | {"diem": "2"})
    assert 'value="2" checked' in form.content.decode()
    line = services.line_of(*asked(page).values())
    vote = asked(page) | {"ban": str(line), "diem": "2", "ly-do": ["tu-ngu", "dai", "khong-co"]}
    answer = client.post(ROUTE, vote | {"y-kien": "Câu\r\ndài <b>quá</b>"}, REMOTE_ADDR="203.0.113.9")
    assert answer["Location"] == f"{ROUTE}cam-on/"
    assert "Cảm ơn" in client.get(answer["Location"]).content.decode()
    kept = ClarityVote.objects.get()
    assert (kept.score, kept.reasons, kept.text, kept.line) == (
        2,
        ["tu-ngu", "dai"],
        "Câu dài <b>quá</b>",
        line,
    )
    assert kept.agency == world.agencies["17951"]
    names = {field.name for field in ClarityVote._meta.concrete_fields}
    assert names == {"id", "agency", "object_type", "object_id", "line", "day", "score", "reasons", "text"}
    assert not [key for key in RateCounter.objects.values_list("key", flat=True) if "203.0.113" in key]
    # After an edit, the votes of both versions stand apart.
    page.lead = "Tiêm phòng từ thứ Hai, tại nhà văn hóa xóm."
    page.save_revision().publish()
    other_line = services.line_of(*asked(article(world, "Một tin khác")).values())
    client.post(ROUTE, asked(page) | {"diem": "5", "ban": str(other_line)})
    assert ClarityVote.objects.latest("pk").line == services.line_of(*asked(page).values()) != other_line
    versions = services.results(world.agencies["17951"].pk, timezone.now())[
        asked(page)["loai"], asked(page)["ma"]
    ]
    assert [(one.mean, one.count) for one in versions] == [(5.0, 1), (2.0, 1)]
    editor = signed_in(person(world, "editor", "17951"))
    screen = editor.get("/admin/do-de-hieu/").content.decode()
    for wanted in ("Lịch tiêm phòng", "5,0", "2,0", "từ ngữ khó hiểu (1)", "Câu dài &lt;b&gt;quá&lt;/b&gt;"):
        assert wanted in screen
    other = signed_in(person(world, "editor", "17950")).get("/admin/do-de-hieu/").content.decode()
    assert "Lịch tiêm phòng" not in other
    public = client.get(address).content.decode() + client.get(ROUTE, asked(page)).content.decode()
    assert "Câu dài" not in public


def test_what_may_name_somebody_is_not_kept_and_a_flood_ends(world: World, client: Client) -> None:
    page = article(world, "Tin")
    hidden = "\u200b".join("0912345678")
    for text in (f"Gọi {hidden}", "Gọi tôi 0912 345 678 nhé", "CCCD 040.087.001.234", "thư a@b.vn"):
        assert services.clean_text(text) == ""
    assert services.clean_text("Điều 12, năm 2026, phí 8.000 đồng") == "Điều 12, năm 2026, phí 8.000 đồng"
    assert services.clean_text("Khó\x00 \u202ehiểu") == "Khó hiểu"
    refused = client.post(ROUTE, asked(page) | {"diem": "6", "ly-do": ["cu"], "y-kien": "Lời đã gõ"})
    text = refused.content.decode()
    assert "Chọn một mức" in text
    assert "Lời đã gõ" in text
    assert 'value="cu" checked' in text
    codes = [
        client.post(ROUTE, asked(page) | {"diem": "3"}).status_code for _number in range(services.AN_HOUR + 1)
    ]
    assert codes == [302] * services.AN_HOUR + [429]
    assert ClarityVote.objects.count() == services.AN_HOUR
    assert client.post(ROUTE, {"loai": "news.article\x00", "ma": "\x00", "diem": "3"}).status_code == 404
    for key in ({"loai": "news.articlepage", "ma": "x:vi"}, {"loai": "auth.user", "ma": "1"}, {}):
        assert client.get(ROUTE, key).status_code == 404
    assert client.get(f"{ROUTE}x/").status_code == 404
    assert "de-hieu/?loai=procedures" not in client.get(NEIGHBOUR).content.decode()
