"""Writing plain explanations: one a procedure and language; those of one procedure are translations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale

from portal.editorial.services import Line, publish, register_kind, simple
from procedures_pages.models import Procedure, ProcedureGuide

OBJECT_TYPE = "procedures_pages.procedureguide"
TEXTS = ("name", "summary", "who", "bring", "where", "how_long", "cost", "result")
LISTS = ("everyday_names", "tips")


def content(guide: ProcedureGuide) -> dict[str, Any]:
    """What of a guide is hashed for the publication log."""
    return {key: getattr(guide, key) for key in (*TEXTS, *LISTS)}


@transaction.atomic
def publish_guide(
    procedure: Procedure, language: str, values: Mapping[str, Any], *, role: str, keep_edited: bool = True
) -> bool:
    """Make or change a guide and publish it; gives whether anything changed.

    ``values``: the texts and the two lists of a guide; what is missing becomes empty. With ``keep_edited`` a
    guide that a person has edited stays as it is. A translation shares the key of the Vietnamese guide.
    """
    locale = Locale.objects.get(language_code=language)
    guide = ProcedureGuide.objects.filter(procedure=procedure, locale=locale).first()
    if guide is not None and keep_edited and guide.latest_revision and guide.latest_revision.user_id:
        return False
    if guide is None:
        guide = ProcedureGuide(procedure=procedure, locale=locale, live=False)
        source = ProcedureGuide.objects.filter(
            procedure=procedure, locale__language_code=settings.LANGUAGE_CODE
        ).first()
        if source is not None:
            guide.translation_key = source.translation_key
    wanted: dict[str, Any] = {key: " ".join(str(values.get(key, "")).split()) for key in TEXTS}
    wanted |= {key: [" ".join(item.split()) for item in values.get(key, [])] for key in LISTS}
    if guide.live and all(getattr(guide, key) == value for key, value in wanted.items()):
        return False
    for key, value in wanted.items():
        setattr(guide, key, value)
    guide.full_clean()
    if guide._state.adding:
        guide.save()
    publish(guide, actor_role=role)
    return True


def _line(guide: ProcedureGuide) -> Line:
    """A guide in the log: its procedure's code and its language."""
    return Line(
        object_type=OBJECT_TYPE,
        object_id=f"{guide.procedure.code}:{guide.locale.language_code}",
        search_kind="procedure",
        search_ids=[guide.procedure_id],
        stamps=["catalogue"],
        content=content(guide),
    )


def register() -> None:
    """Called once when the application starts."""
    register_kind(ProcedureGuide, simple(_line))
