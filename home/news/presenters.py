"""What the templates of articles and their lists are given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.db.models import IntegerField, OuterRef, Subquery, Value
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.models import Page

from home.news import body, handing_on
from home.news.models import SECTIONS, ListEntry, NoticeKind
from home.news.models.listing import ListEntryQuerySet
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
    card: handing_on.Card | None = None


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
        related=_related(portal, page),
        origin=origin,
        intro=getattr(page, "shared_intro", "") or "",
        qr=handing_on.qr(portal.canonical_url),
        message=handing_on.message(page.title, portal.canonical_url),
        card=handing_on.card(found.first, portal.canonical_url),
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


def _related(portal: PortalRequest, page: Any) -> list[Line]:
    """Those that an editor chose, then the newest with the most topics in common: one query.

    Only what stands on the lists of this site is shown, whatever was chosen.
    """
    chosen = [block["value"] for block in page.related.raw_data if isinstance(block.get("value"), int)]
    newest = ListEntry.objects.on(portal, page.kind).in_force(portal.today).exclude(page_id=page.pk)
    rows = list(_with(newest, portal, page, chosen) if chosen else newest[:LOOKED_AT])
    topics = set(known(getattr(page, "topics", None)))
    by_hand = {key: number for number, key in enumerate(chosen)}

    def place(row: ListEntry) -> tuple[int, int, float]:
        number = by_hand.get(getattr(row, "chosen", 0), len(chosen))
        return number, -len(topics.intersection(unpacked(row.topics))), -row.shown_at.timestamp()

    found: dict[int, ListEntry] = {}
    for row in sorted(rows, key=place):
        found.setdefault(row.page_id, row)
    lines = [line(row, portal.section_url(SECTIONS[row.kind])) for row in found.values()]
    return lines[:RELATED]


def _with(newest: ListEntryQuerySet, portal: PortalRequest, page: Any, chosen: list[int]) -> Any:
    """The newest rows, and with ``chosen`` (a key) those of the chosen pages or of their translations."""
    keys = Page.objects.filter(pk__in=chosen)
    meant = keys.filter(translation_key=OuterRef("page__translation_key")).order_by("pk").values("pk")[:1]
    wanted = ListEntry.objects.of_site(portal).exclude(page_id=page.pk)
    wanted = wanted.filter(page__translation_key__in=keys.order_by().values("translation_key"))
    # A union and no OR: each half finds its few rows in an index of its own.
    automatic = ListEntry.objects.filter(pk__in=newest.values("pk")[:LOOKED_AT])
    return automatic.annotate(chosen=Value(0, IntegerField())).union(
        wanted.annotate(chosen=Subquery(meant, output_field=IntegerField())), all=True
    )


def month_name(key: int) -> str:
    """ "Tháng 10/2026" for 202610."""
    return _("Tháng %(month)d/%(year)d") % {"month": key % 100, "year": key // 100}
