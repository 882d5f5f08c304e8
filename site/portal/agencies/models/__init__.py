"""Agencies in time."""

from portal.agencies.models.agency import Agency, FormerName, OpeningHours

__all__ = ["Agency", "FormerName", "OpeningHours"]
