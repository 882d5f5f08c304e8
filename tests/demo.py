"""The demonstration province, served as `make run` serves it: for tests in a browser.

Kept in PORTAL_VAR/demonstration between runs, since filling it takes a minute or two; the seeds see to what
has changed. Other migrations make it anew.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from deploy.launcher.place import ROOT, VAR, Stamp, app_files, digest
from deploy.services.base import free_port
from tests.services.portal_server import gunicorn

FOLDER = VAR / "demonstration"


def environment(port: int) -> dict[str, str]:
    """What the server's processes see: no database or search server of the tests."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {
        **kept,
        "PORTAL_VAR": str(FOLDER),
        "PORTAL_DEMO": "1",
        "PORTAL_BIND": f"127.0.0.1:{port}",
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "PYTHONPATH": f"{ROOT / 'site'}:{ROOT}",
    }


def prepare(env: dict[str, str]) -> None:
    """Database, contents and static files."""
    stamp = Stamp(FOLDER / "migrations", digest(app_files("**/migrations/*.py")))
    if not stamp.is_current():
        shutil.rmtree(FOLDER, ignore_errors=True)
        FOLDER.mkdir(parents=True)
    assets = FOLDER / "assets"
    if not assets.exists():
        assert (VAR / "assets").is_dir(), "make assets builds what pages need"
        assets.symlink_to(VAR / "assets", target_is_directory=True)
    for words in (["migrate", "--noinput"], ["seed"], ["collectstatic", "--noinput", "--clear"]):
        command = [sys.executable, "manage.py", *words, "--verbosity=0"]
        ran = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, f"{words[0]}: {ran.stdout[-3000:]}{ran.stderr[-3000:]}"
    stamp.set()


@contextmanager
def served_copy(folder: Path, **more: str) -> Iterator[str]:
    """Address of a demonstration of a test's own, on a copy of the tests' one, to be changed.

    ``more``: environment variables besides.
    """
    port = free_port()
    prepare(environment(port))
    with (
        sqlite3.connect(FOLDER / "portal.sqlite3") as kept,
        sqlite3.connect(folder / "portal.sqlite3") as copy,
    ):
        kept.backup(copy)
    for name in ("assets", "static", "secret-key"):
        (folder / name).symlink_to(FOLDER / name)
    address = f"http://127.0.0.1:{port}"
    env = environment(port) | {"PORTAL_VAR": str(folder), "PORTAL_BASE_URL": address} | more
    with gunicorn(env, folder / "server.log"):
        yield address


@pytest.fixture(scope="session")
def demonstration() -> Iterator[str]:
    """Address of the running demonstration, without a slash at the end; tests only read from it."""
    port = free_port()
    env = environment(port)
    prepare(env)
    with gunicorn(env, FOLDER / "server.log"):
        yield f"http://127.0.0.1:{port}"
