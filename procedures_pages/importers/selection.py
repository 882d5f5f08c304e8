"""Which row of an input counts for each code: the first pass over all rows.

The richest source wins whatever the order of files: national JSON, then lines with parts, then lists; within
one kind the newest, then the one that says more, then the smaller hash. Rows without a decision count only
where nothing better names the code.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from portal.core.imports import Line, Place, Snapshot, UnreadableInput
from procedures_pages.importers import codes, jsonl, reading, values
from procedures_pages.importers.parsed import API_JSON, JSONL, RANK, SUMMARY

SIBLING_LIST = "catalog.jsonl"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One row, described in a few words: it is read again when it is applied."""

    place: Place
    code: str
    kind: str
    name: str
    decision: str
    publisher: str
    newest: str
    weight: int
    digest: str

    @property
    def order(self) -> tuple[int, int, str, int, str]:
        """What the best row of a code has most of."""
        rank = RANK[self.kind] if self.kind == SUMMARY or self.decision else 0
        return (rank, bool(self.decision), self.newest, self.weight, self.digest)


@dataclass(slots=True)
class Selection:
    """The rows that count, by place, and what is said about the others."""

    chosen: dict[Place, Candidate]
    superseded: list[Line]
    conflicts: dict[Place, Candidate]
    codes: set[str]


def survey(
    paths: list[Path], found: reading.Found, known_names: dict[str, str]
) -> tuple[Snapshot[Candidate], dict[str, str]]:
    """Read every row once. Returns candidates with problems, and the national list's names by code."""
    snapshot: Snapshot[Candidate] = Snapshot()
    snapshot.ignored_files = [place.line("", reason) for place, reason in found.ignored]
    listed: dict[str, str] = {}
    exact: set[str] = set()
    pending: list[tuple[Candidate, dict[str, Any]]] = []
    for source in found.sources:
        for row in reading.rows(source):
            candidate = _candidate(row, snapshot)
            if candidate is None or row.data is None:
                continue
            if candidate.kind == SUMMARY:
                _note_name(listed, exact, candidate, row.data)
            pending.append(
                (candidate, {key: row.data.get(key) for key in ("state", "type", "scope", "isInternal")})
            )
    names = known_names | _sibling_names(paths, found) | listed
    for candidate, marks in pending:
        try:
            codes.refuse_by_content(
                marks,
                name=candidate.name,
                decision=candidate.decision,
                publisher=candidate.publisher,
                listed=names.get(candidate.code, ""),
                summary=candidate.kind == SUMMARY,
            )
        except codes.Refused as refusal:
            snapshot.problems.append(candidate.place.line(candidate.code, str(refusal)))
            continue
        snapshot.rows.append(candidate)
    return snapshot, names


def _note_name(listed: dict[str, str], exact: set[str], candidate: Candidate, raw: dict[str, Any]) -> None:
    """Keep the name that a list has for a code: an exact code counts before a cleaned one."""
    is_exact = raw.get("code") == candidate.code
    if is_exact and candidate.code not in exact:
        listed.pop(candidate.code, None)
        exact.add(candidate.code)
    if is_exact or candidate.code not in exact:
        listed[candidate.code] = max(listed.get(candidate.code, ""), candidate.name)


def _candidate(row: reading.RawRow, snapshot: Snapshot[Candidate]) -> Candidate | None:
    if row.data is None:
        snapshot.problems.append(row.place.line("", _("dòng không phải một đối tượng JSON")))
        return None
    raw = row.data
    printed = values.line(raw.get("code"), 60)
    try:
        code = codes.read(raw.get("code"))
    except codes.Refused as refusal:
        snapshot.problems.append(row.place.line(printed, str(refusal)))
        return None
    if reading.is_api(raw):
        kind = API_JSON
        proposal = raw.get("procedureProposal")
        number = (proposal.get("proposalNumber") if isinstance(proposal, dict) else "") or raw.get(
            "decisionNo"
        )
        publisher, newest = raw.get("departmentPromulgateName"), raw.get("updatedAt")
        weight = sum(len(values.items(raw.get(part))) for part in reading.API_PARTS)
    else:
        kind = JSONL if jsonl.has_parts(raw) else SUMMARY
        number, publisher = raw.get("decision_number"), raw.get("published_by")
        newest = raw.get("updated_at")
        weight = sum(len(values.items(raw.get(part))) for part in jsonl.PARTS) + sum(map(bool, raw.values()))
    return Candidate(
        place=row.place,
        code=code.base,
        kind=kind,
        name=values.line(raw.get("name")),
        decision=values.decision_number(number),
        publisher=values.line(publisher, 200),
        newest=str(day) if (day := values.day(newest)) else "",
        weight=weight,
        digest=hashlib.sha256(row.original).hexdigest()[:16],
    )


def _sibling_names(paths: list[Path], found: reading.Found) -> dict[str, str]:
    """Names of the national list that lies beside a file which is imported alone."""
    inside = {source.path.resolve() for source in found.sources}
    names: dict[str, str] = {}
    for path in paths:
        beside = (path if path.is_dir() else path.parent) / SIBLING_LIST
        if not beside.is_file() or beside.resolve() in inside:
            continue
        try:
            source, _reason = reading.recognise(beside, beside.name)
            for row in reading.rows(source) if source else ():
                if row.data and not jsonl.has_parts(row.data):
                    names[values.line(row.data.get("code"))] = values.line(row.data.get("name"))
        except (UnreadableInput, OSError):
            continue
    return names


def select(snapshot: Snapshot[Candidate]) -> Selection:
    """Choose one row for each code."""
    by_code: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in snapshot.rows:
        by_code[candidate.code].append(candidate)
    selection = Selection(chosen={}, superseded=[], conflicts={}, codes=set(by_code))
    for rivals in by_code.values():
        rivals.sort(key=lambda rival: rival.order, reverse=True)
        best = rivals[0]
        selection.chosen[best.place] = best
        for rival in rivals[1:]:
            if _contradicts(rival, best):
                selection.conflicts[rival.place] = rival
            elif rival.kind != SUMMARY and not rival.decision and best.kind == SUMMARY:
                selection.chosen[rival.place] = rival
            else:
                selection.superseded.append(
                    rival.place.line(
                        rival.code,
                        _("trùng mã trong lần nhập: đã dùng bản ở %(place)s") % {"place": best.place},
                    )
                )
    return selection


def _contradicts(rival: Candidate, best: Candidate) -> bool:
    """Two rows of the same kind that name different decisions: a person must look."""
    return (
        rival.kind == best.kind != SUMMARY
        and bool(rival.decision and best.decision)
        and values.decision_key(rival.decision) != values.decision_key(best.decision)
    )
