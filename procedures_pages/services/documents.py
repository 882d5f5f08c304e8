"""The document of a version: one JSON that public page, API, export and difference read.

All keys are always present and days are ISO text, so that readers need no defaults.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from procedures_pages.models import ProcedureVersion, VersionDocument
from procedures_pages.services.rows import VersionRows, load


def build(version: ProcedureVersion, rows: VersionRows) -> dict[str, Any]:
    """The document of a version whose ``field`` and ``decision`` are loaded."""
    field, decision = version.field, version.decision
    return {
        "code": version.procedure.code,
        "name": version.name,
        "short_name": version.short_name,
        "slug": version.slug,
        "field": {"name": field.name, "slug": field.slug} if field else None,
        "publisher": version.publisher,
        "kind": version.kind,
        "decision": {
            "number": decision.number,
            "issuer": decision.issuer,
            "signed_on": _day(decision.signed_on),
            "published_on": _day(decision.published_on),
            "effective_on": _day(decision.effective_on),
        }
        if decision
        else None,
        "effective_from": _day(version.effective_from),
        "effective_basis": str(version.effective_basis),
        "online_level": str(version.online_level),
        "online_note": version.online_note,
        "non_territorial": version.non_territorial,
        "summary_only": version.summary_only,
        **_rows(rows),
        "conditions": version.conditions,
        "receiving_address": version.receiving_address,
        "keywords": version.keywords,
        "time_note": version.time_note,
        "fee_note": version.fee_note,
        "source": {
            "name": version.source_name,
            "url": version.source_url,
            "read_on": _day(version.source_read_on),
        },
    }


def _rows(rows: VersionRows) -> dict[str, Any]:
    return {
        "applicants": [{"key": row.key, "name": row.name, "group": row.group} for row in rows.applicants],
        "performers": [
            {"key": row.key, "role": row.role, "name": row.name, "class": row.performer_class}
            for row in rows.performers
        ],
        "steps": [{"key": row.key, "case": row.case_name, "text": row.text} for row in rows.steps],
        "methods": [
            {
                "key": row.key,
                "channel": row.channel,
                "time_value": row.time_value,
                "time_unit": row.time_unit,
                "time_text": row.time_text,
                "description": row.description,
                "fees": [
                    {
                        "key": fee.key,
                        "kind": fee.kind,
                        "amount": fee.amount,
                        "currency": fee.currency,
                        "text": fee.text,
                        "free_basis": fee.free_basis,
                        "set_locally": fee.set_locally,
                    }
                    for fee in fees
                ],
            }
            for row, fees in zip(rows.methods, rows.fees, strict=True)
        ],
        "cases": [
            {
                "key": row.key,
                "name": row.name,
                "papers": [
                    {
                        "key": paper.key,
                        "code": paper.code,
                        "name": paper.name,
                        "note": paper.note,
                        "originals": paper.originals,
                        "copies": paper.copies,
                        "required": paper.required,
                        "is_note": paper.is_note,
                        "has_electronic_form": paper.has_electronic_form,
                        "form_key": paper.form_key,
                    }
                    for paper in papers
                ],
            }
            for row, papers in zip(rows.cases, rows.papers, strict=True)
        ],
        "forms": [
            {"key": row.key, "name": row.name, "file_name": row.file_name, "document_id": row.document_id}
            for row in rows.forms
        ],
        "results": [{"key": row.key, "code": row.code, "name": row.name} for row in rows.results],
        "legal_bases": [
            {
                "key": row.key,
                "number": row.number,
                "title": row.title,
                "issued_on": _day(row.issued_on),
                "issuer": row.issuer,
            }
            for row in rows.legal_bases
        ],
        "case_terms": [{"name": row.name, "value": row.value, "unit": row.unit} for row in rows.case_terms],
    }


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def content_hash(data: dict[str, Any]) -> str:
    """SHA-256 of a document's canonical JSON: keys sorted, no blanks, UTF-8."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def document(version: ProcedureVersion, rows: VersionRows) -> VersionDocument:
    """The unsaved document row of a version."""
    data = build(version, rows)
    return VersionDocument(version_id=version.pk, data=data, content_hash=content_hash(data))


def save(documents: Iterable[VersionDocument]) -> None:
    """Write documents, new ones and changed ones alike."""
    VersionDocument.objects.bulk_create(
        documents,
        update_conflicts=True,
        unique_fields=["version"],
        update_fields=["data", "content_hash", "built_at"],
        batch_size=200,
    )


def with_relations(version_ids: Sequence[int]) -> list[ProcedureVersion]:
    """Versions with what documents and entries need of their relations."""
    return list(
        ProcedureVersion.objects.filter(pk__in=version_ids)
        .select_related("procedure", "field", "decision")
        .order_by("pk")
    )


def built(version_ids: Sequence[int]) -> list[tuple[ProcedureVersion, VersionRows, VersionDocument]]:
    """Versions with their rows as they are now and the documents that these make (unsaved)."""
    rows = load(version_ids)
    return [
        (version, rows[version.pk], document(version, rows[version.pk]))
        for version in with_relations(version_ids)
    ]
