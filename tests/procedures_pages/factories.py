"""Small procedures for tests of pages, published by the services that editors and importers use."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from portal.core.stamps import bump
from procedures_pages.models import (
    AnnouncingDecision,
    Applicant,
    Case,
    Fee,
    LegalBasis,
    Method,
    Paper,
    Performer,
    Procedure,
    ProcedureField,
    ProcedureVersion,
    Result,
    Step,
)
from procedures_pages.services import catalogue
from procedures_pages.services.publishing import version_published

NATIONAL_ID = "019d2bfd-0000-7000-8000-000000000001"
COMMUNE_BODY, DEPARTMENT_BODY = "Ủy ban nhân dân cấp xã", "Sở Tư pháp"
CLASSES = {COMMUNE_BODY: "ubnd-xa", DEPARTMENT_BODY: "so-tu-phap", "Sở Xây dựng": "so-xay-dung"}


def decision(number: str = "10/QĐ-BTP", **values: Any) -> AnnouncingDecision:
    return AnnouncingDecision.objects.get_or_create(number=number, issuer="Bộ Tư pháp", defaults=values)[0]


def version(
    code: str = "1.000001",
    name: str = "Đăng ký khai sinh",
    *,
    live: bool = True,
    performer: str = COMMUNE_BODY,
    field: str = "Hộ tịch",
    groups: Sequence[str] = ("cong-dan",),
    channels: Sequence[str] = ("direct",),
    papers: Sequence[str] = ("Tờ khai đăng ký khai sinh",),
    cases: dict[str, Sequence[str]] | None = None,
    number: str = "10/QĐ-BTP",
    time: tuple[int | None, str] = (5, "working_day"),
    fees: Sequence[dict[str, Any]] = (),
    steps: Sequence[str] = ("Nộp hồ sơ.",),
    national_id: str | None = NATIONAL_ID,
    later: bool = False,
    **columns: Any,
) -> ProcedureVersion:
    """A version with rows; published unless ``live`` is false (then it is a draft that nobody ever saw).

    ``later``: left to :func:`list_all`, for many at once.
    """
    procedure, _made = Procedure.objects.get_or_create(code=code, defaults={"national_id": national_id})
    found = ProcedureVersion(
        procedure=procedure,
        decision=decision(number),
        name=name,
        field=ProcedureField.objects.get_or_create(name=field)[0],
        publisher="Bộ Tư pháp",
        live=live,
        source_name="Cổng Dịch vụ công quốc gia",
        **columns,
    )
    if found.effective_from:
        found.effective_basis = ProcedureVersion.Basis.STATED
    found.applicants = [Applicant(name=f"Đối tượng {group}", group=group) for group in groups]
    found.performers = [Performer(role="executing", name=performer, performer_class=CLASSES[performer])]
    found.steps = [Step(text=text) for text in steps]
    found.methods = [
        Method(channel=channel, time_value=time[0], time_unit=time[1], fees=[Fee(**fee) for fee in fees])
        for channel in channels
    ]
    found.cases = [
        Case(name=case, papers=[Paper(name=paper, originals=1) for paper in lines])
        for case, lines in (cases or {"": papers}).items()
    ]
    found.results = [Result(name="Giấy khai sinh")]
    found.legal_bases = [LegalBasis(number="60/2014/QH13", title="Luật Hộ tịch")]
    found.save()
    if live and not later:
        version_published(found)
        found.refresh_from_db()
    return found


def list_all() -> None:
    """Bring the lists up to date with all versions at once, as an import does."""
    catalogue.rebuild()


def ends(found: ProcedureVersion, day: date) -> None:
    """End a version, as a repeal does."""
    ProcedureVersion.objects.filter(pk=found.pk).update(effective_to=day)
    catalogue.refresh([found.procedure_id])
    bump("catalogue")
