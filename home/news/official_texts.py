"""Where the official text of a legal document stands, as editors have said in "Văn bản trong bài".

An address is taken from what was published and leads to a body of the State; the newest word counts. So a
number that one commune has looked up once is a link of one press for every other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlsplit

from wagtail.signals import page_published

from home.news.models import OfficialText, Story
from portal.core.official_numbers import cited

_OFFICIAL: Final = re.compile(r"(?:^|\.)(?:gov\.vn|chinhphu\.vn|quochoi\.vn|dangcongsan\.vn|vbpl\.vn)$")


def is_official(url: str) -> bool:
    """Whether an address is of a body of the State or of the national database of legal documents."""
    parts = urlsplit(url)
    return parts.scheme == "https" and _OFFICIAL.search((parts.hostname or "").lower()) is not None


def texts_of(page: Any, words: str) -> dict[str, str]:
    """``{number: address}`` of the official documents that the words of a page name; at most one query.

    What the page itself says in "Văn bản trong bài" comes first.
    """
    named = {number for _start, _end, number in cited(words)}
    if not named:
        return {}
    known = dict(OfficialText.objects.filter(number__in=named).values_list("number", "url"))
    return known | {number: url for number, url in _said(page) if number in named}


def connect() -> None:
    """Addresses are learnt when a page is published."""
    page_published.connect(_published, dispatch_uid="news.official_texts")


def _published(sender: type[Any], instance: Any, **kwargs: Any) -> None:
    for number, url in _said(instance) if isinstance(instance, Story) else ():
        if is_official(url):
            OfficialText.objects.update_or_create(number=number, defaults={"url": url})


def _said(page: Any) -> Iterator[tuple[str, str]]:
    for block in page.body.raw_data:
        value = block.get("value")
        if block.get("type") == "legal_text" and isinstance(value, dict):
            number, url = str(value.get("number") or ""), str(value.get("url") or "")
            if number and url.startswith("https://") and urlsplit(url).hostname:
                yield number, url
