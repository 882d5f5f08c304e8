"""python -m deploy.launcher COMMAND: what a target of the Makefile does once .venv is there."""

import sys
from collections.abc import Callable

from deploy.launcher import checks, lock, serve, suites
from deploy.launcher.frontend import build_assets
from deploy.launcher.place import make_var, say
from deploy.launcher.processes import Processes, StepFailed, Stopped


def assets(processes: Processes) -> int:
    make_var()
    build_assets(processes)
    return 0


COMMANDS: dict[str, Callable[[Processes], int]] = {
    "run": serve.serve,
    "assets": assets,
    "check": checks.check,
    "test": suites.test,
    "test-fast": suites.test_fast,
    "test-slow": suites.test_slow,
    "bench": suites.bench,
    "lock": lock.lock,
}


def main(words: list[str]) -> int:
    if len(words) != 1 or words[0] not in COMMANDS:
        print(f"usage: python -m deploy.launcher {{{','.join(COMMANDS)}}}", file=sys.stderr)
        return 2
    command = words[0]
    try:
        with Processes() as processes:
            return COMMANDS[command](processes)
    except serve.Refused as refusal:
        print(refusal, file=sys.stderr)
        return refusal.code
    except StepFailed as failure:
        print(f"Stopped: {failure}", file=sys.stderr)
        return 1
    except Stopped as stop:
        say(f"ended by {stop}")
        return 128 + stop.signum


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
