"""The one publish service: what makes a thing public, changes it or takes it away ends here.

Admin, importers, provisioning, schedules and the shell call these functions, so that the publication
log, the search outbox and the stamps never miss an act (docs/adr/0003).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, Revision
from wagtail.signals import page_published, published

from portal.core.stamps import bump
from portal.publication.contents import page_content
from portal.publication.models import PublicationEntry
from portal.publication.services import Act, record_acts
from search.outbox import request_index


@dataclass(slots=True)
class Publication:
    """What belongs to one publication, collected while the change is made and written together."""

    acts: list[Act] = field(default_factory=list)
    index: dict[str, list[int]] = field(default_factory=dict)
    stamps: set[str] = field(default_factory=set)

    def add(
        self, acts: Iterable[Act], *, kind: str = "", ids: Sequence[int] = (), stamps: Iterable[str] = ()
    ) -> None:
        """Add acts, the search entries they touch and the stamps that must move."""
        self.acts.extend(acts)
        if kind and ids:
            self.index.setdefault(kind, []).extend(ids)
        self.stamps.update(stamps)


def commit(publication: Publication) -> None:
    """Write log lines, outbox rows and stamps of a publication; call inside the change's transaction."""
    for kind, ids in publication.index.items():
        request_index(kind, ids)
    for stamp in sorted(publication.stamps):
        bump(stamp)
    record_acts(publication.acts)


def publish_page(page: Page, *, actor_role: str, agency_code: str, user: Any = None) -> None:
    """Publish a page's latest revision: Wagtail's own publishing, then log, outbox and routing stamp."""
    publish_pages([page], actor_role=actor_role, agency_code=agency_code, user=user)


def publish_pages(pages: Sequence[Page], *, actor_role: str, agency_code: str, user: Any = None) -> None:
    """Publish several pages of one agency in one transaction, with one group of lines in the log."""
    if not pages:
        return
    with transaction.atomic():
        publication = Publication()
        for page in pages:
            first = page.first_published_at is None
            revision = page.save_revision(user=user, log_action=False)
            revision.publish(user=user)
            _note_page(publication, page, revision, first, actor_role, agency_code)
        commit(publication)


def add_published(
    parent: Page, page: Page, publication: Publication, *, actor_role: str, agency_code: str
) -> None:
    """Put a new page below ``parent``, public at once; ends as Wagtail's add, save draft and publish would.

    One full save instead of three: provisioning makes some hundreds of pages. The caller commits the
    publication in the same transaction.
    """
    now = timezone.now()
    page.live, page.has_unpublished_changes = True, False
    page.first_published_at = page.last_published_at = page.latest_revision_created_at = now
    parent.add_child(instance=page)
    revision = Revision.objects.create(
        content_object=page,
        base_content_type=page.get_base_content_type(),
        created_at=now,
        content=page.serializable_data(),
        object_str=str(page),
    )
    page.latest_revision = page.live_revision = revision
    Page.objects.filter(pk=page.pk).update(latest_revision=revision, live_revision=revision)
    page_published.send(sender=type(page), instance=page, revision=revision)
    published.send(sender=type(page), instance=page, revision=revision)
    log(instance=page, action="wagtail.publish", revision=revision, content_changed=True)
    _note_page(publication, page, revision, True, actor_role, agency_code)


def note_page_act(
    publication: Publication,
    page: Page,
    act: str,
    actor_role: str,
    agency_code: str,
    revision: Revision | None = None,
) -> None:
    """The line in the log, the search entry and the stamp of what was done to a page."""
    model = page.specific_class
    publication.add(
        [
            Act(
                act=act,
                object_type=model._meta.label_lower if model else "wagtailcore.page",
                object_id=str(page.translation_key) + ":" + page.locale.language_code,
                version=str(revision.pk if revision else page.live_revision_id or ""),
                scope_kind=PublicationEntry.Scope.AGENCY,
                scope=agency_code,
                actor_role=actor_role,
                content=page_content(page),
            )
        ],
        kind="page",
        ids=[page.pk],
        stamps=["routing"],
    )


def _note_page(
    publication: Publication, page: Page, revision: Revision, first: bool, actor_role: str, agency_code: str
) -> None:
    """What a publication of a page leaves behind."""
    act = PublicationEntry.Act.APPEARED if first else PublicationEntry.Act.CHANGED
    note_page_act(publication, page, act, actor_role, agency_code, revision)
