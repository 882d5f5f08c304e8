"""python -m deploy.services: the servers of the test suite by hand.

    python -m deploy.services start [NAME…]       run them until Ctrl-C or `stop` (see var/services.env)
    python -m deploy.services stop                end the ones that `start` runs
    python -m deploy.services run [NAME…] -- CMD  run a command while they run, with their addresses

NAME: postgresql, redis, elasticsearch, mail, clamd, chromium, nginx (default: all).
"""

import os
import shlex
import signal
import sys
import time

from deploy.launcher.place import VAR, environment, make_var
from deploy.launcher.processes import Processes, Stopped
from deploy.services.base import ServiceFailed
from deploy.services.group import KINDS, running

PID_FILE, ENV_FILE = VAR / "services.pid", VAR / "services.env"


def start(names: list[str]) -> int:
    make_var()
    try:
        with running(names) as env:
            lines = "".join(f"export {name}={shlex.quote(value)}\n" for name, value in env.items())
            PID_FILE.write_text(str(os.getpid()))
            ENV_FILE.write_text(lines)
            print(f"{lines}# In another shell: . {ENV_FILE}", flush=True)
            while True:
                time.sleep(3600)
    finally:
        PID_FILE.unlink(missing_ok=True)
        ENV_FILE.unlink(missing_ok=True)


def stop() -> int:
    if not PID_FILE.exists():
        print("not running")
        return 0
    pid = int(PID_FILE.read_text())
    try:
        os.kill(pid, signal.SIGTERM)
    except ProcessLookupError:
        PID_FILE.unlink(missing_ok=True)
        return 0
    while PID_FILE.exists():
        time.sleep(0.1)
    return 0


def main(words: list[str]) -> int:
    verb, rest = (words[0], words[1:]) if words else ("", [])
    at = rest.index("--") if "--" in rest else len(rest)
    names, command = rest[:at] or list(KINDS), rest[at + 1 :]
    if (
        verb not in {"start", "stop", "run"}
        or not set(names) <= set(KINDS)
        or (verb == "run") != bool(command)
    ):
        print(__doc__, file=sys.stderr)
        return 2
    if verb == "stop":
        return stop()
    try:
        with Processes() as processes:
            if verb == "start":
                return start(names)
            with running(names) as env:
                return processes.run(*command, env=environment(**env), check=False)
    except ServiceFailed as failure:
        print(failure, file=sys.stderr)
        return 1
    except Stopped as stopped:
        return 128 + stopped.signum


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
