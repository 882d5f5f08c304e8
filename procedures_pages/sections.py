"""The section that this app gives to every site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core import sections
from portal.core.sections import Section

if TYPE_CHECKING:
    from wagtail.models import Page


def _procedures(agency: Any, parent: Page) -> Page:
    from procedures_pages.models import ProcedureIndexPage

    return ProcedureIndexPage(title=_("Thủ tục"), slug="thu-tuc")


def register() -> None:
    """Called once when the application starts."""
    sections.register(
        Section(
            "thu-tuc",
            "thu-tuc",
            gettext_lazy("Thủ tục"),
            _procedures,
            order=10,
            icon="form",
            in_thumb=True,
            mandatory=True,
        )
    )
