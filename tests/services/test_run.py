"""`make run`: one command serves the province; a second start repeats nothing; nothing outlives it."""

import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.launcher.place import ROOT
from deploy.services.base import free_port

pytestmark = pytest.mark.slow

FIRST_START_SECONDS = 480
LATER_START_SECONDS = 60
REPEATED = ("installing", "building", "bringing the database", "collecting", " / 1")


class Run:
    """`sh bootstrap.sh run` with a folder of its own, as if typed in a terminal (one process group)."""

    def __init__(self, var: Path, **env: str) -> None:
        self.var, self.port = var, free_port()
        self.log = var.parent / f"run-{self.port}.log"
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                ["sh", "bootstrap.sh", "run", f"PORT={self.port}"],
                cwd=ROOT,
                env={**kept, "PORTAL_VAR": str(var), **env},
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def output(self) -> str:
        return self.log.read_text()

    def get(self, path: str) -> int:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=20) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def wait_until_announced(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while "The portal answers" not in self.output():
            assert self.process.poll() is None, self.output()
            assert time.monotonic() < deadline, self.output()
            time.sleep(0.2)

    def press_ctrl_c(self) -> int:
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(30)

    def left_over(self) -> dict[int, str]:
        """Processes, by number, that still carry this run's folder in their environment."""
        mark = f"PORTAL_VAR={self.var}\0".encode()
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if mark in (folder / "environ").read_bytes():
                    found[int(folder.name)] = (folder / "cmdline").read_text().replace("\0", " ")
            except OSError:
                continue
        return found

    def find(self, word: str) -> int:
        return min(pid for pid, command in self.left_over().items() if word in command)


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("run") / "var"


@pytest.fixture
def runs() -> Iterator[list[Run]]:
    """Runs of one test; ended outright should it fail."""
    started: list[Run] = []
    yield started
    for run in started:
        if run.process.poll() is None:
            os.killpg(run.process.pid, signal.SIGKILL)
            run.process.wait()


def test_one_command_serves_the_province_and_ctrl_c_ends_all_of_it(var: Path, runs: list[Run]) -> None:
    run = Run(var)
    runs.append(run)
    run.wait_until_announced(FIRST_START_SECONDS)
    assert {
        path: run.get(path) for path in ("/-/live", "/-/ready", "/-/health", "/", "/thu-tuc/")
    } == dict.fromkeys(("/-/live", "/-/ready", "/-/health", "/", "/thu-tuc/"), 200)
    assert run.press_ctrl_c() == 0
    assert run.left_over() == {}
    assert not (var / "run.pid").exists()


def test_a_second_start_repeats_nothing_and_ends_when_its_server_is_killed(
    var: Path, runs: list[Run]
) -> None:
    run = Run(var)
    runs.append(run)
    run.wait_until_announced(LATER_START_SECONDS)
    assert [word for word in REPEATED if word in run.output()] == []
    os.kill(run.find("gunicorn"), signal.SIGKILL)
    assert run.process.wait(30) == 1
    assert "the server ended" in run.output()
    assert run.left_over() == {}


def test_the_other_catalogue_and_a_second_launcher_are_refused(
    var: Path, runs: list[Run], tmp_path: Path
) -> None:
    other = Run(var, DATA=str(tmp_path))
    runs.append(other)
    assert other.process.wait(60) == 1
    assert "make clean" in other.output()
    first = Run(var)
    runs.append(first)
    first.wait_until_announced(LATER_START_SECONDS)
    second = Run(var)
    runs.append(second)
    assert second.process.wait(60) == 1
    assert "already runs" in second.output()
    assert first.get("/-/ready") == 200
    assert first.press_ctrl_c() == 0
