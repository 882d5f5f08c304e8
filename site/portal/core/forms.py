"""The editors' forms of pages and records; higher apps say what they check besides the fields.

A check is registered once and runs in every such form, so that no page or record type can forget it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.forms.pages import WagtailAdminPageForm


@dataclass(frozen=True, slots=True)
class FormCheck:
    """``prepare(form)`` narrows the fields of a form just made; ``errors(form)`` gives ``(field, message)``
    pairs of a form whose fields are right; an empty field means the form as a whole."""

    key: str
    prepare: Callable[[Any], None]
    errors: Callable[[Any], Iterable[tuple[str, str]]]


_checks: dict[str, FormCheck] = {}


def register_form_check(check: FormCheck) -> None:
    """Add a check; the same key again replaces the earlier one."""
    _checks[check.key] = check


class CheckedForm:
    """Mixin; place it before Wagtail's form in the bases."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._checked = False
        for check in _checks.values():
            check.prepare(self)

    def is_valid(self) -> bool:
        """Wagtail's answer, its rows' included; then every registered check, once."""
        valid = bool(super().is_valid())  # type: ignore[misc]
        if valid and not self._checked:
            self._checked = True
            for check in _checks.values():
                for field, message in check.errors(self):
                    known = field if field in self.fields else None  # type: ignore[attr-defined]
                    self.add_error(known, message)  # type: ignore[attr-defined]
                    valid = False
        return valid and not self.errors  # type: ignore[attr-defined]


class PortalPageForm(CheckedForm, WagtailAdminPageForm):
    """The form of every page type."""

    def save(self, commit: bool = True) -> Any:
        """A new page is a draft until the publish service has let it through; Wagtail would save it live."""
        if self.instance.pk is None:
            self.instance.live = False
        return super().save(commit=commit)


class RecordForm(CheckedForm, WagtailAdminModelForm):
    """The form of every record type."""
