"""Who a site belongs to, in the words that strip, header, title and footer use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import get_language, gettext

_KINDS = ("Xã ", "Phường ", "Đặc khu ", "Thị trấn ", "Tỉnh ", "Thành phố ")


class Named(Protocol):
    """The part of an agency that its identity is made of."""

    @property
    def name(self) -> str: ...
    @property
    def name_en(self) -> str: ...
    @property
    def level(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Identity:
    """``name`` as a heading, ``within`` inside a sentence, ``org`` and ``label`` as the header's two lines,
    ``site`` as the full name of the site ("Trang thông tin điện tử xã Vân Tụ, tỉnh Nghệ An").
    """

    name: str
    within: str
    org: str
    label: str
    site: str


def in_sentence(name: str) -> str:
    """A name inside a sentence: "Xã Vân Tụ" -> "xã Vân Tụ"; names of offices keep their capital."""
    return name[0].lower() + name[1:] if name.startswith(_KINDS) else name


def of(agency: Named | None, province: Named | None) -> Identity:
    """The identity of an agency's site; of a nameless portal before anything has been set up."""
    if agency is None:
        label = gettext("Cổng thông tin điện tử")
        return Identity(label, label, "", label, label)
    name, within = _name(agency), in_sentence(_name(agency))
    if agency.level == "province":
        label = gettext("Cổng thông tin điện tử")
        org = gettext("Ủy ban nhân dân %(name)s") % {"name": within}
        site = gettext("Cổng thông tin điện tử %(name)s") % {"name": within}
        return Identity(name, within, org, label, site)
    where = in_sentence(_name(province)) if province else ""
    of_province = f", {where}" if where and where not in within else ""
    kind = gettext("Trang thông tin điện tử")
    site = gettext("Trang thông tin điện tử %(name)s") % {"name": within + of_province}
    if agency.level == "commune":
        org = gettext("Ủy ban nhân dân %(name)s") % {"name": within}
        return Identity(name, within, org, kind, site)
    return Identity(name, within, kind, name, site)


def _name(agency: Named) -> str:
    return agency.name_en if get_language() == "en" and agency.name_en else agency.name
