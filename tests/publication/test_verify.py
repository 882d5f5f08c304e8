"""``verify_log`` and the stand-alone script: whatever was tampered with is named by its first line."""

import csv
import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from deploy import verify_log as script
from portal.core import append_only
from portal.publication.models import ChainTip, DailyRoot, PublicationEntry
from tests.publication.lines import by_hand, days_of_lines, rewritten_from
from tests.world import COMMUNE, World

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
TABLE = "publication_publicationentry"


def verified(*arguments: str) -> tuple[int, dict[str, object]]:
    """Exit code and report of the command."""
    out = StringIO()
    try:
        call_command("verify_log", *arguments, "--json", stdout=out)
    except SystemExit as end:
        return int(end.code or 0), json.loads(out.getvalue())
    return 0, json.loads(out.getvalue())


def downloaded(client: Client, folder: Path, address: str) -> Path:
    answer = client.get(address)
    assert answer.status_code == 200, address
    file = folder / f"{abs(hash(address))}-{address.split('?')[0].rsplit('/', 1)[-1]}"
    file.write_bytes(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    return file


# What was done -> the statement, and the first bad line.
TAMPERED = {
    "a column changed by SQL": ("UPDATE {} SET scope = '16681' WHERE sequence = 6", 6),
    "a day set back by SQL": ("UPDATE {} SET visible_from = '2026-01-01 00:00:00+00' WHERE sequence = 5", 5),
    "a removed line": ("DELETE FROM {} WHERE sequence = 6", 6),
    "the first line removed": ("DELETE FROM {} WHERE sequence = 1", 1),
    "the last line removed": ("DELETE FROM {} WHERE sequence = 12", 12),
    "a line added at the end": (
        "INSERT INTO {0} SELECT 13, act, object_type, object_id, version, scope_kind, scope, visible_from, "
        "logged_at, actor_role, content_hash, entry_hash, entry_hash FROM {0} WHERE sequence = 12",
        13,
    ),
}


def test_a_whole_log_passes_and_says_how_many_lines_it_has(capsys: pytest.CaptureFixture[str]) -> None:
    assert verified() == (0, {"lines": 0, "first_bad_line": None, "findings": []})
    days_of_lines()
    assert verified() == (0, {"lines": 12, "first_bad_line": None, "findings": []})
    call_command("verify_log")
    assert "12 dòng" in capsys.readouterr().out


@pytest.mark.parametrize("name", TAMPERED)
def test_the_command_names_the_first_bad_line(name: str) -> None:
    days_of_lines()
    sql, first = TAMPERED[name]
    by_hand(sql.format(TABLE))
    code, report = verified()
    assert (code, report["first_bad_line"]) == (1, first)


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
@pytest.mark.parametrize("name", [*TAMPERED, "nothing"])
def test_the_script_names_the_first_bad_line_of_the_public_export(
    name: str, ending: str, world: World, client: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    days_of_lines()
    sql, first = TAMPERED.get(name, ("SELECT 1", 0))
    by_hand(sql.format(TABLE))
    code = script.main([str(downloaded(client, tmp_path, f"/nhat-ky-cong-bo/nhat-ky.{ending}"))])
    said = capsys.readouterr().out
    if name == "nothing":
        assert (code, said) == (0, "whole and true: 12 lines (tinh )\n")
    elif name == "a line added at the end":
        # The export ends at the tip of the chain: a line beyond it is nobody's and is not shown.
        assert code == 0
    else:
        assert code == 1, name
        assert said.startswith(f"line {first}:"), said


def test_a_swapped_pair_is_named_by_its_first_line(
    world: World, client: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = downloaded(client, tmp_path, "/nhat-ky-cong-bo/nhat-ky.jsonl")
    lines = file.read_text().splitlines()
    sixth = next(n for n, line in enumerate(lines) if json.loads(line)["stt"] == "6" and '"nhat-ky"' in line)
    lines[sixth], lines[sixth + 1] = lines[sixth + 1], lines[sixth]
    file.write_text("\n".join(lines) + "\n")
    assert script.main([str(file)]) == 1
    assert capsys.readouterr().out.startswith("line 6: ")
    swapped = [6, 7]
    for sequence, other in ((6, 100_000), (7, 6), (100_000, 7)):
        by_hand(f"UPDATE {TABLE} SET sequence = %s WHERE sequence = %s", other, sequence)  # noqa: S608
    assert set(PublicationEntry.objects.filter(sequence__in=swapped).values_list("sequence", flat=True)) == {
        6,
        7,
    }
    code, report = verified()
    assert (code, report["first_bad_line"]) == (1, 6)


def test_a_forger_who_makes_every_hash_fit_again_meets_the_roots_that_were_published() -> None:
    days_of_lines()
    rewritten_from(6)
    code, report = verified()
    # The second day ends with line 8; its root says otherwise.
    assert (code, report["first_bad_line"]) == (1, 8)


def test_kept_roots_tell_what_the_database_alone_cannot(
    world: World, client: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    days_of_lines(days=2)
    roots = downloaded(client, tmp_path, "/nhat-ky-cong-bo/goc-ngay.csv")
    whole = str(downloaded(client, tmp_path, "/nhat-ky-cong-bo/nhat-ky.csv"))
    assert verified("--against", str(roots))[0] == 0
    assert script.main([whole, "--roots", str(roots)]) == 0
    last = PublicationEntry.objects.order_by("-sequence")[0].sequence
    kept = PublicationEntry.objects.get(sequence=last - 6)
    # An older backup: everything after it is gone, and what is left fits together.
    for table in (TABLE, "publication_dailyroot"):
        by_hand(f"DELETE FROM {table} WHERE sequence > %s", kept.sequence)  # noqa: S608
    ChainTip.objects.update(sequence=kept.sequence, entry_hash=kept.entry_hash)
    assert verified()[0] == 0
    code, report = verified("--against", str(roots))
    assert code == 1
    assert [finding["kind"] for finding in report["findings"]] == ["older-backup"]  # type: ignore[attr-defined]
    older = str(downloaded(client, tmp_path, "/nhat-ky-cong-bo/nhat-ky.jsonl"))
    assert script.main([older]) == 0
    capsys.readouterr()
    assert script.main([older, "--roots", str(roots)]) == 1
    assert "kept root" in capsys.readouterr().out


@pytest.mark.parametrize(
    "content", ["", "ngay,dong_cuoi,ma_goc\n", "ngay,dong_cuoi,ma_goc\nhôm qua,3,abc\n", "a,b\n1,2\n"]
)
def test_roots_that_cannot_be_read_are_wrong_use(content: str, tmp_path: Path) -> None:
    file = tmp_path / "roots.csv"
    file.write_text(content)
    for named in (file, tmp_path / "nowhere.csv"):
        with pytest.raises(CommandError) as refused:
            call_command("verify_log", "--against", str(named))
        assert refused.value.returncode == 2


def test_an_agencys_export_is_verified_by_itself_and_against_the_provinces(
    world: World, client: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    days_of_lines()
    own = downloaded(client, tmp_path, f"{COMMUNE}nhat-ky-cong-bo/nhat-ky.csv")
    whole = str(downloaded(client, tmp_path, "/nhat-ky-cong-bo/nhat-ky.jsonl"))
    assert script.main([str(own)]) == 0
    assert script.main([str(own), "--whole", whole]) == 0
    said = capsys.readouterr().out
    held = PublicationEntry.objects.filter(scope="17950").count()
    assert f"{held} lines (don-vi 17950)" in said
    rows = list(csv.reader(own.read_text(encoding="utf-8-sig").splitlines()))
    gone = next(row for row in rows if row[0] == "nhat-ky")
    rows.remove(gone)
    head = next(row for row in rows if row[0] == "tep")
    head[4] = str(int(head[4]) - 1)
    cut = tmp_path / "cut.csv"
    with cut.open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    # A forger who corrects the count too: only the whole chain tells.
    assert script.main([str(cut)]) == 0
    capsys.readouterr()
    assert script.main([str(cut), "--whole", whole]) == 1
    assert capsys.readouterr().out == f"line {gone[1]}: missing\n"


def test_some_days_are_verified_from_the_root_before_them(
    world: World, client: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    days_of_lines()
    part = downloaded(client, tmp_path, "/nhat-ky-cong-bo/nhat-ky.jsonl?tu=2026-11-03&den=2026-11-03")
    assert script.main([str(part)]) == 0
    assert "(doan )" in capsys.readouterr().out
    lines = [json.loads(line) for line in part.read_text().splitlines()]
    assert sum(line["dong"] == "nhat-ky" for line in lines) == 4
    assert sum(line["dong"] == "goc-ngay" for line in lines) >= 1
    part.write_text("\n".join(json.dumps(line) for line in lines if line["stt"] != lines[-2]["stt"]))
    assert script.main([str(part)]) == 1
    assert capsys.readouterr().out == f"line {lines[-2]['stt']}: missing\n"


def test_the_script_runs_alone_and_tells_wrong_use(tmp_path: Path) -> None:
    program = Path(settings.BASE_DIR) / "deploy" / "verify_log.py"
    assert len(program.read_text().splitlines()) < 120
    for content in ("", "a,b\n1,2\n", "\x00\x00"):
        file = tmp_path / "nhat-ky.csv"
        file.write_text(content)
        ended = subprocess.run(
            [sys.executable, "-I", str(program), str(file)], capture_output=True, text=True
        )
        assert (ended.returncode, ended.stdout[:14]) == (2, "cannot be read")
    assert subprocess.run([sys.executable, "-I", str(program)], capture_output=True).returncode == 2


def test_a_table_that_lost_its_guard_is_told() -> None:
    days_of_lines()
    with append_only.lifted():
        code, report = verified()
    assert code == 1
    tables = {finding["message"] for finding in report["findings"]}  # type: ignore[attr-defined]
    assert any(TABLE in message for message in tables)
    assert verified()[0] == 0


def test_roots_are_written_for_days_that_are_over_and_only_once() -> None:
    days_of_lines(days=3)
    assert list(DailyRoot.objects.values_list("sequence", flat=True)) == [4, 8, 12]
    assert [f"{root.day}" for root in DailyRoot.objects.all()] == ["2026-11-02", "2026-11-03", "2026-11-04"]
    from portal.publication.services import write_roots

    assert write_roots() == 0
