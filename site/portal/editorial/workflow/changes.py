"""What a draft changes, field by field, as Wagtail's own comparison says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from wagtail.admin.compare import StreamFieldComparison
from wagtail.models import Page


@dataclass(frozen=True, slots=True)
class Change:
    """A field and its difference as HTML (Wagtail escapes the texts and marks what went and what came)."""

    label: str
    html: Any


def changes_of(live: Any, draft: Any, request: HttpRequest) -> list[Change]:
    """The fields in which the draft differs from what stands now."""
    panel = _panel(type(draft))
    found = []
    for compare in panel.get_bound_panel(instance=live, request=request, form=None).get_comparison():
        difference = compare(live, draft)
        if not difference.has_changed():
            continue
        html = difference.htmldiff()
        # A body that was saved again has other keys and the same words.
        if not isinstance(difference, StreamFieldComparison) or "addition" in html or "deletion" in html:
            found.append(Change(str(difference.field_label()), html))
    return found


def _panel(model: Any) -> Any:
    """The editors' form of a page type or of a record type."""
    return model.get_edit_handler() if issubclass(model, Page) else model.snippet_viewset.get_edit_handler()
