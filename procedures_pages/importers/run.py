"""One run of the importer: survey, choose, check what vanished, decide and apply in batches, report."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core.imports import Line, Plan, Report, UnreadableInput, finish_run
from portal.core.imports.runs import applied_runs, last_run
from portal.core.models import ImportRun
from portal.core.text import fold
from procedures_pages.importers import api_json, codes, jsonl, planning, reading, selection
from procedures_pages.importers.applying import Batch, Work, load_known
from procedures_pages.importers.columns import missing
from procedures_pages.importers.parsed import ParsedProcedure
from procedures_pages.importers.planning import Action, Outcome
from procedures_pages.models import ProcedureField, ProcedureVersion, ReviewItem
from procedures_pages.services import catalogue, publishing

KIND = "procedures"
RECENT = 20
BATCH = 100
# More than this share of the codes of the last run may not vanish unasked.
VANISHING = 0.05
# From this share of common codes an input of the same formats counts as a new edition of an earlier one.
SAME_SET = 0.8


def import_procedures(
    paths: Sequence[Path | str],
    *,
    wanted: str = "auto",
    dry_run: bool = False,
    demo: bool = False,
    allow_vanishing: bool = False,
    progress: Callable[[str], None] = lambda words: None,
) -> Report:
    """Import files and folders; commands and seeds call this.

    ``demo`` marks new procedures as demonstration data. Returns the report; unreadable input gives a report
    with ``stopped`` set and nothing written. Writes an :class:`ImportRun` row unless ``dry_run``.
    """
    began, started_at = time.monotonic(), timezone.now()
    plan = Plan()
    report = Report(plan, dry_run=dry_run)
    resolved = [Path(path) for path in paths]
    extra: dict[str, Any] = {}
    try:
        found = reading.find(resolved, wanted)
        snapshot, names = selection.survey(resolved, found, _known_names())
        chosen = selection.select(snapshot)
        plan.refused += snapshot.problems
        plan.ignored_files += snapshot.ignored_files
        plan.unchanged += chosen.superseded
        progress(
            _("đã đọc %(count)s dòng, %(codes)s mã")
            % {"count": len(snapshot.rows), "codes": len(chosen.codes)}
        )
        source = _source_key(resolved)
        extra = {
            "codes": sorted(chosen.codes),
            "formats": sorted({one.kind for one in chosen.chosen.values()}),
        }
        report.stopped = _vanish(plan, extra, source, allow_vanishing=allow_vanishing)
        if not report.stopped:
            _apply(found, chosen, plan, dry_run=dry_run, demo=demo, progress=progress, names=names)
    except UnreadableInput as error:
        source = _source_key(resolved)
        report.stopped = _("không đọc được dữ liệu: %(error)s") % {"error": error}
    report.seconds = time.monotonic() - began
    if not dry_run:
        finish_run(KIND, source, started_at, report, extra=extra)
    return report


def _source_key(paths: Sequence[Path]) -> str:
    return ";".join(sorted(str(path.resolve()) for path in paths))


def _known_names() -> dict[str, str]:
    """Names that the catalogue has by now, by code: a new row must be of the same procedure."""
    return dict(
        ProcedureVersion.objects.filter(live=True, effective_to__isnull=True)
        .values_list("procedure__code", "name")
        .iterator(chunk_size=2000)
    )


def _vanish(plan: Plan, read: dict[str, Any], source: str, *, allow_vanishing: bool) -> str:
    """Note codes of the last edition of this input that are missing now; returns the reason to stop."""
    run = last_run(KIND, source) or _earlier_edition(read)
    if run is None:
        return ""
    before = set(run.report.get("codes") or ())
    gone = sorted(before - set(read["codes"]))
    reason = _("có trong lần nhập trước, không còn trong nguồn; không tự gỡ xuống")
    plan.vanished += [Line(source=run.source, code=code, reason=reason) for code in gone]
    if len(gone) > len(before) * VANISHING and not allow_vanishing:
        return _(
            "%(gone)s trong %(before)s mã của lần nhập trước không còn trong nguồn (hơn 5%%); "
            "chưa ghi gì. Nếu đúng, chạy lại với --allow-vanishing."
        ) % {"gone": len(gone), "before": len(before)}
    return ""


def _earlier_edition(read: dict[str, Any]) -> ImportRun | None:
    """A recent run over files of other names that held nearly the same codes in the same formats."""
    present = set(read["codes"])
    for run in applied_runs(KIND)[:RECENT]:
        before = set(run.report.get("codes") or ())
        same_formats = run.report.get("formats") == read["formats"]
        if before and same_formats and len(before & present) >= len(before) * SAME_SET:
            return run
    return None


def _apply(
    found: reading.Found,
    chosen: selection.Selection,
    plan: Plan,
    *,
    dry_run: bool,
    demo: bool,
    names: dict[str, str],
    progress: Callable[[str], None],
) -> None:
    province = catalogue.own_province()
    fields = {fold(field.name): field for field in ProcedureField.objects.all()}
    batch = Batch(province, fields, demo=demo)
    pending: list[tuple[reading.RawRow, ParsedProcedure]] = []
    done = 0

    def flush() -> None:
        nonlocal done
        work = _decide(pending, chosen)
        if not dry_run:
            batch.apply(work)
        for item in work:
            plan.add(
                item.outcome.action.value,
                [item.row.place.line(item.parsed.code, item.outcome.reason)],
            )
        done += len(pending)
        pending.clear()
        if done % 500 < BATCH:
            progress(_("đã xử lý %(done)s / %(all)s") % {"done": done, "all": len(chosen.chosen)})

    taken: set[str] = set()
    for source in found.sources:
        for row in reading.rows(source):
            candidate = chosen.chosen.get(row.place) or chosen.conflicts.get(row.place)
            if candidate is None or row.data is None:
                continue
            try:
                parsed = _parse(row)
            except (codes.Refused, ValueError, TypeError, KeyError, AttributeError) as error:
                plan.refused.append(
                    row.place.line(candidate.code, _("không đọc được dòng: %(error)s") % {"error": error})
                )
                continue
            if parsed.code in taken:
                flush()
                taken.clear()
            taken.add(parsed.code)
            pending.append((row, parsed))
            if len(pending) >= BATCH:
                flush()
                taken.clear()
    flush()
    if not dry_run:
        with transaction.atomic():
            publishing.documents_moved(batch.moved, role=publishing.IMPORTER_ROLE)
            if twins := catalogue.link_local_twins(province):
                publishing.lists_moved(twins, role=publishing.IMPORTER_ROLE)
    gc.collect()


def _parse(row: reading.RawRow) -> ParsedProcedure:
    raw = row.data or {}
    code = codes.read(raw.get("code"))
    return api_json.parse(raw, code) if reading.is_api(raw) else jsonl.parse(raw, code)


def _decide(
    pending: Sequence[tuple[reading.RawRow, ParsedProcedure]], chosen: selection.Selection
) -> list[Work]:
    known = load_known([parsed.code for _row, parsed in pending])
    work = []
    for row, parsed in pending:
        stored = known.get(parsed.code)
        if row.place in chosen.conflicts:
            outcome = Outcome(
                Action.QUEUE,
                _("hai dòng của cùng một mã nêu hai quyết định khác nhau"),
                queue_reason=ReviewItem.Reason.CONFLICT,
            )
        else:
            outcome = planning.decide(parsed, stored)
        if outcome.action in (Action.CREATE, Action.CHANGE) and (missed := missing(parsed)):
            outcome = Outcome(
                Action.QUEUE,
                " ".join(failure.text for failure in missed),
                queue_reason=ReviewItem.Reason.REQUIREMENT,
            )
        work.append(Work(row, parsed, outcome, stored))
    return work
