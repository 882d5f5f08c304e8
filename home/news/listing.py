"""Keeps :class:`ListEntry` in step with what is public; run again it changes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.db.models.signals import post_delete, pre_delete
from django.utils import timezone
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from home.models import HomePage
from home.news import share_log
from home.news.models import ArticlePage, ListEntry, NoticePage, Share, Story
from home.news.models.listing import ListEntryQuerySet
from home.news.models.topics import packed, unpacked
from portal.agencies.models import Agency
from portal.core import clock
from portal.core.site_request import PortalRequest
from portal.core.slugs import slugify_vi
from portal.core.stamps import bump
from search.outbox import request_index

# The stamp of the lists, and the kind under which search knows what stands in them.
STAMP = "news"
BATCH = 500
# Below a home stands the section, below the section the page.
BELOW_HOME = 2 * Page.steplen
COLUMNS = (
    "kind", "language", "slug", "title", "lead", "unit", "topics", "notice_kind", "ends_on", "shown_at",
    "day", "month", "public_until", "origin", "intro",
)  # fmt: skip


def stories() -> tuple[type[Any], ...]:
    """The page types that stand in lists."""
    return (ArticlePage, NoticePage)


def connect() -> None:
    """Listen; called once when the application starts."""
    for signal in (page_published, page_unpublished, page_slug_changed):
        signal.connect(_changed, dispatch_uid=f"news.list.{id(signal)}")
    post_page_move.connect(_moved, dispatch_uid="news.list.moved")
    for model in stories():
        pre_delete.connect(_deleting, sender=model, dispatch_uid=f"news.list.deleting.{model.__name__}")
        post_delete.connect(_deleted, sender=model, dispatch_uid=f"news.list.{model.__name__}")


def _changed(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    if isinstance(instance, Story):
        refresh([instance.pk])


def _moved(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    for model in stories():
        refresh(model.objects.filter(path__startswith=instance.path).values_list("pk", flat=True))


def _deleting(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    with transaction.atomic():
        share_log.record([], list(ListEntry.objects.filter(page=instance.pk)))


def _deleted(sender: type[Page], **kwargs: Any) -> None:
    bump(STAMP)


def rebuild() -> int:
    """Write all rows anew; gives how many stand then."""
    for model in stories():
        refresh(model.objects.values_list("pk", flat=True))
    return ListEntry.objects.count()


@transaction.atomic
def refresh(keys: Iterable[int]) -> None:
    """Bring the rows of these pages in line with what is public: few queries a batch, whatever its size."""
    wanted = list(keys)
    for start in range(0, len(wanted), BATCH):
        _refresh(wanted[start : start + BATCH])
    if wanted:
        request_index(STAMP, wanted)
        bump(STAMP)


def _refresh(keys: list[int]) -> None:
    rows = [row for model in stories() for row in _rows(model, keys)]
    held = {(entry.agency_id, entry.page_id): entry for entry in ListEntry.objects.filter(page__in=keys)}
    changed = []
    for row in rows:
        same = held.pop((row.agency_id, row.page_id), None)
        row.pk = same.pk if same is not None else None
        if same is not None and any(getattr(row, name) != getattr(same, name) for name in COLUMNS):
            changed.append(row)
    # Without signals, which would ask for the index once a row: refresh() asks once a page.
    gone = ListEntry.objects.filter(pk__in=[entry.pk for entry in held.values()])
    gone._raw_delete(gone.db)
    new = [row for row in rows if row.pk is None]
    ListEntry.objects.bulk_create(new)
    ListEntry.objects.bulk_update(changed, COLUMNS)
    share_log.record(new, list(held.values()))


def _rows(model: Any, keys: list[int]) -> Iterator[ListEntry]:
    pages = list(model.objects.filter(pk__in=keys, live=True).select_related("locale"))
    homes = {page.path[:-BELOW_HOME] for page in pages}
    owners = dict(HomePage.objects.filter(path__in=homes).values_list("path", "agency_id"))
    shared: defaultdict[int, list[Share]] = defaultdict(list)
    for share in Share.objects.shown().filter(page__in=keys):
        shared[share.page_id].append(share)
    names = dict(Agency.objects.filter(pk__in=owners.values()).values_list("pk", "name")) if shared else {}
    for page in pages:
        owner = owners.get(page.path[:-BELOW_HOME])
        if owner is None:
            continue
        yield entry_of(page, owner)
        for share in shared[page.pk]:
            if share.receiver_id != owner:
                yield entry_of(page, share.receiver_id, names[owner], share.intro)


def entry_of(page: Any, agency_id: int, origin: str = "", intro: str = "") -> ListEntry:
    """The unsaved row of a page on a site; of another agency's page with its name in the address."""
    shown_at = page.shown_at or page.first_published_at or timezone.now()
    day = clock.local(shown_at).date()
    return ListEntry(
        agency_id=agency_id,
        page_id=page.pk,
        kind=page.kind,
        language=page.locale.language_code,
        slug=f"{page.slug[:150]}-{slugify_vi(origin, 60)}" if origin else page.slug,
        origin=origin,
        intro=intro,
        title=page.title,
        lead=page.lead,
        unit=page.unit,
        topics=packed(page.topics) if isinstance(page, ArticlePage) else "",
        notice_kind=page.notice_kind if isinstance(page, NoticePage) else "",
        ends_on=page.ends_on if isinstance(page, NoticePage) else None,
        shown_at=shown_at,
        day=day,
        month=day.year * 100 + day.month,
        public_until=page.public_until,
    )


@dataclass(frozen=True, slots=True)
class Counts:
    """How many a site shows by year × 100 + month, newest first: ``months`` all, ``topics`` each one's."""

    months: Mapping[int, int]
    topics: Mapping[str, Mapping[int, int]]

    def of(self, topic: str) -> Mapping[int, int]:
        """The months of a topic; of everything for ""."""
        return self.topics.get(topic, {}) if topic else self.months


_counted: tuple[Any, dict[tuple[int, str, str], Counts]] = (None, {})


def counts(portal: PortalRequest, kind: str) -> Counts:
    """What a site shows by month and topic: one query a process, change and day."""
    global _counted
    if portal.agency is None:
        return Counts({}, {})
    stamp = (portal.stamps.get(STAMP, 0), portal.map.stamp, portal.today)
    if _counted[0] != stamp:
        _counted = (stamp, {})
    counted, key = _counted[1], (portal.agency.pk, kind, portal.locale)
    if key not in counted:
        counted[key] = _count(ListEntry.objects.on(portal, kind))
    return counted[key]


def _count(listed: ListEntryQuerySet) -> Counts:
    all_months: defaultdict[int, int] = defaultdict(int)
    topics: defaultdict[str, defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))
    rows = listed.order_by("-month").values_list("month", "topics").annotate(count=Count("pk"))
    for month, held, count in rows:
        all_months[month] += count
        for topic in unpacked(held):
            topics[topic][month] += count
    return Counts(dict(all_months), {topic: dict(months) for topic, months in topics.items()})


def forget() -> None:
    """Drop the process's counts (tests, after a rolled-back database)."""
    global _counted
    _counted = (None, {})
