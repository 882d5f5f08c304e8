"""What an import has made."""

from portal.core.imports import Report
from procedures_pages.models import ProcedureVersion


def counts(report: Report) -> dict[str, int]:
    assert report.stopped == ""
    return {key: number for key, number in report.plan.counts().items() if number}


def the_version(code: str = "1.000001") -> ProcedureVersion:
    return ProcedureVersion.objects.get(procedure__code=code)
