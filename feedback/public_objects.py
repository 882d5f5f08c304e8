"""Published answers as the publication log knows them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from feedback.models import PublicQuestion
from feedback.services.publishing import OBJECT_TYPE, content
from portal.core.site_request import PortalRequest
from portal.publication.chain import content_hash
from portal.publication.registry import PublicObjects, PublicState, Shown, register_public_objects

CHUNK = 500


def states() -> Iterator[PublicState]:
    """Everything that is public now."""
    rows = PublicQuestion.objects.filter(live=True).order_by("pk").prefetch_related("topics")
    for row in rows.iterator(CHUNK):
        yield PublicState(OBJECT_TYPE, str(row.pk), content_hash(content(row)))


def shown(keys: Collection[tuple[str, str]], portal: PortalRequest) -> dict[tuple[str, str], Shown]:
    """Titles of those that are public now; the address is the province's."""
    base = portal.section_url("hoi-dap", portal.map.province_home(portal.locale))
    ids = [int(object_id) for _kind, object_id in keys if object_id.isdigit()]
    rows = {str(row.pk): row for row in PublicQuestion.objects.filter(pk__in=ids, live=True)}
    return {
        (kind, object_id): Shown(
            rows[object_id].title,
            f"{base}{object_id}/{rows[object_id].slug}/" if base else "",
            rows[object_id].language,
        )
        for kind, object_id in keys
        if object_id in rows
    }


def register() -> None:
    """Called once when the application starts."""
    register_public_objects("feedback.questions", PublicObjects(lambda: {OBJECT_TYPE}, states, shown))
