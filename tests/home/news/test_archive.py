"""Lists of news by day, month and year, with pages, as a feed, and at every size."""

import time
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
import time_machine
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Model
from django.db.models.sql import InsertQuery
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from home.news import health, listing
from home.news.models import ArticlePage, ListEntry
from portal.agencies.models import Agency
from portal.core import clock
from portal.core.public_term import PublicTerm
from portal.core.stamps import bump
from portal.editorial.oversight.board import Survey
from search.outbox import drain
from tests.home.news.stories import article
from tests.world import NEIGHBOUR, World

pytestmark = pytest.mark.django_db
NEWS = NEIGHBOUR + "tin-tuc/"
# Two in fifty articles have one; "y-te" stands beside another one and alone.
TOPICS = ["dat-dai", "y-te"]


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_news_stand_by_day_month_and_year_and_a_time_without_news_is_no_page(
    world: World, client: Client
) -> None:
    # 20:00 of 31 December in Greenwich is the first of January in Việt Nam.
    with time_machine.travel(datetime(2025, 12, 31, 20, 0, tzinfo=UTC)):
        article(world, "Tin năm mới")
    with time_machine.travel(datetime(2026, 10, 7, 9, 15, tzinfo=clock.ZONE)):
        page = article(world, "Tin tháng mười")
    for address, title in (
        ("2026/", "Tin năm mới"),
        ("2026/01/", "Tin năm mới"),
        ("2026/01/01/", "Tin năm mới"),
    ):
        assert title in text(client, NEWS + address), address
    assert page.title not in text(client, NEWS + "2026/01/")
    october = text(client, NEWS + "2026/10/")
    assert "Tin tức tháng 10/2026" in october
    assert f'href="{NEWS}2026/01/"' in october
    assert "Thứ Tư" in october
    for address in (
        "2025/",
        "2026/02/",
        "2026/13/",
        "2026/02/30/",
        "2026/10/08/",
        "0000/",
        "2026/1/",
        "?trang=2",
    ):
        assert client.get(NEWS + address).status_code == 404, address


def test_a_feed_holds_titles_addresses_and_moments(world: World, client: Client) -> None:
    page = article(world, "Mưa lớn & sạt lở <đường>")
    answer = client.get(NEWS + "rss/")
    assert answer["Content-Type"].startswith("application/rss+xml")
    item = ElementTree.fromstring(answer.content).find("channel/item")  # noqa: S314 - our own feed
    assert item is not None
    assert item.findtext("title") == page.title
    assert str(item.findtext("link")).endswith(f"{NEWS}{page.slug}/")
    assert "+0700" in str(item.findtext("pubDate"))


def test_a_list_never_shows_what_is_restricted_ended_or_moved(world: World, client: Client) -> None:
    restricted, ended, moved = (article(world, f"Tin {name}") for name in ("kín", "hết hạn", "chuyển"))
    assert "Tin kín" in text(client, NEWS)
    PageViewRestriction.objects.create(page=restricted, restriction_type=PageViewRestriction.LOGIN)
    ended.public_until, ended.public_until_kind = clock.today() + timedelta(days=1), PublicTerm.Kind.OTHER
    ended.save_revision().publish()
    moved.move(world.page("17950", "tin-tuc"), pos="last-child")
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        seen = text(client, NEWS) + text(client, NEIGHBOUR) + client.get(NEWS + "rss/").content.decode()
        assert client.get(NEWS + ended.slug + "/").status_code == 410
    assert [title for title in ("Tin kín", "Tin hết hạn", "Tin chuyển") if title in seen] == []
    assert client.get(NEWS + restricted.slug + "/").status_code == 302
    assert ListEntry.objects.get(page=moved.pk).agency == world.agencies["17950"]


def test_news_are_found_by_search_on_their_site(world: World, client: Client) -> None:
    page = article(world, "Tiêm phòng cho trâu, bò vụ thu")
    while drain():
        pass
    assert NEWS + page.slug in text(client, NEIGHBOUR + "tim-kiem/?q=tiem+phong+trau+bo")
    assert NEWS + page.slug not in text(client, "/co-quan/so-tu-phap/tim-kiem/?q=tiem+phong+trau+bo")


def test_months_without_news_are_told_to_the_province(world: World) -> None:
    with time_machine.travel(datetime(2026, 9, 7, 9, 0, tzinfo=clock.ZONE)):
        article(world, "Tin tháng chín")
    survey = Survey(list(Agency.objects.order_by("code")), datetime(2026, 11, 22, tzinfo=clock.ZONE).date())
    found = health.months_without_news(survey)[world.agencies["17951"].pk]
    assert found.words == "05/2026, 06/2026, 07/2026, 08/2026, 10/2026"


def many(world: World, count: int) -> None:
    """That many public articles over eight years, made in bulk."""
    index = world.page("17951", "tin-tuc")
    kind = ContentType.objects.get_for_model(ArticlePage)
    pages = []
    for number in range(index.numchild, count):
        moment = timezone.now() - timedelta(hours=3.5 * number)
        slug = f"tin-so-{number}"
        base = Page(
            title=f"Tin số {number}", draft_title=slug, slug=slug, locale=index.locale, live=True,
            path=Page._get_path(index.path, index.depth + 1, number + 1), depth=index.depth + 1,
            content_type=kind, url_path=f"{index.url_path}{slug}/", first_published_at=moment,
            translation_key=uuid.uuid4(),
        )  # fmt: skip
        pages.append(base)
    Page.objects.bulk_create(pages, batch_size=500)
    for start in range(0, len(pages), 500):
        rows: list[Model] = [
            ArticlePage(
                page_ptr=base,
                lead="Một câu.",
                shown_at=base.first_published_at,
                topics=TOPICS[number % 50 :][:2],
            )
            for number, base in enumerate(pages[start : start + 500])
        ]
        query = InsertQuery(ArticlePage)
        query.insert_values(ArticlePage._meta.local_concrete_fields, rows, raw=True)
        query.get_compiler(connection=connection).execute_sql()
    type(index).objects.filter(pk=index.pk).update(numchild=count)
    listing.refresh(page.pk for page in pages)


def cost(client: Client, addresses: list[str]) -> tuple[list[int], float]:
    """Queries of each address, and the least CPU seconds of all together in nine rounds."""
    queries = []
    for address in addresses:
        text(client, address)
        with CaptureQueriesContext(connection) as asked:
            text(client, address)
        queries.append(len(asked))
    rounds: list[float] = []
    for _round in range(9):
        begun = time.process_time()
        for address in addresses:
            client.get(address)
        rounds.append(time.process_time() - begun)
    return queries, min(rounds)


def addresses(count: int) -> list[str]:
    entry = ListEntry.objects.order_by("shown_at")[count // 2]
    month = f"{entry.day:%Y/%m}/"
    return [
        NEWS,
        f"{NEWS}?trang={count // 40}",
        f"{NEWS}?chu-de=y-te",
        NEWS + month,
        f"{NEWS}{entry.day:%Y}/",
        f"{NEWS}{entry.slug}/",
        NEIGHBOUR,
    ]


@pytest.mark.slow
def test_lists_cost_the_same_from_two_hundred_to_twenty_thousand_articles(
    world: World, client: Client
) -> None:
    many(world, 200)
    few_queries, few = cost(client, addresses(200))
    many(world, 20_000)
    bump("news")
    much_queries, much = cost(client, addresses(20_000))
    assert much_queries == few_queries
    assert max(much_queries) <= 6
    assert much / few <= 1.5, (few, much)


def test_a_list_costs_the_same_with_three_pages_as_with_one(world: World, client: Client) -> None:
    many(world, 5)
    few, _seconds = cost(client, [NEWS, NEIGHBOUR])
    many(world, 50)
    much, _seconds = cost(client, [NEWS, NEIGHBOUR])
    assert few == much
    assert much[0] <= 4
    assert "trang=3" in text(client, NEWS)


def test_the_rows_of_lists_are_written_anew_without_a_change(world: World) -> None:
    article(world, "Một tin")
    before: list[Any] = list(ListEntry.objects.values())
    assert listing.rebuild() == 1
    assert list(ListEntry.objects.values()) == before
