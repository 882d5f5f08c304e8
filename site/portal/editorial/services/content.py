"""What a revision says, apart from what Wagtail keeps about it: so that approvals are bound to the text."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final

from wagtail.models import Revision

# Bookkeeping that changes without the text: keys of pages and records, in any nesting. The moment of
# publication is not part of the text: whoever may publish it chooses when.
BOOKKEEPING: Final = frozenset(
    {
        "draft_title",
        "expired",
        "first_published_at",
        "go_live_at",
        "has_unpublished_changes",
        "last_published_at",
        "latest_revision",
        "latest_revision_created_at",
        "live",
        "live_revision",
        "locked",
        "locked_at",
        "locked_by",
        "owner",
        "path",
        "depth",
        "numchild",
        "url_path",
        "pk",
        "wagtail_admin_comments",
    }
)


def digest(content: Any) -> str:
    """SHA-256 of what a revision says; the same text saved again gives the same digest."""
    text = json.dumps(_plain(content), ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items() if key not in BOOKKEEPING}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value


def last_editor(revision: Revision) -> Any:
    """The user who last changed the text; None when a part of the portal wrote it.

    Whoever saves or publishes a text as it stands is not its editor: of a run of revisions that say the same,
    the first counts.
    """
    wanted = digest(revision.content)
    writer = revision.user
    earlier = (
        Revision.objects.filter(
            base_content_type_id=revision.base_content_type_id,
            object_id=revision.object_id,
            created_at__lte=revision.created_at,
        )
        .exclude(pk=revision.pk)
        .select_related("user")
        .order_by("-created_at", "-pk")
    )
    for other in earlier.iterator(chunk_size=5):
        if digest(other.content) != wanted:
            break
        writer = other.user
    return writer
