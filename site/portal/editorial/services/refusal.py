"""Why something was not published: said in words, with the field and the article, never silently."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _

from portal.editorial.requirements import Failure


class PublishRefused(ValidationError):
    """Raised by every door when a rule is not met; ``failures`` names each, ``instance`` is the thing.

    Nothing of the act has happened then; what was saved as a draft before stays.
    """

    def __init__(self, instance: Any, failures: Sequence[Failure]) -> None:
        self.instance = instance
        self.failures = list(failures)
        by_field: dict[str, list[str]] = {}
        for failure in self.failures:
            by_field.setdefault(failure.field or NON_FIELD_ERRORS, []).append(failure.text)
        super().__init__(by_field)

    def __str__(self) -> str:
        return self.sentence

    @property
    def sentence(self) -> str:
        """All reasons in one line, for a message."""
        return _("Chưa công khai được: %s") % " ".join(failure.text for failure in self.failures)
