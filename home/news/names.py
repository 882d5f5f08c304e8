"""Names of units as they stand within a sentence."""

from __future__ import annotations

from portal.agencies.models import Agency
from portal.core import clock
from portal.core.identity import in_sentence


def present_names() -> list[str]:
    """How the units of today are called, the shorter first; one query."""
    names = Agency.objects.on(clock.today()).values_list("name", flat=True)
    return sorted(map(in_sentence, names), key=len)
