"""The about and contact texts of the demonstration, from ``demo/about.yaml`` and ``demo/contact.yaml``.

Block identifiers are made from agency and position, so that a text which has not changed gives the same
blocks again and its translation stays attached.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import date
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import yaml

from portal.agencies.models import Agency
from portal.agencies.names import units_before

FOLDER = Path(__file__).resolve().parent / "demo"
KINDS = ("about", "contact")
NAMESPACE = uuid.UUID("6f1d4a3e-6a0e-4e0b-9a53-5b8b8f0a2c11")


@dataclass(frozen=True, slots=True)
class Text:
    """A page's text: title, opening sentence and blocks as a StreamField takes them."""

    title: str
    lead: str
    blocks: list[dict[str, str]]

    def words(self) -> dict[str, str]:
        """Texts by the paths that wagtail-localize gives segments."""
        found = {"title": self.title, "lead": self.lead}
        for block in self.blocks:
            value = block["value"]
            if block["type"] == "paragraph":
                value = value.removeprefix("<p>").removesuffix("</p>")
            found[f"body.{block['id']}"] = value
        return found


def files() -> list[Path]:
    """The files that the texts come from."""
    return [FOLDER / f"{kind}.yaml" for kind in KINDS]


def text(kind: str, agency: Agency, language: str = "vi", facts: dict[str, Any] | None = None) -> Text | None:
    """An agency's text of one kind; None where the files have none in this language."""
    raw = _load(kind).get(agency.level, {}).get(language)
    if raw is None:
        return None
    known = _facts(agency) if facts is None else facts
    blocks: list[dict[str, str]] = []
    for number, block in enumerate(raw["blocks"]):
        if block.get("needs") and not known[block["needs"]]:
            continue
        base = f"{agency.code} {kind} {number}"
        heading = block["heading"].format(**known)
        body = f"<p>{escape(' '.join(block['body'].format(**known).split()), quote=False)}</p>"
        for kind_of_block, value in (("heading", heading), ("paragraph", body)):
            identifier = str(uuid.uuid5(NAMESPACE, f"{base} {kind_of_block}"))
            blocks.append({"type": kind_of_block, "value": value, "id": identifier})
    return Text(raw["title"], " ".join(raw["lead"].format(**known).split()), blocks)


def fill(page: Any, kind: str, agency: Agency) -> bool:
    """Put an agency's text into its page; says whether that changed anything."""
    found = text(kind, agency)
    if found is None or (page.lead == found.lead and page.body.get_prep_value() == found.blocks):
        return False
    page.lead = found.lead
    # From raw data, so that the block identifiers stay.
    page.body = page._meta.get_field("body").to_python(json.dumps(found.blocks))
    return True


@cache
def _load(kind: str) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((FOLDER / f"{kind}.yaml").read_text(encoding="utf-8"))
    return data


def _facts(agency: Agency) -> dict[str, Any]:
    """What the placeholders stand for."""
    communes = Agency.objects.filter(level=Agency.Level.COMMUNE)
    former = units_before(agency.name, agency.former_names.values_list("name", flat=True).order_by("pk"))
    province = agency.parent.short_name if agency.parent else agency.short_name
    facts: dict[str, Any] = {
        "name": agency.name,
        "province": province,
        "merged_from": ", ".join(former),
        "since": _day(agency.valid_from) if agency.valid_from else "",
    }
    if agency.level == Agency.Level.PROVINCE:
        facts |= {
            "communes": communes.count(),
            "xa": communes.filter(kind=Agency.Kind.COMMUNE).count(),
            "phuong": communes.filter(kind=Agency.Kind.WARD).count(),
            "departments": Agency.objects.filter(level=Agency.Level.DEPARTMENT).count(),
        }
    return facts


def _day(day: date) -> str:
    """01/7/2025, as official texts write dates."""
    return f"{day:%d}/{day.month}/{day.year}"
