"""What this app adds to the editors' side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.widgets import Button
from wagtail.snippets.models import register_snippet

from home.news.lint_views import LintView, TypedView
from home.news.models import NewsIndexPage, NoticeIndexPage, Story
from home.news.out_views import OutView
from home.news.share_views import DecideView, ShareView
from home.news.viewsets import AreaViewSet, BannerViewSet
from home.news.word.views import BringView, LookView
from portal.editorial import access

register_snippet(BannerViewSet)
register_snippet(AreaViewSet)


@hooks.register("register_admin_urls")
def share_urls() -> list[Any]:
    """The screens of sharing and of the ways out."""
    return [
        path("loa-in-tin-nhan/<int:pk>/", OutView.as_view(), name="news_out"),
        path("chia-se/<int:pk>/", ShareView.as_view(), name="news_share"),
        path("chia-se/nhan/<int:pk>/", DecideView.as_view(), name="news_share_decide"),
    ]


@hooks.register("register_admin_urls")
def word_urls() -> list[Any]:
    """The screens of writing from a Word file or a PDF."""
    return [
        path("tu-word/<int:pk>/", BringView.as_view(), name="news_word"),
        path("tu-word/<int:pk>/<int:key>/", LookView.as_view(), name="news_word_look"),
    ]


@hooks.register("register_page_header_buttons")
def word_button(page: Any, user: Any, **kwargs: Any) -> Iterator[Button]:
    """ "Soạn từ tệp Word, PDF" on the list of news or notices, "Thêm từ tệp Word, PDF" on one of them."""
    found: Any = page.specific_class if page is not None else None
    if found is None:
        return
    address = reverse("news_word", args=[page.pk])
    if issubclass(found, NewsIndexPage | NoticeIndexPage) and access.may(user, "add", page):
        yield Button(_("Soạn từ tệp Word, PDF"), address, icon_name="upload", priority=15)
    elif issubclass(found, Story) and access.may_change(user, page):
        yield Button(_("Thêm từ tệp Word, PDF"), address, icon_name="upload", priority=15)


@hooks.register("register_admin_urls")
def lint_urls() -> list[Any]:
    """The screen of what a careful reader would mark, and the same of a form that is being filled in."""
    return [
        path("soat-chu/<int:pk>/", LintView.as_view(), name="news_lint"),
        path("soat-chu/<int:pk>/dang-go/", TypedView.as_view(), name="news_lint_typed"),
    ]


@hooks.register("insert_editor_js")
def lint_script() -> str:
    """Checks what stands in the form, where scripts run."""
    return format_html('<script src="{}" defer></script>', static("news/lint.js"))


class LintItem(ActionMenuItem):
    """ "Soát chữ" in the menu of an article or notice."""

    name, label, icon_name = "lint", _("Soát chữ…"), "glasses"

    def is_shown(self, context: dict[str, Any]) -> bool:
        """For who may change it."""
        page = context.get("page")
        return isinstance(page, Story) and access.may_change(context["request"].user, page)

    def get_url(self, context: dict[str, Any]) -> str:
        """The screen's address."""
        return reverse("news_lint", args=[context["page"].pk])


@hooks.register("register_page_action_menu_item")
def lint_item() -> LintItem:
    """Beside the other ways on."""
    return LintItem(order=75)


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


class OutItem(ActionMenuItem):
    """ "Loa, in, tin nhắn" in the menu of an article or notice that is public."""

    name, label, icon_name = "out", _("Loa, in, tin nhắn"), "mail"

    def is_shown(self, context: dict[str, Any]) -> bool:
        """Of what is public."""
        page = context.get("page")
        return isinstance(page, Story) and bool(getattr(page, "live", False))

    def get_url(self, context: dict[str, Any]) -> str:
        """The screen's address."""
        return reverse("news_out", args=[context["page"].pk])


@hooks.register("register_page_action_menu_item")
def out_item() -> OutItem:
    """Beside sharing."""
    return OutItem(order=81)
