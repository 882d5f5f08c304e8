"""`make run`: set up what is missing or changed, then serve the province on 127.0.0.1 until Ctrl-C."""

import contextlib
import json
import os
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from deploy.launcher.frontend import build_assets
from deploy.launcher.messages import compile_messages
from deploy.launcher.place import (
    PYTHON,
    ROOT,
    VAR,
    Stamp,
    app_files,
    digest,
    environment,
    files,
    make_var,
    say,
)
from deploy.launcher.processes import Processes, Stopped

HOST = "127.0.0.1"
READY_SECONDS = 120


class Refused(Exception):
    """The run cannot begin; the message says why and what to do. Code 2 where a wish was not understood."""

    def __init__(self, message: str, code: int = 1) -> None:
        super().__init__(message)
        self.code = code


def wanted_port() -> int:
    word = os.environ.get("PORT") or "8000"
    if not word.isdecimal() or not 0 < int(word) < 65536:
        raise Refused(f"PORT={word} is not a port number.", code=2)
    return int(word)


def refuse_busy_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise Refused(
                f"Port {port} is not free ({error.strerror}). Choose another: make run PORT=8123"
            ) from None


def wanted_folder() -> Path | None:
    """The folder of a real export (DATA=…), or None for the demonstration's own catalogue."""
    word = os.environ.get("DATA", "")
    if not word:
        return None
    folder = Path(word).resolve()
    if not folder.is_dir():
        raise Refused(f"DATA={word}: there is no such folder.", code=2)
    return folder


def claim_catalogue(folder: Path | None) -> None:
    """Records which catalogue PORTAL_VAR holds, and refuses to mix the two in one database.

    A province that has left the demonstration (manage.py start_province) takes any export.
    """
    record = VAR / "catalogue.json"
    if is_province():
        return
    wanted = "data" if folder else "demonstration"
    held = json.loads(record.read_text())["kind"] if record.exists() else wanted
    if held != wanted:
        again = "make run DATA=folder" if held == "data" else "make run"
        here = "the catalogue of a real export" if held == "data" else "the demonstration's catalogue"
        raise Refused(
            f"{VAR} holds {here}; the two are never mixed. Go on with it: {again}\n"
            f"or keep the other one elsewhere: make run PORTAL_VAR=another-folder …\n"
            f"or delete this one: make clean"
        )
    record.write_text(json.dumps({"kind": wanted, "folder": str(folder) if folder else None}))


def is_province() -> bool:
    """Whether manage.py start_province has made a real province of what PORTAL_VAR holds."""
    record = VAR / "catalogue.json"
    return record.exists() and json.loads(record.read_text())["kind"] == "province"


@contextlib.contextmanager
def only_one() -> Iterator[None]:
    """Holds PORTAL_VAR/run.pid, so that two launchers never write to one folder."""
    claim = VAR / "run.pid"
    if claim.exists():
        word = claim.read_text().strip()
        if word.isdecimal() and is_launcher(int(word)):
            raise Refused(
                f"The portal already runs in {VAR} (process {word}). For a second one: PORTAL_VAR=folder"
            )
    claim.write_text(f"{os.getpid()}\n")
    try:
        yield
    finally:
        claim.unlink(missing_ok=True)


def is_launcher(pid: int) -> bool:
    """Whether the process lives and is a launcher (a number may have been given to another program since)."""
    try:
        os.kill(pid, 0)
        return b"deploy.launcher" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except ProcessLookupError:
        return False
    except OSError:
        return True


def set_up(processes: Processes, env: dict[str, str], folder: Path | None) -> None:
    """Assets, translations, database, static files and contents; leaves out what has not changed."""
    build_assets(processes)
    compile_messages()
    manage = [PYTHON, "manage.py"]
    requirements = ROOT / "requirements" / "base.txt"

    migrated = Stamp.in_var("migrations", digest([requirements, *app_files("**/migrations/*.py")]))
    if "DATABASE_URL" in env or not migrated.is_current() or not (VAR / "portal.sqlite3").exists():
        say("bringing the database up to date")
        migrated.forget()
        processes.run(*manage, "migrate", "--noinput", "--verbosity=0", env=env)
        migrated.set()

    assets = (VAR / "stamps" / "assets").read_text()
    collected = Stamp.in_var(
        "static", digest([requirements, *files("static/**/*"), *app_files("**/static/**/*")], assets)
    )
    if not collected.is_current() or not (VAR / "static").is_dir():
        say("collecting the static files")
        collected.forget()
        processes.run(*manage, "collectstatic", "--noinput", "--clear", "--verbosity=0", env=env)
        collected.set()

    say("filling the province; what has not changed is left out")
    claim_catalogue(folder)
    processes.run(*manage, "seed", *(["--data", folder] if folder else []), env=env)


def wait_until_ready(processes: Processes, address: str) -> None:
    """Waits until /-/ready answers 200; gives up when a process has ended or READY_SECONDS have passed."""
    deadline = time.monotonic() + READY_SECONDS
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while time.monotonic() < deadline:
        for name, child in processes.children.items():
            if child.poll() is not None:
                raise Refused(f"The {name} ended with code {child.returncode}.")
        try:
            with opener.open(f"{address}/-/ready", timeout=5):
                return
        except (OSError, urllib.error.URLError):
            time.sleep(0.2)
    raise Refused(f"{address}/-/ready did not answer within {READY_SECONDS} seconds.")


def serve(processes: Processes) -> int:
    """The whole of `make run`; returns the exit code."""
    began = time.monotonic()
    port, folder = wanted_port(), wanted_folder()
    make_var()
    with only_one():
        if folder is not None or (VAR / "catalogue.json").exists():
            claim_catalogue(folder)
        refuse_busy_port(port)
        demo = "0" if is_province() else "1"
        env = environment(PORTAL_DEMO=demo, PORTAL_BIND=f"{HOST}:{port}", WEB_CONCURRENCY="1")
        env.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
        set_up(processes, env, folder)
        address = f"http://{HOST}:{port}"
        processes.start("server", [PYTHON, "-m", "gunicorn", "--config", "gunicorn.conf.py"], env)
        processes.start("job runner", [PYTHON, "manage.py", "run_jobs"], env)
        wait_until_ready(processes, address)
        print(
            f"\nThe portal answers (after {time.monotonic() - began:.0f} s):\n"
            f"  province   {address}/\n"
            f"  procedures {address}/thu-tuc/\n"
            f"  offices    {address}/co-quan/\n"
            f"  communes   {address}/xa-phuong/\n"
            f"  editors    {address}/admin/\n"
            f"  state      {address}/-/health\n"
            f"All files are in {VAR}. Ctrl-C ends it.\n",
            flush=True,
        )
        try:
            ended = processes.wait_any()
        except Stopped:
            say("ending the server")
            return 0
        say(f"the {ended} ended with code {processes.children[ended].returncode}; ending the rest")
        return 1
