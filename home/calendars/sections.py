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
    # The law wants receptions to be announced where people look (Luật Tiếp công dân 42/2013/QH13, Điều 24).
    for slug, title, build, order, mandatory in (
        ("lich-cong-tac", gettext_lazy("Lịch công tác"), _agenda, 82, False),
        ("tiep-cong-dan", gettext_lazy("Lịch tiếp công dân"), _reception, 81, True),
    ):
        sections.register(Section(slug, slug, title, build, order=order, icon="clock", mandatory=mandatory))
