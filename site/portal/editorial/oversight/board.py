"""The site-health board: one line an agency, sorted by the harm that its state does to citizens.

Harm is counted in points, added over all measures. The weights say who is hurt, and how surely:

====================================  ======  ================================================================
state                                 points  why
====================================  ======  ================================================================
nobody can approve                        40  nothing new, no correction, no warning can be published
contact never confirmed                   35  people travel to a wrong door or call a dead number
contact confirmed over 90 days ago        30  the same, less surely
no way of contact on the site             25  nobody can be asked
nothing published, ever                   25  the site is an empty house
nothing published for 90 days             20  what it says is probably out of date
nothing published for 30 days             10  perhaps
all editors dormant                       20  work waits for people who do not come
some editors dormant                       5  a risk, not yet a harm
an empty section                          10  each, at most 30: the reader finds a promise without content
a text overdue for review                  2  each, at most 16: what it says may no longer be true
a section hidden or missing                8  each, at most 24: the reader finds nothing where others have it
====================================  ======  ================================================================

Page views play no part: a commune whose site nobody can use has few. Applications add measures with
:func:`register_measure`, with points of the same scale.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.conf import settings
from django.utils.functional import Promise

from portal.accounts.models import Membership
from portal.agencies.models import Agency
from portal.core import stamps
from portal.core.routing import Node, routing_map


@dataclass(frozen=True, slots=True)
class Finding:
    """What a measure says of one agency: words for people, a plain value for the workbook, points of harm."""

    words: str
    value: str | int | date | None
    harm: int = 0


@dataclass(frozen=True)
class Survey:
    """What is looked at: the agencies in force on a day, and what several measures need, read once."""

    agencies: Sequence[Agency]
    day: date

    @cached_property
    def homes(self) -> dict[int, Node]:
        """Agency's key -> its home in Vietnamese, with the sections below it that are live."""
        table = routing_map(stamps.read_all().get("routing", 0))
        return {pk: node for (pk, locale), node in table.homes.items() if locale == settings.LANGUAGE_CODE}

    @cached_property
    def members(self) -> list[Membership]:
        """Roles in force of people whose accounts are open, with the person."""
        held = Membership.objects.on(self.day).filter(user__is_active=True).select_related("user")
        return [row for row in held.order_by("agency_id") if row.user.is_open()]


@dataclass(frozen=True, slots=True)
class Measure:
    """A column. ``collect(survey)``: findings by the agency's key, in a fixed number of queries."""

    key: str
    label: Promise | str
    collect: Callable[[Survey], Mapping[int, Finding]]
    order: int = 100


NOTHING = Finding("", None)
_measures: dict[str, Measure] = {}


def register_measure(measure: Measure) -> None:
    """Add a column, or replace the one with the same key; called from ``ready()``."""
    _measures[measure.key] = measure


def all_measures() -> list[Measure]:
    """The columns in order."""
    return sorted(_measures.values(), key=lambda measure: (measure.order, measure.key))


@dataclass(slots=True)
class Row:
    """One agency with its findings, in the order of the columns."""

    agency: Agency
    labels: tuple[str, ...] = ()
    findings: list[Finding] = field(default_factory=list)

    @property
    def cells(self) -> list[tuple[str, Finding]]:
        """The findings under the labels of their columns."""
        return list(zip(self.labels, self.findings, strict=True))

    @property
    def harm(self) -> int:
        """All points."""
        return sum(finding.harm for finding in self.findings)


def rows(day: date) -> tuple[list[Measure], list[Row]]:
    """The columns, and the agencies in force on a day, the most harmful state first, then by name."""
    agencies = list(Agency.objects.on(day).order_by("sort_key", "pk"))
    columns = all_measures()
    labels = tuple(str(measure.label) for measure in columns)
    found = {agency.pk: Row(agency, labels) for agency in agencies}
    survey = Survey(agencies, day)
    for measure in columns:
        findings = measure.collect(survey)
        for agency in agencies:
            found[agency.pk].findings.append(findings.get(agency.pk, NOTHING))
    return columns, sorted(found.values(), key=lambda row: -row.harm)
