"""Questions to the publication log. Deadlines are judged by it, never by a field that can be edited."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Max, Min, QuerySet
from django.db.models.functions import Greatest

from portal.publication.models import PublicationEntry
from portal.publication.registry import site_makers

_PUBLIC_FROM = Greatest("logged_at", "visible_from")
# After these a thing is public; "replaced" ends a version's time but takes nothing away.
MAKES_PUBLIC = frozenset({"appeared", "changed", "corrected"})
TAKES_AWAY = frozenset({"withdrawn", "expired"})


def first_public(object_type: str, object_ids: Collection[str]) -> dict[str, datetime]:
    """The first public minute of each thing, by its id: the later of "logged" and "visible from".

    What never appeared is not in the answer.
    """
    rows = _appearances(object_type, object_ids).values_list("object_id").annotate(first=Min(_PUBLIC_FROM))
    return dict(rows)


def first_public_versions(object_type: str, object_id: str) -> dict[str, datetime]:
    """The first public minute of each version of a thing, by the version's key."""
    rows = _appearances(object_type, [object_id]).values_list("version").annotate(first=Min(_PUBLIC_FROM))
    return dict(rows)


def _appearances(object_type: str, object_ids: Collection[str]) -> QuerySet[PublicationEntry]:
    found: QuerySet[PublicationEntry] = PublicationEntry.objects.filter(
        object_type=object_type, object_id__in=object_ids, act=PublicationEntry.Act.APPEARED
    )
    return found.order_by()


def last_publications() -> dict[str, datetime]:
    """When each agency last made something public or changed it, by its code: one query.

    The setting up of empty pages does not count.
    """
    rows = (
        PublicationEntry.objects.filter(scope_kind=PublicationEntry.Scope.AGENCY, act__in=MAKES_PUBLIC)
        .exclude(actor_role__in=site_makers())
        .order_by()
        .values_list("scope")
        .annotate(last=Max("logged_at"))
    )
    return dict(rows)
