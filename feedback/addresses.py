"""Public addresses of the question desk, for receipts and screens of officers."""

from __future__ import annotations

from django.conf import settings

from feedback.models import Case
from portal.core import stamps
from portal.core.routing import routing_map

SECTION, LOOK_UP = "hoi-dap", "tra-cuu/"


def look_up(case: Case) -> str:
    """Where the sender looks a case up: the site of the agency that received it, else the province's."""
    table = routing_map(stamps.read_all().get("routing", 0))
    home = table.home_of(case.first_agency_id, case.language) or table.province_home(case.language)
    section = home.children.get(SECTION) if home else None
    return table.url(section, None, LOOK_UP) if section else str(settings.WAGTAILADMIN_BASE_URL)


def of_province(language: str) -> str:
    """The province's question desk in a language."""
    table = routing_map(stamps.read_all().get("routing", 0))
    home = table.province_home(language)
    section = home.children.get(SECTION) if home else None
    return table.url(section, None, "") if section else str(settings.WAGTAILADMIN_BASE_URL)
