"""The section registry: which sections a site has, without the foundation knowing the apps.

An app registers its section in ``AppConfig.ready``; provisioning (:mod:`portal.agencies.provisioning`)
builds the page of each registered section under each agency's home, and the menu is read from the
same registry. So a section that is not installed appears nowhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise
    from wagtail.models import Page

PROVINCE, DEPARTMENT, COMMUNE = "province", "department", "commune"
ALL_LEVELS = frozenset({PROVINCE, DEPARTMENT, COMMUNE})


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a site. One that is ``mandatory`` stays in every menu; an agency may hide others.

    ``build(agency, parent)`` returns an unsaved page; provisioning saves it, publishes it and logs it.
    """

    key: str
    slug: str
    title: StrOrPromise
    build: Callable[[Any, Page], Page]
    order: int = 100
    levels: frozenset[str] = field(default=ALL_LEVELS)
    icon: str = ""
    in_menu: bool = True
    in_thumb: bool = False
    mandatory: bool = False


_sections: dict[str, Section] = {}


def register(section: Section) -> None:
    """Add a section. Raises ValueError when its key or slug is taken by another one."""
    for other in _sections.values():
        if other.key != section.key and other.slug == section.slug:
            raise ValueError(f"section {section.key}: slug {section.slug!r} belongs to {other.key}")
    _sections[section.key] = section


def all_sections(level: str | None = None) -> list[Section]:
    """The registered sections in menu order, of one level when given."""
    found = [section for section in _sections.values() if level is None or level in section.levels]
    return sorted(found, key=lambda section: (section.order, section.key))


def by_slug(slug: str) -> Section | None:
    """The section that owns this address part, if any."""
    return next((section for section in _sections.values() if section.slug == slug), None)
