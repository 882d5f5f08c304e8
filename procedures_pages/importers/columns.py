"""What a row that was read says of a version by itself, and whether that is enough to be public."""

from __future__ import annotations

from portal.editorial import requirements
from portal.editorial.requirements import Failure
from procedures_pages.importers.parsed import ParsedDecision, ParsedProcedure
from procedures_pages.models import AnnouncingDecision, Procedure, ProcedureVersion


def announced_by(decision: ParsedDecision) -> AnnouncingDecision:
    """The decision that a row names, not stored yet."""
    return AnnouncingDecision(
        number=decision.number,
        issuer=decision.issuer,
        signed_on=decision.signed_on,
        published_on=decision.published_on,
    )


def fill_columns(version: ProcedureVersion, parsed: ParsedProcedure) -> None:
    """Set the columns that point at nothing else."""
    version.name = parsed.name
    version.publisher = parsed.publisher
    version.publishing_province = parsed.publishing_province
    version.kind = parsed.regulation
    if parsed.effective_from:
        version.effective_from = parsed.effective_from
        version.effective_basis = ProcedureVersion.Basis.STATED
    version.online_level = parsed.online_level
    version.non_territorial = parsed.non_territorial
    version.conditions = parsed.conditions
    version.receiving_address = parsed.receiving_address
    version.keywords = parsed.keywords
    version.time_note = parsed.time_note
    version.fee_note = parsed.fee_note
    version.summary_only = parsed.is_summary
    version.source_name = parsed.source_name
    version.source_url = parsed.source_url
    version.source_read_on = parsed.source_read_on
    version.fill_derived()


def missing(parsed: ParsedProcedure) -> list[Failure]:
    """The publish requirements that a row would not meet: the same rules as for what people write."""
    version = ProcedureVersion(procedure=Procedure(code=parsed.code))
    if parsed.decision:
        version.decision = announced_by(parsed.decision)
    fill_columns(version, parsed)
    return requirements.failing(version)
