"""The section that this app gives to every site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core import sections
from portal.core.sections import Section

if TYPE_CHECKING:
    from wagtail.models import Page


def _questions(agency: Any, parent: Page) -> Page:
    from feedback.models import QuestionDeskPage

    return QuestionDeskPage(title=_("Hỏi đáp"), slug="hoi-dap")


def register() -> None:
    """Called once when the application starts."""
    sections.register(
        Section(
            "hoi-dap",
            "hoi-dap",
            gettext_lazy("Hỏi đáp"),
            _questions,
            order=20,
            icon="ask",
            in_thumb=True,
            mandatory=True,
        )
    )
