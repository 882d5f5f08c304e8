"""Provisioning of a whole province: cut off by SIGKILL and completed, at the same price for each site."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deploy.launcher.place import ROOT
from portal.agencies.provisioning import provision_file
from tests import big_province
from tests.agencies.tables import DEPARTMENT, HEADING, PROVINCE, table

WHOLE = """
import json
from home.models import HomePage
from portal.agencies.models import Agency
from portal.agencies.provisioning import steps
from wagtail.models import Page
lacking = set().union(*(step.incomplete() for step in steps()))
print("RESULT", json.dumps({
    "agencies": Agency.objects.count(), "lacking": len(lacking),
    "homes": HomePage.objects.live().count(), "collections": Agency.objects.exclude(collection=None).count(),
    "problems": sum(len(found) for found in Page.find_problems())}))
"""


def environment(folder: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    settings = {"PORTAL_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "portal.settings.dev"}
    return kept | settings | {"PYTHONPATH": f"{ROOT / 'site'}:{ROOT}"}


def manage(folder: Path, *words: str) -> str:
    command = [sys.executable, "manage.py", *words]
    ran = subprocess.run(
        command, cwd=ROOT, env=environment(folder), capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout[-2000:] + ran.stderr[-2000:]
    return ran.stdout


def state(folder: Path) -> dict[str, int]:
    """What stands, as a process of its own sees it."""
    said = manage(folder, "shell", "--no-imports", "-c", WHOLE)
    line = next(line for line in said.splitlines() if line.startswith("RESULT "))
    found: dict[str, int] = json.loads(line.removeprefix("RESULT "))
    return found


def agencies(folder: Path) -> int:
    """How many agencies are committed, without a process of the portal."""
    with sqlite3.connect(f"file:{folder / 'portal.sqlite3'}?mode=ro", uri=True, timeout=30) as database:
        return int(database.execute("SELECT count(*) FROM agencies_agency").fetchone()[0])


@pytest.mark.slow
def test_killed_midway_whole_sites_stand_and_the_next_run_completes_them(tmp_path: Path) -> None:
    """A real SIGKILL of a real process; prints how long the 150 sites took."""
    folder = tmp_path / "var"
    folder.mkdir()
    file = big_province.register(tmp_path)
    manage(folder, "migrate", "--noinput", "--verbosity=0")
    manage(folder, "seed", "--only", "locales")
    began = time.monotonic()
    command = [sys.executable, "manage.py", "provision_agencies", str(file)]
    first = subprocess.Popen(
        command, cwd=ROOT, env=environment(folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    while agencies(folder) < big_province.AGENCIES // 2:
        assert first.poll() is None
        time.sleep(0.05)
    first.send_signal(signal.SIGKILL)
    assert first.wait() == -signal.SIGKILL
    cut = state(folder)
    assert big_province.AGENCIES // 2 <= cut["agencies"] < big_province.AGENCIES
    assert cut["lacking"] == cut["problems"] == 0
    assert cut["homes"] == cut["collections"] == cut["agencies"]
    report = tmp_path / "report.json"
    manage(folder, "provision_agencies", str(file), "--report", str(report))
    seconds = time.monotonic() - began
    told = json.loads(report.read_text())
    assert len(told["unchanged"]) == cut["agencies"]
    assert len(told["created"]) == big_province.AGENCIES - cut["agencies"]
    whole = state(folder)
    assert whole["agencies"] == whole["homes"] == whole["collections"] == big_province.AGENCIES
    assert whole["lacking"] == whole["problems"] == 0
    sys.stderr.write(f"\n150 sites, killed once and completed: {seconds:.0f} s\n")


def rows(first: int, count: int) -> list[list[str]]:
    return [
        [f"7{number:04}", f"Xã Số {number}", "xa", "xa", "40", "", "", ""]
        for number in range(first, first + count)
    ]


@pytest.mark.django_db
def test_the_thirtieth_site_costs_what_the_first_did(tmp_path: Path) -> None:
    """Queries a site, counted on the next row alone; 20 % are left to the depth of trees and batches."""
    provision_file(table(tmp_path, [PROVINCE, DEPARTMENT, *rows(0, 2)], HEADING))

    def price(number: int) -> int:
        file = table(tmp_path, rows(number, 1), HEADING)
        with CaptureQueriesContext(connection) as asked:
            provision_file(file)
        return len(asked)

    early = price(2)
    provision_file(table(tmp_path, rows(3, 26), HEADING))
    late = price(29)
    assert late <= early * 1.2
    # About forty a section page: two trees of languages, revision, log line and search.
    assert early < 500, early
