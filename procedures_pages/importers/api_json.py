"""The national portal's JSON (2026): one procedure an object, bare or wrapped in ``{"code", "data"}``.

Fields that this reads beyond the portal's own, for files written by hand in the same format: ``_source``
(``name``, ``url``, ``read_on``), ``description`` on cases and on components, ``isNote`` on components.
"""

from __future__ import annotations

from typing import Any

from procedures_pages.importers import applicants, dossiers, fees, values
from procedures_pages.importers.codes import Code
from procedures_pages.importers.parsed import (
    API_JSON,
    ParsedBasis,
    ParsedDecision,
    ParsedMethod,
    ParsedProcedure,
    ParsedTerm,
)
from procedures_pages.importers.provinces import province_of

CHANNELS = {"DIRECT": "direct", "ONLINE": "online", "POSTAL": "postal"}
UNITS = {
    "WORKING_DAY": "working_day",
    "DAY": "day",
    "HOUR": "hour",
    "MONTH": "month",
    "YEAR": "year",
    "OTHER": "other",
}
REGULATIONS = {
    "ASSIGNED_REGULATION": "TTHC được luật giao quy định chi tiết",
    "NOT_ASSIGNED_REGULATION": "TTHC không được luật giao cho địa phương quy định hoặc quy định chi tiết",
    "LOCAL_REGULATION": "TTHC do địa phương quy định",
    "CENTRAL_REGULATION": "TTHC do trung ương quy định",
    "OTHER": "Loại khác",
}
ROLES = (
    ("executing", ("departmentsExecuting", "unitGroupsExecuting"), "executingAgencies"),
    ("competent", ("departmentsAuthority", "unitGroupsAuthority"), ""),
    ("authorised", ("departmentsAuthorized", "unitGroupsAuthorized"), "authorizedAgencies"),
    ("coordinating", ("departmentsCoordinating", "unitGroupsCoordinating"), "coordinatingAgencies"),
)
SOURCE = "Cổng Dịch vụ công quốc gia"
PAGE = "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/"


def parse(raw: dict[str, Any], code: Code) -> ParsedProcedure:
    """A procedure from one object of the interface, unwrapped."""
    field = next(iter(values.dicts(raw.get("categoriesDetails"))), {})
    decision = _decision(raw)
    publisher = values.line(raw.get("departmentPromulgateName"), 200)
    dossier = _dossier(raw)
    methods = [method for item in values.dicts(raw.get("executionMethods")) if (method := _method(item))]
    fees.settle(methods)
    national_id = values.uuid(raw.get("id"))
    source = next(iter(values.dicts(raw.get("_source"))), {})
    return ParsedProcedure(
        code=code.base,
        kind=API_JSON,
        name=values.line(raw.get("name")),
        aliases=code.aliases(),
        national_id=national_id,
        field_name=values.line(field.get("name"), 200),
        field_code=values.line(field.get("code"), 30),
        publisher=publisher,
        publishing_province=province_of(publisher, decision.number if decision else ""),
        regulation=REGULATIONS.get(str(raw.get("formalityType")), ""),
        decision=decision,
        online_level=_online_level(raw, {method.channel for method in methods}),
        non_territorial=values.flag(raw.get("isNonTerritorial")),
        conditions=values.text(raw.get("requirementsAndConditions")),
        receiving_address=values.text(raw.get("dossierReceivingAddresses")),
        keywords=values.line(raw.get("keywords"), 1000),
        applicants=applicants.read(item.get("name") for item in values.dicts(raw.get("subjectTypesDetails"))),
        performers=_performers(raw),
        steps=[
            (values.line(item.get("name"), 1000), text)
            for item in values.dicts(raw.get("executionSteps"))
            if (text := values.text(item.get("description")))
        ],
        methods=methods,
        cases=dossier.cases,
        forms=list(dossier.forms.values()),
        results=[
            (values.line(item.get("code"), 60), name)
            for item in values.dicts(raw.get("resultsDetails"))
            if (name := values.text(item.get("name")))
        ],
        legal_bases=[
            ParsedBasis(
                number=values.document_number(item.get("code")),
                title=values.text(item.get("name")),
                issued_on=values.day(item.get("issuedOn")),
            )
            for item in values.dicts(raw.get("legalBasisesDetails"))
            if values.line(item.get("code")) or values.line(item.get("name"))
        ],
        case_terms=_case_terms(raw),
        source_name=values.line(source.get("name"), 255) or SOURCE,
        source_url=values.line(source.get("url"), 500) or (PAGE + national_id if national_id else ""),
        source_read_on=values.day(source.get("read_on")),
    )


def _decision(raw: dict[str, Any]) -> ParsedDecision | None:
    proposal = raw.get("procedureProposal")
    proposal = proposal if isinstance(proposal, dict) else {}
    number = values.decision_number(proposal.get("proposalNumber") or proposal.get("decisionNumber"))
    number = number or values.decision_number(raw.get("decisionNo"))
    if not number:
        return None
    issuer = proposal.get("issuingAgency")
    return ParsedDecision(
        number=number,
        issuer=values.line(issuer.get("name") if isinstance(issuer, dict) else issuer, 200)
        or values.line(raw.get("departmentPromulgateName"), 200),
        signed_on=values.day(proposal.get("decisionDate")),
        published_on=values.day(proposal.get("publicationDate")),
    )


def _online_level(raw: dict[str, Any], channels: set[str]) -> str:
    """Full and none only where the source says so; partial where it denies "full" and offers a way online."""
    if raw.get("isFullProcess") is True:
        return "full"
    if raw.get("isOfflineOnly") is True:
        return "none"
    return "partial" if raw.get("isFullProcess") is False and "online" in channels else "unknown"


def _performers(raw: dict[str, Any]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for role, lists, printed in ROLES:
        names = [values.line(item.get("name"), 500) for key in lists for item in values.dicts(raw.get(key))]
        if not any(names) and printed:
            names = [values.line(part, 500) for part in str(raw.get(printed) or "").split(";")]
        found.extend((role, name) for name in names if name)
    return list(dict.fromkeys(found))


def _method(raw: dict[str, Any]) -> ParsedMethod:
    unit = UNITS.get(str(raw.get("processingTimeUnit")), "")
    value = values.whole(raw.get("processingTime"))
    text = ""
    if value is None and raw.get("processingTime") not in (None, ""):
        text = values.line(raw.get("processingTime"), 500)
        unit = "other"
    return ParsedMethod(
        channel=CHANNELS.get(str(raw.get("submissionMethod")), "other"),
        time_value=value,
        time_unit=unit if value is not None or text else "",
        time_text=text,
        description=values.text(raw.get("description")),
        fees=[fee for item in values.dicts(raw.get("fees")) if (fee := fees.from_api(item))],
    )


def _dossier(raw: dict[str, Any]) -> dossiers.Dossier:
    dossier = dossiers.Dossier()
    for item in values.dicts(raw.get("executionCases")):
        case = dossier.case(values.text(item.get("name")))
        note = values.text(item.get("description"))
        papers = [dossiers.ParsedPaper(name=note, originals=0, copies=0, is_note=True)] if note else []
        for component in values.dicts(item.get("profileComponents")):
            forms = [
                dossier.add_form(values.line(attachment.get("fileName")))
                for attachment in values.dicts(component.get("attachments"))
            ]
            paper = dossiers.paper(
                values.text(component.get("name")),
                code=values.line(component.get("code")),
                note=values.text(component.get("description")),
                originals=values.whole(component.get("originalQty"), 32767),
                copies=values.whole(component.get("copyQty"), 32767),
                required=values.flag(component.get("required")),
                has_electronic_form=values.flag(component.get("hasElectronicForm")),
                form=next((form for form in forms if form), ""),
            )
            if paper:
                paper.is_note = paper.is_note or component.get("isNote") is True
                papers.append(paper)
        case.papers.extend(papers)
    dossier.cases = [case for case in dossier.cases if case.papers or case.name]
    return dossier


def _case_terms(raw: dict[str, Any]) -> list[ParsedTerm]:
    terms = []
    for item in values.dicts(raw.get("cases")):
        limit = item.get("processingDay")
        limit = limit if isinstance(limit, dict) else {}
        value = values.whole(limit.get("qty"))
        if value is None:
            continue
        terms.append(
            ParsedTerm(
                code=values.line(item.get("code"), 60),
                name=values.line(item.get("name")),
                value=value,
                unit=UNITS.get(str(limit.get("type")), "other"),
            )
        )
    return terms
