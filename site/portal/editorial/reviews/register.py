"""What reviews join: action menus, public pages, "Việc hôm nay" and the site-health board."""

from __future__ import annotations

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.snippets.action_menu import ActionMenuItem as SnippetActionMenuItem

from portal.core import slots
from portal.editorial.oversight.board import Measure, register_measure
from portal.editorial.reviews import shown
from portal.editorial.today import Source, register_source


def _urls() -> list[Any]:
    from portal.editorial.reviews.views import ReviewDayView

    return [path("ra-soat/<int:type_id>/<int:pk>/", ReviewDayView.as_view(), name="review_day")]


def register() -> None:
    """Called once when the application starts."""
    from portal.editorial.workflow.register import Link

    class ReviewItem(Link, ActionMenuItem):
        name, label, view = "review-day", gettext_lazy("Rà soát…"), "review_day"
        icon_name = "calendar-check"

    class RecordReviewItem(Link, SnippetActionMenuItem):
        name, label, view = "review-day", gettext_lazy("Rà soát…"), "review_day"
        icon_name = "calendar-check"

    hooks.register("register_admin_urls", _urls)
    hooks.register("register_page_action_menu_item", lambda: ReviewItem(order=85))
    hooks.register("register_snippet_action_menu_item", lambda model: RecordReviewItem(order=85))
    slots.register("page.notice", "editorial.reviewed", shown.of_page, order=90)
    register_source(Source("reviews", gettext_lazy("Rà soát"), shown.due))
    register_measure(Measure("reviews", gettext_lazy("Quá hạn rà soát"), shown.overdue, 50))
