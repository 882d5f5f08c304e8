"""What the templates of homes, lists of agencies, about and contact pages are given."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from home.finder import LONGEST_QUERY, Match, Matches, find
from portal.core.routing import AgencyInfo, Node
from portal.core.site_request import PortalRequest


@dataclass(frozen=True, slots=True)
class Finder:
    """The commune finder: what was asked and what was found."""

    query: str
    answer: Matches

    @property
    def matches(self) -> tuple[Match, ...]:
        """The communes found, the nearest first."""
        return self.answer.found

    @property
    def nothing(self) -> bool:
        """Something was asked and nothing found."""
        return bool(self.query) and not self.matches


@dataclass(frozen=True, slots=True)
class ListedAgency:
    """One line of a list of agencies."""

    name: str
    short_name: str
    kind_label: str
    url: str
    code: str
    former_names: tuple[str, ...]
    former_name: str = ""


def finder(portal: PortalRequest, query: str) -> Finder:
    """The commune finder for ``?xa=``."""
    asked = " ".join(query.split())[:LONGEST_QUERY]
    if not asked:
        return Finder("", Matches())
    return Finder(asked, find(portal.map, asked, url_of=lambda node: home_url(portal, node)))


def home_url(portal: PortalRequest, node: Node) -> str:
    """The address of an agency's home in the request's language, else in Vietnamese."""
    agency = node.agency
    return portal.url(portal.map.home_of(agency.pk, portal.locale) if agency else node)


def listed(portal: PortalRequest, level: str, query: str) -> list[ListedAgency]:
    """The agencies of a level in alphabetical order; with a query those that it finds, by either name."""
    asked = " ".join(query.split())[:LONGEST_QUERY]
    if not asked:
        return [_line(portal, node) for node in portal.map.agencies(level)]
    found = find(
        portal.map, asked, level=level, url_of=lambda node: home_url(portal, node), most=len(portal.map.homes)
    )
    return [_line(portal, match.node, match.former_name) for match in found.found]


def by_letter(lines: list[ListedAgency]) -> list[tuple[str, list[ListedAgency]]]:
    """Lines under their first letters, in the order given."""
    return [
        (letter, list(group)) for letter, group in groupby(lines, key=lambda line: _letter(line.short_name))
    ]


def _letter(name: str) -> str:
    first = unicodedata.normalize("NFD", name[:1].upper())
    # Tone marks go; breve, circumflex and horn make letters of their own.
    kept = "".join(mark for mark in first if mark not in "\u0300\u0301\u0303\u0309\u0323")
    return unicodedata.normalize("NFC", kept)


def _line(portal: PortalRequest, node: Node, former_name: str = "") -> ListedAgency:
    agency: Any = node.agency
    return ListedAgency(
        name=display_name(portal, agency),
        short_name=agency.short_name,
        kind_label=agency.kind_label,
        url=home_url(portal, node),
        code=agency.code,
        former_names=agency.former_names,
        former_name=former_name,
    )


def display_name(portal: PortalRequest, agency: AgencyInfo) -> str:
    """The agency's name in the request's language where it has one."""
    return agency.name_en if portal.locale == "en" and agency.name_en else agency.name
