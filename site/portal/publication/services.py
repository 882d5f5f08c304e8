"""The one writing service of the publication log."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from portal.publication.chain import content_hash, line_hash
from portal.publication.models import ChainTip, PublicationEntry

BATCH = 500


@dataclass(frozen=True, slots=True)
class Act:
    """One act to be logged. ``content`` is hashed and not kept; never put a title or a name elsewhere."""

    act: str
    object_type: str
    object_id: str
    actor_role: str
    scope_kind: str = PublicationEntry.Scope.PROVINCE
    scope: str = ""
    version: str = ""
    visible_from: datetime | None = None
    content: Any = field(default="", repr=False)


def record_acts(acts: Iterable[Act]) -> list[PublicationEntry]:
    """Add lines to the chain, in the caller's transaction, in the order given.

    Raises TransactionManagementError outside a transaction: a line without its act, or an act
    without its line, must not be possible. The tip is locked until the transaction ends, so importers
    hand over whole batches and do so last.
    """
    acts = list(acts)
    if not acts:
        return []
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "record_acts belongs in the transaction of the act itself."
        )
    tip = _locked_tip()
    logged_at = timezone.now()
    entries = []
    sequence, previous = tip.sequence, tip.entry_hash
    for act in acts:
        sequence += 1
        values: dict[str, Any] = {
            "sequence": sequence,
            "act": str(act.act),
            "object_type": act.object_type,
            "object_id": str(act.object_id),
            "version": act.version,
            "scope_kind": str(act.scope_kind),
            "scope": act.scope,
            "visible_from": act.visible_from or logged_at,
            "logged_at": logged_at,
            "actor_role": act.actor_role,
            "content_hash": content_hash(act.content),
            "previous_hash": previous,
        }
        previous = line_hash(values)
        entries.append(PublicationEntry(**values, entry_hash=previous))
    PublicationEntry.objects.bulk_create(entries, batch_size=BATCH)
    tip.sequence, tip.entry_hash = sequence, previous
    tip.save(update_fields=["sequence", "entry_hash"])
    return entries


def _locked_tip() -> ChainTip:
    """The tip under a row lock; on SQLite the IMMEDIATE transaction holds the only write lock already."""
    ChainTip.objects.get_or_create(id=1)
    return ChainTip.objects.select_for_update().get(id=1)
