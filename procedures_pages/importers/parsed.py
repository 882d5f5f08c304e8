"""The one internal model that every format is read into (data formats: docs/importing.md).

Plain values only: text is normalised, empty text is ``""``, unknown numbers are None, days are dates.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any

# Kinds of source, the poorer first: a poorer one never overwrites what a richer one said.
SUMMARY, JSONL, API_JSON = "summary", "jsonl", "api-json"
RANK = {SUMMARY: 1, JSONL: 2, API_JSON: 3}


@dataclass
class ParsedDecision:
    """The announcing decision that a source names."""

    number: str
    issuer: str = ""
    signed_on: date | None = None
    published_on: date | None = None


@dataclass
class ParsedFee:
    """``amount`` in whole units of ``currency``; ``free_basis`` only where the source itself says why."""

    kind: str = "unknown"
    amount: int | None = None
    currency: str = "VND"
    text: str = ""
    free_basis: str = ""
    set_locally: bool = False


@dataclass
class ParsedMethod:
    """One way of submitting; ``time_unit`` "other" means that ``time_value`` says nothing."""

    channel: str
    time_value: int | None = None
    time_unit: str = ""
    time_text: str = ""
    description: str = ""
    fees: list[ParsedFee] = field(default_factory=list)


@dataclass
class ParsedPaper:
    """One line of a dossier; ``form`` is the name of the form that belongs to it, where that is sure."""

    name: str
    code: str = ""
    note: str = ""
    originals: int | None = None
    copies: int | None = None
    required: bool | None = None
    has_electronic_form: bool | None = None
    is_note: bool = False
    form: str = ""


@dataclass
class ParsedCase:
    """One list of papers."""

    name: str = ""
    papers: list[ParsedPaper] = field(default_factory=list)


@dataclass
class ParsedForm:
    """A form's readable name and the file's name at the source."""

    name: str
    file_name: str = ""


@dataclass
class ParsedBasis:
    """A legal basis as the source gives it."""

    number: str = ""
    title: str = ""
    issued_on: date | None = None
    issuer: str = ""


@dataclass
class ParsedTerm:
    """A time limit by case."""

    code: str = ""
    name: str = ""
    value: int | None = None
    unit: str = ""


@dataclass
class ParsedProcedure:
    """A procedure as one source gives it."""

    code: str
    kind: str
    name: str
    aliases: list[tuple[str, str]] = field(default_factory=list)
    national_id: str = ""
    field_name: str = ""
    field_code: str = ""
    publisher: str = ""
    publishing_province: str = ""
    regulation: str = ""
    decision: ParsedDecision | None = None
    effective_from: date | None = None
    online_level: str = "unknown"
    non_territorial: bool | None = None
    conditions: str = ""
    receiving_address: str = ""
    keywords: str = ""
    time_note: str = ""
    fee_note: str = ""
    applicants: list[tuple[str, str]] = field(default_factory=list)
    performers: list[tuple[str, str]] = field(default_factory=list)
    steps: list[tuple[str, str]] = field(default_factory=list)
    methods: list[ParsedMethod] = field(default_factory=list)
    cases: list[ParsedCase] = field(default_factory=list)
    forms: list[ParsedForm] = field(default_factory=list)
    results: list[tuple[str, str]] = field(default_factory=list)
    legal_bases: list[ParsedBasis] = field(default_factory=list)
    case_terms: list[ParsedTerm] = field(default_factory=list)
    source_name: str = ""
    source_url: str = ""
    source_read_on: date | None = None

    @property
    def is_summary(self) -> bool:
        """Whether the source holds no legal parts ("bản tóm lược")."""
        return self.kind == SUMMARY

    def rows_hash(self) -> str:
        """SHA-256 of all that was read, without where and when it was read."""
        values = {name: value for name, value in vars(self).items() if not name.startswith("source_")}
        text = json.dumps(values, default=_plain, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else vars(value)
