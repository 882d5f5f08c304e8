"""Who may do what with the catalogue's records (docs/adr/0009)."""

from __future__ import annotations

from portal.editorial import access
from portal.editorial.roles import grant

VERSION, GUIDE = "procedures_pages.ProcedureVersion", "procedures_pages.ProcedureGuide"
LOCAL, EXCEPTION = "procedures_pages.LocalFields", "procedures_pages.PerformerException"
DECISION, REVIEW = "procedures_pages.AnnouncingDecision", "procedures_pages.ReviewItem"
FIELD, GATEWAY = "procedures_pages.ProcedureField", "procedures_pages.GatewayTemplate"

ALL = ("view", "add", "change", "publish", "lock", "unlock")


def register() -> None:
    """Called once when the application starts."""
    # A membership names a lĩnh vực by its slug; a code is not known for all of them.
    access.register_field_path(VERSION, "field__slug")
    access.register_field_path(GUIDE, "procedure__versions__field__slug")
    access.register_field_path(LOCAL, "procedure__versions__field__slug")
    _at_agencies()
    _at_the_province()


def _at_agencies() -> None:
    for role in ("editor", "counter_clerk", "procedure_officer"):
        grant(role, LOCAL, "view", "add", "change")
    for role in ("approver", "centre_director"):
        grant(role, LOCAL, *ALL)
    grant("procedure_officer", VERSION, "view", "change")
    grant("procedure_officer", GUIDE, "view", "change")


def _at_the_province() -> None:
    for label in (VERSION, GUIDE, LOCAL):
        grant("procedure_controller", label, *ALL)
    for label in (DECISION, FIELD, GATEWAY, EXCEPTION):
        grant("procedure_controller", label, "view", "add", "change", "delete")
    grant("procedure_controller", REVIEW, "view", "change")
    for role in ("chief_editor", "secretary", "province_editor"):
        grant(role, GUIDE, "view")
        grant(role, LOCAL, "view")
    for label in (VERSION, GUIDE, LOCAL, DECISION):
        grant("inspector", label, "view")
