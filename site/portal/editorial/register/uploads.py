"""Files of the register that were handed in: checked at once, applied when somebody says so.

The very bytes that were checked are applied. A file that makes many sites takes longer than a request may; it
waits for the job that runs every minute.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.agencies.models import RegisterUpload
from portal.agencies.register_import import import_register, refusal
from portal.core import audit
from portal.core.imports import Report, UnreadableInput

# Making a site takes about a second; a request may take sixty.
AT_ONCE = 10
KEPT = timedelta(days=180)
SHOWN_LINES = 200


def check(upload: RegisterUpload) -> Report:
    """Read a file and say what it would do; the report and the state are kept with it."""
    report = _run(upload, dry_run=True)
    upload.state = RegisterUpload.State.STOPPED if report.stopped else RegisterUpload.State.CHECKED
    _keep(upload, report)
    return report


def apply(upload: RegisterUpload, user: Any = None) -> None:
    """Apply a file that has been checked: at once where it is short, else with the next run of the job."""
    if upload.state != RegisterUpload.State.CHECKED:
        return
    audit.note("agency.register-imported", user=user, obj=upload, sha256=upload.sha256)
    if len(upload.report.get("created", ())) > AT_ONCE:
        upload.state = RegisterUpload.State.WAITING
        upload.save()
        return
    _apply(upload)


def run_waiting() -> str:
    """The job: apply what waits, and forget files that nobody needs any more."""
    count = 0
    for upload in RegisterUpload.objects.filter(state=RegisterUpload.State.WAITING).order_by("pk"):
        _apply(upload)
        count += 1
    RegisterUpload.objects.filter(uploaded_at__lt=timezone.now() - KEPT).delete()
    return _("%d tệp") % count


def _apply(upload: RegisterUpload) -> None:
    report = _run(upload, dry_run=False)
    upload.state = RegisterUpload.State.STOPPED if report.stopped else RegisterUpload.State.APPLIED
    upload.applied_at = timezone.now()
    _keep(upload, report)


def _run(upload: RegisterUpload, *, dry_run: bool) -> Report:
    with override("vi"), TemporaryDirectory() as folder:
        file = Path(folder) / f"tep{Path(upload.name).suffix.lower()}"
        file.write_bytes(bytes(upload.content))
        try:
            return import_register(file, dry_run=dry_run, source=upload.name)
        except UnreadableInput as error:
            return refusal(error, upload.name, dry_run=dry_run)


def _keep(upload: RegisterUpload, report: Report) -> None:
    whole = report.to_dict()
    upload.report = {
        "counts": {key: len(whole[key]) for key in report.keys},
        "stopped": report.stopped,
        **{key: whole[key][:SHOWN_LINES] for key in report.keys if key != "unchanged"},
        "ignored_columns": whole.get("ignored_columns", []),
        "ignored_sheets": whole.get("ignored_sheets", []),
    }
    upload.save()
