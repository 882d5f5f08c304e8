"""The one writing service of the publication log."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from portal.core.clock import ZONE, today
from portal.publication.chain import content_hash, line_hash
from portal.publication.models import ChainTip, DailyRoot, PublicationEntry

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
    tip = ChainTip.objects.select_for_update().filter(id=1).first()
    if tip is None:
        ChainTip.objects.get_or_create(id=1)
        tip = ChainTip.objects.select_for_update().get(id=1)
    return tip


@transaction.atomic
def write_roots() -> int:
    """Write the root of every day that is over and has lines; gives how many were written."""
    _locked_tip()
    written = 0
    while True:
        last = DailyRoot.objects.order_by("-day").first()
        first = PublicationEntry.objects.filter(sequence__gt=last.sequence if last else 0).first()
        if first is None:
            return written
        day = first.logged_at.astimezone(ZONE).date()
        if last is not None:
            # Lines that a server clock set back has dated before the last root belong to the next day.
            day = max(day, last.day + timedelta(days=1))
        if day >= today():
            return written
        midnight = datetime.combine(day + timedelta(days=1), time.min, ZONE)
        entry = PublicationEntry.objects.filter(sequence__gte=first.sequence, logged_at__lt=midnight).last()
        found = entry or first
        DailyRoot.objects.create(day=day, sequence=found.sequence, root=found.entry_hash)
        written += 1


def write_roots_job() -> str:
    """The job: says how many roots were written."""
    written = write_roots()
    return f"{written}" if written else ""
