"""The rows of a version as one value: made from what an importer read, or loaded from the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from portal.agencies.performers import classify
from procedures_pages.models import (
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
from procedures_pages.services.keys import natural_key

if TYPE_CHECKING:
    from procedures_pages.importers.parsed import ParsedProcedure
    from procedures_pages.models.rows import Row

# Relations of a version: related name (and attribute of VersionRows) and model.
FIRST_LEVEL: tuple[tuple[str, type[Row]], ...] = (
    ("applicants", Applicant),
    ("performers", Performer),
    ("steps", Step),
    ("methods", Method),
    ("cases", Case),
    ("forms", Form),
    ("results", Result),
    ("legal_bases", LegalBasis),
    ("case_terms", CaseTerm),
)
SECOND_LEVEL: tuple[tuple[str, str, type[Row]], ...] = (("cases", "case", Paper), ("methods", "method", Fee))


@dataclass
class VersionRows:
    """Rows by relation, in their order; ``papers`` and ``fees`` lie beside ``cases`` and ``methods``."""

    applicants: list[Applicant] = field(default_factory=list)
    performers: list[Performer] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    methods: list[Method] = field(default_factory=list)
    fees: list[list[Fee]] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    papers: list[list[Paper]] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)
    legal_bases: list[LegalBasis] = field(default_factory=list)
    case_terms: list[CaseTerm] = field(default_factory=list)

    def below(self, relation: str) -> list[list[Any]]:
        """The lists of second-level rows of ``cases`` or ``methods``."""
        return self.papers if relation == "cases" else self.fees


def number(rows: Sequence[Row]) -> None:
    """Give rows their places and their keys; a key that occurs twice under one parent gets a number."""
    taken: dict[str, int] = defaultdict(int)
    for place, row in enumerate(rows):
        row.sort_order = place
        key = row.key or natural_key(row)
        taken[key] += 1
        row.key = key if taken[key] == 1 else f"{key}-{taken[key]}"


def from_parsed(parsed: ParsedProcedure) -> VersionRows:
    """Unsaved rows with places, keys and performer classes."""
    rows = VersionRows(
        applicants=[Applicant(name=name, group=group) for name, group in parsed.applicants],
        performers=[
            Performer(role=role, name=name, performer_class=",".join(sorted(classify(name)))[:200])
            for role, name in parsed.performers
        ],
        steps=[Step(case_name=case, text=text) for case, text in parsed.steps],
        methods=[
            Method(
                channel=method.channel,
                time_value=method.time_value,
                time_unit=method.time_unit,
                time_text=method.time_text,
                description=method.description,
            )
            for method in parsed.methods
        ],
        fees=[[Fee(**vars(fee)) for fee in method.fees] for method in parsed.methods],
        cases=[Case(name=case.name) for case in parsed.cases],
        forms=[Form(name=form.name, file_name=form.file_name) for form in parsed.forms],
        results=[Result(code=code, name=name) for code, name in parsed.results],
        legal_bases=[LegalBasis(**vars(basis)) for basis in parsed.legal_bases],
        case_terms=[CaseTerm(**vars(term)) for term in parsed.case_terms],
    )
    for relation, _model in FIRST_LEVEL:
        number(getattr(rows, relation))
    keys = {form.name: form.key for form in rows.forms}
    for case in parsed.cases:
        papers = []
        for paper in case.papers:
            values = dict(vars(paper))
            values["form_key"] = keys.get(values.pop("form"), "")
            papers.append(Paper(**values))
        rows.papers.append(papers)
    for lists in (rows.papers, rows.fees):
        for below in lists:
            number(below)
    return rows


def load(version_ids: Sequence[int]) -> dict[int, VersionRows]:
    """The rows of versions as the database has them: eleven queries, whatever the number of versions."""
    found = {pk: VersionRows() for pk in version_ids}
    for relation, model in FIRST_LEVEL:
        for row in model._default_manager.filter(version_id__in=version_ids).order_by("sort_order", "pk"):
            getattr(found[row.version_id], relation).append(row)
    for relation, parent, model in SECOND_LEVEL:
        lists: dict[int, list[Any]] = {}
        for rows in found.values():
            for first in getattr(rows, relation):
                below: list[Any] = []
                rows.below(relation).append(below)
                lists[first.pk] = below
        condition = {f"{parent}__version_id__in": version_ids}
        for row in model._default_manager.filter(**condition).order_by("sort_order", "pk"):
            lists[getattr(row, f"{parent}_id")].append(row)
    return found
