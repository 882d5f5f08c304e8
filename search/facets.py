"""Filters of the results page: plain links, with counts that ignore the facet's own choice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from search.engine import Row

FACETS: dict[str, Any] = {
    "linh-vuc": gettext_lazy("Lĩnh vực"),
    "doi-tuong": gettext_lazy("Ai làm"),
    "cach-nop": gettext_lazy("Nộp bằng cách nào"),
    "muc-do": gettext_lazy("Làm trên mạng"),
}
LABELS: dict[str, dict[str, Any]] = {
    "doi-tuong": {
        "cong-dan": gettext_lazy("Người dân"),
        "doanh-nghiep": gettext_lazy("Doanh nghiệp, hợp tác xã"),
        "to-chuc": gettext_lazy("Tổ chức khác"),
        "nguoi-nuoc-ngoai": gettext_lazy("Người, tổ chức nước ngoài"),
    },
    "cach-nop": {
        "tai-quay": gettext_lazy("Tại quầy"),
        "truc-tuyen": gettext_lazy("Trực tuyến"),
        "buu-chinh": gettext_lazy("Qua bưu chính"),
    },
    "muc-do": {
        "toan-trinh": gettext_lazy("Toàn trình"),
        "mot-phan": gettext_lazy("Một phần"),
        "chua-truc-tuyen": gettext_lazy("Chưa nộp trực tuyến được"),
        "chua-xac-dinh": gettext_lazy("Chưa xác định"),
    },
}
MOST_VALUES = 12


@dataclass(frozen=True, slots=True)
class Value:
    """One link of a facet: chosen when ``current``; ``count`` results it would leave."""

    label: str
    url: str
    count: int
    current: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with its links."""

    title: str
    values: list[Value]
    closed: bool = False


def chosen(query: QueryDict) -> dict[str, set[str]]:
    """What is chosen in an address, by facet; unknown facets and empty values do not count."""
    found = {name: {value for value in query.getlist(name) if value} for name in FACETS}
    return {name: values for name, values in found.items() if values}


def narrow(rows: Sequence[Row], choice: Mapping[str, set[str]]) -> list[Row]:
    """Rows that have one of the chosen values in every facet with a choice."""
    return [
        row
        for row in rows
        if all(not values.isdisjoint(row.facets.get(name, ())) for name, values in choice.items())
    ]


def facets(rows: Sequence[Row], choice: Mapping[str, set[str]], query: QueryDict) -> list[Facet]:
    """The facets of a set of results; one without anything to choose is left out."""
    made: list[Facet] = []
    for name, title in FACETS.items():
        others = {other: values for other, values in choice.items() if other != name}
        counts: Counter[str] = Counter()
        labels: dict[str, str] = {}
        for row in narrow(rows, others):
            for value in row.facets.get(name, ()):
                counts[value] += 1
                if name == "linh-vuc":
                    labels.setdefault(value, row.field)
        mine = choice.get(name, set())
        for value in mine:
            counts.setdefault(value, 0)
        if name in LABELS:
            listed = [value for value in LABELS[name] if value in counts]
        else:
            listed = [value for value, _count in counts.most_common()]
            listed = listed[:MOST_VALUES] + [value for value in listed[MOST_VALUES:] if value in mine]
        values = [
            Value(
                str(LABELS.get(name, labels).get(value) or _("khác")),
                _toggled(query, name, value),
                counts[value],
                value in mine,
            )
            for value in listed
        ]
        if len(values) > 1 or mine:
            made.append(Facet(str(title), values, closed=bool(made) and not mine))
    return made


def _toggled(query: QueryDict, name: str, value: str) -> str:
    changed = query.copy()
    listed = changed.getlist(name)
    if value in listed:
        changed.setlist(name, [other for other in listed if other != value])
    else:
        changed.appendlist(name, value)
    return address(changed)


def address(query: QueryDict, **values: str | None) -> str:
    """A relative address of the first page with these parameters; None takes one out."""
    changed = query.copy()
    for name in ("trang", "page"):
        changed.pop(name, None)
    for key, value in values.items():
        name = key.replace("_", "-")
        if value is None:
            changed.pop(name, None)
        else:
            changed[name] = value
    return "?" + changed.urlencode()
