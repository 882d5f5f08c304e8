"""Normalised JSON lines: one procedure a line, with all parts, or as a line of a list without parts.

A line without parts becomes a summary ("bản tóm lược"): name, field, who performs it, decision and time
only where the line gives them.
"""

from __future__ import annotations

import re
from typing import Any

from procedures_pages.importers import applicants, dossiers, fees, values
from procedures_pages.importers.api_json import PAGE, REGULATIONS, SOURCE
from procedures_pages.importers.codes import Code
from procedures_pages.importers.parsed import (
    JSONL,
    SUMMARY,
    ParsedBasis,
    ParsedDecision,
    ParsedMethod,
    ParsedProcedure,
)
from procedures_pages.importers.provinces import province_of

CHANNELS = {
    "truc tiep": "direct",
    "truc tuyen": "online",
    "dich vu buu chinh": "postal",
    "buu chinh": "postal",
}
ROLES = (
    ("executing", ("implementing_agency", "agencies")),
    ("competent", ("competent_agency",)),
    ("authorised", ("authorized_agency",)),
    ("coordinating", ("coordinating_agency",)),
)
PARTS = ("steps", "methods", "dossier", "legal_basis", "result")


def has_parts(raw: dict[str, Any]) -> bool:
    """Whether a line holds legal parts, or is a line of a list."""
    return any(values.items(raw.get(part)) for part in PARTS)


def parse(raw: dict[str, Any], code: Code) -> ParsedProcedure:
    """A procedure from one line."""
    number = values.decision_number(raw.get("decision_number"))
    publisher = values.line(raw.get("published_by"), 200)
    national_id = values.uuid(raw.get("portal_id"))
    detailed = has_parts(raw)
    if not detailed and values.is_test_number(number):
        number = ""
    found = ParsedProcedure(
        code=code.base,
        kind=JSONL if detailed else SUMMARY,
        name=values.line(raw.get("name")),
        aliases=code.aliases(),
        national_id=national_id,
        field_name=values.line(next(iter(values.items(raw.get("field"))), ""), 200),
        publisher=publisher,
        publishing_province=province_of(publisher, number),
        decision=ParsedDecision(number=number, issuer=publisher) if number else None,
        applicants=applicants.read(values.items(raw.get("applicants"))),
        performers=_performers(raw),
        source_name=_source_name(raw),
        source_url=values.line(raw.get("source_url"), 500) or (PAGE + national_id if national_id else ""),
        source_read_on=values.day(raw.get("extraction_date")) or _day_in(values.line(raw.get("source"))),
    )
    if detailed:
        _read_parts(found, raw)
    else:
        found.time_note = values.line(raw.get("time"), 300)
        found.fee_note = values.line(raw.get("fee"), 300)
    return found


def _read_parts(found: ParsedProcedure, raw: dict[str, Any]) -> None:
    kind = values.line(raw.get("kind"), 200)
    found.regulation = REGULATIONS.get(kind, kind)
    found.conditions = values.text(raw.get("conditions"))
    found.receiving_address = values.text(raw.get("submit_address"))
    found.keywords = values.line(raw.get("keywords"), 1000)
    found.steps = [_step(item) for item in values.dicts(raw.get("steps")) if values.text(item.get("text"))]
    uncertain = "time_unit_uncertain" in values.items(raw.get("parse_warnings"))
    found.methods = [_method(item, uncertain=uncertain) for item in values.dicts(raw.get("methods"))]
    fees.settle(found.methods)
    dossier = _dossier(raw)
    found.cases, found.forms = dossier.cases, list(dossier.forms.values())
    found.results = [
        (values.line(item.get("code"), 60), name)
        for item in values.dicts(raw.get("result"))
        if (name := values.text(item.get("name")))
    ]
    found.legal_bases = [
        ParsedBasis(
            number=values.document_number(item.get("number")),
            title=values.text(item.get("title")),
            issued_on=values.day(item.get("date")),
            issuer=values.line(item.get("agency"), 200),
        )
        for item in values.dicts(raw.get("legal_basis"))
        if values.line(item.get("number")) or values.line(item.get("title"))
    ]


def _step(item: dict[str, Any]) -> tuple[str, str]:
    """Case and text; a "case" too long for a heading is text."""
    case, text = values.text(item.get("case")), values.text(item.get("text"))
    return ("", f"{case}\n{text}") if len(case) > 1000 else (values.line(case), text)


def _method(item: dict[str, Any], *, uncertain: bool) -> ParsedMethod:
    value, unit, text = values.time_limit(item.get("time") or "", uncertain=uncertain)
    return ParsedMethod(
        channel=CHANNELS.get(values.fold(values.line(item.get("method"))), "other"),
        time_value=value,
        time_unit=unit,
        time_text=text,
        description=values.text(item.get("note")),
        fees=fees.from_printed(item.get("fee") or ""),
    )


def _dossier(raw: dict[str, Any]) -> dossiers.Dossier:
    dossier = dossiers.Dossier()
    for item in values.dicts(raw.get("dossier")):
        paper = dossiers.paper(
            values.text(item.get("name")),
            code=values.line(item.get("component_code")),
            originals=values.whole(item.get("originals"), 32767),
            copies=values.whole(item.get("copies"), 32767),
            required=values.flag(item.get("required")),
            has_electronic_form=values.flag(item.get("has_eform")),
            form=dossier.add_form(item.get("form_file") or ""),
        )
        if paper:
            dossier.case(values.text(item.get("case"))).papers.append(paper)
    return dossier


def _performers(raw: dict[str, Any]) -> list[tuple[str, str]]:
    found = [
        (role, name)
        for role, keys in ROLES
        for key in keys
        for item in values.items(raw.get(key))
        for part in re.split(r"[;\n]", str(item))
        if (name := values.line(part, 500))
    ]
    return list(dict.fromkeys(found))


def _source_name(raw: dict[str, Any]) -> str:
    source = values.line(raw.get("source"), 255)
    return source or SOURCE


def _day_in(text: str) -> Any:
    """The day named in words like "danh sách 18/7/2026"."""
    found = re.search(r"\d{1,2}/\d{1,2}/\d{4}", text)
    return values.day(found.group()) if found else None
