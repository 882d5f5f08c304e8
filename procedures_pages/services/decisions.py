"""Announcing decisions: which version of a procedure they open and which they close.

The only writer of ``ProcedureVersion.effective_to``. Callers hold the procedure's lock
(:func:`lock`), so that two decisions on one procedure cannot leave two versions open.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from portal.core.clock import today
from procedures_pages.models import (
    AnnouncingDecision,
    DecisionItem,
    Procedure,
    ProcedureVersion,
)


def lock(procedure_ids: Iterable[int]) -> None:
    """Lock procedures until the caller's transaction ends, always in the same order."""
    ids = sorted(set(procedure_ids))
    list(Procedure.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))


def succeed(
    new: ProcedureVersion, others: Sequence[ProcedureVersion], day: date | None = None
) -> list[ProcedureVersion]:
    """End the open versions among ``others`` where ``new`` begins; returns those that ended (unsaved).

    Where ``new`` has no stated start, the others end on ``day`` (today): the first day on which the source
    names another decision. A version that begins after ``new`` stays open and ends ``new`` instead.
    """
    ended = []
    start = new.effective_from or day or today()
    for other in others:
        if other.pk == new.pk or not other.live or other.effective_to is not None:
            continue
        if new.effective_from and other.effective_from and other.effective_from > new.effective_from:
            new.effective_to = min(filter(None, (new.effective_to, other.effective_from)))
            continue
        other.effective_to = max(start, other.effective_from or start)
        ended.append(other)
    return ended


def write_ends(versions: Sequence[ProcedureVersion]) -> None:
    """Save ``effective_to`` of versions that :func:`succeed` has settled."""
    ProcedureVersion.objects.bulk_update(versions, ["effective_to"], batch_size=200)


def open_version(version: ProcedureVersion) -> list[ProcedureVersion]:
    """Let a version that was just published end its predecessors; for one version, under its lock."""
    lock([version.procedure_id])
    if version.effective_to is not None:
        return []
    others = list(ProcedureVersion.objects.filter(procedure_id=version.procedure_id, live=True))
    ended = succeed(version, others)
    write_ends([*ended, version] if version.effective_to else ended)
    record_items([version], {version.pk: ended})
    return ended


def record_items(
    versions: Sequence[ProcedureVersion], ended: dict[int, list[ProcedureVersion]] | None = None
) -> None:
    """A line in the decision of each version, with what it opens and what it closes; once a version."""
    with_decision = [version for version in versions if version.decision_id]
    known = set(
        DecisionItem.objects.filter(opens_id__in=[version.pk for version in with_decision]).values_list(
            "opens_id", flat=True
        )
    )
    DecisionItem.objects.bulk_create(
        [
            DecisionItem(
                decision_id=version.decision_id,
                procedure_id=version.procedure_id,
                printed_name=version.name[:2000],
                kind=DecisionItem.Kind.STATED,
                opens_id=version.pk,
                closes=next(iter((ended or {}).get(version.pk, [])), None),
            )
            for version in with_decision
            if version.pk not in known
        ],
        batch_size=200,
    )


def find_or_make(wanted: Iterable[AnnouncingDecision]) -> tuple[dict[str, AnnouncingDecision], set[int]]:
    """Stored decisions by key, new ones made, and the keys (pk) of stored ones whose days have moved.

    Sources give days with each procedure: a day that was unknown is filled in, and of several days of
    publication the first counts, so that the order of rows does not matter.
    """
    by_key: dict[str, AnnouncingDecision] = {}
    for decision in wanted:
        decision.key = AnnouncingDecision.make_key(decision.number, decision.issuer)
        _take_days(by_key.setdefault(decision.key, decision), decision)
    stored = {found.key: found for found in AnnouncingDecision.objects.filter(key__in=by_key)}
    moved = [found for key, found in stored.items() if _take_days(found, by_key[key])]
    AnnouncingDecision.objects.bulk_update(moved, ["signed_on", "published_on"], batch_size=200)
    new = [decision for key, decision in by_key.items() if key not in stored]
    AnnouncingDecision.objects.bulk_create(new, batch_size=200)
    return stored | {decision.key: decision for decision in new}, {decision.pk for decision in moved}


def _take_days(known: AnnouncingDecision, other: AnnouncingDecision) -> bool:
    """Complete the days of a decision from another reading of it; gives whether one has moved."""
    before = (known.signed_on, known.published_on)
    known.signed_on = known.signed_on or other.signed_on
    days = [day for day in (known.published_on, other.published_on) if day]
    known.published_on = min(days, default=None)
    return before != (known.signed_on, known.published_on)
