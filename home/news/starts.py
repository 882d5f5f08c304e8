"""What editors begin from the first screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from portal.editorial import access
from portal.editorial.today.quick import QuickStart, register_quick_start

if TYPE_CHECKING:
    from portal.agencies.models import Agency
    from portal.core.site_request import PortalRequest


def _write_news(user: Any, agency: Agency | None, portal: PortalRequest) -> str:
    return _below("tin-tuc", "articlepage", user, agency, portal)


def _write_notice(user: Any, agency: Agency | None, portal: PortalRequest) -> str:
    return _below("thong-bao", "noticepage", user, agency, portal)


def _from_word(user: Any, agency: Agency | None, portal: PortalRequest) -> str:
    section = _section("tin-tuc", user, agency, portal)
    return reverse("news_word", args=[section.pk]) if section is not None else ""


def _below(slug: str, model: str, user: Any, agency: Agency | None, portal: PortalRequest) -> str:
    """The form of a new page in a section of the agency's site, for who may write there."""
    section = _section(slug, user, agency, portal)
    return reverse("wagtailadmin_pages:add", args=["news", model, section.pk]) if section is not None else ""


def _section(slug: str, user: Any, agency: Agency | None, portal: PortalRequest) -> Any:
    """A section of the agency's site where the person may write; None where there is none."""
    home = portal.map.home_of(agency.pk) if agency is not None else None
    section = home.children.get(slug) if home else None
    if section is None or not access.may(user, "add", Page(pk=section.pk, path=section.path)):
        return None
    return section


def register() -> None:
    """Called once when the application starts."""
    bring = _("Đăng văn bản: kéo tệp PDF đã ký số, Word")
    register_quick_start(QuickStart("word", bring, "upload", 5, _from_word))
    register_quick_start(QuickStart("news", _("Viết tin"), "edit", 15, _write_news))
    register_quick_start(QuickStart("notice", _("Đăng thông báo"), "warning", 20, _write_notice))
