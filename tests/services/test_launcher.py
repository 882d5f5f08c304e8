"""The launcher repeats nothing, mixes no catalogues, and leaves no process behind."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from deploy.launcher import serve
from deploy.launcher.place import ROOT, Stamp

# A parent that starts a "server" which itself starts a child. Both process numbers are printed, either first.
PARENT = """
import sys
from deploy.launcher.processes import Processes, Stopped
child = "import subprocess as s; p = s.Popen(['sleep', '300']); print('child', p.pid, flush=True); p.wait()"
try:
    with Processes() as processes:
        print("server", processes.start("server", [sys.executable, "-c", child]).pid, flush=True)
        processes.wait_any()
except Stopped as stop:
    sys.exit(128 + stop.signum)
"""


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not state.exists() or state.read_text().rsplit(")", 1)[1].split()[0] != "Z"


def wait_for(condition: Callable[[], bool], seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_everything_that_was_started(signum: signal.Signals) -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    pids = [int(parent.stdout.readline().split()[1]) for _ in range(2)]
    assert all(is_alive(pid) for pid in pids)
    parent.send_signal(signum)
    assert parent.wait(20) == 128 + signum
    parent.stdout.close()
    assert wait_for(lambda: not any(is_alive(pid) for pid in pids))


def test_the_server_ends_when_its_launcher_is_killed_outright() -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    pids = dict(parent.stdout.readline().split() for _ in range(2))
    server, grandchild = int(pids["server"]), int(pids["child"])
    parent.kill()
    parent.wait(20)
    parent.stdout.close()
    try:
        assert wait_for(lambda: not is_alive(server))
    finally:
        os.kill(grandchild, signal.SIGKILL)


def test_a_stamp_is_current_only_for_the_same_value(tmp_path: Path) -> None:
    stamp = Stamp(tmp_path / "deep" / "stamp", "one")
    assert not stamp.is_current()
    stamp.set()
    assert stamp.is_current()
    assert not Stamp(stamp.path, "two").is_current()
    stamp.forget()
    assert not stamp.is_current()


def test_one_folder_never_holds_two_catalogues(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "VAR", tmp_path)
    serve.claim_catalogue(tmp_path)
    assert json.loads((tmp_path / "catalogue.json").read_text())["kind"] == "data"
    with pytest.raises(serve.Refused, match="make clean"):
        serve.claim_catalogue(None)
    serve.claim_catalogue(tmp_path)


@pytest.mark.parametrize("word", ["0", "65536", "http", "-1"])
def test_a_wrong_port_is_refused(word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", word)
    with pytest.raises(serve.Refused):
        serve.wanted_port()


def test_a_province_that_left_the_demonstration_takes_any_export(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serve, "VAR", tmp_path)
    assert not serve.is_province()
    (tmp_path / "catalogue.json").write_text('{"kind": "province", "folder": null}')
    assert serve.is_province()
    serve.claim_catalogue(tmp_path)
    serve.claim_catalogue(None)
    assert serve.is_province()
