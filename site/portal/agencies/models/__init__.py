"""Agencies in time: the register, places and names of the past, successions, addresses, what sites show."""

from portal.agencies.models.addresses import FormerAddress
from portal.agencies.models.agency import Agency, AgencyQuerySet, MapPoint
from portal.agencies.models.identity import CentralBlock, HiddenSection, SectionLock
from portal.agencies.models.names import FormerName
from portal.agencies.models.places import HoursException, OpeningHours, ServicePoint
from portal.agencies.models.succession import InheritedPage, Succession
from portal.agencies.models.uploads import RegisterUpload

__all__ = [
    "Agency",
    "AgencyQuerySet",
    "CentralBlock",
    "FormerAddress",
    "FormerName",
    "HiddenSection",
    "HoursException",
    "InheritedPage",
    "MapPoint",
    "OpeningHours",
    "RegisterUpload",
    "SectionLock",
    "ServicePoint",
    "Succession",
]
