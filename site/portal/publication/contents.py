"""What of a page is hashed for the log: what visitors can read, not the bookkeeping around it."""

from __future__ import annotations

import json
from typing import Any

from wagtail.models import Page

# State, place, locks and dates of editing: they move without the page saying anything else.
BOOKKEEPING = frozenset(
    {
        "pk",
        "path",
        "depth",
        "numchild",
        "url_path",
        "translation_key",
        "locale",
        "content_type",
        "alias_of",
        "draft_title",
        "owner",
        "live",
        "has_unpublished_changes",
        "first_published_at",
        "last_published_at",
        "latest_revision_created_at",
        "latest_revision",
        "live_revision",
        "go_live_at",
        "expire_at",
        "expired",
        "locked",
        "locked_at",
        "locked_by",
        "show_in_menus",
        "wagtail_admin_comments",
    }
)


def page_content(page: Page) -> dict[str, Any]:
    """The JSON values of a page that are hashed; the same just after publishing and when read later."""
    data = (page.specific if type(page) is Page else page).serializable_data()
    return {key: _settled(value) for key, value in data.items() if key not in BOOKKEEPING}


def _settled(value: Any) -> Any:
    """A value in the one form that does not depend on where it was read.

    Rows below a page come without their numbers, which are new when a page is copied or restored. Text that
    holds JSON (the body of a page) is read, since PostgreSQL gives its keys back in another order.
    """
    if isinstance(value, str) and value[:1] in ("[", "{"):
        try:
            return json.loads(value)
        except ValueError:
            return value
    if isinstance(value, list):
        return [
            {key: _settled(part) for key, part in row.items() if key not in ("pk", "page")}
            if isinstance(row, dict)
            else row
            for row in value
        ]
    return value
