"""A view restriction takes pages away from the public, and lifting it brings them back: both are acts.

Wagtail's "set privacy" saves a row and touches no page, so that no publishing is seen; the log is told here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page, PageViewRestriction

from portal.editorial import access
from portal.editorial.public_pages import object_id, object_type
from portal.publication.contents import page_content
from portal.publication.models import PublicationEntry
from portal.publication.registry import SYSTEM
from portal.publication.services import Act, record_acts
from search.outbox import request_index


@transaction.atomic
def restricted(sender: Any, instance: PageViewRestriction, created: bool, **kwargs: Any) -> None:
    """A new restriction: what it covers and nothing else covered is withdrawn."""
    if not created or kwargs.get("raw"):
        return
    covered = instance.page.get_descendants(inclusive=True).live()
    for other in PageViewRestriction.objects.exclude(pk=instance.pk).select_related("page"):
        covered = covered.not_descendant_of(other.page, inclusive=True)
    _record(covered, PublicationEntry.Act.WITHDRAWN)


@transaction.atomic
def lifted(sender: Any, instance: PageViewRestriction, **kwargs: Any) -> None:
    """A restriction was lifted: what it covered and nothing else covers is public again."""
    pages = Page.objects.descendant_of(instance.page, inclusive=True).live().public()
    _record(pages, PublicationEntry.Act.CHANGED)


def _record(pages: Any, act: str) -> None:
    """A line for every page that this makes public or takes away, and its new state for the index."""
    found: Iterable[Page] = list(pages.select_related("locale").specific())
    user = get_active_log_context().user
    role = ",".join(sorted(access.roles_of(user)))[:60] if user is not None else ""
    acts = []
    for page in found:
        owner = access.owner(page)
        if owner is None:
            continue
        acts.append(
            Act(
                act=act,
                object_type=object_type(page),
                object_id=object_id(page),
                actor_role=role or SYSTEM,
                scope_kind=PublicationEntry.Scope.AGENCY,
                scope=owner.code,
                content=page_content(page),
            )
        )
    record_acts(acts)
    request_index("page", [page.pk for page in found])


def connect() -> None:
    """Listen; called once when the application starts."""
    post_save.connect(restricted, sender=PageViewRestriction, dispatch_uid="editorial.restricted")
    post_delete.connect(lifted, sender=PageViewRestriction, dispatch_uid="editorial.lifted")
