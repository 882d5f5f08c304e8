"""Addresses and menu of royalties."""

from __future__ import annotations

from typing import Any

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from home.royalty import views
from portal.editorial import access


@hooks.register("register_admin_urls")
def urls() -> list[Any]:
    """The screens."""
    own = [
        path("", views.ListsView.as_view(), name="lists"),
        path("<int:pk>/", views.ListView.as_view(), name="list"),
        path("<int:pk>.xlsx", views.WorkbookView.as_view(), name="workbook"),
        path("muc/", views.RatesView.as_view(), name="rates"),
    ]
    return [path("nhuan-but/", include((own, "royalty"), namespace="royalty"))]


class RoyaltyMenuItem(MenuItem):
    """For who draws lists up or approves them."""

    def is_shown(self, request: Any) -> bool:
        """Whether this person may open it."""
        roles = views.MAKERS | views.APPROVERS
        return bool(request.user.is_superuser or access.roles_of(request.user) & roles)


@hooks.register("register_reports_menu_item")
def menu_item() -> MenuItem:
    """Among the reports."""
    return RoyaltyMenuItem(
        _("Nhuận bút"), reverse("royalty:lists"), name="royalty", icon_name="list-ul", order=170
    )
