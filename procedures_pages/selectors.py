"""Reads of the catalogue: what an agency's lists show, held in the process, and what one page needs.

The light columns of all entries (some thousands of small rows) are kept in the process and read again when
the "catalogue" stamp or the day moves; every list, count and facet is made from them without a query.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import F, Q

from portal.agencies.performers import classes_of
from portal.core import clock
from portal.core.public_term import in_term
from portal.core.routing import AgencyInfo
from portal.core.text import first_letter, fold
from portal.library.models import PortalDocument
from portal.publication.selectors import first_public_versions
from procedures_pages.models import (
    CatalogueEntry,
    CodeAlias,
    LocalFields,
    PerformerException,
    Procedure,
    ProcedureField,
    ProcedureGuide,
    ProcedureVersion,
    VersionDocument,
)

# What the publication log calls a version (procedures_pages.services.publishing).
OBJECT_TYPE = "procedures_pages.procedureversion"


@dataclass(frozen=True, slots=True)
class GuideLine:
    """What lists show of a guide: its one sentence, the name in its language, everyday names."""

    name: str
    summary: str
    everyday_names: tuple[str, ...]


@dataclass(slots=True)
class Line:
    """One version as lists see it. ``words`` is what the list's own search compares, folded."""

    version_id: int
    procedure_id: int
    code: str
    slug: str
    name: str
    field_id: int | None
    audiences: int
    channels: int
    online_level: str
    sort_key: str
    valid_from: date | None
    valid_to: date | None
    words: str
    classes: set[str] = field(default_factory=set)

    @property
    def letter(self) -> str:
        """The first letter of the name, tones aside ("Ủy quyền" → "u"); "0" for a digit."""
        return first_letter(self.sort_key) or "0"


@dataclass(frozen=True, slots=True)
class FieldInfo:
    """A field of administration."""

    pk: int
    name: str
    slug: str
    sort_key: str


# Columns of a Line and where the entry has them.
LINE_COLUMNS = {
    "version_id": "version_id",
    "procedure_id": "procedure_id",
    "code": "version__procedure__code",
    "slug": "version__slug",
    "name": "version__name",
    "field_id": "field_id",
    "audiences": "audience_mask",
    "channels": "channel_mask",
    "online_level": "online_level",
    "sort_key": "sort_key",
    "valid_from": "valid_from",
    "valid_to": "valid_to",
}


class Catalogue:
    """All public lists of one day."""

    def __init__(self, day: date) -> None:
        self.day = day
        self.fields = {row.pk: FieldInfo(row.pk, row.name, row.slug, row.sort_key) for row in _fields()}
        self.guides: dict[str, dict[int, GuideLine]] = {}
        self._load_guides()
        self.coming: dict[int, date] = {}
        self.lines: list[Line] = []
        self._load_lines()
        self._included: dict[int, set[int]] = {}
        self._excluded: dict[int, set[int]] = {}
        self._load_exceptions()
        self._of: dict[tuple[frozenset[str], int], list[Line]] = {}

    def _load_guides(self) -> None:
        rows = ProcedureGuide.objects.filter(in_term(self.day), live=True).values_list(
            "locale__language_code", "procedure_id", "name", "summary", "everyday_names"
        )
        for language, procedure_id, name, summary, names in rows:
            self.guides.setdefault(language, {})[procedure_id] = GuideLine(name, summary, tuple(names))

    def _load_lines(self) -> None:
        rows: Iterable[Any] = (
            CatalogueEntry.objects.filter(in_term(self.day, "version"), version__live=True)
            .filter(Q(valid_to__isnull=True) | Q(valid_to__gt=self.day))
            .order_by(F("valid_to").asc(nulls_last=True), "-version_id")
            .values_list(*LINE_COLUMNS.values(), "performer_class")
        )
        everyday = self.guides.get(settings.LANGUAGE_CODE, {})
        of_version: dict[int, Line] = {}
        current: dict[int, int] = {}
        for *values, performer_class in rows:
            version_id, procedure_id, code = values[0], values[1], values[2]
            begins: date | None = values[10]
            if begins is not None and begins > self.day:
                known = self.coming.get(procedure_id)
                self.coming[procedure_id] = min(begins, known) if known else begins
                continue
            # Two versions can hold a day when a source states no start: the one that ends first holds it.
            if current.setdefault(procedure_id, version_id) != version_id:
                continue
            line = of_version.get(version_id)
            if line is None:
                guide = everyday.get(procedure_id)
                words = " ".join([code, values[4], *(guide.everyday_names if guide else ())])
                line = of_version[version_id] = Line(
                    **dict(zip(LINE_COLUMNS, values, strict=True)), words=f" {fold(words)}"
                )
            line.classes.add(performer_class)
        self.lines = sorted(of_version.values(), key=lambda line: (line.sort_key, line.version_id))

    def _load_exceptions(self) -> None:
        rows = PerformerException.objects.values_list("agency_id", "procedure_id", "kind")
        for agency_id, procedure_id, kind in rows:
            chosen = self._included if kind == PerformerException.Kind.INCLUDE else self._excluded
            chosen.setdefault(agency_id, set()).add(procedure_id)

    def of(self, agency: AgencyInfo | None) -> list[Line]:
        """What an agency's lists show, in alphabetical order; nothing for no agency."""
        if agency is None:
            return []
        classes = classes_of(agency.level, agency.performer_class)
        included = self._included.get(agency.pk, set())
        excluded = self._excluded.get(agency.pk, set())
        # Agencies without exceptions share one list a set of classes.
        key = (classes, agency.pk if included or excluded else 0)
        found = self._of.get(key)
        if found is None:
            found = self._of[key] = [
                line
                for line in self.lines
                if line.procedure_id not in excluded
                and (line.procedure_id in included or not classes.isdisjoint(line.classes))
            ]
        return found

    def performs(self, agency: AgencyInfo | None, procedure_id: int) -> bool:
        """Whether an agency's lists show a procedure."""
        return any(line.procedure_id == procedure_id for line in self.of(agency))

    def guide(self, procedure_id: int, language: str) -> GuideLine | None:
        """What lists show of the guide in a language."""
        return self.guides.get(language, {}).get(procedure_id)


def _fields() -> Iterable[ProcedureField]:
    return ProcedureField.objects.all()


_lock = threading.Lock()
_current: tuple[tuple[int, date], Catalogue] | None = None


def catalogue_at(stamp: int, day: date) -> Catalogue:
    """The lists for a stamp that the caller has read and a day; built once a process and change."""
    global _current
    found = _current
    if found is not None and found[0] == (stamp, day):
        return found[1]
    with _lock:
        if _current is None or _current[0] != (stamp, day):
            _current = ((stamp, day), Catalogue(day))
        return _current[1]


def catalogue_of(portal: Any) -> Catalogue:
    """The lists of a request."""
    return catalogue_at(portal.stamps.get("catalogue", 0), portal.today)


def forget() -> None:
    """Drop the process's copy (tests, after a rolled-back database)."""
    global _current
    _current = None
    files_at.cache_clear()


LIST_KEYS = (
    "name",
    "short_name",
    "publisher",
    "decision",
    "effective_from",
    "summary_only",
    "methods",
    "steps",
    "case_terms",
    "time_note",
    "fee_note",
)


def list_facts(version_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """The parts of documents that lists show, by version: one query."""
    columns = [f"data__{key}" for key in LIST_KEYS]
    rows = VersionDocument.objects.filter(version_id__in=list(version_ids)).values_list(
        "version_id", *columns
    )
    return {row[0]: dict(zip(LIST_KEYS, row[1:], strict=True)) for row in rows}


@dataclass(frozen=True, slots=True)
class Found:
    """The version of a procedure that holds a day, with the next one that has been announced."""

    version: ProcedureVersion
    coming: ProcedureVersion | None

    @property
    def data(self) -> dict[str, Any]:
        """The document of the version in force."""
        found: dict[str, Any] = self.version.document.data
        return found


def version_on(code: str, day: date) -> Found | None:
    """The public version of a code on a day and the coming one, in one query; None when there is none."""
    rows = list(
        ProcedureVersion.objects.public(day)
        .filter(procedure__code=code, document__isnull=False)
        .filter(Q(effective_to__isnull=True) | Q(effective_to__gt=day))
        .select_related("procedure", "document", "decision")
        .order_by(F("effective_to").asc(nulls_last=True), "-pk")
    )
    in_force = [row for row in rows if row.effective_from is None or row.effective_from <= day]
    later = [row for row in rows if row.effective_from is not None and row.effective_from > day]
    if not in_force:
        return None
    return Found(in_force[0], min(later, key=_start) if later else None)


def _start(version: ProcedureVersion) -> date:
    return version.effective_from or date.max


def guides_of(procedure_id: int) -> dict[str, ProcedureGuide]:
    """The public guides of a procedure by language: one query."""
    rows = ProcedureGuide.objects.filter(in_term(clock.today()), procedure_id=procedure_id, live=True)
    return {row.locale.language_code: row for row in rows.select_related("locale")}


def local_fields(agency_pk: int, procedure_id: int) -> LocalFields | None:
    """What an agency adds to a procedure, as far as it is public."""
    rows = LocalFields.objects.filter(in_term(clock.today()), agency_id=agency_pk, live=True)
    return rows.filter(procedure_id=procedure_id).first()


def code_behind(printed: str) -> str:
    """The code of the procedure that another code leads to: an alias, or a code with a suffix; else ""."""
    alias = CodeAlias.objects.filter(code__iexact=printed).values_list("procedure__code", flat=True).first()
    if alias:
        return alias
    base = _without_suffix(printed)
    if base and base != printed and Procedure.objects.filter(code=base).exists():
        return base
    return ""


def _without_suffix(printed: str) -> str:
    """ "1.001193.000.00.00.H40", "1001193" → "1.001193"; a deleted code ("…-Xoa") leads nowhere."""
    digits = "".join(char for char in printed if char.isascii() and char.isdigit())
    if "xoa" in fold(printed) or len(digits) < 7 or not printed[:1].isdigit():
        return ""
    return f"{digits[0]}.{digits[1:7]}"


def last_version(code: str, day: date) -> ProcedureVersion | None:
    """The version that was in force last, of a procedure that no longer has one."""
    return (
        ProcedureVersion.objects.public(day)
        .filter(procedure__code=code, effective_to__lte=day, document__isnull=False)
        .select_related("procedure__replaced_by", "document", "decision")
        .order_by("-effective_to", "-pk")
        .first()
    )


def is_over(code: str, day: date) -> bool:
    """Whether a procedure was public here for a time that has ended (thời hạn công khai)."""
    return ProcedureVersion.objects.filter(procedure__code=code, public_until__lte=day).exists()


def replacement(code: str, day: date) -> Found | None:
    """What replaced a procedure, as it is in force today."""
    successor = Procedure.objects.filter(code=code).values_list("replaced_by__code", flat=True).first()
    return version_on(successor, day) if successor else None


@lru_cache(maxsize=256)
def files_at(stamp: int, ids: tuple[int, ...], day: date) -> dict[int, str]:
    """The addresses of form files, from the process until the "catalogue" stamp or the day moves."""
    return {row.pk: row.url for row in PortalDocument.objects.filter(in_term(day), pk__in=ids)}


def first_public(code: str) -> dict[str, Any]:
    """Since when this portal has shown each version (by its key), from the publication log."""
    return first_public_versions(OBJECT_TYPE, code)


def history(code: str) -> list[ProcedureVersion]:
    """All public versions of a code, the newest first, with their documents."""
    return list(
        ProcedureVersion.objects.public(clock.today())
        .filter(procedure__code=code, document__isnull=False)
        .select_related("procedure", "document", "decision")
        .order_by(F("effective_from").desc(nulls_last=True), "-pk")
    )
