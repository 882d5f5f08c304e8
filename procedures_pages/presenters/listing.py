"""Lines of the catalogue as rows that lists show: name, plain sentence, time and fee, honest as pages are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.core.site_request import PortalRequest
from procedures_pages.presenters.fees import short_fee
from procedures_pages.presenters.terms import short_term
from procedures_pages.selectors import Catalogue, Line, catalogue_of, list_facts


@dataclass(frozen=True, slots=True)
class Fact:
    """One short fact with its icon; the label is for screen readers."""

    icon: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class RowTag:
    """A state beside a name."""

    state: str
    label: str
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """What the rows component takes."""

    title: str
    url: str
    line: str
    code: str
    facts: list[Fact]
    tag: RowTag | None = None
    above: str = ""


def display_name(name: str) -> str:
    """The name without a leading "Thủ tục", as lists sort it."""
    if name.lower().startswith("thủ tục ") and len(name) > 12:
        name = name[8:].lstrip()
        return name[0].upper() + name[1:]
    return name


def rows(portal: PortalRequest, base_url: str, lines: Iterable[Line]) -> list[Row]:
    """Rows for lines, with one query for the documents' short facts."""
    shown = list(lines)
    facts = list_facts(line.version_id for line in shown)
    catalogue = catalogue_of(portal)
    province = portal.province.short_name if portal.province else ""
    return [
        row(portal, catalogue, base_url, line, facts.get(line.version_id, {}), province) for line in shown
    ]


def row(
    portal: PortalRequest,
    catalogue: Catalogue,
    base_url: str,
    line: Line,
    data: dict[str, Any],
    province: str,
) -> Row:
    """One line as a row."""
    guide = catalogue.guide(line.procedure_id, portal.locale)
    name = display_name(line.name)
    if portal.locale != settings.LANGUAGE_CODE and guide and guide.name:
        name = guide.name
    field = catalogue.fields.get(line.field_id or 0)
    begins = catalogue.coming.get(line.procedure_id)
    tag = None
    if begins is not None:
        tag = RowTag("info", _("Đổi từ %s") % date_format(begins, "d/m"))
    elif data.get("summary_only"):
        tag = RowTag("", _("Bản tóm lược"), "doc")
    return Row(
        title=name,
        url=f"{base_url}{line.code}/{line.slug}/",
        line=guide.summary if guide else (field.name if field else ""),
        code=_("Mã %s") % line.code,
        facts=[
            fact
            for fact in (
                Fact("clock", _("Thời hạn"), short_term(data)),
                Fact("dong", _("Lệ phí"), short_fee(data, province)),
            )
            # A list says what is known; the page itself says what its source leaves out.
            if fact.text != _("Nguồn không nêu")
        ],
        tag=tag,
    )
