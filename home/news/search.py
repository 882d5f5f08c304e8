"""What search finds of news: title, opening sentence, body; on every site that shows it."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy, override
from wagtail.models import PageViewRestriction

from home.news.listing import stories
from home.news.models import SECTIONS, ListEntry
from home.news.models.topics import known, labels
from portal.core import clock, site_request
from portal.core.public_term import in_term
from search import registry
from search.registry import SearchDocument, SearchHit, SearchKind

if TYPE_CHECKING:
    from search.models import SearchEntry

LONGEST_BODY = 20_000
KIND = "news"


def register() -> None:
    """Called once when the application starts."""
    registry.register(
        SearchKind(
            KIND,
            "news.ArticlePage",
            load,
            all_ids,
            present,
            label=cast(str, gettext_lazy("Tin tức")),
            also=frozenset({"news.NewsIndexPage", "news.NoticePage", "news.NoticeIndexPage"}),
            watch={
                **{model._meta.label_lower: lambda page: [page.pk] for model in stories()},
                "news.listentry": lambda entry: [entry.page_id],
            },
        )
    )


def all_ids() -> Iterable[int]:
    """Every article."""
    for model in stories():
        yield from model.objects.values_list("pk", flat=True)


def load(ids: Sequence[int]) -> Iterable[SearchDocument]:
    """Live, unrestricted articles: found on the sites that list them, and on the province's."""
    restricted = list(PageViewRestriction.objects.values_list("page__path", flat=True))
    shown: defaultdict[int, set[str]] = defaultdict(set)
    for page_id, code in ListEntry.objects.filter(page__in=ids).values_list("page_id", "agency__code"):
        shown[page_id].add(f"agency:{code}")
    for model in stories():
        pages = model.objects.filter(in_term(clock.today()), live=True, pk__in=ids).select_related("locale")
        for page in pages:
            if shown[page.pk] and not any(page.path.startswith(path) for path in restricted):
                yield _document(page, frozenset(shown[page.pk]))


def _document(page: Any, scopes: frozenset[str]) -> SearchDocument:
    values: dict[str, Any] = {
        "kind": KIND,
        "object_id": page.pk,
        "locale": page.locale.language_code,
        "scopes": scopes,
        "code": "",
        "name": page.title,
        "body": " ".join([page.lead, *_topics(page), *_texts(page)])[:LONGEST_BODY].strip(),
        "url_key": str(page.pk),
    }
    stable = repr([(key, sorted(value) if key == "scopes" else value) for key, value in values.items()])
    return SearchDocument(**values, version=hashlib.sha256(stable.encode()).hexdigest()[:16])


def _topics(page: Any) -> list[str]:
    """The topics in the words of the page's language."""
    with override(page.locale.language_code):
        return labels(known(getattr(page, "topics", None)))


def _texts(page: Any) -> Iterable[str]:
    for block in page.body.raw_data:
        value = block.get("value")
        if isinstance(value, str):
            yield strip_tags(value)
        elif isinstance(value, dict):
            yield from (
                strip_tags(text)
                for key, text in value.items()
                if isinstance(text, str) and key not in ("url", "issued_on")
            )


def present(entries: Sequence[SearchEntry], request: HttpRequest) -> Mapping[int, SearchHit]:
    """Hits from the lists' rows: one query, on the site that is asked first, else where it was written."""
    portal = site_request.of(request)
    keys = [entry.object_id for entry in entries]
    own = portal.agency.pk if portal.agency else 0
    rows = ListEntry.objects.public(portal).filter(page__in=keys).order_by("pk")
    found: dict[int, SearchHit] = {}
    for row in sorted(rows, key=lambda row: row.agency_id != own):
        home = portal.map.home_of(row.agency_id, row.language)
        base = portal.section_url(SECTIONS[row.kind], home) if home else ""
        if row.page_id in found or not base:
            continue
        found[row.page_id] = SearchHit(
            title=row.title,
            url=f"{base}{row.slug}/",
            summary=row.lead,
            field=date_format(row.day, "SHORT_DATE_FORMAT"),
            locale=row.language,
        )
    return found
