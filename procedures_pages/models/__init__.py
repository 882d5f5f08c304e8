"""The procedure catalogue: records, rows, what is derived from them, and the page that shows them."""

from procedures_pages.models.catalogue import CatalogueEntry, VersionDocument
from procedures_pages.models.decisions import AnnouncingDecision, DecisionItem
from procedures_pages.models.gateway import GatewayTemplate
from procedures_pages.models.guides import ProcedureGuide
from procedures_pages.models.imports import ReviewItem, SourceRecord
from procedures_pages.models.local import LocalFields, PerformerException
from procedures_pages.models.pages import ProcedureIndexPage
from procedures_pages.models.procedures import CodeAlias, Procedure, ProcedureField
from procedures_pages.models.rows import (
    Applicant,
    Case,
    CaseTerm,
    Fee,
    Form,
    LegalBasis,
    Method,
    Paper,
    Performer,
    Result,
    Step,
)
from procedures_pages.models.versions import ProcedureVersion

__all__ = [
    "AnnouncingDecision",
    "Applicant",
    "Case",
    "CaseTerm",
    "CatalogueEntry",
    "CodeAlias",
    "DecisionItem",
    "Fee",
    "Form",
    "GatewayTemplate",
    "LegalBasis",
    "LocalFields",
    "Method",
    "Paper",
    "Performer",
    "PerformerException",
    "Procedure",
    "ProcedureField",
    "ProcedureGuide",
    "ProcedureIndexPage",
    "ProcedureVersion",
    "Result",
    "ReviewItem",
    "SourceRecord",
    "Step",
    "VersionDocument",
]
