"""The PDF that a draft was written from: kept as it came in the agency's library, public with its page."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.models import Page

from portal.core.slugs import slugify_vi
from portal.editorial import access
from portal.library.models import PortalDocument
from portal.library.word import Head

LONGEST_FILE_NAME = 60


def name_of(head: Head, title: str) -> str:
    """How the file is called on the page: "Thông báo số 45/TB-UBND ngày 05/11/2026", or as the page."""
    if not head.number:
        return title
    words = {"kind": head.kind or _("Văn bản"), "number": head.number}
    if head.day is None:
        return _("%(kind)s số %(number)s") % words
    words["day"] = date_format(head.day, "d/m/Y")
    return _("%(kind)s số %(number)s ngày %(day)s") % words


def store(content: bytes, name: str, near: Page, user: Any) -> PortalDocument:
    """The very same bytes as a document of the page's agency. Raises ValidationError for a stamp."""
    agency = access.owner(near)
    file_name = slugify_vi(name)[:LONGEST_FILE_NAME].strip("-") or "van-ban"
    document = PortalDocument(
        title=name,
        agency=agency,
        uploaded_by_user=user,
        file=ContentFile(content, name=f"{file_name}.pdf"),
    )
    if agency is not None and agency.collection_id:
        document.collection_id = agency.collection_id
    document._set_document_file_metadata()
    document.save()
    return document
