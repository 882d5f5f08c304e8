"""Facets of the catalogue: what can be chosen, how many there are, and the addresses that choose it.

A facet's counts leave its own choice out of account, so that several values of one facet can be compared.
Everything is made from lines held in the process (:mod:`procedures_pages.selectors`); there is no query.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.core.text import ALPHABET, fold
from procedures_pages.facets import AUDIENCES, CHANNELS, from_mask
from procedures_pages.presenters.terms import channel_label
from procedures_pages.selectors import Catalogue, Line

FIELD, AUDIENCE, CHANNEL, LEVEL, LETTER, WORDS = "linh-vuc", "doi-tuong", "cach-nop", "muc-do", "chu-cai", "q"
SHOWN_FIELDS = 10
LONGEST_QUERY = 200
CHANNEL_SLUGS = {"direct": "tai-quay", "online": "truc-tuyen", "postal": "buu-chinh"}
LEVEL_SLUGS = {
    "full": "toan-trinh",
    "partial": "mot-phan",
    "none": "chua-truc-tuyen",
    "unknown": "chua-xac-dinh",
}


def audience_label(slug: str) -> str:
    """Who may apply, in people's words."""
    return {
        "cong-dan": _("Người dân"),
        "doanh-nghiep": _("Doanh nghiệp, hợp tác xã"),
        "to-chuc": _("Tổ chức khác"),
        "nguoi-nuoc-ngoai": _("Người, tổ chức nước ngoài"),
    }.get(slug, slug)


def level_label(level: str) -> str:
    """The online level as the law's practice names it."""
    return {
        "full": _("Toàn trình"),
        "partial": _("Một phần"),
        "none": _("Chưa nộp trực tuyến được"),
        "unknown": _("Chưa xác định"),
    }.get(level, level)


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value to choose, and how many lines it would leave."""

    slug: str
    label: str
    count: int
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with its values, the most frequent first."""

    key: str
    title: str
    values: list[FacetValue]
    closed: bool = False
    more_url: str = ""
    more_label: str = ""

    @property
    def language(self) -> str:
        """The language of the values where it is not the page's: fields have Vietnamese names."""
        foreign = self.key == FIELD and get_language() != settings.LANGUAGE_CODE
        return settings.LANGUAGE_CODE if foreign else ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the address asks for: facet → slug; empty values are dropped."""

    words: str
    values: Mapping[str, str]

    @property
    def filtered(self) -> bool:
        """Whether anything narrows the list."""
        return bool(self.words or self.values)


def chosen(query: QueryDict) -> Chosen:
    """Read the address; of a repeated parameter the last one counts."""
    values = {
        key: value
        for key in (FIELD, AUDIENCE, CHANNEL, LEVEL, LETTER)
        if (value := query.get(key, "").strip()[:120])
    }
    # Data files name ways and levels by other words; both are understood.
    for key, slugs in ((CHANNEL, CHANNEL_SLUGS), (LEVEL, LEVEL_SLUGS)):
        if values.get(key) in slugs:
            values[key] = slugs[values[key]]
    return Chosen(" ".join(query.get(WORDS, "").split())[:LONGEST_QUERY], values)


def slugs_of(catalogue: Catalogue) -> dict[str, Callable[[Line], Iterable[str]]]:
    """How to read each facet's slugs off a line."""
    return {
        FIELD: lambda line: (
            [catalogue.fields[line.field_id].slug] if line.field_id in catalogue.fields else []
        ),
        AUDIENCE: lambda line: from_mask(line.audiences, AUDIENCES),
        CHANNEL: lambda line: [CHANNEL_SLUGS[name] for name in from_mask(line.channels, CHANNELS)],
        LEVEL: lambda line: [LEVEL_SLUGS.get(line.online_level, "chua-xac-dinh")],
        LETTER: lambda line: [line.letter],
    }


def narrowed(catalogue: Catalogue, lines: list[Line], asked: Chosen, without: str = "") -> list[Line]:
    """The lines that all choices leave, one facet's own choice left out when named."""
    readers = slugs_of(catalogue)
    kept = lines
    for key, slug in asked.values.items():
        if key != without:
            kept = [line for line in kept if slug in readers[key](line)]
    if asked.words:
        words = fold(asked.words).split()
        kept = [line for line in kept if all(f" {word}" in line.words for word in words)]
    return kept


def address(query: QueryDict, key: str, slug: str | None) -> str:
    """This list with one facet set to another value, or without it; back on the first page."""
    changed = query.copy()
    for name in ("trang", "page", key):
        changed.pop(name, None)
    if slug:
        changed[key] = slug
    return "?" + changed.urlencode() if changed else "./"


def facets(catalogue: Catalogue, lines: list[Line], asked: Chosen, query: QueryDict) -> list[Facet]:
    """All facets with honest counts; values that would leave nothing are not offered."""
    fields = {row.slug: row.name for row in catalogue.fields.values()}
    channels = {CHANNEL_SLUGS[name]: channel_label(name) for name in CHANNELS}
    levels = {slug: level_label(level) for level, slug in LEVEL_SLUGS.items()}
    audiences = {slug: audience_label(slug) for slug in AUDIENCES}
    titles: list[tuple[str, str, dict[str, Any]]] = [
        (FIELD, _("Lĩnh vực"), fields),
        (AUDIENCE, _("Ai làm"), audiences),
        (CHANNEL, _("Cách nộp"), channels),
        (LEVEL, _("Nộp trực tuyến"), levels),
    ]
    readers = slugs_of(catalogue)
    found = []
    for key, title, labels in titles:
        counts = Counter(
            slug for line in narrowed(catalogue, lines, asked, without=key) for slug in readers[key](line)
        )
        current = asked.values.get(key, "")
        values = [
            FacetValue(
                slug,
                labels[slug],
                count,
                address(query, key, None if slug == current else slug),
                slug == current,
            )
            for slug, count in counts.most_common()
            if slug in labels
        ]
        more_url = more_label = ""
        if key == FIELD and len(values) > SHOWN_FIELDS and "moi-linh-vuc" not in query:
            more_url = address(query, "moi-linh-vuc", "1")
            more_label = _("Cả %d lĩnh vực") % len(values)
            values = [value for place, value in enumerate(values) if place < SHOWN_FIELDS or value.current]
        found.append(Facet(key, title, values, more_url=more_url, more_label=more_label))
    return [facet for facet in found if facet.values]


@dataclass(frozen=True, slots=True)
class Chip:
    """A choice that can be taken back."""

    label: str
    url: str
    remove: bool = True
    nofollow: bool = True


def chips(catalogue: Catalogue, asked: Chosen, query: QueryDict) -> list[Chip]:
    """Every choice as a removable chip; an unknown value is shown as it was typed."""
    fields = {row.slug: row.name for row in catalogue.fields.values()}
    labels: dict[str, Mapping[str, str]] = {
        FIELD: fields,
        AUDIENCE: {slug: audience_label(slug) for slug in AUDIENCES},
        CHANNEL: {CHANNEL_SLUGS[name]: channel_label(name) for name in CHANNELS},
        LEVEL: {slug: level_label(level) for level, slug in LEVEL_SLUGS.items()},
        LETTER: {letter.slug: _("Chữ %s") % letter.label for letter in letters([])},
    }
    found = [Chip(f"“{asked.words}”", address(query, WORDS, None))] if asked.words else []
    return found + [
        Chip(str(labels[key].get(slug, slug)), address(query, key, None))
        for key, slug in asked.values.items()
    ]


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter of the alphabet."""

    slug: str
    label: str
    present: bool


def letters(lines: Iterable[Line]) -> list[Letter]:
    """The alphabet, each letter with whether a line begins with it."""
    present = {line.letter for line in lines}
    return [Letter(letter, letter.upper(), letter in present) for letter in ALPHABET]
