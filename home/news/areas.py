"""Where areas come from: the old districts that the register knows, and what a merger makes of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from django.db import transaction

from home.news.models import AlertArea
from portal.agencies.models import Agency, FormerName
from portal.agencies.operations.merge import Merge, register_merge_hook
from portal.core.slugs import slugify_vi


@transaction.atomic
def from_old_districts() -> int:
    """An area for each old district: the communes of today that hold a unit of it. Gives how many are new.

    Facts, with the act as source: real wherever the register has old names with their districts. An area that
    exists is left as the province keeps it.
    """
    members, sources = _old_districts()
    made = 0
    for district in sorted(members):
        name = f"Địa bàn {district} cũ"
        said = ", ".join(sorted(sources[district]))[:300]
        made += make(name, AlertArea.Kind.DISTRICT, members[district], source=said)
    return made


def communes_of(districts: Collection[str]) -> set[int]:
    """The communes of today that hold a unit of one of these old districts."""
    members, _sources = _old_districts()
    return set().union(*(found for district, found in members.items() if district in districts))


def make(name: str, kind: str, communes: Collection[int], *, note: str = "", source: str = "") -> bool:
    """Store an area unless one was made under the name before; says whether it did."""
    code = slugify_vi(name, 100)
    if not communes or AlertArea.objects.filter(code=code).exists():
        return False
    area = AlertArea.objects.create(name=name, code=code, kind=kind, note=note, source=source)
    area.communes.set(communes)
    return True


def _old_districts() -> tuple[dict[str, set[int]], dict[str, set[str]]]:
    """Old district → communes of today, and → sources."""
    members: dict[str, set[int]] = defaultdict(set)
    sources: dict[str, set[str]] = defaultdict(set)
    rows = FormerName.objects.exclude(district="").filter(
        agency__level=Agency.Level.COMMUNE, agency__valid_to=None
    )
    for agency, district, source in rows.values_list("agency", "district", "source"):
        members[district].add(agency)
        sources[district] |= {source} - {""}
    return members, sources


def follow(merge: Merge) -> dict[str, int]:
    """Whoever follows a commune stands in its areas: the successor of a merger, all successors of a split."""
    found = list(AlertArea.objects.filter(communes=merge.predecessor))
    for area in found:
        area.communes.add(*merge.successors)
        area.communes.remove(merge.predecessor)
    return {"alert_areas": len(found)}


def register() -> None:
    """Called once when the application starts."""
    register_merge_hook("55-areas", follow)
