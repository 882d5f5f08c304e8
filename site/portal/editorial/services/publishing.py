"""The acts themselves, as code calls them; each goes through the same doors as the editors' screens.

``obj.save_revision().publish()`` at the shell ends in the same place (:mod:`portal.editorial.wagtail_doors`):
these functions only say who acts and on what ground.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, Revision
from wagtail.signals import page_published, published

from portal.editorial.services import gate
from portal.editorial.services.acting import Actor, acting_as
from portal.editorial.services.kinds import Acts, Happening, kind_of, page_line, write
from portal.editorial.services.publication import Publication


@transaction.atomic
def publish(
    obj: Any,
    *,
    user: Any = None,
    actor_role: str | None = None,
    approval: Any = None,
    revision: Revision | None = None,
    **ground: Any,
) -> Revision:
    """Publish a page or record: ``revision``, or what it says now, saved as a new revision.

    Raises PermissionDenied and PublishRefused (with every rule that is not met); nothing has happened then.
    ``ground``: ``emergency``, ``laid_out`` of :class:`Actor`.
    """
    with acting_as(actor_role, user=user, approval=approval, **ground):
        found: Revision = revision or obj.save_revision(user=user, log_action=False)
        # The gate knows more of permission than Wagtail, which asks the model and not the thing.
        found.publish(user=user, skip_permission_checks=True)
    return found


@transaction.atomic
def unpublish(obj: Any, *, user: Any = None, actor_role: str | None = None, replacing: bool = False) -> None:
    """Take a public thing away; ``replacing``: another thing stands in its place from now on.

    Raises PermissionDenied, or PublishRefused while a posting must stay.
    """
    with acting_as(actor_role, user=user, replacing=replacing):
        # Wagtail's own check asks records for a method of pages; the gate knows the person anyway.
        obj.unpublish(user=user if isinstance(obj, Page) else None)


@transaction.atomic
def expire(obj: Any, *, actor_role: str | None = None) -> None:
    """Take a thing away because its own day has come (thời hạn công khai, expiry)."""
    with acting_as(actor_role):
        obj.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")


@transaction.atomic
def schedule(obj: Any, at: datetime, *, user: Any = None, actor_role: str | None = None) -> Revision:
    """Have a thing published at a moment to come: the rules are asked now and again then."""
    obj.go_live_at = at
    return publish(obj, user=user, actor_role=actor_role)


def publish_page(page: Page, *, actor_role: str, user: Any = None, laid_out: bool = False) -> None:
    """Publish what a page says now."""
    publish_pages([page], actor_role=actor_role, user=user, laid_out=laid_out)


@transaction.atomic
def publish_pages(
    pages: Sequence[Page], *, actor_role: str, user: Any = None, laid_out: bool = False
) -> None:
    """Publish several pages in one transaction. ``laid_out``: frames that people fill (:class:`Actor`)."""
    for page in pages:
        publish(page, user=user, actor_role=actor_role, laid_out=laid_out)


def add_published(
    parent: Page, page: Page, publication: Publication, *, actor_role: str, agency_code: str
) -> None:
    """Put a new page below ``parent``, public at once; ends as Wagtail's add, save draft and publish would.

    One full save instead of three: provisioning makes some hundreds of pages. The caller commits the
    publication in the same transaction. Raises PublishRefused like every door; a page that provisioning lays
    out for people to fill is excepted from what only people can say.
    """
    now = timezone.now()
    page.live, page.has_unpublished_changes = True, False
    page.first_published_at = page.last_published_at = page.latest_revision_created_at = now
    with acting_as(actor_role, user=None, laid_out=True) as who:
        parent.add_child(instance=page)
        gate.before_publish(page, None, who)
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
    line = page_line(page, agency_code)
    happening = Happening(Acts.APPEARED, actor_role, revision)
    publication.add(
        [line.act(happening, content=line.content)], kind="page", ids=[page.pk], stamps=["routing"]
    )


def note_published(obj: Any, revision: Revision, who: Actor, *, was_live: bool) -> None:
    """Write that a thing was made public or changed, in the act's transaction."""
    from portal.editorial.corrections import service as corrections
    from portal.editorial.reviews import service as reviews

    act = Acts.CHANGED if was_live else Acts.APPEARED
    if corrections.appear(obj) and was_live:
        act = Acts.CORRECTED
    reviews.follow(obj, public=True)
    kind_of(obj).published(obj, Happening(act, who.role_for(obj), revision))


def note_withdrawn(obj: Any, who: Actor, *, ended: bool = False) -> None:
    """Write that a thing went away, in the act's transaction."""
    from portal.editorial.reviews import service as reviews
    from portal.editorial.workflow import emergency

    act = Acts.EXPIRED if ended else Acts.REPLACED if who.replacing else Acts.WITHDRAWN
    emergency.withdrawn(obj, who.user)
    reviews.follow(obj, public=False)
    kind_of(obj).withdrawn(obj, Happening(act, who.role_for(obj)))


@transaction.atomic
def note_moved(pages: Iterable[Page], who: Actor) -> None:
    """Write that public pages stand under another address now."""
    for page in pages:
        happening = Happening(Acts.CHANGED, who.role_for(page), page.live_revision)
        line = page_line(page)
        write(line, happening, content=line.content)
