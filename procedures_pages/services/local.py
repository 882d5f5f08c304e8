"""What an agency says about a procedure at its place, as the publication log names it."""

from __future__ import annotations

from portal.editorial.services import Line, register_kind, simple
from portal.publication.models import PublicationEntry
from procedures_pages.models import LocalFields

OBJECT_TYPE = "procedures_pages.localfields"
COLUMNS = ("place", "hours", "officer", "phone", "note", "confirmed_version_id", "confirmed_on")


def content(local: LocalFields) -> dict[str, str]:
    """What of an agency's words on a procedure is hashed for the publication log."""
    return {name: str(getattr(local, name) or "") for name in COLUMNS}


def _line(local: LocalFields) -> Line:
    """An agency's additions in the log: the agency's code and the procedure's."""
    return Line(
        object_type=OBJECT_TYPE,
        object_id=f"{local.agency.code}:{local.procedure.code}",
        scope_kind=PublicationEntry.Scope.AGENCY,
        scope=local.agency.code,
        search_kind="procedure",
        search_ids=[local.procedure_id],
        stamps=["catalogue"],
        content=content(local),
    )


def register() -> None:
    """Called once when the application starts."""
    register_kind(LocalFields, simple(_line))
