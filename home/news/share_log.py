"""Shared pages in the publication log: each site that shows one has a line when it comes and when it goes.

The lists' rows are the truth (:mod:`home.news.listing` calls :func:`record` with what changed in them), so
that a decision, a withdrawal, an unpublished page and a term that ended all leave the same lines.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.db.models import F, QuerySet

from home.news.models import SECTIONS, ListEntry, Share
from portal.core.site_request import PortalRequest
from portal.editorial.services import Acts, Happening, Line, Publication, commit
from portal.editorial.services.acting import actor
from portal.publication.chain import content_hash
from portal.publication.models import PublicationEntry
from portal.publication.registry import PublicObjects, PublicState, Shown, register_public_objects

OBJECT_TYPE = "news.share"

Place = tuple[int, int]


def record(came: Collection[ListEntry], gone: Collection[ListEntry]) -> None:
    """Write the lines of rows that came and went, in the caller's transaction; of shared pages alone."""
    appeared = {(entry.page_id, entry.agency_id) for entry in came if entry.origin}
    left = {(entry.page_id, entry.agency_id) for entry in gone if entry.origin}
    if not appeared and not left:
        return
    who = actor()
    roles: dict[int, str] = {}
    publication = Publication()
    pages = {page for page, _agency in appeared | left}
    for share in _shares(Share.objects.filter(page__in=pages)):
        place: Place = (share.page_id, share.receiver_id)
        if place not in appeared and place not in left:
            continue
        if share.page_id not in roles:
            roles[share.page_id] = who.role_for(share.page)
        act = Acts.APPEARED if place in appeared else Acts.WITHDRAWN
        happening = Happening(act, roles[share.page_id])
        publication.add([_line(share).act(happening, content=_content(share) if place in appeared else "")])
    commit(publication)


def _shares(rows: QuerySet[Share]) -> QuerySet[Share]:
    return rows.select_related("page__locale", "receiver").order_by("pk")


def _line(share: Share) -> Line:
    return Line(
        object_type=OBJECT_TYPE,
        object_id=str(share.pk),
        scope_kind=PublicationEntry.Scope.AGENCY,
        scope=share.receiver.code,
    )


def _content(share: Share) -> dict[str, str]:
    """What is hashed: which page, on whose site, with which words of theirs above it."""
    page = share.page
    return {
        "page": f"{page.translation_key}:{page.locale.language_code}",
        "receiver": share.receiver.code,
        "intro": share.intro,
    }


def _states() -> Iterator[PublicState]:
    shown = Share.objects.shown().filter(
        page__live=True, page__list_entries__agency=F("receiver"), page__list_entries__origin__gt=""
    )
    for share in _shares(shown).iterator(chunk_size=500):
        yield PublicState(OBJECT_TYPE, str(share.pk), content_hash(_content(share)))


def _titles(keys: Collection[tuple[str, str]], portal: PortalRequest) -> dict[tuple[str, str], Shown]:
    shares = Share.objects.shown().filter(pk__in={int(number) for _kind, number in keys})
    places = {(share.page_id, share.receiver_id): str(share.pk) for share in shares}
    found = {}
    rows = ListEntry.objects.public(portal).filter(page__in={page for page, _agency in places})
    for row in rows.exclude(origin=""):
        number = places.get((row.page_id, row.agency_id))
        home = portal.map.home_of(row.agency_id, row.language)
        if number is not None and home is not None:
            base = portal.section_url(SECTIONS[row.kind], home)
            found[OBJECT_TYPE, number] = Shown(row.title, f"{base}{row.slug}/" if base else "", row.language)
    return found


def register() -> None:
    """Called once when the application starts."""
    register_public_objects("news.shares", PublicObjects(lambda: {OBJECT_TYPE}, _states, _titles))
