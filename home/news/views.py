"""Lists of news: the newest, and those of a year, a month or a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from home.news import listing, presenters
from home.news.models import ListEntry, NewsIndexPage, Topic
from home.news.models.listing import ListEntryQuerySet
from portal.core import site_request
from portal.core.paging import paging
from portal.core.site_request import Crumb

A_PAGE = 20
MONTHS_BESIDE = 12


@dataclass(frozen=True, slots=True)
class Asked:
    """Which part of the archive: nothing is all of it."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    topic: str = ""

    @property
    def key(self) -> int:
        """Year × 100 + month."""
        return (self.year or 0) * 100 + (self.month or 0)

    @property
    def query(self) -> str:
        """What an address needs to stay with the topic."""
        return f"?chu-de={self.topic}" if self.topic else ""

    @property
    def place(self) -> str:
        """The part of the archive below the section: "2026/10/"."""
        parts = (self.year, *(f"{part:02d}" for part in (self.month, self.day) if part is not None))
        return "/".join(map(str, parts)) + "/" if self.year else ""

    @property
    def heading(self) -> str:
        """The page's title."""
        if self.year and self.month and self.day:
            day = date_format(date(self.year, self.month, self.day), "SHORT_DATE_FORMAT")
            return _("Tin tức ngày %s") % day
        if self.year and self.month:
            return _("Tin tức tháng %(month)d/%(year)d") % {"month": self.month, "year": self.year}
        if self.year:
            return _("Tin tức năm %d") % self.year
        return ""


def archive(
    request: HttpRequest,
    page: NewsIndexPage,
    year: int | None = None,
    month: int | None = None,
    day: int | None = None,
) -> HttpResponse:
    """A list with pages. Raises Http404 for a time in which nothing was published."""
    portal = site_request.of(request)
    topic = request.GET.get("chu-de", "")
    asked = Asked(year, month, day, topic if topic in Topic.values else "")
    shown = listing.counts(portal, ListEntry.Kind.NEWS)
    counts = shown.of(asked.topic)
    rows = ListEntry.objects.on(portal, ListEntry.Kind.NEWS)
    if asked.year is not None:
        try:
            rows = rows.within(asked.year, asked.month, asked.day)
        except ValueError:
            raise Http404 from None
    if asked.topic:
        rows = rows.about(asked.topic)
    total = rows.count() if asked.day else _counted(counts, asked)
    if asked.year is not None and not total:
        raise Http404
    found = paging(request, total, A_PAGE)
    base = portal.url(portal.node)
    portal.extra_crumbs = _crumbs(asked, base)
    start = found.first_index
    if not asked.day:
        rows, start = _in_their_months(rows, counts, asked, start)
    lines = [presenters.line(row, base) for row in rows[start : start + A_PAGE]]
    context: dict[str, Any] = {
        "asked": asked,
        "heading": asked.heading or page.title,
        "days": presenters.by_day(lines),
        "paging": found,
        "base_url": base,
        "months": _months(counts, asked, base)[:MONTHS_BESIDE],
        "years": _years(counts, asked, base),
        "chips": _chips(counts, asked, base),
        "earlier": _earlier(counts, asked, base),
        "topic": Topic(asked.topic).label if asked.topic else "",
        "every_topic": f"{base}{asked.place}",
        "topics": _topics(shown, asked, base),
        "feed": f"{base}rss/{asked.query}",
    }
    return page.render(request, context_overrides=context, template="news/news_index.html")


def _counted(counts: Mapping[int, int], asked: Asked) -> int:
    if asked.month:
        return counts.get(asked.key, 0)
    return sum(count for key, count in counts.items() if asked.year in (None, key // 100))


def _in_their_months(
    rows: ListEntryQuerySet, counts: Mapping[int, int], asked: Asked, first: int
) -> tuple[ListEntryQuerySet, int]:
    """The rows of the months in which a page stands that begins with row ``first``, and its place there.

    So the last page of an archive, or of a topic that is rare, reads as few rows as the first one.
    """
    start, seen, months = 0, 0, []
    for key, count in counts.items():
        if asked.year not in (None, key // 100) or asked.month not in (None, key % 100):
            continue
        if seen + count <= first:
            start = seen + count
        elif seen < first + A_PAGE:
            months.append(key)
        seen += count
    if asked.topic:
        return rows.filter(month__in=months), first - start
    return (rows.filter(month__lte=months[0]) if months else rows), first - start


def _crumbs(asked: Asked, base: str) -> list[Crumb]:
    found = []
    if asked.year:
        found.append(Crumb(str(asked.year), f"{base}{asked.year}/"))
    if asked.year and asked.month:
        found.append(Crumb(_("Tháng %d") % asked.month, f"{base}{asked.year}/{asked.month:02d}/"))
    if asked.day:
        found.append(Crumb(_("Ngày %d") % asked.day, ""))
    return found


def _months(counts: Mapping[int, int], asked: Asked, base: str) -> list[dict[str, Any]]:
    return [
        {"label": presenters.month_name(key), "url": _month_url(base, key, asked), "count": count}
        for key, count in counts.items()
    ]


def _month_url(base: str, key: int, asked: Asked) -> str:
    return f"{base}{key // 100}/{key % 100:02d}/{asked.query}"


def _years(counts: Mapping[int, int], asked: Asked, base: str) -> list[dict[str, Any]]:
    years = sorted({key // 100 for key in counts}, reverse=True)
    return [{"label": _("Năm %d") % year, "url": f"{base}{year}/{asked.query}"} for year in years]


def _topics(shown: listing.Counts, asked: Asked, base: str) -> list[dict[str, Any]]:
    """The topics of a site, each with how many articles it has in the whole archive."""
    return [
        {
            "label": label,
            "url": f"{base}?chu-de={code}",
            "count": sum(shown.topics[code].values()),
            "current": code == asked.topic,
        }
        for code, label in Topic.choices
        if code in shown.topics
    ]


def _chips(counts: Mapping[int, int], asked: Asked, base: str) -> list[dict[str, Any]]:
    """The months of the year that was asked for, and the whole year."""
    if not asked.year:
        return []
    chips = [
        {
            "label": _("Tháng %d") % (key % 100),
            "url": _month_url(base, key, asked),
            "current": key == asked.key and not asked.day,
        }
        for key in sorted(counts)
        if key // 100 == asked.year
    ]
    whole = {
        "label": _("Cả năm %d") % asked.year,
        "url": f"{base}{asked.year}/{asked.query}",
        "current": not asked.month,
    }
    return [*chips, whole]


def _earlier(counts: Mapping[int, int], asked: Asked, base: str) -> dict[str, str] | None:
    """The month with news before the one that was asked for."""
    before = [key for key in counts if key < asked.key] if asked.month else []
    if not before:
        return None
    return {"label": presenters.month_name(max(before)), "url": _month_url(base, max(before), asked)}
