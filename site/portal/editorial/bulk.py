"""Bulk actions on pages: one by one through the publish service; what a rule stops is named."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.admin import messages
from wagtail.admin.views.pages.bulk_actions import (
    DeleteBulkAction,
    MoveBulkAction,
    PublishBulkAction,
    UnpublishBulkAction,
)

from portal.editorial.services import PublishRefused


class _OneByOne:
    """Mixin: Wagtail's action on one page at a time. ``makes_live``: below it, for drafts alone."""

    makes_live = False

    def get_execution_context(self) -> dict[str, Any]:
        """With a list for what was refused, told after the rest is done."""
        self.refused: list[str] = []
        return {**super().get_execution_context(), "refused": self.refused}  # type: ignore[misc]

    def form_valid(self, form: Any) -> Any:
        """Wagtail's answer, and a message for each page that stayed as it was."""
        response = super().form_valid(form)  # type: ignore[misc]
        for words in getattr(self, "refused", []):
            messages.error(self.request, words)  # type: ignore[attr-defined]
        return response

    @classmethod
    def execute_action(
        cls, objects: Any, include_descendants: bool = False, refused: list[str] | None = None, **context: Any
    ) -> tuple[int, int]:
        """Gives how many of the chosen pages and how many below them were done."""
        done = [0, 0]
        for page, below in cls._chosen(objects, include_descendants):
            try:
                with transaction.atomic():
                    counted = super().execute_action([page], **context)  # type: ignore[misc]
            except (PublishRefused, PermissionDenied) as error:
                if refused is not None:
                    told = error.sentence if isinstance(error, PublishRefused) else str(error)
                    refused.append(f"{page.get_admin_display_title()}: {told}")
                continue
            done[below] += counted[0] if counted else 0
            done[1] += counted[1] if counted else 0
        return done[0], done[1]

    @classmethod
    def _chosen(cls, objects: Any, include_descendants: bool) -> Iterator[tuple[Any, int]]:
        """The pages that were ticked (0), and those below them that the action is meant for (1)."""
        for page in objects:
            yield page, 0
            if include_descendants:
                for below in page.get_descendants().filter(live=not cls.makes_live).specific():
                    yield below, 1

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str | None:
        """Nothing where nothing was done."""
        if not num_parent_objects and not num_child_objects:
            return None
        message: str = super().get_success_message(num_parent_objects, num_child_objects)  # type: ignore[misc]
        return message


class Publish(_OneByOne, PublishBulkAction):
    """Publish pages."""

    makes_live = True


class Unpublish(_OneByOne, UnpublishBulkAction):
    """Take pages down."""


class Delete(_OneByOne, DeleteBulkAction):
    """Delete pages."""


class Move(_OneByOne, MoveBulkAction):
    """Move pages."""


ACTIONS = (Publish, Unpublish, Delete, Move)
