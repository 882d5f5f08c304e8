"""What was handed in and waits for the editor's look: Wagtail's own table of unfinished uploads.

It passes the look for stamps of secrecy like every upload, belongs to whoever brought it, and goes when the
draft is made, or by a job after :data:`KEPT`.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.models import UploadedFile

from home.news.listing import stories
from home.news.word.parts import parts
from portal.core.jobs import register_job
from portal.library.word import Manuscript, brought, from_paste, from_upload, kind_of

KEPT = timedelta(days=2)
PASTED, WORD, PDF = "txt", "docx", "pdf"


def keep_file(content: bytes, model: type[Any], user: Any) -> UploadedFile:
    """Keep a Word file or PDF. Raises WordRefused for one that cannot be read, or has too many parts."""
    kept, manuscript = brought(content)
    parts(manuscript)
    return _keep(kept, PDF if kind_of(kept) == "pdf" else WORD, model, user)


def keep_text(text: str, model: type[Any], user: Any) -> UploadedFile:
    """Keep pasted text. Raises WordRefused."""
    parts(from_paste(text))
    return _keep(text.encode(), PASTED, model, user)


def _keep(content: bytes, ending: str, model: type[Any], user: Any) -> UploadedFile:
    row = UploadedFile(for_content_type=ContentType.objects.get_for_model(model), uploaded_by_user=user)
    row.file.save(f"{secrets.token_hex(16)}.{ending}", ContentFile(content), save=False)
    row.save()
    return row


def find(key: int, user: Any) -> UploadedFile | None:
    """What this person handed in; None for somebody else's."""
    return UploadedFile.objects.filter(pk=key, uploaded_by_user=user, for_content_type__in=_kinds()).first()


def content_of(row: UploadedFile) -> bytes:
    """The bytes as they are kept."""
    with row.file.open("rb") as lines:
        found: bytes = lines.read()
    return found


def read(row: UploadedFile, recode: bool | None) -> Manuscript:
    """The manuscript. Raises WordRefused."""
    content = content_of(row)
    if row.file.name.endswith(f".{PASTED}"):
        return from_paste(content.decode(), recode)
    return from_upload(content, recode)


def drop(row: UploadedFile) -> None:
    """Delete what is no longer needed, the file as well."""
    row.file.delete(save=False)
    row.delete()


def _kinds() -> list[Any]:
    return list(ContentType.objects.get_for_models(*stories()).values())


def drop_old() -> str:
    """Delete what nobody came back for."""
    count = 0
    for row in UploadedFile.objects.filter(for_content_type__in=_kinds()):
        try:
            old = row.file.storage.get_modified_time(row.file.name) < timezone.now() - KEPT
        except OSError:
            old = True
        if old:
            drop(row)
            count += 1
    return f"{count} deleted"


def register() -> None:
    """Called once when the application starts."""
    register_job("news_word_files", drop_old, 6 * 3600)
