"""The mark by which an answer, or a report of a mail server, is known as one to a certain letter.

It stands in the address for replies, in the envelope's sender and in the Message-ID: the number of the letter
and 96 bits of a keyed hash, so that nobody makes one up. It says nothing about case, code or person.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import parseaddr

from django.conf import settings

from feedback import crypto
from feedback.models import Letter

PURPOSE, LENGTH = "letter", 24
_MARK = re.compile(rf"(?<![0-9a-z])(\d{{1,18}})-([0-9a-f]{{{LENGTH}}})(?![0-9a-z])", re.IGNORECASE)


def mark(letter: Letter) -> str:
    """``<number>-<24 of the hash>``."""
    return f"{letter.pk}-{_digest(crypto.keyed_hash(PURPOSE, str(letter.pk)))}"


def _digest(stored: str) -> str:
    return stored.rpartition(":")[2][:LENGTH]


def address(letter: Letter) -> str:
    """``hoi-dap+<mark>@tinh.gov.vn``; empty where the province has no mailbox for replies."""
    name, _at, host = parseaddr(settings.PORTAL_MAIL_REPLIES_TO)[1].rpartition("@")
    return f"{name}+{mark(letter)}@{host}" if name and host else ""


def message_id(letter: Letter) -> str:
    """The letter's own name, to which answers refer, also where a server drops what follows "+"."""
    host = parseaddr(settings.PORTAL_MAIL_REPLIES_TO)[1].rpartition("@")[2]
    return f"<{mark(letter)}@{host}>"


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose mark it is: a letter of ours; None when it went with the data of its case."""

    letter: Letter | None


def origin(texts: Iterable[str]) -> Origin | None:
    """The letter of the first true mark in these header lines; a made-up mark is none."""
    for number, digest in _MARK.findall("\n".join(texts)):
        known = [_digest(stored) for stored in crypto.keyed_hashes(PURPOSE, str(int(number)))]
        if any(hmac.compare_digest(digest.lower(), one) for one in known):
            return Origin(Letter.objects.filter(pk=int(number)).select_related("case__agency").first())
    return None
