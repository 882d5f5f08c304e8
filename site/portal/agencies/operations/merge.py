"""Mergers, splits and new names of agencies, from one table, with a dry run and a report.

What changes hands is not known here: each app registers a hook (:func:`register_merge_hook`) that hands over
what it keeps of an agency, counts it, and names what it could not decide. Rows that hang together are one
transaction; a dry run does the same work and takes it back. The same table twice changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from time import monotonic
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.agencies.cells import at
from portal.agencies.models import Agency, FormerName, ServicePoint, Succession
from portal.agencies.operations import change_file
from portal.agencies.operations.change_file import RENAME, ChangeRow, Group
from portal.agencies.operations.renaming import kind_of, rename, want_slug
from portal.agencies.performers import class_of_agency
from portal.agencies.provisioning import Say, run_steps
from portal.core import audit, clock, former, routing, stamps
from portal.core.imports import Line
from portal.core.models import ImportRun
from portal.core.slugs import slugify_vi

KEYS = ("successors", "redirects", "moved", "conflicts", "refused")
KIND = "merge_agencies"


@dataclass(slots=True)
class Outcome:
    """What a run did: lists of objects by the keys of the report, and rows that were done before."""

    successors: list[dict[str, Any]] = field(default_factory=list)
    redirects: list[dict[str, Any]] = field(default_factory=list)
    moved: list[dict[str, Any]] = field(default_factory=list)
    conflicts: list[dict[str, Any]] = field(default_factory=list)
    refused: list[Line] = field(default_factory=list)
    unchanged: list[Line] = field(default_factory=list)
    seconds: float = 0.0
    dry_run: bool = False

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON values."""
        lists = {key: getattr(self, key) for key in KEYS if key != "refused"}
        lines = {key: [line.to_dict() for line in getattr(self, key)] for key in ("refused", "unchanged")}
        return lists | lines | {"seconds": round(self.seconds, 3), "dry_run": self.dry_run}

    def to_json(self) -> str:
        """The report as JSON text, UTF-8 letters kept, final newline."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=1) + "\n"

    def summary(self) -> str:
        """One line for a terminal: the counts."""
        keys = (*KEYS, "unchanged")
        return " · ".join(f"{key} {len(getattr(self, key))}" for key in keys) + f" · {self.seconds:.1f} s"


@dataclass(slots=True)
class Merge:
    """One predecessor and who follows it, as hooks get it.

    ``heir`` takes over what cannot be divided: the only successor of a merger, the first one of a split.
    """

    kind: str
    predecessor: Agency
    successors: tuple[Agency, ...]
    on: date
    act_name: str
    user: Any
    outcome: Outcome
    old_places: list[tuple[str, str]] = field(default_factory=list)

    @property
    def heir(self) -> Agency:
        """Who takes over what cannot be divided."""
        return self.successors[0]

    def moved(self, what: str, count: int, **more: Any) -> None:
        """Note what changed hands; nothing is noted for none."""
        if count:
            self.outcome.moved.append(self._pair(self.heir) | {"what": what, "count": count} | more)

    def conflict(self, what: str, thing: str, reason: str) -> None:
        """Note what a person must look at; nothing was overwritten."""
        self.outcome.conflicts.append(
            self._pair(self.heir) | {"what": what, "object": thing, "reason": reason}
        )

    def left(self, host: str, path: str) -> None:
        """Note an address that was public until now; the report says where it leads."""
        self.old_places.append((host, path))

    def _pair(self, heir: Agency) -> dict[str, Any]:
        return {"from": self.predecessor.code, "to": heir.code}


Hook = Callable[[Merge], dict[str, int]]
_hooks: dict[str, Hook] = {}


def register_merge_hook(key: str, hook: Hook) -> None:
    """Hand over what an app keeps of an agency: ``hook(merge)`` inside the merger's transaction.

    It gives counts by name for the report ("pages": 12). The same key again replaces the earlier hook; hooks
    run in the order of their keys.
    """
    _hooks[key] = hook


def merge_file(
    path: Path, *, dry_run: bool = False, user: Any = None, say: Say | None = None, source: str = ""
) -> Outcome:
    """Read a table and do what it says. Raises UnreadableInput for no table at all.

    ``source``: what the run is noted under; the file's name, when none is given.
    """
    began, started = monotonic(), timezone.now()
    found = change_file.read(path)
    outcome = Outcome(dry_run=dry_run, refused=list(found.problems))
    for count, group in enumerate(found.groups, start=1):
        _do(group, outcome, user)
        if say and count % 10 == 0:
            say(_("%(count)d / %(all)d nhóm đơn vị") % {"count": count, "all": len(found.groups)})
    outcome.seconds = monotonic() - began
    if not dry_run:
        counts = {key: len(getattr(outcome, key)) for key in KEYS}
        ImportRun.objects.create(
            kind=KIND,
            source=(source or path.name)[:500],
            started_at=started,
            finished_at=timezone.now(),
            counts=counts,
            report=outcome.to_dict(),
        )
    return outcome


def _do(group: Group, outcome: Outcome, user: Any) -> None:
    todo = [row for row in group.rows if not _done(row)]
    outcome.unchanged.extend(row.place.line(row.old_code, "") for row in group.rows if row not in todo)
    bars = [line for row in todo if (line := _bar(row, dry_run=outcome.dry_run))]
    if bars:
        outcome.refused.extend(bars)
        return
    if not todo:
        return
    with _kept_or_taken_back(outcome.dry_run):
        _do_rows(todo, outcome, user)


@contextmanager
def _kept_or_taken_back(dry_run: bool) -> Iterator[None]:
    """One transaction; a dry run rolls it back, and the process forgets what it saw inside."""
    try:
        with transaction.atomic():
            yield
            if dry_run:
                transaction.set_rollback(True)
    finally:
        routing.forget()


def _done(row: ChangeRow) -> bool:
    """Whether an earlier run has done this row."""
    successor = Agency.objects.filter(code=row.new_code).first()
    named = successor is not None and row.new_name in ("", successor.name)
    if row.goes_on:
        return named
    return (
        named
        and Succession.objects.filter(
            predecessor__code=row.old_code, successor__code=row.new_code, kind=row.action, on=row.on
        ).exists()
    )


def _bar(row: ChangeRow, *, dry_run: bool) -> Line | None:
    """What stands against a row that was not done yet."""
    if row.on > clock.today() and not dry_run:
        reason = _("Chưa tới ngày %s; chạy thử trước, chạy thật từ ngày đó.") % f"{row.on:%d/%m/%Y}"
        return at(row.place, "ngay").line(row.old_code, reason)
    if row.goes_on:
        return None
    earlier = Succession.objects.filter(predecessor__code=row.old_code).select_related("successor").first()
    if earlier is None:
        return None
    words = _("Đơn vị %(code)s đã sắp xếp vào %(name)s từ %(day)s.")
    values = {"code": row.old_code, "name": earlier.successor.name, "day": f"{earlier.on:%d/%m/%Y}"}
    return at(row.place, "ma_cu").line(row.old_code, words % values)


def _do_rows(rows: list[ChangeRow], outcome: Outcome, user: Any) -> None:
    made, merges = [], []
    for code in dict.fromkeys(row.new_code for row in rows):
        agency, is_new = _successor(code, [row for row in rows if row.new_code == code], outcome, user)
        if is_new:
            made.append(agency)
    for code in dict.fromkeys(row.old_code for row in rows):
        mine = [row for row in rows if row.old_code == code and row.action != RENAME]
        if any(not row.goes_on for row in mine):
            merges.append(_follow(mine, outcome, user))
    for agency in made:
        want_slug(agency)
    _tell_redirects(merges, outcome)


def _successor(code: str, rows: list[ChangeRow], outcome: Outcome, user: Any) -> tuple[Agency, bool]:
    """The unit that goes on, made or renamed as its rows say."""
    name = next((row.new_name for row in rows if row.new_name), "")
    on = rows[0].on
    agency = Agency.objects.filter(code=code).first()
    is_new = agency is None
    before = agency.name if agency else ""
    if agency is None:
        agency = _new_agency(code, name, on, rows)
    elif name and agency.name != name:
        for words in rename(agency, name, on, user):
            outcome.conflicts.append(
                {"from": code, "to": code, "what": "name_en", "object": name, "reason": words}
            )
    old = sorted({row.old_code for row in rows if not row.goes_on})
    entry = {"code": code, "name": name or agency.name, "on": on.isoformat(), "predecessors": old}
    outcome.successors.append(entry | {"created": is_new, "before": before})
    return agency, is_new


def _new_agency(code: str, name: str, on: date, rows: list[ChangeRow]) -> Agency:
    """A unit that nobody knew yet, with a whole site, of the kind that its name says."""
    model = Agency.objects.filter(code__in=[row.old_code for row in rows]).order_by("code").first()
    if model is None:  # what follows a unit that this very table makes
        model = Agency.objects.filter(level=Agency.Level.COMMUNE).order_by("code").first()
    if model is None:
        raise RuntimeError(f"Nothing says of which level the new unit {code} is.")
    agency = Agency(
        code=code,
        name=name,
        kind=kind_of(name) or model.kind,
        level=model.level,
        parent=model.parent,
        valid_from=on,
        palette=model.palette,
        is_demo=model.is_demo,
        source=rows[0].place.source,
        performer_class=class_of_agency(name, model.level),
        # Until the old units have left their addresses; then the name without the code (want_slug).
        slug=f"{slugify_vi(name, 100)}-{slugify_vi(code, 18)}",
    )
    agency.save()
    run_steps(agency)
    return agency


def _follow(rows: list[ChangeRow], outcome: Outcome, user: Any) -> Merge:
    """Hand everything of one old unit over, and close it; a unit that goes on keeps what it has."""
    predecessor = Agency.objects.get(code=rows[0].old_code)
    goes_on = any(row.goes_on for row in rows)
    others = [row for row in rows if not row.goes_on]
    successors = tuple(Agency.objects.get(code=row.new_code) for row in others)
    merge = Merge(rows[0].action, predecessor, successors, rows[0].on, rows[0].act_name, user, outcome)
    for successor in successors:
        _remember_names(merge, successor)
    if goes_on:
        return merge
    for order, successor in enumerate(successors):
        Succession.objects.create(
            predecessor=predecessor,
            successor=successor,
            kind=merge.kind,
            on=merge.on,
            act_name=merge.act_name,
            order=order,
        )
    for key in sorted(_hooks):
        for what, count in _hooks[key](merge).items():
            merge.moved(what, count)
    merge.moved("service_points", _hand_over_places(merge))
    merge.moved("units", Agency.objects.filter(parent=predecessor).update(parent=merge.heir))
    if len(successors) > 1:
        names = ", ".join(agency.name for agency in successors[1:])
        words = _("Nội dung, tệp và cán bộ được giao cho %(heir)s; phần của %(names)s phải chọn bằng tay.")
        merge.conflict("split", predecessor.name, words % {"heir": merge.heir.name, "names": names})
    _close(predecessor, merge.on)
    audit.note(
        "agency.merged" if len(successors) == 1 else "agency.split",
        user=user,
        agency_code=predecessor.code,
        obj=predecessor,
        into=[agency.code for agency in successors],
        day=merge.on.isoformat(),
    )
    return merge


def _close(agency: Agency, on: date) -> None:
    """The old unit ends; its host and its part of the address are free for who follows it."""
    agency.refresh_from_db()
    agency.valid_to = on
    agency.hostname = ""
    agency.slug = f"{agency.slug[:100]}-{slugify_vi(agency.code, 18)}"
    agency.save()


def _remember_names(merge: Merge, successor: Agency) -> None:
    """The old unit's name, and those by which it was itself still found, lead to who follows it."""
    old = merge.predecessor
    part = merge.kind == Succession.Kind.SPLIT
    names = [(old.name, old.code, "", part, old.valid_from, merge.on)]
    for former_name in old.former_names.all():
        names.append(
            (
                former_name.name,
                former_name.code,
                former_name.district,
                part or former_name.part_only,
                former_name.since,
                former_name.until or merge.on,
            )
        )
    for name, code, district, part_only, since, until in names:
        if name == successor.name and not part_only:
            continue
        FormerName.objects.get_or_create(
            agency=successor,
            name=name,
            district=district,
            defaults={
                "code": code,
                "part_only": part_only,
                "since": since,
                "until": until,
                "source": merge.act_name,
            },
        )


def _hand_over_places(merge: Merge) -> int:
    """Counters and other places of the old unit; one whose name the new unit has already stays."""
    held = set(merge.heir.service_points.values_list("name", flat=True))
    moved = 0
    for place in ServicePoint.objects.filter(agency=merge.predecessor).order_by("pk"):
        if place.name in held:
            words = _("Đơn vị mới đã có nơi tiếp nhận cùng tên; nơi cũ giữ nguyên ở đơn vị cũ.")
            merge.conflict("service_points", place.name, words)
            continue
        place.agency = merge.heir
        place.save()
        moved += 1
    return moved


def _tell_redirects(merges: list[Merge], outcome: Outcome) -> None:
    """Where every address that was public leads now; one that leads nowhere is a conflict."""
    routing.forget()
    table = routing.routing_map(stamps.read_all().get("routing", 0))
    for merge in merges:
        for host, path in merge.old_places:
            target = former.target(table, host, path)
            if target is None:
                merge.conflict("redirects", f"{host}{path}", _("Địa chỉ cũ không dẫn đi đâu."))
            else:
                outcome.redirects.append({"from": f"{host}{path}", "to": target})
