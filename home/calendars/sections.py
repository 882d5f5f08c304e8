"""The sections that this app gives to every site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core import sections
from portal.core.sections import Section

if TYPE_CHECKING:
    from wagtail.models import Page


def _agenda(agency: Any, parent: Page) -> Page:
    from home.calendars.models import AgendaPage

    return AgendaPage(title=_("Lịch công tác"), slug="lich-cong-tac")


def _reception(agency: Any, parent: Page) -> Page:
    from home.calendars.models import ReceptionPage

    return ReceptionPage(title=_("Lịch tiếp công dân"), slug="tiep-cong-dan")


def register() -> None:
    """Called once when the application starts."""
    for slug, title, build, order in (
        ("lich-cong-tac", gettext_lazy("Lịch công tác"), _agenda, 70),
        ("tiep-cong-dan", gettext_lazy("Lịch tiếp công dân"), _reception, 72),
    ):
        sections.register(Section(slug, slug, title, build, order=order, icon="clock", in_menu=False))
