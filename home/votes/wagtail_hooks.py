"""Address and menu of the results."""

from __future__ import annotations

from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from home.votes.views import READERS, ResultsView
from portal.editorial import access


@hooks.register("register_admin_urls")
def urls() -> list[Any]:
    """The screen."""
    return [path("do-de-hieu/", ResultsView.as_view(), name="clarity")]


class ClarityMenuItem(MenuItem):
    """For who writes or approves."""

    def is_shown(self, request: Any) -> bool:
        """Whether this person may open it."""
        return bool(request.user.is_superuser or access.roles_of(request.user) & READERS)


@hooks.register("register_reports_menu_item")
def menu_item() -> MenuItem:
    """Among the reports."""
    return ClarityMenuItem(_("Độ dễ hiểu"), reverse("clarity"), name="clarity", icon_name="help", order=172)
