"""The register as it was on a day: agencies in force then, and the units that have gone into others since.

Sources: ``[valid_from, valid_to)`` of agencies, and the old names with their days. An old name that was still
in use after the agency had begun is what the agency was called then, unless the row has a unit code of its
own; any other old name is a unit of that day. A unit divided later stands once, with all who follow it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from portal.agencies.models import Agency, FormerName
from portal.core.text import vietnamese_sort_key


@dataclass(slots=True)
class Unit:
    """An agency or old unit on the day; ``now`` are the agencies that it is, or belongs to, today."""

    name: str
    code: str
    level: str
    parent_code: str
    district: str = ""
    now: list[Agency] = field(default_factory=list)
    sort_key: str = ""
    source: str = ""

    def take(self, row: FormerName) -> None:
        """Go by the name, and stand under the district, of the day."""
        self.name, self.district, self.source = row.name, row.district, row.source
        self.sort_key = vietnamese_sort_key(_bare(row.name))


@dataclass(frozen=True, slots=True)
class Tree:
    """All units of a day, by name within their level."""

    day: date
    units: tuple[Unit, ...]

    def of_level(self, level: str) -> list[Unit]:
        """The units of one level."""
        return [unit for unit in self.units if unit.level == level]

    def by_district(self, level: str = Agency.Level.COMMUNE) -> list[tuple[str, list[Unit]]]:
        """The units of a level under the district of the day; those of no district last."""
        groups: dict[str, list[Unit]] = {}
        for unit in self.of_level(level):
            groups.setdefault(unit.district, []).append(unit)
        return sorted(groups.items(), key=lambda item: (not item[0], vietnamese_sort_key(_bare(item[0]))))


def as_of(day: date) -> Tree:
    """The tree of a day: two queries."""
    agencies = list(Agency.objects.on(day).select_related("parent"))
    units: dict[tuple[str, str, str], Unit] = {}
    held = {agency.code: _unit(agency) for agency in agencies}
    for row in FormerName.objects.on(day).select_related("agency__parent").order_by("pk"):
        agency = row.agency
        if _own_name(row, agency):
            if agency.code in held:
                held[agency.code].take(row)
            continue
        if row.code in held and row.code != agency.code:
            # A unit that was an agency of the register itself: who follows it.
            held[row.code].now.append(agency)
            continue
        unit = units.setdefault(
            (row.name, row.district, row.code),
            Unit(
                name=row.name,
                code=row.code,
                level=agency.level,
                parent_code=agency.parent.code if agency.parent else "",
                district=row.district,
                sort_key=vietnamese_sort_key(_bare(row.name)),
                source=row.source,
            ),
        )
        unit.now.append(agency)
    found = sorted([*held.values(), *units.values()], key=lambda unit: unit.sort_key)
    for unit in found:
        standing = [agency for agency in unit.now if agency.valid_to is None]
        unit.now = standing or unit.now
    return Tree(day, tuple(found))


def _own_name(row: FormerName, agency: Agency) -> bool:
    """Whether an old name was the agency's own: it was still in use when the agency had begun."""
    begun_before = agency.valid_from is None or (row.until is not None and row.until > agency.valid_from)
    return begun_before and row.code in ("", agency.code)


def _unit(agency: Agency) -> Unit:
    """An agency in force on the day."""
    return Unit(
        name=agency.name,
        code=agency.code,
        level=agency.level,
        parent_code=agency.parent.code if agency.parent else "",
        now=[agency],
        sort_key=vietnamese_sort_key(_bare(agency.name)),
    )


def _bare(name: str) -> str:
    """A name without its kind, for the alphabet."""
    for kind in ("Thị trấn ", "Thị xã ", "Thành phố ", "Đặc khu ", "Phường ", "Huyện ", "Xã "):
        if name.lower().startswith(kind.lower()):
            return name[len(kind) :]
    return name
