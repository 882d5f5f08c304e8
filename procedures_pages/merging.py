"""A merger hands local fields and exceptions over to the heir; nothing that the heir has is lost."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from portal.agencies.operations.merge import Merge, register_merge_hook
from procedures_pages.models import LocalFields, PerformerException

TYPED = ("place", "hours", "officer", "phone", "note")


def register() -> None:
    """Called once when the application starts."""
    register_merge_hook("60-local-fields", hand_over)


@transaction.atomic
def hand_over(merge: Merge) -> dict[str, int]:
    """Local fields, to be confirmed anew; where the heir has other ones for a procedure, both stay."""
    held = {row.procedure_id: row for row in LocalFields.objects.filter(agency=merge.heir)}
    moved = 0
    for row in LocalFields.objects.filter(agency=merge.predecessor).select_related("procedure"):
        twin = held.get(row.procedure_id)
        if twin is None:
            _give(row, merge)
            moved += 1
        elif any(getattr(row, name) != getattr(twin, name) for name in TYPED):
            words = _("Đơn vị mới đã có thông tin riêng của thủ tục này; bản cũ giữ nguyên, không hiện.")
            merge.conflict("local_fields", row.procedure.code, words)
    return {"local_fields": moved, "performer_exceptions": _exceptions(merge)}


def _give(row: LocalFields, merge: Merge) -> None:
    """Another owner; nobody there has looked at it yet. Drafts that are open follow."""
    row.agency = merge.heir
    row.confirmed_version = None
    row.confirmed_on = None
    row.save()
    revision = row.latest_revision
    if revision is not None:
        revision.content |= {"agency": merge.heir.pk, "confirmed_version": None, "confirmed_on": None}
        revision.save(update_fields=["content"])


def _exceptions(merge: Merge) -> int:
    held = dict(PerformerException.objects.filter(agency=merge.heir).values_list("procedure_id", "kind"))
    moved = 0
    for row in PerformerException.objects.filter(agency=merge.predecessor).select_related("procedure"):
        if row.procedure_id not in held:
            row.agency = merge.heir
            row.save()
            moved += 1
        elif held[row.procedure_id] != row.kind:
            words = _("Hai đơn vị ghi khác nhau về việc có thực hiện thủ tục này hay không.")
            merge.conflict("performer_exceptions", row.procedure.code, words)
    return moved
