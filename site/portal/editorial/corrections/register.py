"""Where corrections appear: on pages, under every home, in the editors' action menus."""

from __future__ import annotations

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.snippets.action_menu import ActionMenuItem as SnippetActionMenuItem

from portal.core import slots
from portal.core.site_request import register_app_route
from portal.editorial.corrections import public


def _urls() -> list[Any]:
    from portal.editorial.corrections.views import CorrectionView

    return [path("dinh-chinh/<int:type_id>/<int:pk>/", CorrectionView.as_view(), name="correction")]


def register() -> None:
    """Called once when the application starts."""
    from portal.editorial.workflow.register import Link

    class CorrectionItem(Link, ActionMenuItem):
        name, label, view = "correction", gettext_lazy("Đính chính, ghi chú thay đổi…"), "correction"
        icon_name = "edit"

    class RecordCorrectionItem(Link, SnippetActionMenuItem):
        name, label, view = "correction", gettext_lazy("Đính chính, ghi chú thay đổi…"), "correction"
        icon_name = "edit"

    hooks.register("register_admin_urls", _urls)
    hooks.register("register_page_action_menu_item", lambda: CorrectionItem(order=80))
    hooks.register("register_snippet_action_menu_item", lambda model: RecordCorrectionItem(order=80))
    slots.register("page.notice", "editorial.corrections", public.of_page, order=20)
    register_app_route(public.ROUTE, public.route)
