"""Applying a batch of decided rows: one transaction, everything in bulk, the log last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from portal.core.slugs import slugify_vi
from portal.core.text import fold, vietnamese_sort_key
from portal.editorial.services import Publication, commit
from portal.publication.models import PublicationEntry
from procedures_pages.importers import references
from procedures_pages.importers.columns import announced_by, fill_columns
from procedures_pages.importers.parsed import ParsedProcedure
from procedures_pages.importers.planning import Action, Known, Outcome
from procedures_pages.importers.reading import RawRow
from procedures_pages.models import (
    AnnouncingDecision,
    CatalogueEntry,
    CodeAlias,
    Procedure,
    ProcedureField,
    ProcedureVersion,
    ReviewItem,
    SourceRecord,
)
from procedures_pages.services import catalogue, decisions, documents, publishing, store
from procedures_pages.services import rows as version_rows
from procedures_pages.services.publishing import IMPORTER_ROLE

Acts = PublicationEntry.Act


@dataclass(slots=True)
class Work:
    """One row with its decision."""

    row: RawRow
    parsed: ParsedProcedure
    outcome: Outcome
    known: Known | None = None


def load_known(codes: Sequence[str]) -> dict[str, Known]:
    """What is stored of these codes: five queries."""
    known = {found.code: Known(found) for found in Procedure.objects.filter(code__in=codes)}
    by_pk = {found.procedure.pk: found for found in known.values()}
    for version in (
        ProcedureVersion.objects.filter(procedure_id__in=by_pk)
        .select_related("decision", "field", "procedure")
        .annotate(written_by=F("latest_revision__user"), written_at=F("latest_revision__created_at"))
        .order_by("pk")
    ):
        by_pk[version.procedure_id].versions.append(version)
        if version.written_by is not None:
            by_pk[version.procedure_id].edited[version.pk] = version.written_at
    sources = (
        SourceRecord.objects.filter(version__procedure_id__in=by_pk)
        .order_by("pk")
        .values_list("version__procedure_id", "version_id", "format", "rows_hash")
    )
    for procedure_id, version_id, kind, rows_hash in sources:
        if version_id is not None and procedure_id is not None:
            by_pk[procedure_id].read_from[version_id] = (kind, rows_hash)
    settled = ReviewItem.objects.filter(code__in=known, reason=ReviewItem.Reason.EDITED)
    for code, rows_hash, state, asked in settled.values_list(
        "code", "source_record__rows_hash", "state", "created_at"
    ):
        # To take the source's words was said of the words that stood then, and of no later correction.
        if state != ReviewItem.State.TAKEN or all(asked > at for at in known[code].edited.values()):
            known[code].settled[rows_hash] = state
    return known


class Batch:
    """Applies the work of one batch; :meth:`apply` belongs in no transaction of the caller."""

    def __init__(self, province: str, fields: dict[str, ProcedureField], *, demo: bool) -> None:
        self.province = province
        self.fields = fields
        self.demo = demo
        self.publication = Publication()
        # Decisions whose days this run has completed: documents of their other versions name the old ones.
        self.moved: set[int] = set()

    def apply(self, work: Sequence[Work]) -> None:
        """Write everything or nothing."""
        created = [item for item in work if item.outcome.action is Action.CREATE]
        changed = [item for item in work if item.outcome.action is Action.CHANGE]
        queued = [item for item in work if item.outcome.action is Action.QUEUE]
        if not (created or changed or queued):
            return
        self.publication = Publication()
        with transaction.atomic():
            decisions.lock(item.known.procedure.pk for item in [*created, *changed] if item.known)
            self._fields([item.parsed for item in [*created, *changed]])
            announced, moved = decisions.find_or_make(
                announced_by(item.parsed.decision) for item in [*created, *changed] if item.parsed.decision
            )
            self.moved |= moved
            self._create(created, announced)
            self._change(changed, announced)
            _queue(queued)
            commit(self.publication)

    def _fields(self, parsed: Sequence[ParsedProcedure]) -> None:
        """Make fields that are new; spellings that differ in case alone are one field."""
        new: dict[str, ProcedureField] = {}
        slugs = {field.slug for field in self.fields.values()}
        for item in parsed:
            key = fold(item.field_name)
            if not key or key in self.fields or key in new:
                continue
            slug = base = slugify_vi(item.field_name, 110)
            number = 2
            while slug in slugs:
                slug, number = f"{base}-{number}", number + 1
            slugs.add(slug)
            new[key] = ProcedureField(
                name=item.field_name,
                slug=slug,
                code=item.field_code,
                sort_key=vietnamese_sort_key(item.field_name),
            )
        ProcedureField.objects.bulk_create(new.values())
        self.fields |= new

    def _create(self, work: Sequence[Work], announced: dict[str, AnnouncingDecision]) -> None:
        if not work:
            return
        procedures = self._procedures(work)
        now = timezone.now()
        versions, ended = [], {}
        for item in work:
            version = ProcedureVersion(
                procedure=procedures[item.parsed.code],
                live=True,
                first_published_at=now,
                last_published_at=now,
            )
            self._fill(version, item.parsed, announced)
            ended[item.parsed.code] = decisions.succeed(version, item.known.versions if item.known else [])
            versions.append(version)
        decisions.write_ends([version for found in ended.values() for version in found])
        ProcedureVersion.objects.bulk_create(versions, batch_size=200)
        decisions.record_items(versions, {version.pk: ended[version.procedure.code] for version in versions})
        rows = [version_rows.from_parsed(item.parsed) for item in work]
        store.create_rows(versions, rows)
        references.write(versions)
        self._derive(work, versions, rows, ended)
        _sources(work, versions)

    def _derive(
        self,
        work: Sequence[Work],
        versions: Sequence[ProcedureVersion],
        rows: Sequence[version_rows.VersionRows],
        ended: dict[str, list[ProcedureVersion]],
    ) -> None:
        """Documents, entries and log lines of new versions, made from what is in memory."""
        made = [documents.document(version, found) for version, found in zip(versions, rows, strict=True)]
        documents.save(made)
        entries: list[CatalogueEntry] = []
        acts = []
        with_others = [
            version.procedure_id for item, version in zip(work, versions, strict=True) if _others(item)
        ]
        twinned = catalogue.twins_of(with_others, self.province) if with_others else set()
        for item, version, found, document in zip(work, versions, rows, made, strict=True):
            own = catalogue.entries(
                version,
                found,
                province=self.province,
                siblings=item.known.versions if item.known else (),
                twinned=version.procedure_id in twinned,
            )
            entries.extend(own)
            classes = [entry.performer_class for entry in own]
            if not classes:
                continue
            acts += [
                publishing.act(Acts.REPLACED, old, classes, role=IMPORTER_ROLE, begins=old.effective_to)
                for old in ended[item.parsed.code]
            ]
            acts.append(
                publishing.act(
                    Acts.APPEARED,
                    version,
                    classes,
                    role=IMPORTER_ROLE,
                    content=document.data,
                    begins=version.effective_from,
                )
            )
        CatalogueEntry.objects.bulk_create(entries, batch_size=500)
        ids = [version.procedure_id for version in versions]
        self.publication.add(acts, kind="procedure", ids=ids, stamps=["catalogue"])
        catalogue.refresh(with_others)

    def _change(self, work: Sequence[Work], announced: dict[str, AnnouncingDecision]) -> None:
        if not work:
            return
        versions = [item.outcome.version for item in work if item.outcome.version]
        present = version_rows.load([version.pk for version in versions])
        for item, version in zip(work, versions, strict=True):
            self._fill(version, item.parsed, announced)
            version.last_published_at = timezone.now()
            store.update_rows(version, present[version.pk], version_rows.from_parsed(item.parsed))
        ProcedureVersion.objects.bulk_update(versions, FILLED, batch_size=100)
        decisions.record_items(versions)
        self._procedures(work)
        _sources(work, versions)
        references.rewrite(versions)
        for version in versions:
            if version.latest_revision_id:
                _write_revision(version)
        ids = [version.procedure_id for version in versions]
        catalogue.refresh(ids)
        stored = {
            version.pk: (document, classes)
            for version, document, classes in _derived([version.pk for version in versions])
        }
        acts = [
            publishing.act(
                Acts.CHANGED,
                version,
                stored[version.pk][1],
                role=IMPORTER_ROLE,
                content=stored[version.pk][0],
            )
            for version in versions
            if stored[version.pk][1]
        ]
        self.publication.add(acts, kind="procedure", ids=ids, stamps=["catalogue"])

    def _procedures(self, work: Sequence[Work]) -> dict[str, Procedure]:
        """The procedures of the rows, made where they are new; other codes and the UUID are kept."""
        found = {item.parsed.code: item.known.procedure for item in work if item.known}
        new = [
            Procedure(code=item.parsed.code, national_id=item.parsed.national_id or None, is_demo=self.demo)
            for item in work
            if not item.known
        ]
        Procedure.objects.bulk_create(new)
        found |= {procedure.code: procedure for procedure in new}
        named = []
        for item in work:
            procedure = found[item.parsed.code]
            if item.parsed.national_id and not procedure.national_id:
                procedure.national_id = item.parsed.national_id
                named.append(procedure)
        Procedure.objects.bulk_update(named, ["national_id"])
        CodeAlias.objects.bulk_create(
            [
                CodeAlias(code=code, kind=kind, procedure=found[item.parsed.code])
                for item in work
                for code, kind in item.parsed.aliases
            ],
            ignore_conflicts=True,
        )
        return found

    def _fill(
        self, version: ProcedureVersion, parsed: ParsedProcedure, announced: dict[str, AnnouncingDecision]
    ) -> None:
        """Set the version's own columns from what was read."""
        if parsed.decision:
            key = AnnouncingDecision.make_key(parsed.decision.number, parsed.decision.issuer)
            if version.decision is None or version.pk is None:
                version.decision = announced[key]
        version.field = self.fields.get(fold(parsed.field_name))
        fill_columns(version, parsed)


FILLED = [
    "decision",
    "name",
    "slug",
    "sort_key",
    "field",
    "publisher",
    "publishing_province",
    "kind",
    "effective_from",
    "effective_basis",
    "online_level",
    "non_territorial",
    "conditions",
    "receiving_address",
    "keywords",
    "time_note",
    "fee_note",
    "summary_only",
    "source_name",
    "source_url",
    "source_read_on",
    "last_published_at",
]


def _others(item: Work) -> bool:
    return bool(item.known and item.known.versions)


def _sources(work: Sequence[Work], versions: Sequence[ProcedureVersion]) -> None:
    SourceRecord.objects.bulk_create(
        [
            _source(item, procedure_id=version.procedure_id, version_id=version.pk)
            for item, version in zip(work, versions, strict=True)
        ],
        batch_size=100,
    )


def _source(item: Work, *, procedure_id: int | None, version_id: int | None) -> SourceRecord:
    payload, sha256 = SourceRecord.pack(item.row.original)
    return SourceRecord(
        procedure_id=procedure_id,
        version_id=version_id,
        code=item.parsed.code,
        format=item.parsed.kind,
        source=str(item.row.place)[:500],
        payload=payload,
        sha256=sha256,
        rows_hash=item.parsed.rows_hash(),
    )


def _queue(work: Sequence[Work]) -> None:
    """Put rows before a person, each once: the same row for the same reason is not queued again.

    But for one that was taken, and since then a person has corrected the text anew.
    """
    known = set(
        ReviewItem.objects.filter(code__in=[item.parsed.code for item in work])
        .exclude(reason=ReviewItem.Reason.EDITED, state=ReviewItem.State.TAKEN)
        .values_list("code", "reason", "source_record__sha256")
    )
    fresh = []
    for item in work:
        record = _source(item, procedure_id=item.known.procedure.pk if item.known else None, version_id=None)
        if (item.parsed.code, item.outcome.queue_reason, record.sha256) not in known:
            fresh.append((item, record))
    SourceRecord.objects.bulk_create([record for _item, record in fresh], batch_size=100)
    ReviewItem.objects.bulk_create(
        [
            ReviewItem(
                code=item.parsed.code,
                name=item.parsed.name,
                reason=item.outcome.queue_reason,
                detail=item.outcome.reason,
                source_record=record,
            )
            for item, record in fresh
        ]
    )


def _write_revision(version: ProcedureVersion) -> None:
    """A record that has a history gets this change into it, as its live and latest revision."""
    current = ProcedureVersion.objects.get(pk=version.pk)
    revision = current.save_revision(clean=False)
    ProcedureVersion.objects.filter(pk=version.pk).update(
        latest_revision=revision, live_revision=revision, has_unpublished_changes=False
    )


def _derived(version_ids: Sequence[int]) -> list[tuple[ProcedureVersion, Any, list[str]]]:
    """Versions with their stored document and performer classes."""
    classes: dict[int, list[str]] = {pk: [] for pk in version_ids}
    for version_id, key in CatalogueEntry.objects.filter(version_id__in=version_ids).values_list(
        "version_id", "performer_class"
    ):
        classes[version_id].append(key)
    found = ProcedureVersion.objects.filter(pk__in=version_ids).select_related("document", "procedure")
    return [(version, version.document.data, classes[version.pk]) for version in found]
