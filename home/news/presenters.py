"""What the templates of articles and their lists are given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from home.news import body, handing_on
from home.news.models import ListEntry, NoticeKind
from home.news.models.topics import known, labels, unpacked
from portal.core import clock, site_request
from portal.core.site_request import Crumb, PortalRequest

WORDS_A_MINUTE = 200
RELATED, LOOKED_AT = 5, 30
# What is published again so soon was the same press, or a slip put right.
SAME_PRESS = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a list."""

    title: str
    url: str
    lead: str
    unit: str
    day: date
    shown_at: datetime
    label: str = ""
    until: str = ""

    @property
    def meta(self) -> str:
        """What stands below a title in a short list."""
        return " · ".join(word for word in (self.label, self.unit, self.until) if word)


@dataclass(frozen=True, slots=True)
class Day:
    """The lines of one day."""

    day: date
    weekday: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class ShownStory:
    """An article: body, author, source, what else to read. ``changed_at``: None when never changed.

    ``topics``: label and address of each.
    """

    shown: body.Shown
    minutes: int
    at: datetime
    changed_at: datetime | None
    unit: str
    topics: Sequence[tuple[str, str]]
    canonical: str
    related: Sequence[Line]
    origin: str = ""
    intro: str = ""
    qr: str = ""
    message: str = ""


def line(entry: ListEntry, base: str) -> Line:
    """A row as a line; ``base`` is the section's address."""
    is_notice = entry.kind == ListEntry.Kind.NOTICE
    return Line(
        entry.title,
        f"{base}{entry.slug}/",
        entry.lead,
        entry.origin or entry.unit,
        entry.day,
        clock.local(entry.shown_at),
        label=str(NoticeKind(entry.notice_kind).label) if is_notice else "",
        until=_("đến hết %s") % date_format(entry.ends_on, "SHORT_DATE_FORMAT") if entry.ends_on else "",
    )


def by_day(lines: Iterable[Line]) -> list[Day]:
    """Lines, newest first, under their days."""
    return [
        Day(day, clock.weekday_name(day), list(group))
        for day, group in groupby(lines, key=lambda one: one.day)
    ]


def article(page: Any, request: HttpRequest) -> ShownStory:
    """An article on the site of the request."""
    return story(page, site_request.of(request), "tin-tuc")


def story(page: Any, portal: PortalRequest, section: str) -> ShownStory:
    """What articles and notices have in common."""
    base = portal.section_url(section)
    topics = known(getattr(page, "topics", None))
    portal.extra_crumbs = [Crumb(page.title, portal.canonical_url)]
    found = body.shown(page, portal)
    at = clock.local(page.shown_at or clock.now())
    first, changed = page.first_published_at, page.last_published_at
    agency = portal.agency
    origin = getattr(page, "shared_by", "") or ""
    return ShownStory(
        shown=found,
        minutes=max(1, round(found.words / WORDS_A_MINUTE)),
        at=at,
        changed_at=clock.local(changed) if first and changed and changed - first > SAME_PRESS else None,
        unit=page.unit or origin or (agency.name if agency else ""),
        topics=[(label, f"{base}?chu-de={code}") for code, label in zip(topics, labels(topics), strict=True)],
        canonical=getattr(page, "source_url", "") or _written_at(page, portal, origin),
        related=_related(portal, page, base),
        origin=origin,
        intro=getattr(page, "shared_intro", "") or "",
        qr=handing_on.qr(portal.canonical_url),
        message=handing_on.message(page.title, portal.canonical_url),
    )


def _written_at(page: Any, portal: PortalRequest, origin: str) -> str:
    """The one address of a page: that of the site where it was written."""
    if not origin:
        return portal.canonical_url
    section = portal.map.by_path.get(page.path[: -page.steplen])
    return portal.map.url(section, None, f"{page.slug}/") if section else ""


@dataclass(frozen=True, slots=True)
class ShownNotice:
    """A notice: kind, last day, facts in the words of its kind, and the rest as an article's."""

    story: ShownStory
    kind: str
    is_over: bool
    days_left: int | None
    facts: list[tuple[str, Any]]


def notice(page: Any, request: HttpRequest) -> ShownNotice:
    """A notice on the site of the request."""
    portal = site_request.of(request)
    left = (page.ends_on - portal.today).days if page.ends_on else None
    return ShownNotice(
        story=story(page, portal, "thong-bao"),
        kind=str(page.get_notice_kind_display()),
        is_over=page.is_over(portal.today),
        days_left=left,
        facts=[
            (label, clock.date_words(value).capitalize() if isinstance(value, date) else value)
            for label, value in page.facts()
        ],
    )


def _related(portal: PortalRequest, page: Any, base: str) -> list[Line]:
    """Those with the most topics in common among the newest, then the newest: one query."""
    listed = ListEntry.objects.on(portal, page.kind).in_force(portal.today)
    rows = list(listed.exclude(page_id=page.pk)[:LOOKED_AT])
    topics = set(known(getattr(page, "topics", None)))
    rows.sort(key=lambda row: -len(topics.intersection(unpacked(row.topics))))
    return [line(row, base) for row in rows[:RELATED]]


def month_name(key: int) -> str:
    """ "Tháng 10/2026" for 202610."""
    return _("Tháng %(month)d/%(year)d") % {"month": key % 100, "year": key // 100}
