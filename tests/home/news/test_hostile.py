"""HTML, SVG and scripts in every field and block of articles and notices stay words."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import models
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale

from home.news.models import ArticlePage, NoticePage
from portal.editorial.services import publish
from tests.home.news.stories import LEAD, ROLE, picture
from tests.people import person, signed_in
from tests.world import NEIGHBOUR, World

pytestmark = pytest.mark.django_db
HARM = "\"><svg onload=alert(1)><script>alert(2)</script><img src=x onerror=alert(3)>'"
# What only holds an address of the web; what may hold no tags at all.
PLAIN = {"source_url", "lead"}


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def fields(model: type[Any]) -> list[Any]:
    """The columns of words that the type itself adds, and its title."""
    own = [
        field
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.CharField | models.TextField)
    ]
    return [
        field
        for field in own
        if field.name not in PLAIN and field.editable and not field.choices and field.name != "body"
    ]


def bodies() -> list[tuple[str, Any]]:
    """One of each kind of block, each word of it harmful."""
    image = picture(description=HARM, credit=HARM)
    cells = {
        "data": [[HARM, HARM], [HARM, HARM]],
        "first_row_is_table_header": True,
        "first_col_is_header": True,
    }
    merged = [{"row": 0, "col": 0, "rowspan": HARM, "colspan": "<svg>"}, {"row": -1, "col": 0}, HARM]
    media_ = {"kind": "video", "title": HARM, "url": "javascript:alert(4)", "document": None, "text": HARM}
    return [
        ("heading", HARM),
        (
            "paragraph",
            f'<p onclick="x()">{escape(HARM)}<a href="javascript:alert(5)">a</a></p>'
            '<svg><a xlink:href="x"/></svg>',
        ),
        ("subheading", HARM),
        ("picture", {"image": image, "caption": HARM}),
        ("pictures", {"description": HARM, "images": [image, image]}),
        ("table", {"caption": HARM, "table": cells | {"mergeCells": merged}}),
        ("media", media_),
        ("quote", {"text": HARM, "who": HARM}),
        ("procedure", {"code": HARM, "name": HARM}),
    ]


def harmless(text: str) -> None:
    soup = BeautifulSoup(text, "html.parser")
    for tag in soup.find_all(True):
        assert not [name for name in tag.attrs if name.startswith("on")], tag
        assert not str(tag.get("href", "")).strip().lower().startswith("javascript"), tag
        assert tag.name != "img" or tag.get("src") != "x"
    assert not [
        script for script in soup.find_all("script") if "alert(" in script.text and "<\\/" not in script.text
    ]


def test_harm_stays_words_on_every_page_list_feed_and_screen(world: World, client: Client) -> None:
    editor = signed_in(person(world, "editor", "17951"))
    for model, section in ((ArticlePage, "tin-tuc"), (NoticePage, "thong-bao")):
        values: dict[str, Any] = {field.name: HARM[: field.max_length or 500] for field in fields(model)}
        assert len(values) >= 3
        values |= {"ends_on": date(2027, 3, 9)} if model is NoticePage else {}
        page = model(title=HARM, lead=LEAD, live=False, locale=Locale.get_default(), body=bodies(), **values)
        world.page("17951", section).add_child(instance=page)
        page.save_revision()
        for address in (
            reverse("wagtailadmin_pages:edit", args=[page.pk]),
            reverse("news_lint", args=[page.pk]),
            reverse("news_word", args=[page.pk]),
        ):
            answer = editor.get(address)
            assert answer.status_code == 200, address
            assert "<svg onload" not in answer.content.decode(), address
        publish(page, actor_role=ROLE)
        base = f"{NEIGHBOUR}{section}/"
        for address in (f"{base}{page.slug}/", base, NEIGHBOUR):
            answer = client.get(address)
            assert answer.status_code == 200, address
            assert "alert(2)" in answer.content.decode(), "the words themselves are there"
            harmless(answer.content.decode())
        feed = client.get(f"{base}rss/").content.decode()
        assert "<script" not in feed
        assert "<svg" not in feed
