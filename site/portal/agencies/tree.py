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

    @property
    def gone(self) -> bool:
        """Whether it goes by another name today, or belongs to something else."""
        return any(agency.name != self.name for agency in self.now)


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
    called: dict[int, FormerName] = {}
    units: dict[tuple[str, str, str], Unit] = {}
    for row in FormerName.objects.on(day).select_related("agency__parent").order_by("pk"):
        agency = row.agency
        if _own_name(row, agency):
            called[agency.pk] = row
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
    held = [_unit(agency, called.get(agency.pk)) for agency in agencies]
    return Tree(day, tuple(sorted([*held, *units.values()], key=lambda unit: unit.sort_key)))


def _own_name(row: FormerName, agency: Agency) -> bool:
    """Whether an old name was the agency's own: it was still in use when the agency had begun."""
    begun_before = agency.valid_from is None or (row.until is not None and row.until > agency.valid_from)
    return begun_before and row.code in ("", agency.code)


def _unit(agency: Agency, before: FormerName | None) -> Unit:
    """An agency in force on the day, under its name of that day."""
    name = before.name if before else agency.name
    return Unit(
        name=name,
        code=agency.code,
        level=agency.level,
        parent_code=agency.parent.code if agency.parent else "",
        district=before.district if before else "",
        now=[agency],
        sort_key=vietnamese_sort_key(_bare(name)),
        source=before.source if before else "",
    )


def _bare(name: str) -> str:
    """A name without its kind, for the alphabet."""
    for kind in ("Thị trấn ", "Thị xã ", "Thành phố ", "Đặc khu ", "Phường ", "Huyện ", "Xã "):
        if name.lower().startswith(kind.lower()):
            return name[len(kind) :]
    return name
