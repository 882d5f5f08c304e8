"""Which lines a page or a file of the log shows: of one site or of the province, by act and by days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Max, Min, QuerySet
from django.http import QueryDict

from portal.core.clock import ZONE
from portal.core.routing import AgencyInfo
from portal.publication.models import ChainTip, PublicationEntry

# What stands in the address for an act.
ACTS = {
    "lan-dau": PublicationEntry.Act.APPEARED,
    "sua-doi": PublicationEntry.Act.CHANGED,
    "thay-the": PublicationEntry.Act.REPLACED,
    "rut-xuong": PublicationEntry.Act.WITHDRAWN,
    "het-han": PublicationEntry.Act.EXPIRED,
    "dinh-chinh": PublicationEntry.Act.CORRECTED,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for. ``wrong`` names the parameters that nobody could read."""

    act: str = ""
    since: date | None = None
    until: date | None = None
    wrong: tuple[str, ...] = ()

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(self.act or self.since or self.until)


def asked(query: QueryDict) -> Asked:
    """Read ``hanh-vi``, ``tu`` and ``den`` (yyyy-mm-dd, both days included)."""
    wrong = []
    act = query.get("hanh-vi", "")
    if act and act not in ACTS:
        wrong.append("hanh-vi")
        act = ""
    days: dict[str, date | None] = {}
    for name in ("tu", "den"):
        try:
            days[name] = date.fromisoformat(text) if (text := query.get(name, "").strip()) else None
        except ValueError:
            days[name] = None
            wrong.append(name)
    return Asked(act, days["tu"], days["den"], tuple(wrong))


@dataclass(frozen=True, slots=True)
class Span:
    """Lines ``first`` to ``last`` of the chain, of one agency's scope or, with an empty one, of all."""

    first: int
    last: int
    scope: str = ""
    act: str = ""

    def lines(self) -> QuerySet[PublicationEntry]:
        """The lines, unordered; each filter has its index."""
        found: QuerySet[PublicationEntry] = PublicationEntry.objects.filter(
            sequence__gte=self.first, sequence__lte=self.last
        )
        if self.scope:
            found = found.filter(scope=self.scope, scope_kind=PublicationEntry.Scope.AGENCY)
        if self.act:
            found = found.filter(act=ACTS[self.act])
        return found

    def count(self) -> int:
        """How many; the chain has no gaps, so the whole province's are not counted."""
        if self.scope or self.act:
            return self.lines().count()
        return max(0, self.last - self.first + 1)

    def newest(self, skip: int, size: int) -> list[PublicationEntry]:
        """A page of the list, the newest first."""
        if self.scope or self.act:
            return list(self.lines().order_by("-sequence")[skip : skip + size])
        last = self.last - skip
        page = Span(max(self.first, last - size + 1), last)
        return list(page.lines().order_by("-sequence"))


def span(agency: AgencyInfo | None, choice: Asked) -> tuple[Span, ChainTip]:
    """The lines asked for of an agency's site (the province's site shows all), and the tip of the chain."""
    tip = ChainTip.objects.filter(id=1).first() or ChainTip()
    scope = agency.code if agency is not None and agency.level != "province" else ""
    first, last = 1, tip.sequence
    if choice.since or choice.until:
        rows = PublicationEntry.objects.order_by()
        if choice.since:
            rows = rows.filter(logged_at__gte=_midnight(choice.since))
        if choice.until and choice.until < date.max:
            rows = rows.filter(logged_at__lt=_midnight(choice.until + timedelta(days=1)))
        ends = rows.aggregate(first=Min("sequence"), last=Max("sequence"))
        first, last = ends["first"] or 1, ends["last"] or 0
    return Span(first, last, scope, choice.act), tip


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, ZONE)
