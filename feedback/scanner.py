"""The virus scanner: a real clamd behind ``CLAMD_URL``. A file is served once it has said "OK", not before.

The receipt never waits for it: files are kept, and a job asks. While clamd is down they stay unserved. "off"
is a decision of the province, which every screen of the desk repeats. A file in which something is found is
deleted; officer and sender are told.
"""

from __future__ import annotations

import logging
import socket
import struct
from contextlib import suppress
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from feedback.attachments import scanner_is_off
from feedback.models import Attachment
from feedback.models.attachment import private_storage
from feedback.services import Actor, NotAllowed, act
from feedback.states import Action
from portal.core import audit, clock

logger = logging.getLogger("portal.feedback")
CHUNK, SECONDS, MOST = 64 * 1024, 30, 200


class ScannerDown(OSError):
    """clamd cannot be reached."""


class NoVerdict(ValueError):
    """clamd answered something else than "OK" or "FOUND" about a file."""


def verdict(content: bytes) -> str:
    """``Attachment.Scan`` of a file, by clamd's INSTREAM. Raises ScannerDown and NoVerdict."""
    try:
        with _connection() as connection:
            connection.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), CHUNK):
                piece = content[start : start + CHUNK]
                connection.sendall(struct.pack("!I", len(piece)) + piece)
            connection.sendall(struct.pack("!I", 0))
            answer = b""
            while not answer.endswith(b"\0"):
                piece = connection.recv(4096)
                if not piece:
                    break
                answer += piece
    except OSError as error:
        raise ScannerDown(str(error)) from error
    words = answer.rstrip(b"\0").decode(errors="replace")
    if words.endswith(" OK"):
        return Attachment.Scan.CLEAN
    if words.endswith(" FOUND"):
        return Attachment.Scan.INFECTED
    if not words:
        raise ScannerDown("no answer")
    raise NoVerdict(words[:200])


def _connection() -> socket.socket:
    parts = urlsplit(settings.CLAMD_URL)
    if parts.scheme == "unix":
        made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        made.settimeout(SECONDS)
        try:
            made.connect(parts.path)
        except OSError:
            made.close()
            raise
        return made
    return socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 3310), timeout=SECONDS)


def scan_pending() -> str:
    """The job: ask about every file that waits; stops at once when the scanner is down."""
    if scanner_is_off():
        return ""
    done = unread = 0
    waiting = Attachment.objects.filter(scan=Attachment.Scan.PENDING).select_related("case__agency")
    for row in waiting.order_by("pk")[:MOST]:
        try:
            with row.file.open("rb") as kept:
                found = verdict(kept.read())
        except ScannerDown:
            logger.warning("the virus scanner does not answer; attachments wait")
            return _("Bộ quét vi-rút không trả lời; các tệp chờ.")
        except (NoVerdict, FileNotFoundError) as error:
            logger.error("attachment %s has no verdict: %s", row.pk, type(error).__name__)
            unread += 1
            continue
        _keep(row, found)
        done += 1
    lines = [_("%d tệp đã quét.") % done] if done else []
    return " ".join([*lines, _("%d tệp không quét được, vẫn chờ.") % unread] if unread else lines)


def _keep(row: Attachment, found: str) -> None:
    """Write the verdict down; an infected file goes, and those whom it concerns are told."""
    name = str(row.file.name)
    with transaction.atomic():
        row.scan, row.scanned_at = found, clock.now()
        if found == Attachment.Scan.INFECTED:
            row.file = ""
            audit.note("feedback.infected", obj=row, agency_code=row.case.agency.code)
            _tell(row)
            transaction.on_commit(lambda: private_storage().delete(name))
        row.save(update_fields=["file", "scan", "scanned_at"])


def _tell(row: Attachment) -> None:
    with override(row.case.language):
        words = _("Tệp %(file)s có mã độc nên đã bị xóa, không ai mở. Nếu cần, gửi lại bản sạch.")
        told = words % {"file": row.neutral_name}
    # A case that was removed takes no notes any more; its file is gone all the same.
    with suppress(NotAllowed):
        act(row.case, Action.NOTE, Actor.system(), reason=told, look=True, to_sender=True)
