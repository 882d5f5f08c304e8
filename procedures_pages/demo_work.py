"""Work about procedures that waits in the demonstration: what agencies add, explanations being changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction

from portal.accounts import demo
from portal.agencies.models import Agency
from portal.editorial.workflow import review
from procedures_pages.models import LocalFields, Procedure, ProcedureGuide

FILE = Path(__file__).resolve().parent / "demo" / "work.yaml"


def fill() -> int:
    """Make what is missing; what is there stays as people left it. Gives how much was made."""
    texts: dict[str, list[dict[str, Any]]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    made = sum(_local(entry) for entry in texts["local"])
    return made + sum(_guide(entry) for entry in texts["guides"])


def _known(entry: dict[str, Any]) -> tuple[Any, Any, Any]:
    """Agency, procedure and author; None for what this catalogue does not hold."""
    agency = Agency.objects.filter(code=entry["agency"], is_demo=True).first()
    procedure = Procedure.objects.filter(code=entry["procedure"]).first()
    author = demo.person(demo.name_of(entry["by"], agency)) if agency is not None else None
    return agency, procedure, author


@transaction.atomic
def _local(entry: dict[str, Any]) -> bool:
    agency, procedure, author = _known(entry)
    if None in (procedure, author) or LocalFields.objects.filter(agency=agency, procedure=procedure).exists():
        return False
    row = LocalFields(
        agency=agency, procedure=procedure, place=entry["place"], note=entry["note"], live=False
    )
    row.save()
    _pass_on(row, author, entry, agency)
    return True


@transaction.atomic
def _guide(entry: dict[str, Any]) -> bool:
    agency, procedure, author = _known(entry)
    if None in (procedure, author):
        return False
    guide = ProcedureGuide.objects.filter(
        procedure=procedure, locale__language_code=settings.LANGUAGE_CODE
    ).first()
    if guide is None or (guide.latest_revision is not None and guide.latest_revision.user_id):
        return False
    draft = guide.get_latest_revision_as_object()
    setattr(draft, entry["field"], [*getattr(draft, entry["field"]), *entry["text"]])
    _pass_on(draft, author, entry, agency)
    return True


def _pass_on(obj: Any, author: Any, entry: dict[str, Any], agency: Agency) -> None:
    """Save the text as its author's, and take it as far as the entry says."""
    obj.save_revision(user=author)
    if entry["state"] == "draft":
        return
    state = review.submit(obj, author)
    if entry["state"] == "public":
        second = demo.person(demo.name_of(entry["second"], agency))
        review.approve(state.current_task_state, second)
