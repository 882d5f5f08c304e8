"""Fetches the mailbox for replies by POP3; a message is deleted there once it is taken here."""

from __future__ import annotations

import logging
import poplib
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from feedback.replies import receiving

logger = logging.getLogger("portal.feedback")
SECONDS, BATCH, JOB_SECONDS = 30, 100, 120
LARGEST = 60 * 1024 * 1024
# Python's own limit of 2048 octets a line would end the connection at the first long line.
vars(poplib)["_MAXLINE"] = 1024 * 1024


def fetch() -> str:
    """The job: take what is in the mailbox; a message that cannot be taken stays there and stops no other."""
    receiving.forget_old()
    if not settings.PORTAL_MAIL_REPLIES_URL:
        return ""
    taken = left = 0
    with _opened(settings.PORTAL_MAIL_REPLIES_URL) as box:
        for line in box.list()[1][:BATCH]:
            number, size = (int(word) for word in line.split()[:2])
            try:
                if size > LARGEST:
                    raise ValueError("too large")
                receiving.take(b"\r\n".join(box.retr(number)[1]) + b"\r\n")
            except poplib.error_proto:
                raise
            except Exception as error:
                # Its words could name somebody.
                logger.error("a message of the mailbox was not taken: %s", type(error).__name__)
                left += 1
                continue
            box.dele(number)
            taken += 1
    lines = [_("%d thư đã nhận.") % taken] if taken else []
    return " ".join([*lines, _("%d thư không đọc được, còn trong hộp thư.") % left] if left else lines)


@contextmanager
def _opened(url: str) -> Iterator[poplib.POP3]:
    """A connection, signed in; what was marked is deleted when it ends in order, and not otherwise."""
    parts = urlsplit(url)
    host = parts.hostname or "127.0.0.1"
    box: poplib.POP3
    if parts.scheme == "pop3s":
        box = poplib.POP3_SSL(host, parts.port or poplib.POP3_SSL_PORT, timeout=SECONDS)
    elif parts.scheme == "pop3":
        box = poplib.POP3(host, parts.port or poplib.POP3_PORT, timeout=SECONDS)
    else:
        raise ValueError("PORTAL_MAIL_REPLIES_URL: pop3s://user:password@host:995")
    try:
        box.user(unquote(parts.username or ""))
        box.pass_(unquote(parts.password or ""))
        yield box
        box.quit()
    finally:
        box.close()
