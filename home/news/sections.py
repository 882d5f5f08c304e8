"""The sections that this app gives to every site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core import sections
from portal.core.sections import Section

if TYPE_CHECKING:
    from wagtail.models import Page


def _news(agency: Any, parent: Page) -> Page:
    from home.news.models import NewsIndexPage

    return NewsIndexPage(title=_("Tin tức"), slug="tin-tuc")


def _notices(agency: Any, parent: Page) -> Page:
    from home.news.models import NoticeIndexPage

    return NoticeIndexPage(title=_("Thông báo"), slug="thong-bao")


def register() -> None:
    """Called once when the application starts."""
    sections.register(Section("tin-tuc", "tin-tuc", gettext_lazy("Tin tức"), _news, order=50, icon="news"))
    sections.register(
        Section("thong-bao", "thong-bao", gettext_lazy("Thông báo"), _notices, order=55, icon="bell")
    )
