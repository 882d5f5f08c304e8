"""A file that came with a case, as a download: for the handling agency's desk and for the owner alone."""

from __future__ import annotations

from django.http import FileResponse

from feedback.models import Attachment


def download(row: Attachment) -> FileResponse:
    """A file as a download under a name that says nothing about anybody."""
    response = FileResponse(
        row.file.open("rb"),
        as_attachment=True,
        filename=row.neutral_name,
        content_type="application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-store, private"
    return response
