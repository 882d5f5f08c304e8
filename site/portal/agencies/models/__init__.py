"""Agencies in time: the register, the places of agencies and when they are open, names of the past."""

from portal.agencies.models.agency import Agency, AgencyQuerySet, MapPoint
from portal.agencies.models.names import FormerName
from portal.agencies.models.places import HoursException, OpeningHours, ServicePoint

__all__ = [
    "Agency",
    "AgencyQuerySet",
    "FormerName",
    "HoursException",
    "MapPoint",
    "OpeningHours",
    "ServicePoint",
]
