""" "Xem như ngày": the list of agencies of one level as it was on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from home.presenters import home_url
from portal.agencies.tree import Unit, as_of
from portal.core.routing import AgencyInfo
from portal.core.site_request import PortalRequest

FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
# The register knows nothing of the time before (Tổng Tuyển cử đầu tiên, 06/01/1946).
FIRST = date(1946, 1, 6)


@dataclass(frozen=True, slots=True)
class Follower:
    """What became of a unit: an agency of today."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """A unit of the day and what it is, or belongs to, today."""

    name: str
    followers: tuple[Follower, ...]
    divided: bool


@dataclass(frozen=True, slots=True)
class AsOf:
    """The list of a day; ``error`` says why there is none. ``typed`` goes back into the field."""

    typed: str
    day: date | None = None
    error: str = ""
    groups: tuple[tuple[str, tuple[Line, ...]], ...] = ()
    count: int = 0
    districts: int = 0


def parse(typed: str) -> date | None:
    """A day as people write it; None when it is none."""
    for form in FORMS:
        try:
            return datetime.strptime(typed.strip(), form).date()  # noqa: DTZ007
        except ValueError:
            continue
    return None


def as_of_day(portal: PortalRequest, level: str, typed: str) -> AsOf | None:
    """The list for ``?ngay=``; None when nobody asked. Two queries."""
    typed = " ".join(typed.split())[:20]
    if not typed:
        return None
    day = parse(typed)
    if day is None:
        return AsOf(typed, error=_("Không đọc được ngày “%s”. Viết dạng 30/06/2025.") % typed)
    if not FIRST <= day <= portal.today:
        facts = {"first": f"{FIRST:%d/%m/%Y}", "last": f"{portal.today:%d/%m/%Y}"}
        return AsOf(typed, error=_("Chọn ngày từ %(first)s đến %(last)s.") % facts)
    groups = tuple(
        (district[:1].upper() + district[1:], tuple(_line(portal, unit) for unit in units))
        for district, units in as_of(day).by_district(level)
    )
    return AsOf(
        typed=typed,
        day=day,
        groups=groups,
        count=sum(len(lines) for _district, lines in groups),
        districts=sum(1 for district, _lines in groups if district),
    )


def _line(portal: PortalRequest, unit: Unit) -> Line:
    followers = []
    for agency in unit.now:
        node = portal.map.home_of(agency.pk, portal.locale)
        info: AgencyInfo | None = node.agency if node else None
        if node is not None and info is not None:
            followers.append(Follower(info.name, home_url(portal, node)))
    return Line(unit.name, tuple(followers), len(unit.now) > 1)
