"""Page choosers and the explorer ask as much for fifty lines as for one.

Wagtail's chooser asks for parent, schedule and workflow of each line, and for the own table of each type. The
explorer's means for schedule and workflow are used here too; parents come in one query, none where all lines
have the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wagtail import hooks
from wagtail.admin.views.chooser import BrowseView
from wagtail.models import Page, PagePermissionTester
from wagtail_localize.wagtail_hooks import page_listing_more_buttons


def translations_are_offered_on_the_page_alone() -> None:
    """Wagtail-localize asks twice a line whether to offer a translation in each line's menu of the explorer.

    The same entry stands at the head of every page.
    """
    held = hooks._hooks["register_page_listing_more_buttons"]
    held[:] = [(hook, order) for hook, order in held if hook is not page_listing_more_buttons]


def leaves_have_nothing_below() -> None:
    """Whoever may change and not publish may delete what holds nothing live; Wagtail asks twice a line.

    A page without pages below it holds nothing but itself.
    """
    tester: Any = PagePermissionTester
    stock = tester.can_delete

    def can_delete(self: Any, ignore_bulk: bool = False) -> bool:
        held = getattr(self, "permissions", ())  # not worked out for administrators
        writes_only = "change" in held and "publish" not in held
        if writes_only and not self.page_is_root and self.page.is_leaf():
            return bool(self.user.is_active and not self.page.live)
        return bool(stock(self, ignore_bulk))

    tester.can_delete = can_delete


def with_what_lines_show(pages: Any, known: Page | None = None) -> Any:
    """The queryset, giving pages that know their parent (``known`` among them), schedule and workflow."""
    found = pages.specific(defer=True).annotate_approved_schedule().prefetch_workflow_states()
    stock = found._iterable_class

    class WithParents(stock):  # type: ignore[misc, valid-type]
        """The stock iterable; parents come in one query."""

        def __iter__(self) -> Iterator[Any]:
            lines = list(super().__iter__())
            pages = [line for line in lines if isinstance(line, Page)]
            parents = {known.path: known} if known is not None else {}
            missing = {page.path[: -Page.steplen] for page in pages} - set(parents)
            if missing:
                parents |= {page.path: page for page in Page.objects.filter(path__in=missing)}
            for page in pages:
                page._cached_parent_obj = parents.get(page.path[: -Page.steplen])
            return iter(lines)

    found._iterable_class = WithParents
    return found


def install() -> None:
    """Browsing knows the parent of all its lines, searching fetches theirs; called once."""
    translations_are_offered_on_the_page_alone()
    leaves_have_nothing_below()
    view: Any = BrowseView
    stock = view.filter_object_list

    def filter_object_list(self: Any, pages: Any) -> Any:
        return with_what_lines_show(stock(self, pages), self.parent_page)

    view.filter_object_list = filter_object_list
