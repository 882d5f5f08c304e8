"""Related articles that an editor chose: before the others, and only what is public on the same site."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, PageViewRestriction
from wagtail_localize.models import StringSegment, TranslationSource

from home.news.models import ArticlePage, ListEntry, NoticePage
from portal.core import clock
from portal.core.translations import translate
from portal.editorial.services import publish, publish_pages, unpublish
from tests.home.news.stories import ROLE, article, draft
from tests.world import NEIGHBOUR, World

pytestmark = pytest.mark.django_db
NEWS = NEIGHBOUR + "tin-tuc/"


def related(client: Client, address: str) -> list[str]:
    answer = client.get(address)
    assert answer.status_code == 200, address
    links = BeautifulSoup(answer.content.decode(), "html.parser").select("aside.side .noprint a")
    return [link.text for link in links]


def choose(page: Any, *pages: Any) -> Any:
    page.related = [("page", one) for one in pages]
    publish(page, actor_role=ROLE)
    return ArticlePage.objects.get(pk=page.pk)


def test_chosen_ones_come_first_and_what_is_not_public_here_never_leaks(world: World, client: Client) -> None:
    old, restricted, withdrawn = (article(world, f"Tin {name}") for name in ("cũ", "kín", "đã rút"))
    elsewhere, unsent = article(world, "Tin của tỉnh", "40"), draft(world, "Tin nháp")
    notice = NoticePage(
        title="Thông báo được chọn",
        lead="Một câu.",
        live=False,
        locale=Locale.get_default(),
        notice_kind="chung",
    )
    notice.body = [("paragraph", "<p>Nội dung.</p>")]
    world.page("17951", "thong-bao").add_child(instance=notice)
    notice.ends_on = clock.today() + timedelta(days=9)
    publish(notice, actor_role=ROLE)
    for number in range(6):
        article(world, f"Tin mới {number}", topics=["y-te"])
    page = choose(article(world, "Bài chính", topics=["y-te"]), notice, old, elsewhere)
    address = f"{NEWS}{page.slug}/"
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        found = related(client, address)
    assert len(asked) <= 6
    assert found == [notice.title, old.title, "Tin mới 5", "Tin mới 4", "Tin mới 3"]
    PageViewRestriction.objects.create(page=restricted, restriction_type=PageViewRestriction.LOGIN)
    page = choose(page, restricted, withdrawn, unsent)
    unpublish(withdrawn, actor_role=ROLE)
    shown = client.get(address).content.decode()
    assert [title for title in ("Tin kín", "Tin đã rút", "Tin nháp", "Tin của tỉnh") if title in shown] == []
    assert related(client, address)[0] == "Tin mới 5"
    # A page that is gone, the page itself, and what only a program could have written.
    page = choose(page, page, old)
    ListEntry.objects.filter(page=old.pk).delete()
    assert related(client, address)[0] == "Tin mới 5"


def test_copies_and_translations_keep_what_was_chosen(world: World, client: Client) -> None:
    other = article(world, "Tin được chọn", "40")
    page = choose(article(world, "Bài chính", "40"), other)
    copied = page.copy(update_attrs={"slug": "ban-chep", "title": "Bản chép"})
    aliased = page.create_alias(update_slug="bi-danh")
    for one in (copied, aliased, page.get_latest_revision_as_object()):
        assert [block.value.pk for block in one.related] == [other.pk]
    english = Locale.objects.get_or_create(language_code="en")[0]
    made = []
    for source in (world.homes["40"], world.page("40", "tin-tuc"), other, page):
        target = translate(source, english, _words(source))
        publish_pages([target.get_latest_revision_as_object()], actor_role=ROLE)
        made.append(target.specific)
    title = ArticlePage.objects.get(pk=made[2].pk).title
    assert title.startswith("English")
    assert related(client, f"/en/tin-tuc/{made[3].slug}/") == [title]


def _words(page: Any) -> dict[str, str]:
    """Every text of a page, in "English"."""
    source, _made = TranslationSource.update_or_create_from_instance(page)
    segments = StringSegment.objects.filter(source=source).select_related("context", "string")
    return {segment.context.path: f"English {number}" for number, segment in enumerate(segments)}
