"""The virus scanner: a real clamd behind ``CLAMD_URL``. A file is served once it has said "OK", not before.

The receipt never waits for it: files are kept, and a job asks. While clamd is down they stay unserved. "off"
is a decision of the province, which every screen of the desk repeats.
"""

from __future__ import annotations

import logging
import socket
import struct
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from feedback.attachments import scanner_is_off
from feedback.models import Attachment
from portal.core import audit, clock

logger = logging.getLogger("portal.feedback")
CHUNK, SECONDS, MOST = 64 * 1024, 30, 200


class ScannerDown(OSError):
    """clamd cannot be reached, or answered something else than a verdict."""


def verdict(content: bytes) -> str:
    """``Attachment.Scan`` of a file, by clamd's INSTREAM. Raises ScannerDown."""
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
    raise ScannerDown(words[:200] or "no answer")


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
    done = 0
    for row in Attachment.objects.filter(scan=Attachment.Scan.PENDING).order_by("pk")[:MOST]:
        with row.file.open("rb") as kept:
            content = kept.read()
        try:
            row.scan = verdict(content)
        except ScannerDown:
            logger.warning("the virus scanner does not answer; attachments wait")
            return _("Bộ quét vi-rút không trả lời; các tệp chờ.")
        row.scanned_at = clock.now()
        row.save(update_fields=["scan", "scanned_at"])
        if row.scan == Attachment.Scan.INFECTED:
            audit.note("feedback.infected", obj=row, agency_code=row.case.agency.code)
        done += 1
    return _("%d tệp đã quét.") % done if done else ""
