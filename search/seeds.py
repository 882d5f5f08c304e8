"""Seed of the index: what the other parts have written is findable when seeding ends."""

from __future__ import annotations

from django.utils.translation import gettext as _

from portal.core.seeds import SeedContext, register_seed
from search import registry
from search.index import rebuild
from search.models import IndexTask, SearchEntry
from search.outbox import drain


def _kinds() -> str:
    """A kind that is new has things older than itself."""
    return "1 " + " ".join(kind.kind for kind in registry.kinds())


def _waiting() -> bool:
    return IndexTask.objects.filter(stage=IndexTask.ENTRY).exists()


def _index(context: SeedContext) -> None:
    """Work off the outbox; write everything anew when a kind has things but no entries."""
    taken = done = 0
    while taken := drain():
        done += taken
    held = set(SearchEntry.objects.values_list("kind", flat=True).distinct())
    if any(kind.kind not in held and any(True for _pk in kind.all_ids()) for kind in registry.kinds()):
        done = rebuild(registry.kinds())
    context.say(_("%d mục tìm kiếm") % done)


register_seed("search", 90, None, _index, _kinds, _waiting)
