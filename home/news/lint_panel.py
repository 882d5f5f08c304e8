"""Hints of a careful reader in the form of an article or notice."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import Panel

SHOWN_IN_FORM = 8


class LintPanel(Panel):
    """In the form of an article or notice: what was found in what was last saved, and the screen.

    Where scripts run, one press checks what stands in the form, and repairs it there (``news/lint.js``).
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("heading", gettext_lazy("Soát chữ"))
        super().__init__(*args, **kwargs)

    class BoundPanel(Panel.BoundPanel):
        """Nothing for a page that was never saved."""

        template_name = "news/admin/_lint_panel.html"

        def is_shown(self) -> bool:
            """Only for what is stored."""
            return bool(self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """``finds``, the first few, and how many there are."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            from home.news import lint

            found = lint.finds(self.instance)
            return context | {
                "finds": found[:SHOWN_IN_FORM],
                "count": len(found),
                "address": reverse("news_lint", args=[self.instance.pk]),
                "typed": reverse("news_lint_typed", args=[self.instance.pk]),
            }
