"""How calendars stand in the publication log."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

from home.calendars import search
from home.calendars.models import AgendaWeek, Reception
from home.calendars.selectors import STAMP
from portal.core import clock
from portal.core.public_term import in_term
from portal.core.site_request import PortalRequest
from portal.editorial.services import Line, register_kind, simple
from portal.publication.chain import content_hash
from portal.publication.models import PublicationEntry
from portal.publication.registry import PublicObjects, PublicState, Shown, register_public_objects

Calendar = AgendaWeek | Reception
WEEK, RECEPTION = "calendars.agendaweek", "calendars.reception"
MODELS: dict[str, tuple[type[Any], str, str]] = {
    WEEK: (AgendaWeek, "entries", "lich-cong-tac"),
    RECEPTION: (Reception, "days", "tiep-cong-dan"),
}
# Columns that are bookkeeping, not words of the calendar.
_APART = frozenset({"id", "week", "reception", "agency", "key"})


def content(record: Calendar) -> dict[str, Any]:
    """What of a calendar is hashed for the log: its own columns and those of its rows, in order."""
    rows_of = MODELS[record._meta.label_lower][1]
    rows = [_columns(row) for row in getattr(record, rows_of).all()]
    mixed_in = {field.name for base in type(record).__mro__[1:] for field in _fields(base)}
    own = {name: value for name, value in _columns(record).items() if name not in mixed_in}
    return own | {rows_of: sorted(rows, key=repr)}


def _fields(base: type) -> list[Any]:
    meta = getattr(base, "_meta", None)
    return list(meta.concrete_fields) if meta is not None else []


def _columns(row: Any) -> dict[str, Any]:
    return {
        field.name: str(value) if (value := field.value_from_object(row)) is not None else ""
        for field in row._meta.concrete_fields
        if field.name not in _APART
    }


def line(record: Calendar) -> Line:
    """The log's line about a calendar."""
    return Line(
        object_type=record._meta.label_lower,
        object_id=str(record.pk),
        scope_kind=PublicationEntry.Scope.AGENCY,
        scope=record.agency.code,
        stamps=[STAMP],
        content=content(record),
    )


def _told(record: Calendar) -> Line:
    pages = search.pages_of(search.PAGES[type(record)], record.agency_id)
    return replace(line(record), search_kind=search.KIND, search_ids=list(pages))


def _states() -> Iterator[PublicState]:
    for label, (model, rows, _section) in MODELS.items():
        for record in model.objects.filter(live=True).prefetch_related(rows).iterator(chunk_size=500):
            yield PublicState(label, str(record.pk), content_hash(content(record)))


def _shown(keys: Collection[tuple[str, str]], portal: PortalRequest) -> dict[tuple[str, str], Shown]:
    found = {}
    for label, (model, _rows, section) in MODELS.items():
        numbers = {int(number) for kind, number in keys if kind == label}
        if not numbers:
            continue
        for record in model.objects.filter(in_term(clock.today()), pk__in=numbers, live=True):
            home = portal.map.home_of(record.agency_id)
            node = home.children.get(section) if home else None
            tail = f"{record.monday.isoformat()}/" if isinstance(record, AgendaWeek) else ""
            found[label, str(record.pk)] = Shown(str(record), portal.url(node, tail))
    return found


def register() -> None:
    """Called once when the application starts."""
    for model, _rows, _section in MODELS.values():
        register_kind(model, simple(_told))
    register_public_objects("calendars", PublicObjects(lambda: set(MODELS), _states, _shown))
