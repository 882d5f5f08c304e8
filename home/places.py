"""What contact slips and the page of places are given: one reading of the register for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from portal.agencies.contacts import Confirmation
from portal.agencies.hours import Exceptional, OpenState, Schedule, WeekLine
from portal.agencies.models.places import STAMP
from portal.agencies.places import Places, Point, map_link, places_of
from portal.core import clock
from portal.core.site_request import PortalRequest

SECTION = "noi-tiep-nhan"


@dataclass(frozen=True, slots=True)
class Hours:
    """When one place is open: now, in the week, and what differs in the next weeks."""

    state: OpenState
    week: Sequence[WeekLine]
    announced: Sequence[Exceptional]

    @classmethod
    def of(cls, schedule: Schedule, portal: PortalRequest) -> Hours:
        """The hours at this moment, by the site's calendar."""
        return cls(
            schedule.state(clock.now(), portal.calendar),
            schedule.week.lines(portal.today) if schedule.week else (),
            schedule.announced(portal.today),
        )

    @property
    def day_off(self) -> str:
        """Why today is a day off, where no announced pause says so already."""
        said = {found.words() for found in self.announced}
        return "" if self.state.reason in said else self.state.reason


@dataclass(frozen=True, slots=True)
class ContactCard:
    """How to reach an agency; empty values are shown as "Chưa có thông tin"."""

    address: str
    phone: str
    email: str
    map_link: str
    confirmation: Confirmation
    hours: Hours
    places_url: str

    @property
    def phone_link(self) -> str:
        """The telephone number as a ``tel:`` address takes it."""
        return dialled(self.phone)


@dataclass(frozen=True, slots=True)
class PlaceCard:
    """One service point on the page of places."""

    anchor: str
    kind_label: str | Promise
    name: str
    address: str
    phone: str
    phone_link: str
    accepts: tuple[str, ...]
    directions: str
    map_link: str
    hours: Hours
    own_hours: bool
    closes_for_good_on: date | None


def dialled(phone: str) -> str:
    """A telephone number as a ``tel:`` address takes it."""
    return "".join(char for char in phone if char.isdigit() or char == "+")


def contact_card(portal: PortalRequest) -> ContactCard | None:
    """The card of the site's agency; no query while the process's copy of its places is fresh."""
    agency = portal.agency
    if agency is None:
        return None
    return ContactCard(
        address=agency.address,
        phone=agency.phone,
        email=agency.email,
        map_link=map_link(agency.latitude, agency.longitude),
        confirmation=Confirmation(agency.contact_confirmed_on, portal.today),
        hours=Hours.of(_places(portal).schedule, portal),
        places_url=portal.section_url(SECTION),
    )


def place_cards(portal: PortalRequest) -> list[PlaceCard]:
    """The service points of the site's agency, in the order that the agency gave them."""
    return [_card(point, portal) for point in _places(portal).on(portal.today)]


def _places(portal: PortalRequest) -> Places:
    agency = portal.agency
    return places_of(agency.pk, portal.stamps.get(STAMP, 0)) if agency else Places(Schedule(), ())


def _card(point: Point, portal: PortalRequest) -> PlaceCard:
    return PlaceCard(
        anchor=f"noi-{point.pk}",
        kind_label=point.kind_label,
        name=point.name,
        address=point.address,
        phone=point.phone,
        phone_link=dialled(point.phone),
        accepts=point.accepts,
        directions=point.directions,
        map_link=point.map_link,
        hours=Hours.of(point.schedule, portal),
        own_hours=point.own_hours,
        closes_for_good_on=point.valid_to,
    )
