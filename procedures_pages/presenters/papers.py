"""Papers of a dossier: cases one chooses from, headings that are no cases, and what is only shown.

Sources use the same column for cases ("Trường hợp ủy quyền"), for headings ("Giấy tờ phải nộp", "Giấy tờ
phải xuất trình") and for nothing. Headings divide one dossier and are never offered as a choice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from portal.core.text import fold

HAND_IN, SHOW, FORM, COMMON = "nop", "xem", "mau", "chung"
_LEAD = re.compile(r"^[\s*+\-–•.(]*(?:[a-z0-9]{1,3}[.)] *)?")
_SHOW = re.compile(r"^(?:cac )?(?:loai )?giay to (?:can )?(?:phai )?xuat trinh")
_HAND_IN = re.compile(
    r"^(?:cac )?(?:loai )?giay to (?:can )?(?:phai )?(?:nop|gui)|^(?:thanh phan )?ho so(?: gom| bao gom)?$"
)
_FORM = re.compile(r"^(?:mau (?:khai|don|to khai)|to khai|bieu mau)")
_NOTE = re.compile(r"^(?:luu y|ghi chu|chu y)\b")
_AUTHORISED = re.compile(r"\buy quyen\b")
CHIP_LENGTH = 90


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One paper to tick off."""

    key: str
    name: str
    detail: str
    links: tuple[dict[str, str], ...] = ()


@dataclass(slots=True)
class PaperGroup:
    """Papers under one heading; ``title`` is empty where the source gives none.

    ``ticks`` names the list for what the visitor's own device remembers.
    """

    title: str
    lines: list[PaperLine] = field(default_factory=list)
    ticks: str = ""


@dataclass(frozen=True, slots=True)
class CaseChoice:
    """A case as a link."""

    key: str
    name: str
    label: str
    current: bool


@dataclass(slots=True)
class Dossier:
    """The papers of the chosen case. ``notes`` are lines that the source lists as papers and are none."""

    choices: list[CaseChoice] = field(default_factory=list)
    chosen: str = ""
    chosen_key: str = ""
    groups: list[PaperGroup] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    asked_unknown: bool = False
    separate_authorisation: bool = False

    @property
    def empty(self) -> bool:
        """Whether the source lists no paper at all."""
        return not any(group.lines for group in self.groups) and not self.notes


def kind_of(case_name: str) -> str:
    """What a case's name is: a heading (HAND_IN, SHOW, FORM, COMMON) or "" for a real case."""
    folded = _LEAD.sub("", fold(case_name)).rstrip(" :.")
    if not folded or _NOTE.match(folded):
        return COMMON
    for kind, pattern in ((SHOW, _SHOW), (HAND_IN, _HAND_IN), (FORM, _FORM)):
        if pattern.match(folded):
            return kind
    return ""


def dossier(data: Mapping[str, Any], asked: str = "", forms_url: str = "#mau-don") -> Dossier:
    """The papers of the case with the key ``asked``, of the first one when that is empty or unknown.

    ``forms_url``: where the forms are listed, for papers that have one.
    """
    cases = data.get("cases") or []
    shared = [case for case in cases if kind_of(case.get("name") or "")]
    real = [case for case in cases if not kind_of(case.get("name") or "")]
    found = Dossier()
    chosen = _choose(found, shared, real, asked)
    titles = {HAND_IN: _("Nộp lại"), SHOW: _("Cho xem rồi mang về"), FORM: _("Mẫu khai"), COMMON: ""}
    links = {
        row["key"]: {
            "url": forms_url,
            "icon": "form",
            "label": _("Mẫu: %(name)s") % {"name": clip(row["name"], CHIP_LENGTH)},
        }
        for row in data.get("forms") or []
    }
    for case in shared:
        title = titles[kind_of(case.get("name") or "")]
        _add(found, title or (_("Giấy tờ chung") if chosen is not None else ""), case, links)
    if chosen is not None:
        _add(found, _("Thêm cho trường hợp này") if shared else "", chosen, links)
        found.separate_authorisation = not shared and bool(
            len(real) > 1 and _AUTHORISED.search(fold(chosen.get("name") or ""))
        )
    for place, group in enumerate(found.groups):
        group.ticks = f"{data.get('code', '')}-{found.chosen_key}-{place}"
    return found


def _choose(
    found: Dossier, shared: Sequence[Mapping[str, Any]], real: Sequence[Mapping[str, Any]], asked: str
) -> Mapping[str, Any] | None:
    if not real:
        return None
    ordinary = bool(shared)
    keys = {case["key"]: case for case in real}
    chosen = keys.get(asked)
    if chosen is None and not ordinary:
        chosen = real[0]
    found.asked_unknown = bool(asked) and asked not in keys
    if ordinary:
        found.choices.append(CaseChoice("", _("Thông thường"), _("Thông thường"), chosen is None))
    for case in real:
        name = _plain(case.get("name") or "")
        found.choices.append(CaseChoice(case["key"], name, clip(name, CHIP_LENGTH), case is chosen))
    if len(found.choices) == 1:
        found.choices = []
    if chosen is not None:
        found.chosen, found.chosen_key = _plain(chosen.get("name") or ""), chosen["key"]
    elif found.choices:
        found.chosen = _("Thông thường")
    return chosen


def _plain(name: str) -> str:
    """A case's name without bullets, numbering and a final colon."""
    plain = re.sub(r"^[\s*+\-–•]+", "", name).strip().rstrip(":").strip()
    plain = re.sub(r"^\(\d+(?:\.\d+)*\)\s*|^[a-zđ]\)\s*", "", plain)
    return plain[:1].upper() + plain[1:]


def clip(text: str, length: int) -> str:
    """The text cut at a word, with an ellipsis."""
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0].rstrip(" ,;") + "…"


def _add(found: Dossier, title: str, case: Mapping[str, Any], links: Mapping[str, dict[str, str]]) -> None:
    group = next((group for group in found.groups if group.title == title), None)
    if group is None:
        group = PaperGroup(title)
        found.groups.append(group)
    for paper in case.get("papers") or []:
        name = (paper.get("name") or "").strip()
        if paper.get("is_note"):
            found.notes.append(name)
            continue
        link = links.get(paper.get("form_key") or "")
        group.lines.append(
            PaperLine(paper["key"], name[:1].upper() + name[1:], _detail(paper), (link,) if link else ())
        )
    if not group.lines:
        found.groups.remove(group)


def _detail(paper: Mapping[str, Any]) -> str:
    """Quantities as the source gives them, then its note; nothing where the source says nothing."""
    parts = []
    if paper.get("originals"):
        parts.append(_("%(n)d bản chính") % {"n": paper["originals"]})
    if paper.get("copies"):
        parts.append(_("%(n)d bản sao") % {"n": paper["copies"]})
    said = ", ".join(parts)
    note = (paper.get("note") or "").strip()
    return f"{said}. {note}" if said and note else (f"{said}." if said else note)
