"""What changed between two versions: by section, and row by row (rows keep their keys across versions)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

Rows = dict[str, str]


def _named(part: str, *columns: str) -> Callable[[Mapping[str, Any]], Rows]:
    def rows(data: Mapping[str, Any]) -> Rows:
        return {
            row["key"]: " – ".join(str(row.get(column) or "") for column in columns if row.get(column))
            for row in data.get(part) or []
        }

    return rows


def _papers(data: Mapping[str, Any]) -> Rows:
    return {
        f"{case['key']}/{paper['key']}": " – ".join(
            filter(None, [paper.get("name"), _quantity(paper), paper.get("note")])
        )
        for case in data.get("cases") or []
        for paper in case.get("papers") or []
    }


def _quantity(paper: Mapping[str, Any]) -> str:
    parts = []
    if paper.get("originals"):
        parts.append(_("%(n)d bản chính") % {"n": paper["originals"]})
    if paper.get("copies"):
        parts.append(_("%(n)d bản sao") % {"n": paper["copies"]})
    return ", ".join(parts)


def _times(data: Mapping[str, Any]) -> Rows:
    return {
        row["key"]: " ".join(
            str(row[column])
            for column in ("channel", "time_value", "time_unit", "time_text")
            if row.get(column)
        )
        for row in data.get("methods") or []
        if row.get("time_value") or row.get("time_text")
    }


def _places(data: Mapping[str, Any]) -> Rows:
    return {
        row["key"]: f"{row.get('channel')}: {row.get('description') or ''}"
        for row in data.get("methods") or []
    }


def _fees(data: Mapping[str, Any]) -> Rows:
    return {
        f"{row['key']}/{fee['key']}": " ".join(
            str(part)
            for part in (fee.get("amount"), fee.get("currency"), fee.get("text"))
            if part is not None
        )
        for row in data.get("methods") or []
        for fee in row.get("fees") or []
    }


def _text(part: str) -> Callable[[Mapping[str, Any]], Rows]:
    return lambda data: {part: str(data[part])} if data.get(part) else {}


PARTS: tuple[tuple[Callable[[], str], Callable[[Mapping[str, Any]], Rows]], ...] = (
    (lambda: _("Tên thủ tục"), _text("name")),
    (lambda: _("Ai được làm"), _named("applicants", "name")),
    (lambda: _("Giấy tờ"), _papers),
    (lambda: _("Nộp ở đâu"), _places),
    (lambda: _("Thời hạn"), _times),
    (lambda: _("Phí, lệ phí"), _fees),
    (lambda: _("Kết quả"), _named("results", "name")),
    (lambda: _("Các bước"), _named("steps", "case", "text")),
    (lambda: _("Mẫu đơn"), _named("forms", "name")),
    (lambda: _("Căn cứ pháp lý"), _named("legal_bases", "number", "title")),
    (lambda: _("Cơ quan thực hiện"), _named("performers", "name")),
    (lambda: _("Yêu cầu, điều kiện"), _text("conditions")),
)


@dataclass(frozen=True, slots=True)
class PartChange:
    """The changed rows of a section: added, taken away, and (before, after) of what was reworded."""

    title: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[tuple[str, str], ...]


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[PartChange]:
    """The sections in which two documents differ."""
    found = []
    for title, rows in PARTS:
        old, new = rows(before), rows(after)
        added = tuple(text for key, text in new.items() if key not in old)
        removed = tuple(text for key, text in old.items() if key not in new)
        changed = tuple((old[key], text) for key, text in new.items() if key in old and old[key] != text)
        if added or removed or changed:
            found.append(PartChange(title(), added, removed, changed))
    return found


def changed_sections(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The names of the sections in which two documents differ, without their texts."""
    return [part.title for part in compare(before, after)]
