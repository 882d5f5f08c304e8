"""Entries of the catalogue: derived from versions, one a performer class; rebuilt and audited from here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from portal.agencies.models import Agency
from portal.agencies.performers import classify
from portal.core.stamps import bump
from procedures_pages.facets import audience_mask, channel_mask
from procedures_pages.models import CatalogueEntry, Performer, Procedure, ProcedureVersion, VersionDocument
from procedures_pages.services import documents
from procedures_pages.services.rows import VersionRows

CHUNK = 200
COLUMNS = (
    "procedure_id",
    "valid_from",
    "valid_to",
    "field_id",
    "audience_mask",
    "channel_mask",
    "online_level",
    "sort_key",
)


def own_province() -> str:
    """The unit code of the province that this portal serves, empty before it is provisioned."""
    return (
        Agency.objects.filter(level=Agency.Level.PROVINCE)
        .order_by("pk")
        .values_list("code", flat=True)
        .first()
        or ""
    )


def own_province_name() -> str:
    """The province's name without its kind ("Nghệ An"), empty before it is provisioned."""
    province = Agency.objects.filter(level=Agency.Level.PROVINCE).order_by("pk").first()
    return province.short_name if province else ""


def classes_of(rows: VersionRows) -> list[str]:
    """The performer classes of a version: of who executes it, else of who is competent; sorted."""
    for role in (Performer.Role.EXECUTING, Performer.Role.COMPETENT):
        found = {
            key
            for row in rows.performers
            if row.role == role
            for key in row.performer_class.split(",")
            if key.strip()
        }
        if found:
            return sorted(key.strip() for key in found)
    return []


def begins_on(version: ProcedureVersion, siblings: Sequence[ProcedureVersion]) -> date | None:
    """The day from which a version counts: its own start, else the end of the one before it."""
    if version.effective_from:
        return version.effective_from
    ends = [
        other.effective_to
        for other in siblings
        if other.pk != version.pk
        and other.live
        and other.effective_to
        and (version.effective_to is None or other.effective_to < version.effective_to)
    ]
    return max(ends, default=None)


def entries(
    version: ProcedureVersion,
    rows: VersionRows,
    *,
    province: str,
    siblings: Sequence[ProcedureVersion] = (),
    twinned: bool = False,
) -> list[CatalogueEntry]:
    """The unsaved entries of a version; none for drafts and for other provinces' editions.

    ``siblings`` are the versions of the same procedure; ``twinned``: this province publishes the same
    procedure under a code of its own, so that lists show only that one.
    """
    if not version.live or version.publishing_province not in ("", province) or twinned:
        return []
    audiences = audience_mask(row.group for row in rows.applicants)
    channels = channel_mask(row.channel for row in rows.methods)
    begins = begins_on(version, siblings)
    return [
        CatalogueEntry(
            version_id=version.pk,
            procedure_id=version.procedure_id,
            performer_class=key,
            valid_from=begins,
            valid_to=version.effective_to,
            field_id=version.field_id,
            audience_mask=audiences,
            channel_mask=channels,
            online_level=str(version.online_level),
            sort_key=version.sort_key,
        )
        for key in classes_of(rows)
    ]


def twins_of(procedure_ids: Sequence[int], province: str) -> set[int]:
    """Those of the procedures of which this province publishes an edition of its own, live today."""
    return set(
        Procedure.objects.filter(
            local_twin_of_id__in=procedure_ids,
            versions__live=True,
            versions__publishing_province=province,
        ).values_list("local_twin_of_id", flat=True)
        if province
        else ()
    )


def link_local_twins(province: str) -> list[int]:
    """Mark this province's own editions of ministries' procedures; returns the procedures they stand for.

    An edition is one whose name is the same, letter by letter, as that of exactly one procedure that a
    ministry publishes. Calls :func:`refresh` for what changes.
    """
    if not province:
        return []
    live = ProcedureVersion.objects.filter(live=True, effective_to__isnull=True)
    own = dict(live.filter(publishing_province=province).values_list("procedure_id", "sort_key"))
    national: dict[str, list[int]] = {}
    for procedure_id, key in live.filter(publishing_province="", sort_key__in=own.values()).values_list(
        "procedure_id", "sort_key"
    ):
        national.setdefault(key, []).append(procedure_id)
    changed: set[int] = set()
    for procedure in Procedure.objects.filter(pk__in=own):
        same = national.get(own[procedure.pk], [])
        twin = same[0] if len(same) == 1 else None
        if twin and procedure.local_twin_of_id != twin:
            changed |= {pk for pk in (procedure.local_twin_of_id, twin) if pk}
            Procedure.objects.filter(pk=procedure.pk).update(local_twin_of_id=twin)
    refresh(sorted(changed))
    return sorted(changed)


def refresh(procedure_ids: Sequence[int]) -> None:
    """Write documents and entries of all versions of these procedures anew, in the caller's transaction."""
    province = own_province()
    for start in range(0, len(procedure_ids), CHUNK):
        chunk = list(procedure_ids[start : start + CHUNK])
        wanted, built = _wanted(chunk, province)
        documents.save(document for _version, _rows, document in built)
        versions = [version.pk for version, _rows, _document in built]
        write(versions, wanted)


def write(version_ids: Sequence[int], wanted: Sequence[CatalogueEntry]) -> None:
    """Make the entries of these versions what is wanted; rows that stay the same are not touched."""
    present = {
        (entry.version_id, entry.performer_class): entry
        for entry in CatalogueEntry.objects.filter(version_id__in=version_ids)
    }
    new, changed = [], []
    for entry in wanted:
        old = present.pop((entry.version_id, entry.performer_class), None)
        if old is None:
            new.append(entry)
        elif _columns(old) != _columns(entry):
            entry.pk = old.pk
            changed.append(entry)
    if present:
        CatalogueEntry.objects.filter(pk__in=[entry.pk for entry in present.values()]).delete()
    if changed:
        CatalogueEntry.objects.bulk_update(changed, COLUMNS, batch_size=100)
    CatalogueEntry.objects.bulk_create(new, batch_size=500)


def _columns(entry: CatalogueEntry) -> tuple[Any, ...]:
    return tuple(getattr(entry, column) for column in COLUMNS)


def _wanted(
    procedure_ids: Sequence[int], province: str
) -> tuple[list[CatalogueEntry], list[tuple[ProcedureVersion, VersionRows, VersionDocument]]]:
    """Entries and documents that the versions of these procedures should have."""
    pks = ProcedureVersion.objects.filter(procedure_id__in=procedure_ids).values_list("pk", flat=True)
    built = documents.built(list(pks))
    twinned = twins_of(procedure_ids, province)
    siblings: dict[int, list[ProcedureVersion]] = {}
    for version, _rows, _document in built:
        siblings.setdefault(version.procedure_id, []).append(version)
    wanted = [
        entry
        for version, rows, _document in built
        for entry in entries(
            version,
            rows,
            province=province,
            siblings=siblings[version.procedure_id],
            twinned=version.procedure_id in twinned,
        )
    ]
    return wanted, built


@dataclass(slots=True)
class Differences:
    """What an audit found: codes whose stored document or entries are not what the rows give."""

    documents: list[str] = field(default_factory=list)
    entries: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.documents or self.entries)


def audit() -> Differences:
    """Compare every stored document and entry with what it should be; writes nothing."""
    found = Differences()
    for chunk in _chunks():
        wanted, built = _wanted(chunk, own_province())
        codes = {version.pk: version.procedure.code for version, _rows, _document in built}
        stored = dict(VersionDocument.objects.filter(version_id__in=codes).values_list("version_id", "data"))
        found.documents.extend(
            codes[version.pk] for version, _rows, document in built if stored.get(version.pk) != document.data
        )
        have = {
            (entry.version_id, entry.performer_class): _columns(entry)
            for entry in CatalogueEntry.objects.filter(version_id__in=codes)
        }
        should = {(entry.version_id, entry.performer_class): _columns(entry) for entry in wanted}
        odd = {key[0] for key in have.keys() | should.keys() if have.get(key) != should.get(key)}
        found.entries.extend(sorted({codes[version_id] for version_id in odd}))
    return found


def rebuild(*, classify_again: bool = False) -> int:
    """Write all documents and entries anew, in pieces; returns the number of procedures.

    With ``classify_again`` the performer classes of all rows are read once more from their printed names.
    """
    count = 0
    for chunk in _chunks():
        with transaction.atomic():
            if classify_again:
                _classify(chunk)
            refresh(chunk)
        count += len(chunk)
    with transaction.atomic():
        link_local_twins(own_province())
        bump("catalogue")
    return count


def _classify(procedure_ids: Sequence[int]) -> None:
    rows = list(Performer.objects.filter(version__procedure_id__in=procedure_ids))
    for row in rows:
        row.performer_class = ",".join(sorted(classify(row.name)))[:200]
    Performer.objects.bulk_update(rows, ["performer_class"], batch_size=300)


def _chunks() -> Iterator[list[int]]:
    pks = list(Procedure.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(pks), CHUNK):
        yield pks[start : start + CHUNK]
