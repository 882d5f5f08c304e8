"""Where a dossier is handed in and followed: links from templates that are data with validity dates.

The national portal's links need its UUID; where that is unknown the search by code is the fallback, which is
only the next template in order. Province and ward codes go where a template takes them.
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from portal.core.routing import AgencyInfo
from procedures_pages.models import GatewayTemplate, Procedure


@dataclass(frozen=True, slots=True)
class GatewayLink:
    """A link that leaves the portal, with the host it goes to."""

    url: str
    label: str
    host: str


@dataclass(frozen=True, slots=True)
class GatewayLinks:
    """The three ways out of a procedure page; None where there is none."""

    submit: GatewayLink | None
    track: GatewayLink | None
    read: GatewayLink | None


@lru_cache(maxsize=4)
def templates_at(stamp: int, day: date) -> tuple[GatewayTemplate, ...]:
    """The templates in use on a day, from the process until the "gateway" stamp or the day moves."""
    return tuple(GatewayTemplate.objects.on(day).order_by("order", "pk"))


def forget() -> None:
    """Drop the process's copy (tests)."""
    templates_at.cache_clear()


def can_submit(data: Mapping[str, Any]) -> bool:
    """Whether the source says that it can be done online: by its level, else by its ways of submitting."""
    if data["online_level"] in ("full", "partial"):
        return True
    return data["online_level"] != "none" and any(row["channel"] == "online" for row in data["methods"])


def links(
    templates: Iterable[GatewayTemplate],
    procedure: Procedure,
    *,
    online: bool,
    province: AgencyInfo | None,
    agency: AgencyInfo | None,
) -> GatewayLinks:
    """The links of a procedure; no way to submit where the source does not say that it can be done online."""
    values = {
        "uuid": str(procedure.national_id) if procedure.national_id else "",
        "code": procedure.code,
        "province": province.code if province else "",
        "ward": agency.code if agency and agency.level == "commune" else "",
    }
    found = list(templates)
    submit = _first(found, "submit", procedure.gateway, values) if online else None
    return GatewayLinks(
        submit, _first(found, "track", "dvcqg", values), _first(found, "read", "dvcqg", values)
    )


def _first(
    templates: list[GatewayTemplate], action: str, target: str, values: dict[str, str]
) -> GatewayLink | None:
    for wanted in dict.fromkeys((target, "dvcqg")):
        for template in templates:
            if template.action == action and template.target == wanted:
                url = _fill(template.url_template, values)
                if url:
                    return GatewayLink(url, template.label, template.host)
    return None


def _fill(pattern: str, values: dict[str, str]) -> str:
    """The address, or "" when a value that it needs is unknown."""
    needed = [name for _text, name, _spec, _conv in string.Formatter().parse(pattern) if name is not None]
    if not all(values.get(name) for name in needed):
        return ""
    return pattern.format(**{name: quote(values[name], safe="") for name in needed})
