"""The sections that this app gives to sites: lists of agencies, about, contact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from home import demo_texts
from portal.core import sections
from portal.core.sections import PROVINCE, Section

if TYPE_CHECKING:
    from wagtail.models import Page

    from portal.agencies.models import Agency


def _about(agency: Agency, parent: Page) -> Page:
    from home.models import AboutPage

    return _with_text(AboutPage(title=_("Giới thiệu"), slug="gioi-thieu"), "about", agency)


def _contact(agency: Agency, parent: Page) -> Page:
    from home.models import ContactPage

    return _with_text(ContactPage(title=_("Liên hệ"), slug="lien-he"), "contact", agency)


def _places(agency: Agency, parent: Page) -> Page:
    from home.models import PlacesPage

    return PlacesPage(title=_("Nơi tiếp nhận"), slug="noi-tiep-nhan")


def _work_calendar(agency: Agency, parent: Page) -> Page:
    from home.models import WorkCalendarPage

    return WorkCalendarPage(title=_("Lịch làm việc"), slug="lich-lam-viec")


def _with_text(page: Any, kind: str, agency: Agency) -> Page:
    """The page with the demonstration's text, where this is the demonstration; else empty, to be written."""
    if agency.is_demo:
        demo_texts.fill(page, kind, agency)
    filled: Page = page
    return filled


def _communes(agency: Agency, parent: Page) -> Page:
    from home.models import AgencyIndexPage

    return AgencyIndexPage(title=_("Xã, phường"), slug="xa-phuong", level="commune")


def _departments(agency: Agency, parent: Page) -> Page:
    from home.models import AgencyIndexPage

    return AgencyIndexPage(title=_("Sở, ban, ngành"), slug="co-quan", level="department")


def register() -> None:
    """Called once when the application starts."""
    only_province = frozenset({PROVINCE})
    for section in (
        Section(
            "xa-phuong",
            "xa-phuong",
            gettext_lazy("Xã, phường"),
            _communes,
            order=60,
            mandatory=True,
            levels=only_province,
            icon="pin",
        ),
        Section(
            "co-quan",
            "co-quan",
            gettext_lazy("Sở, ban, ngành"),
            _departments,
            order=65,
            mandatory=True,
            levels=only_province,
            icon="home",
        ),
        Section("gioi-thieu", "gioi-thieu", gettext_lazy("Giới thiệu"), _about, order=80, icon="info"),
        Section(
            "noi-tiep-nhan",
            "noi-tiep-nhan",
            gettext_lazy("Nơi tiếp nhận"),
            _places,
            order=85,
            icon="pin",
            in_menu=False,
        ),
        Section(
            "lich-lam-viec",
            "lich-lam-viec",
            gettext_lazy("Lịch làm việc"),
            _work_calendar,
            order=87,
            levels=only_province,
            icon="clock",
            in_menu=False,
        ),
        Section(
            "lien-he",
            "lien-he",
            gettext_lazy("Liên hệ"),
            _contact,
            order=90,
            icon="phone",
            in_thumb=True,
            mandatory=True,
        ),
    ):
        sections.register(section)
