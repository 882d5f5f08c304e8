"""Several topics of an article: chosen, listed, left again, and found by; codes that nobody uses any more."""

from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from home.news import listing
from home.news.models import ArticlePage, ListEntry
from portal.core.stamps import bump
from search.outbox import drain
from tests.home.news.stories import article, draft
from tests.people import person, signed_in
from tests.world import NEIGHBOUR, World

pytestmark = pytest.mark.django_db
NEWS = NEIGHBOUR + "tin-tuc/"


def soup(client: Client, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return BeautifulSoup(answer.content.decode(), "html.parser")


def titles(client: Client, address: str) -> list[str]:
    return [link.text for link in soup(client, address).select(".rows h3 a")]


def leave(shown: BeautifulSoup) -> str:
    return next(str(link["href"]) for link in shown.select("a.golink") if "Bỏ chọn" in link.text)


def test_an_article_stands_under_each_of_its_topics_and_a_reader_leaves_a_topic(
    world: World, client: Client
) -> None:
    article(world, "Chỉ tin kinh tế", topics=["kinh-te"])
    both = article(world, "Khám sức khỏe ở trường", topics=["y-te", "giao-duc"])
    article(world, "Tin không chủ đề")
    for topic in ("y-te", "giao-duc"):
        assert titles(client, f"{NEWS}?chu-de={topic}") == [both.title]
    shown = soup(client, f"{NEWS}?chu-de=y-te")
    assert shown.select_one("title").text.strip().startswith("Tin tức: Y tế")  # type: ignore[union-attr]
    assert leave(shown) == NEWS
    month = f"{ListEntry.objects.get(page=both.pk).day:%Y/%m}/"
    assert leave(soup(client, f"{NEWS}{month}?chu-de=y-te")) == NEWS + month
    assert f"{NEWS}{month}?chu-de=y-te" in {str(link.get("href")) for link in shown.select("aside a")}
    assert titles(client, f"{NEWS}{month}?chu-de=y-te") == [both.title]
    assert client.get(f"{NEWS}{month}?chu-de=van-hoa").status_code == 404
    assert titles(client, f"{NEWS}?chu-de=van-hoa") == []
    # On its page each topic is a link, and what shares topics comes before what is newer.
    page = soup(client, f"{NEWS}{both.slug}/")
    assert {f"{NEWS}?chu-de=y-te", f"{NEWS}?chu-de=giao-duc"} <= {
        str(a.get("href")) for a in page.select("a")
    }
    alike = article(world, "Tiêm chủng", topics=["y-te"])
    article(world, "Tin mới nhất")
    assert soup(client, f"{NEWS}{both.slug}/").select(".side .noprint a")[0].text == alike.title
    feed = client.get(f"{NEWS}rss/?chu-de=giao-duc").content
    items = ElementTree.fromstring(feed).findall("channel/item")  # noqa: S314 - our own feed
    assert [item.findtext("title") for item in items] == [both.title]
    assert [one.text for one in items[0].findall("category")] == ["Y tế", "Giáo dục"]
    while drain():
        pass
    assert both.slug in client.get(NEIGHBOUR + "tim-kiem/?q=giao+duc+suc+khoe").content.decode()


def test_a_list_of_a_topic_costs_as_many_queries_as_the_whole_list(world: World, client: Client) -> None:
    for number in range(25):
        article(world, f"Tin {number}", topics=["an-sinh"] if number % 2 else [])
    counted = []
    for address in (NEWS, f"{NEWS}?chu-de=an-sinh"):
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        counted.append(len(asked))
    assert counted[0] == counted[1] <= 4
    assert len(titles(client, f"{NEWS}?chu-de=an-sinh")) == 12


def test_codes_that_nobody_uses_are_passed_over(world: World, client: Client) -> None:
    page = draft(world, "Bài cũ", topics=["bo-roi", "y-te", 7])
    ArticlePage.objects.filter(pk=page.pk).update(live=True)
    listing.refresh([page.pk])
    assert ListEntry.objects.get(page=page.pk).topics == "|y-te|"
    ListEntry.objects.filter(page=page.pk).update(topics="|bo-roi|y-te|")
    bump("news")
    assert titles(client, f"{NEWS}?chu-de=y-te") == [page.title]
    assert titles(client, f"{NEWS}?chu-de=bo-roi") == [page.title]
    links = soup(client, f"{NEWS}{page.slug}/").select('a[href*="chu-de="]')
    assert [link.text for link in links] == ["Y tế"]
    ArticlePage.objects.filter(pk=page.pk).update(topics="bo-roi")
    assert client.get(f"{NEWS}{page.slug}/").status_code == 200


def test_an_editor_ticks_three_topics_and_is_told_of_a_fourth(world: World) -> None:
    browser = signed_in(person(world, "editor", "17951"))
    address = reverse(
        "wagtailadmin_pages:add", args=["news", "articlepage", world.page("17951", "tin-tuc").pk]
    )
    form = BeautifulSoup(browser.get(address).content.decode(), "html.parser").select_one(
        "form[data-edit-form]"
    )
    assert form is not None
    boxes = form.select("input[type=checkbox][name=topics]")
    assert len(boxes) == 11
    data = {
        str(field["name"]): str(field.get("value", ""))
        for field in form.select("input[name], textarea[name]")
        if field.get("type") != "checkbox"
    }
    data |= {"title": "Nhiều chủ đề", "slug": "nhieu-chu-de", "body-count": "0", "related-count": "0"}
    values = [str(box["value"]) for box in boxes]
    refused = browser.post(address, data | {"topics": values[:4]})
    assert "Chọn nhiều nhất 3 chủ đề." in refused.content.decode()
    assert not ArticlePage.objects.filter(slug="nhieu-chu-de").exists()
    assert browser.post(address, data | {"topics": values[:3]}).status_code == 302
    page = ArticlePage.objects.get(slug="nhieu-chu-de")
    assert page.get_latest_revision_as_object().topics == values[:3]
    copied = page.copy(update_attrs={"slug": "ban-chep", "title": "Bản chép"})
    assert copied.topics == values[:3]


def test_two_versions_are_compared_in_words(world: World) -> None:
    page = draft(world, "Tin hai phiên bản", topics=["y-te"])
    first = page.save_revision()
    page.topics = ["y-te", "kinh-te", "khong-con-dung"]
    second = page.save_revision()
    address = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, first.pk, second.pk])
    shown = signed_in(person(world, "editor", "17951")).get(address).content.decode()
    assert '<span class="deletion">Y tế</span><span class="addition">Y tế, Kinh tế</span>' in shown
