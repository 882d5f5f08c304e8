"""The command: exit codes, the report's schema, flags."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from portal.agencies.models import Agency
from portal.core.imports import KEYS
from procedures_pages.models import CatalogueEntry, Performer, Procedure
from tests.procedures_pages import source_rows as rows

pytestmark = pytest.mark.django_db


def run(*arguments: Any, **options: Any) -> int:
    """The exit code of the command."""
    try:
        call_command("import_procedures", *map(str, arguments), verbosity=0, **options)
    except SystemExit as stop:
        return int(stop.code or 0)
    return 0


def test_the_report_has_its_keys_and_each_line_says_where_and_why(tmp_path: Path) -> None:
    file = rows.write_lines(tmp_path / "a.jsonl", rows.line(), rows.line("5.000001"))
    report = tmp_path / "report.json"
    assert run(file, "--report", report) == 0
    found = json.loads(report.read_text(encoding="utf-8"))
    assert set(KEYS) | {"seconds"} <= set(found)
    (line,) = found["refused"]
    assert (line["source"], line["row"], line["code"]) == ("a.jsonl", 2, "5.000001")
    assert "nội bộ" in line["reason"]


def test_strict_tells_of_refusals_by_its_exit_code(tmp_path: Path) -> None:
    file = rows.write_lines(tmp_path / "a.jsonl", rows.line(), rows.line("5.000001"))
    assert run(file, "--strict") == 1
    assert Procedure.objects.count() == 1


def test_unreadable_input_ends_with_one_and_still_reports(tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    assert run(tmp_path / "missing.jsonl", "--report", report) == 1
    assert json.loads(report.read_text(encoding="utf-8"))["stopped"]


def test_formats_that_are_not_built_are_refused_with_those_that_are(tmp_path: Path) -> None:
    file = rows.write_lines(tmp_path / "a.jsonl", rows.line())
    with pytest.raises(CommandError, match=r"lgsp.*auto, api-json, jsonl"):
        run(file, "--format", "lgsp")


def test_a_forced_format_refuses_others(tmp_path: Path) -> None:
    file = rows.write_lines(tmp_path / "a.jsonl", rows.line())
    assert run(file, "--format", "api-json") == 1
    assert run(file, "--format", "jsonl") == 0


def test_the_catalogue_is_audited_and_rebuilt_by_command(tmp_path: Path) -> None:
    Agency.objects.create(code="40", name="Tỉnh Nghệ An", slug="nghe-an", level="province", kind="tinh")
    run(rows.write_lines(tmp_path / "a.jsonl", rows.line()))
    call_command("rebuild_catalogue", "--check", verbosity=0)
    Performer.objects.update(performer_class="so-tu-phap")
    with pytest.raises(SystemExit):
        call_command("rebuild_catalogue", "--check", verbosity=0)
    call_command("rebuild_catalogue", "--classify", verbosity=0)
    assert list(CatalogueEntry.objects.values_list("performer_class", flat=True)) == ["ubnd-xa"]
