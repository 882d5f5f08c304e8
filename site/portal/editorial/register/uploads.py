"""Files that were handed in, of the register or with mergers: checked at once, applied when somebody says so.

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
from portal.core.imports import UnreadableInput
from portal.editorial.register import changes

# Making a site takes about a second; a request may take sixty.
AT_ONCE = 10
KEPT = timedelta(days=180)
SHOWN_LINES = 200
# Lists of lines in a report: of a file of the register, then of a table of mergers.
LISTS = ("refused", "created", "changed", "unchanged", "conflicts", "successors", "moved", "redirects")


def check(upload: RegisterUpload) -> None:
    """Read a file and say what it would do; the report and the state are kept with it.

    A long table of mergers is tried out by the job; until then its report is empty.
    """
    report = _run(upload, dry_run=True, in_a_request=True)
    if report is None:
        upload.state = RegisterUpload.State.WAITING
        upload.save()
    else:
        _keep(upload, report, RegisterUpload.State.CHECKED)


def apply(upload: RegisterUpload, user: Any = None) -> None:
    """Apply a file that has been checked: at once where it is short, else with the next run of the job."""
    if upload.state != RegisterUpload.State.CHECKED:
        return
    audit.note("agency.register-imported", user=user, obj=upload, sha256=upload.sha256)
    report = None
    if upload.report["counts"].get("created", 0) <= AT_ONCE:
        report = _run(upload, dry_run=False, in_a_request=True, user=user)
    if report is None:
        upload.state = RegisterUpload.State.WAITING
        upload.save()
    else:
        _applied(upload, report)


def run_waiting() -> str:
    """The job: try out or apply what waits, and forget files that nobody needs any more."""
    count = 0
    for upload in RegisterUpload.objects.filter(state=RegisterUpload.State.WAITING).order_by("pk"):
        report = _run(upload, dry_run=not upload.report, user=upload.uploaded_by)
        if upload.report:
            _applied(upload, report)
        else:
            _keep(upload, report, RegisterUpload.State.CHECKED)
        count += 1
    RegisterUpload.objects.filter(uploaded_at__lt=timezone.now() - KEPT).delete()
    return _("%d tệp") % count


def _applied(upload: RegisterUpload, report: Any) -> None:
    upload.applied_at = timezone.now()
    _keep(upload, report, RegisterUpload.State.APPLIED)


def _run(upload: RegisterUpload, *, dry_run: bool, in_a_request: bool = False, user: Any = None) -> Any:
    """What a file would do or has done, as lists of lines; None when it takes longer than a request may."""
    with override("vi"), TemporaryDirectory() as folder:
        file = Path(folder) / f"tep{Path(upload.name).suffix.lower()}"
        file.write_bytes(bytes(upload.content))
        try:
            if not changes.is_table(file):
                report = import_register(file, dry_run=dry_run, source=upload.name)
                return report.to_dict() | {"stopped": report.stopped}
            if in_a_request and changes.is_long(file):
                return None
            return changes.run(file, dry_run=dry_run, user=user, source=upload.name)
        except UnreadableInput as error:
            report = refusal(error, upload.name, dry_run=dry_run)
            return report.to_dict() | {"stopped": report.stopped}


def _keep(upload: RegisterUpload, report: dict[str, Any], state: str) -> None:
    upload.state = RegisterUpload.State.STOPPED if report["stopped"] else state
    lists = {key: lines for key, lines in report.items() if key in LISTS}
    upload.report = {
        "kind": report.get("kind", ""),
        "counts": {key: len(lines) for key, lines in lists.items()},
        "stopped": report["stopped"],
        **{key: lines[:SHOWN_LINES] for key, lines in lists.items() if key != "unchanged"},
        "ignored_columns": report.get("ignored_columns", []),
        "ignored_sheets": report.get("ignored_sheets", []),
    }
    upload.save()
