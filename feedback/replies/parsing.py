"""What an incoming message is: a person's answer, a report that a letter did not arrive, or automatic.

RFC 3464 for reports, RFC 3834 for automatic answers. Nothing here asks the database.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr

from django.db import models
from django.utils.html import strip_tags

from feedback.attachments import MOST_BYTES, MOST_FILES, Upload
from portal.core.text import normalise

LONGEST_TEXT = 5000
# Where the mark of a letter may stand: whom it went to, and what it answers.
_TO = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc", "In-Reply-To", "References")
_OF_THE_LETTER = ("Message-ID", "Return-Path", "Reply-To", "From")
_BULK = frozenset({"bulk", "junk", "list", "auto_reply", "auto-reply"})
_AUTOMATIC = ("X-Autoreply", "X-Autorespond", "List-Id")
# Where the repeated letter begins, in the words of the usual programs.
_QUOTED = re.compile(
    r"(?mi)^(?:>.*"
    r"|(?:on|vào|ngày|lúc|trong|at)\b[^\n]{0,200}(?:\n[^\n]{0,200})?(?:wrote|viết|ghi)\s*:\s*$"
    r"|-{2,}\s*(?:original message|thư gốc|tin nhắn gốc|forwarded message)\b.*"
    r"|_{10,}\s*$"
    r"|(?:from|từ)\s*:.+@.*)"
)


class Kind(models.TextChoices):
    """What came."""

    ANSWER = "answer"
    BOUNCE = "bounce"
    AUTOMATIC = "automatic"


@dataclass(frozen=True, slots=True)
class Incoming:
    """``marks``: header lines in which the mark of a letter may stand; ``sender``: the address alone."""

    kind: Kind
    marks: list[str]
    sender: str = field(default="", repr=False)
    text: str = field(default="", repr=False)
    files: list[Upload] = field(default_factory=list, repr=False)
    files_left: int = 0


def parse(raw: bytes) -> Incoming:
    """The message of these bytes (RFC 5322). Never fails: what cannot be read is left out."""
    message = message_from_bytes(raw)
    marks = [line for name in _TO for line in _all(message, name)]
    report = _report(message)
    if report is not None:
        for part in message.walk():
            marks += [line for name in _OF_THE_LETTER for line in _all(part, name)]
            if part.get_content_type() == "text/rfc822-headers":
                marks.append(_decoded(part))
        return Incoming(Kind.BOUNCE if report else Kind.AUTOMATIC, marks)
    if _is_automatic(message):
        return Incoming(Kind.AUTOMATIC, marks)
    files = list(_files(message))
    return Incoming(
        Kind.ANSWER,
        marks,
        parseaddr(_shown(message.get("Reply-To") or message.get("From") or ""))[1],
        own_words(_text(message)),
        files[:MOST_FILES],
        max(0, len(files) - MOST_FILES),
    )


def own_words(text: str) -> str:
    """The text without the letter that it repeats; all of it when nothing else is there."""
    text = normalise(text)
    found = _QUOTED.search(text)
    own = text[: found.start()].strip() if found else text
    own = own or text
    return own if len(own) <= LONGEST_TEXT else own[: LONGEST_TEXT - 4].rstrip() + " […]"


def _all(message: Message, name: str) -> list[str]:
    return [str(value) for value in message.get_all(name, [])]


def _report(message: Message) -> bool | None:
    """True: delivery has failed for good; False: a report of another sort; None: no report."""
    if message.get_content_type() != "multipart/report":
        return None
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            # One part for the message and one for each receiver, each with header lines.
            blocks = part.get_payload()
            rows = [row for row in blocks if isinstance(row, Message)] if isinstance(blocks, list) else []
            return any(str(row.get("Action", "")).strip().lower() == "failed" for row in rows)
    return False


def _is_automatic(message: Message) -> bool:
    submitted = str(message.get("Auto-Submitted", "no")).split(";")[0].strip().lower()
    bulk = str(message.get("Precedence", "")).strip().lower() in _BULK
    nobody = str(message.get("Return-Path", "")).strip() == "<>"
    return submitted != "no" or bulk or nobody or any(message.get(name) for name in _AUTOMATIC)


def _leaves(message: Message) -> Iterator[Message]:
    for part in message.walk():
        if not part.is_multipart():
            yield part


def _name(part: Message) -> str:
    return _shown(part.get_filename() or "")


def _is_file(part: Message) -> bool:
    return bool(_name(part)) or part.get_content_disposition() == "attachment"


def _text(message: Message) -> str:
    """The plain text, else that of the HTML."""
    plain = [
        _decoded(p) for p in _leaves(message) if p.get_content_type() == "text/plain" and not _is_file(p)
    ]
    if any(text.strip() for text in plain):
        return "\n".join(plain)
    pages = [_decoded(p) for p in _leaves(message) if p.get_content_type() == "text/html" and not _is_file(p)]
    return "\n".join(_of_html(page) for page in pages)


def _of_html(page: str) -> str:
    page = re.sub(r"(?is)<(style|script|head|blockquote)\b.*?</\1\s*>", " ", page)
    page = re.sub(r"(?i)<br\s*/?>|</(?:p|div|li|tr|h\d)>", "\n", page)
    return html.unescape(strip_tags(page))


def _decoded(part: Message) -> str:
    content = part.get_payload(decode=True)
    data = content if isinstance(content, bytes) else str(part.get_payload()).encode()
    try:
        return data.decode(part.get_content_charset() or "utf-8", errors="replace")
    except LookupError:
        return data.decode("utf-8", errors="replace")


def _files(message: Message) -> Iterator[Upload]:
    for part in _leaves(message):
        content = part.get_payload(decode=True) if _is_file(part) else None
        if isinstance(content, bytes) and content:
            # One byte more than is taken, so that the desk refuses it in its own words.
            yield Upload(_name(part) or "tep", content[: MOST_BYTES + 1])


def _shown(value: object) -> str:
    """A header line as people read it."""
    words = []
    for piece, charset in decode_header(str(value)):
        if isinstance(piece, bytes):
            try:
                words.append(piece.decode(charset or "utf-8", errors="replace"))
            except LookupError:
                words.append(piece.decode("utf-8", errors="replace"))
        else:
            words.append(piece)
    return "".join(words)
