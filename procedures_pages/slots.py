"""What this app offers on the pages of others: on homes, the work that people come for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.core import site_request, slots
from portal.core.site_request import PortalRequest
from procedures_pages.presenters.listing import display_name, rows
from procedures_pages.selectors import Catalogue, Line, catalogue_of

# Frequent work by theme: codes are facts of the national list; what an agency does not perform is not shown.
THEMES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("cradle", "children", ("1.001193", "2.000986", "2.000635")),
    ("home", "residence", ("1.004222", "1.004194", "1.010041")),
    ("rings", "marriage", ("1.000894", "1.004873", "1.004859")),
    ("stamp", "certification", ("2.000815", "2.000884", "2.001035")),
    ("shop", "business", ("1.001612", "2.000720", "1.001266", "2.001199")),
    ("land", "land", ("1.013225", "1.013831", "1.012783")),
    ("elder", "support", ("1.014027", "1.001776", "1.000656")),
    ("idcard", "identity", ("1.014061", "3.000347", "1.001456")),
)
FREQUENT = (
    "1.001193",
    "2.000815",
    "1.004873",
    "1.001612",
    "1.014027",
    "1.004222",
    "1.013225",
    "1.013831",
    "2.001199",
    "2.000635",
)
SHOWN = 6
LONGEST_LINK = 60
CHANGES = 4
LATELY = timedelta(days=30)


def theme_title(key: str) -> str:
    """A theme in people's words."""
    return {
        "children": _("Có con nhỏ"),
        "residence": _("Nơi ở, cư trú"),
        "marriage": _("Hôn nhân, gia đình"),
        "certification": _("Chứng thực, bản sao"),
        "business": _("Mở hộ kinh doanh, công ty"),
        "land": _("Đất đai, xây dựng"),
        "support": _("Người cao tuổi, mai táng"),
        "identity": _("Giấy tờ cá nhân"),
    }[key]


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a theme."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme with its procedures; the title leads to the first of them."""

    icon: str
    title: str
    url: str
    links: list[Link]


def _by_code(portal: PortalRequest, table: Catalogue) -> dict[str, Line]:
    lines = table.of(portal.agency)
    if portal.locale != settings.LANGUAGE_CODE:
        lines = [line for line in lines if table.guide(line.procedure_id, portal.locale)]
    return {line.code: line for line in lines}


def _label(portal: PortalRequest, table: Catalogue, line: Line) -> str:
    guide = table.guide(line.procedure_id, portal.locale)
    if portal.locale != settings.LANGUAGE_CODE and guide and guide.name:
        return guide.name
    name = display_name(line.name)
    if len(name) <= LONGEST_LINK:
        return name
    if guide and guide.everyday_names:
        everyday = min(guide.everyday_names, key=len)
        return everyday[0].upper() + everyday[1:]
    return name[:LONGEST_LINK].rsplit(" ", 1)[0] + "…"


def work(context: slots.SlotContext) -> slots.SlotContent | None:
    """On the province's home, themes; on any other home the most frequent procedures with time and fee."""
    portal = site_request.of(context.request)
    base = portal.section_url("thu-tuc")
    if portal.agency is None or not base:
        return None
    table = catalogue_of(portal)
    lines = _by_code(portal, table)
    if not lines:
        return None
    total = len(lines)
    if portal.agency.level == "province":
        themes = []
        for icon, key, codes in THEMES:
            links = [
                Link(_label(portal, table, lines[code]), f"{base}{code}/{lines[code].slug}/")
                for code in codes
                if code in lines
            ]
            if links:
                themes.append(Theme(icon, theme_title(key), links[0].url, links))
        if not themes:
            return None
        return slots.SlotContent(
            "procedures_pages/slots/themes.html", {"themes": themes, "base_url": base, "total": total}
        )
    chosen = [lines[code] for code in FREQUENT if code in lines] or list(lines.values())
    return slots.SlotContent(
        "procedures_pages/slots/frequent.html",
        {"rows": rows(portal, base, chosen[:SHOWN]), "base_url": base, "total": total},
    )


def changes(context: slots.SlotContext) -> slots.SlotContent | None:
    """Procedures of this agency that changed lately or will change, as far as a source states the day."""
    portal = site_request.of(context.request)
    base = portal.section_url("thu-tuc")
    table = catalogue_of(portal)
    dated: list[tuple[date, Line]] = []
    for line in _by_code(portal, table).values() if base else ():
        begins = table.coming.get(line.procedure_id)
        if begins is None and line.valid_from and portal.today - line.valid_from <= LATELY:
            begins = line.valid_from
        if begins is not None:
            dated.append((begins, line))
    if not dated:
        return None
    rows = [
        {
            "title": _label(portal, table, line),
            "url": f"{base}{line.code}/{line.slug}/",
            "line": (_("Hiệu lực từ %s") if begins <= portal.today else _("Sẽ áp dụng từ %s"))
            % date_format(begins, "SHORT_DATE_FORMAT"),
        }
        for begins, line in sorted(dated, key=lambda item: item[0], reverse=True)[:CHANGES]
    ]
    return slots.SlotContent("procedures_pages/slots/changes.html", {"rows": rows})


def register() -> None:
    """Called once when the application starts."""
    slots.register("home.aside", "procedures_pages.changes", changes, order=10)
    slots.register("home.main", "procedures_pages.work", work, order=10)
