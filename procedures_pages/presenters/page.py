"""The procedure page: its sections in the law's order, each from the version's document alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from portal.core.text import fold
from procedures_pages.facet_lists import level_label
from procedures_pages.presenters.fees import Fees, fees
from procedures_pages.presenters.listing import display_name
from procedures_pages.presenters.papers import Dossier, dossier
from procedures_pages.presenters.terms import Terms, channel_label, terms

_STEP_TITLE = re.compile(r"^(?:bước|buoc) *\d+ *[:.]? *", re.IGNORECASE)
ROLE_ORDER = ("executing", "competent", "authorised", "coordinating")
LONGEST_HEADING = 120


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label and its values."""

    label: str
    values: list[str]


@dataclass(frozen=True, slots=True)
class Step:
    """One step; ``title`` is empty where the source has none."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Channel:
    """One way of submitting, with the source's description."""

    label: str
    text: str


@dataclass(slots=True)
class ProcedureView:
    """All that the template shows of a version; nothing here asks the database."""

    name: str
    legal_name: str
    code: str
    data: Mapping[str, Any]
    terms: Terms
    fees: Fees
    dossier: Dossier
    applicants: list[str]
    performers: list[Labelled]
    channels: list[Channel]
    steps: list[Step]
    results: list[str]
    forms: list[dict[str, Any]]
    legal_bases: list[dict[str, str]]
    conditions: str
    online: str
    decision_line: str
    effective_line: str
    source_line: str
    summary_only: bool
    where: str
    sections: list[dict[str, str]] = field(default_factory=list)
    calendar_url: str = ""


def present(
    data: Mapping[str, Any], *, province: str, case_key: str = "", forms_url: str = "#mau-don"
) -> ProcedureView:
    """The view of a document. ``case_key``: the case whose papers are shown."""
    papers = dossier(data, case_key, forms_url)
    view = ProcedureView(
        name=display_name(data["name"]),
        legal_name=data["name"],
        code=data["code"],
        data=data,
        terms=terms(data),
        fees=fees(data, province),
        dossier=papers,
        applicants=[row["name"] for row in data["applicants"]],
        performers=_performers(data),
        channels=_channels(data),
        steps=_steps(data),
        results=[row["name"] for row in data["results"]],
        forms=[
            {
                "name": row["name"],
                "detail": row["file_name"] if row["file_name"] != row["name"] else "",
                "document_id": row["document_id"],
                "url": "",
            }
            for row in data["forms"]
        ],
        legal_bases=[_basis(row) for row in data["legal_bases"]],
        conditions=data["conditions"],
        online=_online(data),
        decision_line=_decision(data),
        effective_line=_effective(data),
        source_line=_source(data),
        summary_only=bool(data["summary_only"]),
        where=_where(data),
    )
    view.sections = _sections(view)
    return view


def _sections(view: ProcedureView) -> list[dict[str, str]]:
    """The contents: fixed order; a summary has only the parts that its source gives."""
    parts = [
        ("ai", _("Ai được làm"), bool(view.applicants or view.performers)),
        ("giay-to", _("Giấy tờ cần mang"), not view.summary_only),
        ("noi-nop", _("Nộp ở đâu"), True),
        ("thoi-han", _("Bao lâu có kết quả"), True),
        ("le-phi", _("Lệ phí"), True),
        ("ket-qua", _("Kết quả nhận được"), not view.summary_only),
        ("cac-buoc", _("Các bước"), not view.summary_only),
        ("mau-don", _("Mẫu đơn"), bool(view.forms)),
        ("dieu-kien", _("Yêu cầu, điều kiện"), bool(view.conditions)),
        ("can-cu", _("Căn cứ pháp lý"), not view.summary_only),
    ]
    return [{"id": key, "title": title} for key, title, shown in parts if shown]


def _performers(data: Mapping[str, Any]) -> list[Labelled]:
    labels = {
        "executing": _("Cơ quan thực hiện"),
        "competent": _("Cơ quan có thẩm quyền"),
        "authorised": _("Cơ quan được ủy quyền"),
        "coordinating": _("Cơ quan phối hợp"),
    }
    found = []
    for role in ROLE_ORDER:
        names = list(dict.fromkeys(row["name"] for row in data["performers"] if row["role"] == role))
        if names:
            found.append(Labelled(labels[role], names))
    return found


def _channels(data: Mapping[str, Any]) -> list[Channel]:
    return list(
        dict.fromkeys(
            Channel(channel_label(row["channel"]), _plain(row["description"])) for row in data["methods"]
        )
    )


def _plain(text: str) -> str:
    return "" if fold(text or "") in ("", "khong", "khong co thong tin", "--") else text.strip()


def _steps(data: Mapping[str, Any]) -> list[Step]:
    """Steps as the source has them; a text with "Bước 1: … Bước 2: …" is cut at these words."""
    found: list[Step] = []
    for row in data["steps"]:
        parts = re.split(r"\n(?=\W{0,3}(?:Bước|BƯỚC) *\d+\b)", row["text"].strip())
        for place, part in enumerate(parts):
            text = _STEP_TITLE.sub("", part.lstrip("-–• ").strip())
            title = row["case"] if place == 0 else ""
            found.append(Step(title if len(title) <= LONGEST_HEADING else "", text))
    return [step for step in found if step.text or step.title]


def _basis(row: Mapping[str, Any]) -> dict[str, str]:
    number, title = row["number"] or "", row["title"] or ""
    name = title if number and number in title else " – ".join(part for part in (number, title) if part)
    return {"name": name, "detail": row["issuer"] or "", "icon": "law"}


def _online(data: Mapping[str, Any]) -> str:
    label = level_label(data["online_level"])
    note = data["online_note"]
    return _("%(level)s (lý do: %(note)s)") % {"level": label, "note": note} if note else label


def _day(value: str | None) -> str:
    return f"{date.fromisoformat(value):%d/%m/%Y}" if value else ""


def _decision(data: Mapping[str, Any]) -> str:
    decision = data["decision"]
    if not decision:
        return _("Nguồn không nêu quyết định công bố")
    number, issuer = decision["number"], decision["issuer"]
    number = number if fold(number).startswith("quyet dinh") else _("Quyết định %s") % number
    parts = [_("theo %(number)s của %(issuer)s") % {"number": number, "issuer": issuer} if issuer else number]
    if decision["signed_on"]:
        parts.append(_("ký ngày %s") % _day(decision["signed_on"]))
    if decision["published_on"]:
        parts.append(_("công khai trên CSDLQG ngày %s") % _day(decision["published_on"]))
    return ", ".join(parts)


def _effective(data: Mapping[str, Any]) -> str:
    if not data["effective_from"]:
        return _("Nguồn không nêu ngày hiệu lực")
    return _("Hiệu lực từ %s") % _day(data["effective_from"])


def _source(data: Mapping[str, Any]) -> str:
    source = data["source"]
    name = source["name"] or _("Cổng Dịch vụ công quốc gia")
    if source["read_on"]:
        return _("Nguồn: %(name)s, đọc ngày %(day)s") % {"name": name, "day": _day(source["read_on"])}
    return _("Nguồn: %s") % name


def _where(data: Mapping[str, Any]) -> str:
    """One line: which body, and which ways."""
    executing = [row["name"] for row in data["performers"] if row["role"] == "executing"]
    channels = [channel_label(row["channel"]).lower() for row in data["methods"]]
    named = executing[0] if executing else ""
    if len(named) > 90 or len(set(executing)) > 1:
        named = named[:80].rsplit(" ", 1)[0] + "…" if len(named) > 90 else named + "…"
    ways = ", ".join(dict.fromkeys(channels))
    return f"{named} ({ways})" if named and ways else named or ways or _("Nguồn không nêu")
