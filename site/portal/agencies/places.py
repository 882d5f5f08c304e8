"""The places of an agency as pages show them, kept in the process until the stamp "places" moves.

Three queries the first time after a change, none afterwards: home, contact, procedure and places pages all
read the same copy.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from django.conf import settings
from django.db.models import Q
from django.utils.functional import Promise

from portal.agencies.hours import Schedule, Week, exceptional
from portal.agencies.models import HoursException, OpeningHours, ServicePoint

# As many agencies as a large province has, and then some.
KEPT = 512


def map_link(latitude: Decimal | None, longitude: Decimal | None) -> str:
    """The address of a map that shows a point, by its coordinates alone; empty where the point is unknown.

    A plain link that a visitor may follow: nothing is fetched from there.
    """
    if latitude is None or longitude is None:
        return ""
    found: str = settings.PORTAL_MAP_LINK.format(latitude=f"{latitude:f}", longitude=f"{longitude:f}")
    return found


@dataclass(frozen=True, slots=True)
class Point:
    """A service point with its schedule; empty values are unknown."""

    pk: int
    kind: str
    # Stays lazy: the copy serves requests in every language.
    kind_label: str | Promise
    name: str
    address: str
    phone: str
    accepts: tuple[str, ...]
    directions: str
    map_link: str
    schedule: Schedule
    own_hours: bool
    valid_from: date | None
    valid_to: date | None

    def exists(self, day: date) -> bool:
        """Whether the point stands on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day < self.valid_to
        )


@dataclass(frozen=True, slots=True)
class Places:
    """An agency's own schedule and its points, in the order in which they are shown."""

    schedule: Schedule
    points: tuple[Point, ...]

    def on(self, day: date) -> list[Point]:
        """The points of a day."""
        return [point for point in self.points if point.exists(day)]


@lru_cache(maxsize=KEPT)
def places_of(agency_pk: int, stamp: int) -> Places:
    """The places of an agency at a stamp that the caller has read (a request reads all stamps once)."""
    points = list(ServicePoint.objects.filter(agency_id=agency_pk))
    mine = Q(agency_id=agency_pk) | Q(service_point__agency_id=agency_pk)
    hours: dict[int | None, list[OpeningHours]] = {}
    for row in OpeningHours.objects.filter(mine):
        hours.setdefault(row.service_point_id, []).append(row)
    exceptions: dict[int | None, list[HoursException]] = {}
    for exception in HoursException.objects.filter(mine).select_related("elsewhere_point"):
        exceptions.setdefault(exception.service_point_id, []).append(exception)
    own = Schedule(Week.of(hours.get(None, ())), tuple(map(exceptional, exceptions.get(None, ()))))
    return Places(own, tuple(_point(point, own, hours, exceptions) for point in points))


def _point(
    point: ServicePoint,
    agency: Schedule,
    hours: dict[int | None, list[OpeningHours]],
    exceptions: dict[int | None, list[HoursException]],
) -> Point:
    week = Week.of(hours.get(point.pk, ()))
    held = tuple(map(exceptional, exceptions.get(point.pk, ())))
    schedule = Schedule(week, held) if week else Schedule(agency.week, agency.exceptions + held)
    return Point(
        pk=point.pk,
        kind=point.kind,
        kind_label=ServicePoint.Kind(point.kind).label,
        name=point.name,
        address=point.address,
        phone=point.phone,
        accepts=tuple(line.strip() for line in point.accepts.splitlines() if line.strip()),
        directions=point.directions,
        map_link=map_link(point.latitude, point.longitude),
        schedule=schedule,
        own_hours=week is not None,
        valid_from=point.valid_from,
        valid_to=point.valid_to,
    )


def forget() -> None:
    """Drop the process's copies (tests, after a rolled-back database)."""
    places_of.cache_clear()
