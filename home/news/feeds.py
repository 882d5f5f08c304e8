"""RSS 2.0 of a section: the newest titles with their opening sentences."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Rss201rev2Feed

from home.news.models import ListEntry, Topic
from home.news.models.topics import labels, unpacked
from portal.core import clock, identity, site_request

LENGTH = 30


def rss(request: HttpRequest, page: Any, kind: str) -> HttpResponse:
    """The feed of a site's section, or of the topic that ``chu-de`` names."""
    portal = site_request.of(request)
    base = portal.map.url(portal.node) if portal.node else ""
    site = identity.of(portal.agency, portal.province).site
    rows, topic, query = ListEntry.objects.on(portal, kind), request.GET.get("chu-de", ""), ""
    title = page.title
    if topic in Topic.values:
        rows, query = rows.about(topic), f"?chu-de={topic}"
        title = f"{title}: {Topic(topic).label}"
    feed = Rss201rev2Feed(
        title=f"{title} – {site}",
        link=f"{base}{query}",
        description=page.search_description or page.title,
        language=portal.locale,
        feed_url=f"{base}rss/{query}",
    )
    for entry in rows[:LENGTH]:
        address = f"{base}{entry.slug}/"
        feed.add_item(
            title=entry.title,
            link=address,
            description=entry.lead,
            pubdate=clock.local(entry.shown_at),
            unique_id=address,
            categories=labels(unpacked(entry.topics)),
        )
    answer = HttpResponse(content_type=feed.content_type)
    feed.write(answer, "utf-8")
    return answer
