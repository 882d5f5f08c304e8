"""Names of units as they stand within a sentence."""

from __future__ import annotations

from typing import Final

from portal.agencies.models import Agency
from portal.core import clock

# Kinds of units that are written small within a sentence: "xã Vân Tụ", but "Sở Y tế".
_SMALL: Final = ("Xã ", "Phường ", "Thị trấn ", "Tỉnh ", "Thành phố ", "Đặc khu ")


def within_sentence(name: str) -> str:
    """ "Xã Vân Tụ" → "xã Vân Tụ"."""
    return name[:1].lower() + name[1:] if name.startswith(_SMALL) else name


def present_names() -> list[str]:
    """How the units of today are called, the shorter first; one query."""
    names = Agency.objects.on(clock.today()).values_list("name", flat=True)
    return sorted(map(within_sentence, names), key=len)
