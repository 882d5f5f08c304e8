"""The editors' forms: what is missing to publish stands at its field, before anything is saved."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.core.forms import FormCheck, register_form_check
from portal.editorial import requirements

# Buttons after which a text must be whole: a second person's time is not spent on half of one.
WHOLE = ("action-publish", "action-submit")


def register() -> None:
    """Called once when the application starts."""
    register_form_check(FormCheck("requirements", lambda form: None, errors))


def errors(form: Any) -> Iterator[tuple[str, str]]:
    """Each unmet requirement at its field, when a button of :data:`WHOLE` was pressed."""
    if not any(form.data.get(button) for button in WHOLE):
        return
    for failure in requirements.failing(form.instance):
        text = failure.text
        if failure.answerable and form.instance.pk:
            text += " " + answer_hint(form.instance, failure.code)
        yield failure.field, text


def answer_hint(obj: Any, code: str) -> str:
    """Where "Không áp dụng" is answered, as a sentence with the address."""
    kind = ContentType.objects.get_for_model(obj, for_concrete_model=False)
    address = reverse("not_applicable", args=[kind.pk, obj.pk, code])
    return _("Không áp dụng? Nêu lý do tại %s") % address
