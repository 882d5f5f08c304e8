"""The importer's speed against plain inserts on the same machine; its memory against the size of its input.

Seen on two busy cores: 600 procedures with 36 rows, log and search entry each, 68 a second on SQLite, 64 on
PostgreSQL. The gates are ratios, so that a slow importer fails and a slow machine does not.
"""

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

from procedures_pages.importers.run import import_procedures
from procedures_pages.models import Case, Paper, Procedure, ProcedureVersion
from tests.big_province import generated

pytestmark = pytest.mark.slow

COUNT, ROWS = 600, 36
# Seen: 2.2 and 3.2. An importer that saves row by row is far beyond.
DEAREST = 8.0
# Seen: 166 MiB for 500 procedures, 195 MiB for 3,000.
GROWTH = 1.3


def written(folder: Path, count: int) -> Path:
    file = folder / f"{count}.jsonl"
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in generated(count)))
    return file


@pytest.mark.django_db
@pytest.mark.both_databases
def test_importing_costs_little_more_than_plain_inserts(tmp_path: Path) -> None:
    """Against inserting as many bare rows in batches."""
    file = written(tmp_path, COUNT)
    version = ProcedureVersion.objects.create(procedure=Procedure.objects.create(code="8.000000"), name="x")
    case = Case.objects.create(version=version, name="x")
    began = time.perf_counter()
    Paper.objects.bulk_create(
        [Paper(case=case, name=f"Giấy tờ {number}", key=str(number)) for number in range(COUNT * ROWS)],
        batch_size=500,
    )
    plain = time.perf_counter() - began
    began = time.perf_counter()
    report = import_procedures([file])
    took = time.perf_counter() - began
    assert len(report.plan.created) == COUNT
    print(f"{COUNT / took:.0f} procedures a second, {took / plain:.1f} times plain inserts")  # noqa: T201
    assert took / plain <= DEAREST


IMPORT = """
import resource, sys
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("import_procedures", sys.argv[1], verbosity=0)
from procedures_pages.models import Procedure
print(Procedure.objects.count(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def memory(folder: Path, count: int) -> int:
    """The most memory in KiB that a process held while it imported."""
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "PYTHONPATH": f"{settings.BASE_DIR / 'site'}:{settings.BASE_DIR}",
        "PORTAL_VAR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / f'{count}.sqlite3'}",
    }
    ran = subprocess.run(
        [sys.executable, "-c", IMPORT, str(written(folder, count))],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    found = re.search(r"(\d+) (\d+)\s*$", ran.stdout)
    assert found is not None, ran.stderr
    assert int(found[1]) == count
    return int(found[2])


def test_memory_does_not_grow_with_the_input(tmp_path: Path) -> None:
    few, many = memory(tmp_path, 500), memory(tmp_path, 3_000)
    print(f"{few / 1024:.0f} MiB for 500, {many / 1024:.0f} MiB for 3,000")  # noqa: T201
    assert many / few <= GROWTH
