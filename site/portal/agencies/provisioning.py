"""Makes the complete site of an agency from one row of the register, and completes sites that exist.

What a site consists of is not known here: higher apps register steps (:func:`register_step`), so that a
section which comes later is added to every site by the next run. Each agency is one transaction: a run that
is killed leaves whole sites, and the next run goes on with the rest. The same rows twice change nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Collection

from portal.agencies import hosts
from portal.agencies.addresses import host_left_by_other, host_left_words, slug_taken
from portal.agencies.cells import at
from portal.agencies.models import Agency
from portal.agencies.names import bring_in_line
from portal.agencies.performers import class_of_agency
from portal.agencies.register_file import AgencyRow, RegisterFile, read
from portal.core.imports import Line, Plan, Report, finish_run
from portal.core.slugs import slugify_vi

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Step:
    """A part of a site that some app makes.

    ``run(agency)`` makes what is missing and brings the rest in line with the register; it is called inside
    the agency's transaction. ``incomplete()`` gives the keys of the agencies that lack this part, in few
    queries for all agencies together.
    """

    key: str
    run: Callable[[Agency], None]
    incomplete: Callable[[], set[int]]
    order: int = 100


_steps: dict[str, Step] = {}


def register_step(step: Step) -> None:
    """Add a step; the same key again replaces the earlier one."""
    _steps[step.key] = step


def steps() -> list[Step]:
    """All steps in their order."""
    return sorted(_steps.values(), key=lambda step: (step.order, step.key))


REPORT_KEYS = ("created", "changed", "unchanged", "refused")


def provision_file(
    path: Path, *, dry_run: bool = False, say: Say | None = None, demo: bool | None = None
) -> Report:
    """Read a table and make the sites of its rows. Raises UnreadableInput for no table at all.

    ``demo`` marks new agencies as a demonstration's; without it, the settings say whether this is one.
    """
    began = timezone.now()
    known = Agency.objects.values_list("code", flat=True)
    report = provision(read(path, known), source=path.name, dry_run=dry_run, say=say, demo=demo)
    if not dry_run:
        finish_run("provision_agencies", path.name, began, report)
    return report


def provision(
    found: RegisterFile,
    *,
    source: str = "",
    dry_run: bool = False,
    say: Say | None = None,
    demo: bool | None = None,
) -> Report:
    """Make or complete the sites of checked rows; a refused row makes nothing and stops nobody else's.

    A dry run writes the register inside a transaction that is rolled back, and makes no pages.
    """
    began = monotonic()
    plan = Plan(refused=list(found.problems))
    marked = settings.PORTAL_DEMO if demo is None else demo
    if dry_run:
        with transaction.atomic():
            _apply(found, source, plan, say, steps_too=False, demo=marked)
            transaction.set_rollback(True)
    else:
        _apply(found, source, plan, say, steps_too=True, demo=marked)
    extra = {"ignored_columns": found.ignored_columns, "warnings": _host_warnings(found)}
    return Report(plan, monotonic() - began, dry_run, keys=REPORT_KEYS, extra=extra)


def _apply(
    found: RegisterFile, source: str, plan: Plan, say: Say | None, *, steps_too: bool, demo: bool
) -> None:
    incomplete = _incomplete()
    refused: set[str] = set()
    for count, row in enumerate(found.rows, start=1):
        conflict = _conflict(row, refused)
        if conflict is not None:
            refused.add(row.code)
            plan.add("refused", [conflict])
            continue
        with transaction.atomic():
            key, reason = _provision_row(row, source, incomplete, steps_too=steps_too, demo=demo)
        plan.add(key, [row.place.line(row.code, reason)])
        if say and count % 25 == 0:
            say(_("%(count)d / %(all)d cơ quan") % {"count": count, "all": len(found.rows)})


def add_missing_sections(say: Say | None = None) -> list[str]:
    """Complete the sites of all agencies; gives the codes of those that lacked something."""
    lacking = _incomplete()
    done = []
    for agency in Agency.objects.filter(pk__in=lacking).order_by("pk"):
        with transaction.atomic():
            run_steps(agency)
        done.append(agency.code)
    if say and done:
        say(_("Đã bổ sung %d trang của các cơ quan.") % len(done))
    return done


def _host_warnings(found: RegisterFile) -> list[dict[str, Any]]:
    """Host names that are not as Nghị định 224/2026/NĐ-CP Điều 11 khoản 4 wants them; nothing is refused."""
    names = [row.name for row in found.rows if row.level == Agency.Level.PROVINCE]
    above = province()
    name = names[0] if names else (above.name if above else "")
    return [
        at(row.place, "ten_mien").line(row.code, f"{words} ({hosts.basis()})").to_dict()
        for row in found.rows
        for words in hosts.differences(row.level, row.name, row.hostname, name)
    ]


def _incomplete() -> set[int]:
    lacking = set(Agency.objects.filter(collection=None).values_list("pk", flat=True))
    return lacking.union(*(step.incomplete() for step in steps()))


def _conflict(row: AgencyRow, refused: set[str]) -> Line | None:
    """What in the register forbids this row: a second province, a parent that was refused, a host taken."""
    if row.level == Agency.Level.PROVINCE:
        other = Agency.objects.filter(level=Agency.Level.PROVINCE).exclude(code=row.code).first()
        if other is not None:
            place = at(row.place, "cap")
            reason = _("Đã có %(name)s (mã %(code)s); một cổng chỉ phục vụ một tỉnh.")
            return place.line(row.code, reason % {"name": other.name, "code": other.code})
    if row.parent_code in refused:
        place = at(row.place, "don_vi_cha")
        return place.line(row.code, _("Đơn vị cha %s bị từ chối.") % row.parent_code)
    if row.hostname and Agency.objects.filter(hostname=row.hostname).exclude(code=row.code).exists():
        place = at(row.place, "ten_mien")
        return place.line(row.code, _("Tên miền %s đã thuộc cơ quan khác.") % row.hostname)
    gone = Agency.objects.filter(code=row.code, successions__isnull=False).first()
    if gone is not None:
        after = ", ".join(step.successor.name for step in gone.successions.select_related("successor"))
        return at(row.place, "ma_don_vi").line(row.code, _("Đơn vị đã sắp xếp vào: %s.") % after)
    if row.hostname:
        own = Agency.objects.filter(code=row.code).values_list("pk", flat=True).first()
        if host_left_by_other(row.hostname, own):
            return at(row.place, "ten_mien").line(row.code, host_left_words(row.hostname))
    return None


def _provision_row(
    row: AgencyRow, source: str, incomplete: set[int], *, steps_too: bool, demo: bool
) -> tuple[str, str]:
    """Write one agency and its site; gives the report's list and the names of what changed."""
    agency = Agency.objects.filter(code=row.code).first()
    values = _values(row)
    if agency is None:
        agency = Agency(
            code=row.code,
            is_demo=demo,
            source=source,
            performer_class=class_of_agency(row.name, row.level),
            slug=free_slug(row, values["parent"]),
            **values,
        )
        agency.save()
        _write_former_names(agency, row, source)
        if steps_too:
            run_steps(agency)
        return "created", ""
    # An empty cell says nothing and takes nothing away: contacts are also edited in the portal.
    different = [
        name for name, value in values.items() if value not in ("", None) and getattr(agency, name) != value
    ]
    if different:
        for name in different:
            setattr(agency, name, values[name])
        agency.save()
    if _write_former_names(agency, row, source):
        different.append("former_names")
    if steps_too and (different or agency.pk in incomplete):
        run_steps(agency)
    if different:
        return "changed", ", ".join(different)
    return ("changed", _("bổ sung phần còn thiếu")) if agency.pk in incomplete else ("unchanged", "")


def _values(row: AgencyRow) -> dict[str, Any]:
    return {
        "name": row.name,
        "kind": row.kind,
        "level": row.level,
        "parent": Agency.objects.get(code=row.parent_code) if row.parent_code else None,
        "identifier_code": row.identifier_code,
        "hostname": row.hostname,
        "address": row.address,
        "phone": row.phone,
        "email": row.email,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "latitude": row.latitude,
        "longitude": row.longitude,
        "site_responsible": row.site_responsible,
        "contact_confirmed_on": row.contact_confirmed_on,
    }


def free_slug(row: AgencyRow, parent: Agency | None) -> str:
    """The agency's part of the address: its name without the province's; the unit code follows when taken."""
    name = row.name
    if parent is not None:
        tail = " " + parent.name[:1].lower() + parent.name[1:]
        name = name.removesuffix(tail)
    slug = slugify_vi(name, 100)
    own = Agency.objects.filter(code=row.code).values_list("pk", flat=True).first()
    return f"{slug}-{slugify_vi(row.code, 18)}" if slug_taken(slug, row.level, own) else slug


def _write_former_names(agency: Agency, row: AgencyRow, source: str) -> bool:
    """Bring the former names in line with the row, which may name none; says whether any changed."""
    if not row.former_names:
        return False
    return bring_in_line(agency, row.former_names, row.valid_from, source)


def run_steps(agency: Agency) -> None:
    _give_collection(agency)
    for step in steps():
        step.run(agency)


def _give_collection(agency: Agency) -> None:
    """A collection of the agency's own, below its parent's, for its pictures and documents."""
    if agency.collection is not None:
        if agency.collection.name != agency.name:
            agency.collection.name = agency.name
            agency.collection.save(update_fields=["name"])
        return
    above = agency.parent.collection if agency.parent else None
    root = above or Collection.get_first_root_node()
    agency.collection = Collection.objects.get(pk=root.pk).add_child(name=agency.name)
    agency.save(update_fields=["collection"])


def province() -> Agency | None:
    """The province of this installation; None before it has been set up."""
    return Agency.objects.filter(level=Agency.Level.PROVINCE).first()
