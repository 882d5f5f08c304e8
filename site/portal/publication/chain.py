"""How a line of the publication log is hashed: plain functions that a stand-alone script can repeat.

A line's hash is the SHA-256 of its canonical JSON: the columns of :data:`COLUMNS` in that order as a
list of strings, UTF-8, separators without blanks, moments in UTC with microseconds and a final "Z".
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

GENESIS = "0" * 64
COLUMNS = (
    "sequence",
    "act",
    "object_type",
    "object_id",
    "version",
    "scope_kind",
    "scope",
    "visible_from",
    "logged_at",
    "actor_role",
    "content_hash",
    "previous_hash",
)


def moment(value: datetime) -> str:
    """A moment as the log writes it: 2026-07-01T00:00:00.000000Z."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def canonical(values: Mapping[str, Any]) -> bytes:
    """The bytes that are hashed for a line."""
    fields = [moment(v) if isinstance(v := values[name], datetime) else str(v) for name in COLUMNS]
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()


def line_hash(values: Mapping[str, Any]) -> str:
    """The hash of a line, which the next line carries as ``previous_hash``."""
    return hashlib.sha256(canonical(values)).hexdigest()


def content_hash(content: Any) -> str:
    """The hash of what was public: any JSON value, keys sorted; bytes and text as they are."""
    if isinstance(content, str):
        content = content.encode()
    if not isinstance(content, bytes):
        content = json.dumps(
            content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str
        ).encode()
    return hashlib.sha256(content).hexdigest()
