"""Takes what names people out of a case for good; called by :func:`feedback.services.act` alone, locked.

What stays is what figures are made of: stream, agencies, days, states, whether it was late, the procedure,
the officers' numbers, and the redacted answer while it is public. The receipt's code opens nothing then.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import CASCADE, FileField, Model
from django.utils.translation import gettext as _

from feedback import crypto
from feedback.attachments import discard
from feedback.crypto import encrypted_fields
from feedback.models import Case, CaseNote, PublicQuestion
from feedback.privacy import ledger
from feedback.refusals import NotAllowed
from portal.core import clock

logger = logging.getLogger("portal.feedback")

RETENTION, REQUEST, REPLAY = "retention", "request", "replay"
# Besides the encrypted ones: what was typed or leads to a person, and the hashes by which one is found.
PLAIN = ("sector", "page_path", "external_code", "external_place")
HASHES = ("phone_hash", "email_hash", "phone_check_hash", "email_check_hash")


def belongings() -> Iterator[tuple[type[Model], str]]:
    """Models whose rows belong to a case and hold personal data, with their key to it: files, letters."""
    for relation in Case._meta.related_objects:
        model = relation.related_model
        if getattr(model, "holds_personal_data", False) and relation.on_delete is CASCADE:
            yield model, relation.field.name


def files_of(model: type[Model]) -> list[str]:
    """Names of the fields of a model that hold files."""
    return [field.name for field in model._meta.concrete_fields if isinstance(field, FileField)]


def known_files(names: Sequence[str]) -> set[str]:
    """Which of these stored files still belong to a case."""
    found: set[str] = set()
    for model, _key in belongings():
        for name in files_of(model):
            rows = model._default_manager.filter(**{f"{name}__in": names})
            found |= {str(file) for file in rows.values_list(name, flat=True)}
    return found


def mark(case: Case) -> str:
    """By which the ledger knows a case."""
    return ledger.mark_of("case", case.code_hash)


def erase(case: Case, at: datetime, why: str) -> dict[str, Any]:
    """Empty it; the caller saves. Gives what the line of the event says. NotAllowed while it is held.

    Files go once the transaction stands. The ledger is written before that: a line too many erases nothing
    that was not to be erased anyway, one too few would bring somebody back.
    """
    if case.legal_hold:
        raise NotAllowed(
            _("Câu này được giữ lại theo yêu cầu pháp luật đến %(day)s: không xóa được.")
            % {"day": f"{case.hold_until:%d/%m/%Y}" if case.hold_until else "…"}
        )
    entry = ledger.Line("case", case.pk, mark(case), clock.local(at).date().isoformat(), why)
    files: list[str] = []
    for model, key in belongings():
        rows = model._default_manager.filter(**{key: case})
        for name in files_of(model):
            files += [str(file) for file in rows.values_list(name, flat=True) if file]
        rows.delete()
    CaseNote.objects.filter(event__case=case).delete()
    case.answers.update(text="")
    for name in (*encrypted_fields(Case), *PLAIN, *HASHES):
        setattr(case, name, "")
    case.code_hash = crypto.keyed_hash("erased", secrets.token_hex(16))
    case.submission_hash = crypto.keyed_hash("erased", secrets.token_hex(16))
    case.anonymised_at, case.look_since = at, None
    public = PublicQuestion.objects.filter(case=case, live=False).first()
    if public is not None:
        empty(public)
    ledger.write(entry)
    transaction.on_commit(lambda: _discard(files), robust=True)
    return {"why": why, "files": len(files) or ""}


def empty(row: PublicQuestion) -> None:
    """Take the texts of a withdrawn answer away; its address goes on saying that it was withdrawn."""
    row.title = row.question = row.answer = row.withdrawn_reason = ""
    row.slug = "da-xoa"
    row.save(update_fields=["title", "question", "answer", "withdrawn_reason", "slug"])


def _discard(files: Sequence[str]) -> None:
    try:
        discard(files)
    except OSError:
        # They have no row any more: the sweep takes them.
        logger.exception("%d files of an erased case are still on the disk", len(files))
