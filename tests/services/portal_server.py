"""Gunicorn with the portal, as in production but for a test: started, waited for, ended."""

import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.launcher.place import ROOT

START_SECONDS = 60


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


@contextmanager
def gunicorn(env: dict[str, str], log: Path, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    """The server's first process, once it answers at its ``PORTAL_BIND``; what it prints goes to ``log``."""
    command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", *options]
    with log.open("w") as output:
        server = subprocess.Popen(command, cwd=ROOT, env=env, stdout=output, stderr=subprocess.STDOUT)
        try:
            deadline = time.monotonic() + START_SECONDS
            while not answers(f"http://{env['PORTAL_BIND']}/-/ready"):
                assert server.poll() is None, log.read_text()
                assert time.monotonic() < deadline, log.read_text()
                time.sleep(0.2)
            yield server
        finally:
            server.terminate()
            server.wait(20)
