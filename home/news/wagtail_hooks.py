"""What this app adds to the editors' side."""

from __future__ import annotations

from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.snippets.models import register_snippet

from home.news.models import Story
from home.news.share_views import DecideView, ShareView
from home.news.viewsets import BannerViewSet
from portal.editorial import access

register_snippet(BannerViewSet)


@hooks.register("register_admin_urls")
def share_urls() -> list[Any]:
    """The screens of sharing."""
    return [
        path("chia-se/<int:pk>/", ShareView.as_view(), name="news_share"),
        path("chia-se/nhan/<int:pk>/", DecideView.as_view(), name="news_share_decide"),
    ]


class ShareItem(ActionMenuItem):
    """ "Chia sẻ…" in the menu of an article that is public."""

    name, label, icon_name = "share", _("Chia sẻ…"), "redirect"

    def is_shown(self, context: dict[str, Any]) -> bool:
        """For who may publish it."""
        page = context.get("page")
        shown = isinstance(page, Story) and getattr(page, "live", False)
        return bool(shown and access.may_publish(context["request"].user, page))

    def get_url(self, context: dict[str, Any]) -> str:
        """The screen's address."""
        return reverse("news_share", args=[context["page"].pk])


@hooks.register("register_page_action_menu_item")
def share_item() -> ShareItem:
    """Beside the other ways on."""
    return ShareItem(order=80)
