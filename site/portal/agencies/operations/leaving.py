"""Leaves the demonstration: everything of it goes, and a real, empty province comes from the user's list."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext as _

from portal.agencies.models import Agency
from portal.agencies.provisioning import Say, provision_file
from portal.agencies.register_file import in_words, read
from portal.core import audit, purge
from portal.core.imports import Report
from portal.core.models import SeedState
from portal.core.purge import Purged
from portal.core.seeds import KIND_STATE, PROVINCE, SeedContext, run_seeds


class Refused(Exception):
    """The step cannot be taken; the message says why and what to do."""


@dataclass(slots=True)
class Left:
    """What happened: what went (None when the demonstration had been left before), what was made."""

    purged: Purged | None
    provisioned: Report
    problems: list[str] = field(default_factory=list)


def start_province(path: Path, *, say: Say) -> Left:
    """Purge the demonstration, prove it, and provision the list. Raises Refused and UnreadableInput.

    The list is read first: one with a bad row, or without a province, purges nothing. The purge is one
    transaction. Cut off after it, the next run goes on with the rest of the list.
    """
    _check_list(path)
    purged = None if _has_left() else _purge(say)
    _note_for_the_launcher()
    run_seeds(SeedContext(None, say))
    report = provision_file(path, say=say, demo=False)
    purge.mend()
    run_seeds(SeedContext(None, say), only="search", force=True)
    return Left(purged, report, purged.left if purged else [])


def _check_list(path: Path) -> None:
    found = read(path)
    bad = [f"{in_words(line)}: {line.reason}" for line in found.problems]
    if not bad and not any(row.level == Agency.Level.PROVINCE for row in found.rows):
        bad = [_("Danh sách chưa có dòng của tỉnh (cap = tinh).")]
    if bad:
        raise Refused("\n".join([_("Chưa xóa gì. Danh sách cần sửa:"), *bad]))


def _has_left() -> bool:
    return SeedState.objects.filter(name=KIND_STATE, fingerprint=PROVINCE).exists()


def _purge(say: Say) -> Purged:
    real = purge.real_content()
    if real:
        raise Refused(
            _("Không xóa gì: ở đây có dữ liệu thật (%s). Lệnh này chỉ dùng để rời bản trình diễn.")
            % "; ".join(real)
        )
    say(_("Đang xóa nội dung trình diễn …"))
    with transaction.atomic():
        done = purge.purge()
        if done.left:
            raise Refused(_("Chưa xóa gì: còn lại %s.") % "; ".join(done.left))
        SeedState.objects.update_or_create(name=KIND_STATE, defaults={"fingerprint": PROVINCE})
        audit.note("province.started", rows=sum(done.rows.values()))
    done.files, left = purge.delete_files()
    done.left += left
    cache.clear()
    return done


def _note_for_the_launcher() -> None:
    """What ``make run`` reads: from now on it serves a province, not the demonstration."""
    record = Path(settings.PORTAL_VAR) / "catalogue.json"
    if record.exists():
        record.write_text(json.dumps({"kind": "province", "folder": None}), encoding="utf-8")
