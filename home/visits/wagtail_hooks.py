"""Address and menu of visits."""

from __future__ import annotations

from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from home.visits.views import CORRECTORS, READERS, VisitsView
from portal.editorial import access


@hooks.register("register_admin_urls")
def urls() -> list[Any]:
    """The screen."""
    return [path("luot-truy-cap/", VisitsView.as_view(), name="visits")]


class VisitsMenuItem(MenuItem):
    """For who may read the numbers."""

    def is_shown(self, request: Any) -> bool:
        """Whether this person may open it."""
        roles = READERS | CORRECTORS
        return bool(request.user.is_superuser or access.roles_of(request.user) & roles)


@hooks.register("register_reports_menu_item")
def menu_item() -> MenuItem:
    """Among the reports."""
    return VisitsMenuItem(_("Lượt truy cập"), reverse("visits"), name="visits", icon_name="view", order=171)
