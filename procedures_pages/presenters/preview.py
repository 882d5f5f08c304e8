"""A version that is not saved yet, as its public page will show it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

from portal.core.clock import WorkCalendar, today
from procedures_pages.presenters.page import present
from procedures_pages.presenters.terms import add_dues
from procedures_pages.services import documents
from procedures_pages.services.catalogue import own_province_name
from procedures_pages.services.rows import FIRST_LEVEL, VersionRows, number

if TYPE_CHECKING:
    from procedures_pages.models import ProcedureVersion


def preview_context(version: ProcedureVersion) -> dict[str, Any]:
    """What the preview's template needs; rows come from the form, places and keys are filled here."""
    version.fill_derived()
    rows = VersionRows()
    for relation, _model in FIRST_LEVEL:
        found = list(getattr(version, relation).all())
        number(found)
        setattr(rows, relation, found)
    for case in rows.cases:
        rows.papers.append(list(case.papers.all()))
    for method in rows.methods:
        rows.fees.append(list(method.fees.all()))
    for below in (*rows.papers, *rows.fees):
        number(below)
    view = present(documents.build(version, rows), province=own_province_name())
    add_dues(view.terms, today(), WorkCalendar.current())
    return {"view": view, "legal_language": settings.LANGUAGE_CODE}
