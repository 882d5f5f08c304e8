"""Many citizens at once, servers that are killed, a database that goes away: no receipt and no word is lost.

All on 127.0.0.1, bounded in time: a real gunicorn on a real PostgreSQL with the large province.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from deploy.launcher.place import ROOT, VAR
from deploy.services.base import free_port
from tests.feedback.asking import QUESTION, hidden
from tests.feedback.citizens import BROKEN, Citizen
from tests.services.gate import Gate
from tests.services.portal_server import gunicorn

pytestmark = [pytest.mark.slow, pytest.mark.big, pytest.mark.postgresql]

A_SECOND, SECONDS, P95 = 10, 20, 0.3
ROUNDS, AT_ONCE = 100, 3
# The robots' trap: nobody sends a form that was drawn less than three seconds ago.
READING = 3.2


def environment(folder: Path, database: str) -> dict[str, str]:
    """A portal of the test's own in a folder; visitors' addresses come from the proxy that the test plays."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    port = free_port()
    (folder / "assets").symlink_to(VAR / "assets", target_is_directory=True)
    env = {
        **kept,
        "PORTAL_VAR": str(folder),
        "PORTAL_BIND": f"127.0.0.1:{port}",
        "PORTAL_PROXIES": "1",
        "WEB_CONCURRENCY": "2",
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "PYTHONPATH": f"{ROOT / 'site'}:{ROOT}",
    }
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"]
    subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True)
    return env


@contextmanager
def portal(folder: Path, database: str, *options: str) -> Iterator[tuple[str, int]]:
    """Address and process number of a running portal."""
    env = environment(folder, database)
    with gunicorn(env, folder / "server.log", *options) as server:
        yield f"http://{env['PORTAL_BIND']}", server.pid


def readers(site: str, first: int, count: int) -> list[Citizen]:
    """So many citizens with the form before them, filled in."""
    found = [Citizen(site, first + number) for number in range(count)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(Citizen.open, found))
    time.sleep(READING)
    return found


def stored(database: str) -> int:
    with psycopg.connect(database) as session:
        row = session.execute("SELECT count(*) FROM feedback_case").fetchone()
        return int(row[0]) if row else 0


def test_ten_receipts_a_second_are_there_within_three_tenths(tmp_path: Path, big_province_url: str) -> None:
    with portal(tmp_path, big_province_url) as (site, _pid):
        for citizen in readers(site, 900, 8):
            assert citizen.send()[0] == 200
        people = readers(site, 0, A_SECOND * SECONDS)
        begun = time.monotonic() + 0.1

        def send(citizen: Citizen) -> float:
            """Seconds from the moment when it was due, so that a queue is counted too."""
            due = begun + citizen.number / A_SECOND
            time.sleep(max(0.0, due - time.monotonic()))
            status, page = citizen.send()
            assert status == 200, page[:500]
            return time.monotonic() - due

        with ThreadPoolExecutor(20) as pool:
            taken = sorted(pool.map(send, people))
    assert len({citizen.code for citizen in people}) == len(people)
    p95 = taken[int(len(taken) * 0.95)]
    assert p95 <= P95, (taken[len(taken) // 2], p95, taken[-1])


def test_a_hundred_at_once_get_a_hundred_codes(tmp_path: Path, big_province_url: str) -> None:
    before = stored(big_province_url)
    with portal(tmp_path, big_province_url) as (site, _pid):
        people = readers(site, 0, 100)
        with ThreadPoolExecutor(len(people)) as pool:
            answers = list(pool.map(Citizen.send, people))
    assert [page[:300] for status, page in answers if status != 200] == []
    assert len({citizen.code for citizen in people}) == len(people)
    assert stored(big_province_url) - before == len(people)


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def kill(worker: int) -> bool:
    """Kill a worker that lives; one that was killed before stays listed until gunicorn looks."""
    try:
        state = Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()[0]
        if state == "Z":
            return False
        os.kill(worker, signal.SIGKILL)
    except (FileNotFoundError, ProcessLookupError):
        return False
    return True


def insist(citizen: Citizen) -> None:
    """Press "Gửi" until there is a receipt, as somebody does whose browser says that the connection broke."""
    for _try in range(60):
        try:
            citizen.send()
        except BROKEN:
            time.sleep(0.1)
        if citizen.code:
            return
    raise AssertionError(f"citizen {citizen.number} never got a receipt")


def test_a_hundred_killed_servers_lose_no_receipt_and_double_none(
    tmp_path: Path, big_province_url: str
) -> None:
    chance = random.Random(7)
    before = stored(big_province_url)
    killed = 0
    # The application is loaded once and workers are copies of it, so that a hundred rounds take minutes.
    with portal(tmp_path, big_province_url, "--preload") as (site, pid):
        everybody = readers(site, 0, ROUNDS * AT_ONCE)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for number in range(ROUNDS):
                senders = everybody[number * AT_ONCE : (number + 1) * AT_ONCE]
                sending = [pool.submit(insist, citizen) for citizen in senders]
                time.sleep(chance.uniform(0.0, 0.12))
                killed += sum([kill(worker) for worker in children(pid)])
                for ended in sending:
                    ended.result(60)
        assert killed >= ROUNDS
        assert len({citizen.code for citizen in everybody}) == len(everybody)
        assert stored(big_province_url) - before == len(everybody)
        lost = [citizen.number for citizen in everybody[::5] if not citizen.look_up()]
    assert lost == []


def test_half_a_minute_without_database_keeps_what_was_typed(tmp_path: Path, big_province_url: str) -> None:
    before = stored(big_province_url)
    gate = Gate.before(big_province_url)
    with gate, portal(tmp_path, gate.url) as (site, _pid):
        citizen = readers(site, 0, 1)[0]
        gate.shut()
        gone, page = time.monotonic(), ""
        while time.monotonic() - gone < 30:
            status, page = citizen.send()
            assert status == 503
            assert "Chưa gửi được" in page
            assert QUESTION in page
            citizen.form = hidden(page) | {"csrfmiddlewaretoken": citizen.form["csrfmiddlewaretoken"]}
            status, plain = citizen.ask(f"{site}/")
            assert status == 503
            assert "Máy chủ đang bận" in plain
            time.sleep(1)
        assert citizen.form["content"] == QUESTION
        assert citizen.form["phone"] == citizen.phone
        gate.open()
        assert citizen.send()[0] == 200
        assert citizen.look_up()
    assert stored(big_province_url) - before == 1
