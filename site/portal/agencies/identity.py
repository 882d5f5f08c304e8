"""What the province sets on sites and what agencies choose, kept beside the routing map for public pages."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from portal.agencies.models import Agency, CentralBlock, HiddenSection, SectionLock
from portal.agencies.models.identity import LEVELS as LEVELS
from portal.core import routing, sections
from portal.core.routing import RoutingMap
from portal.core.sections import Section
from portal.core.site_request import MENU_RULES, MenuLink, MenuRules

HOME_BLOCKS = "home-blocks"


@dataclass(frozen=True, slots=True)
class Block:
    """A central block in one language."""

    title: str
    text: str
    link: str


def register() -> None:
    """Called once when the application starts."""
    routing.register_beside(MENU_RULES, menu_rules)
    routing.register_beside(HOME_BLOCKS, _home_blocks)


def menu_rules() -> MenuRules:
    """Hidden sections as far as they may be hidden, and links from the province; three queries."""
    locked = locks()
    hidden: dict[int, set[str]] = defaultdict(set)
    rows = HiddenSection.objects.values_list("agency_id", "agency__level", "section")
    for agency, level, key in rows:
        if may_hide(key, level, locked):
            hidden[agency].add(key)
    links = tuple(
        MenuLink(
            f"central-{block.pk}",
            block.title,
            block.title_en,
            block.link,
            block.level,
            block.starts_on,
            block.ends_on,
        )
        for block in CentralBlock.objects.filter(place=CentralBlock.Place.MENU)
    )
    return MenuRules({agency: frozenset(keys) for agency, keys in hidden.items()}, links)


def locks() -> frozenset[tuple[str, str]]:
    """The locks of the province: (section, level); an empty level is every level."""
    return frozenset(SectionLock.objects.values_list("section", "level"))


def may_hide(key: str, level: str, locked: frozenset[tuple[str, str]]) -> bool:
    """Whether an agency of a level may take a section out of its menu."""
    section = next((section for section in sections.all_sections(level) if section.key == key), None)
    if section is None or section.mandatory or not section.in_menu:
        return False
    return (key, "") not in locked and (key, level) not in locked


def optional_sections(level: str = "") -> list[Section]:
    """The sections that the law of the portal leaves to the province to lock."""
    found = sections.all_sections(level or None)
    return [section for section in found if section.in_menu and not section.mandatory]


def _home_blocks() -> list[CentralBlock]:
    return list(CentralBlock.objects.filter(place=CentralBlock.Place.HOME))


def home_blocks(table: RoutingMap, level: str, day: date, locale: str) -> list[Block]:
    """The blocks on the homes of a level on a day; in another language those that have a text in it."""
    found = []
    for block in table.beside(HOME_BLOCKS) or []:
        if block.level not in ("", level):
            continue
        if (block.starts_on and day < block.starts_on) or (block.ends_on and day > block.ends_on):
            continue
        vietnamese = locale == settings.LANGUAGE_CODE
        title = block.title if vietnamese else block.title_en
        if title and (vietnamese or block.text_en or not block.text):
            found.append(Block(title, block.text if vietnamese else block.text_en, block.link))
    return found


def hide_sections(agency: Agency, keys: frozenset[str]) -> bool:
    """Hide exactly these sections of a site, as far as they may be; says whether anything changed."""
    locked = locks()
    wanted = {key for key in keys if may_hide(key, agency.level, locked)}
    held = set(agency.hidden_sections.values_list("section", flat=True))
    for row in agency.hidden_sections.exclude(section__in=wanted):
        row.delete()
    for key in sorted(wanted - held):
        HiddenSection.objects.create(agency=agency, section=key)
    return wanted != held


def lock_sections(wanted: frozenset[tuple[str, str]]) -> bool:
    """Lock exactly these (section, level); says whether anything changed."""
    held = locks()
    for section, level in held - wanted:
        SectionLock.objects.get(section=section, level=level).delete()
    for section, level in sorted(wanted - held):
        SectionLock.objects.create(section=section, level=level)
    return held != wanted
