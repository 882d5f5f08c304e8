"""Counting a view costs the visitor nothing: a number in the process, written after an answer has gone out.

A view is a whole public page that was read with GET and answered 200 by this portal. Not counted: programs
that say who they are (:data:`BOTS`), requests without a program's name, pages fetched in advance, people
signed in on the editors' side, files, feeds and forms sent. Nothing of the visitor is kept. Each process
writes its numbers about once a minute in one statement; a process that is killed loses what it had not
written, at most that minute. What a cache in front of the portal answers by itself is not counted.
"""

from __future__ import annotations

import re
import threading
import time
from collections import Counter
from datetime import date
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from portal.accounts.after_response import after_response

BOTS: Final = re.compile(
    r"bot\b|bot[/;_-]|crawl|spider|slurp|archiver|curl|wget|python|java/|okhttp|go-http|libwww|headless|lighthouse"
    r"|facebookexternalhit|preview|monitor|uptime|scan|fetch|axios|node|phantom|postman|feed|rss",
    re.IGNORECASE,
)
EVERY: Final = 60.0
# More different pages than this are written at once.
MOST: Final = 500
LONGEST_PATH: Final = 300

Key = tuple[int, str, date]
_lock = threading.Lock()
_held: Counter[Key] = Counter()
_written_at = time.monotonic()


def counts(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether an answer is a view."""
    if request.method != "GET" or response.status_code != 200:
        return False
    if not str(response.get("Content-Type", "")).startswith("text/html"):
        return False
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        return False
    if "prefetch" in f"{request.headers.get('Sec-Purpose', '')} {request.headers.get('Purpose', '')}":
        return False
    agent = request.headers.get("User-Agent", "")
    return bool(agent) and BOTS.search(agent) is None


def note(request: HttpRequest, response: HttpResponseBase) -> None:
    """Count the view, if it is one; write what is held when it is time."""
    portal: Any = getattr(request, "portal", None)
    if portal is None or portal.agency is None or portal.node is None or not counts(request, response):
        return
    tail = "".join(f"{part}/" for part in portal.rest)
    path = portal.map.url(portal.node, portal.node.site, tail)[:LONGEST_PATH]
    with _lock:
        _held[portal.agency.pk, path, portal.today] += 1
        due = len(_held) >= MOST or time.monotonic() - _written_at >= EVERY
    if due:
        after_response(response, write)


def write() -> None:
    """Write what this process holds: one statement."""
    global _written_at
    from home.visits.models import VisitLine

    with _lock:
        taken = dict(_held)
        _held.clear()
        _written_at = time.monotonic()
    lines = [
        VisitLine(agency_id=agency, path=path, day=day, count=count)
        for (agency, path, day), count in taken.items()
    ]
    VisitLine.objects.bulk_create(lines)


def forget() -> None:
    """Drop what is held (tests)."""
    global _written_at
    with _lock:
        _held.clear()
        _written_at = time.monotonic()
