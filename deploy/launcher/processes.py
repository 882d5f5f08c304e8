"""Starts processes and ends all of them, and all that they started, however this one ends."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from pathlib import Path
from types import FrameType

from deploy.launcher.place import ROOT, environment

GRACE_SECONDS = 15.0


class Stopped(Exception):
    """A signal asked to end everything."""

    def __init__(self, signum: int) -> None:
        super().__init__(signal.Signals(signum).name)
        self.signum = signum


class StepFailed(Exception):
    """A command ended with another code than 0."""

    def __init__(self, command: list[str], code: int) -> None:
        super().__init__(f"{' '.join(command)} ended with code {code}")
        self.code = code


def die_with_parent() -> Callable[[], None] | None:
    """A hook for a new child: the kernel ends it when its parent was killed outright (Linux only)."""
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)
    return lambda: libc.prctl(1, signal.SIGTERM) and None


class Processes:
    """The children of one launcher, each the leader of its own process group.

    Used as a context manager: SIGINT, SIGTERM and SIGHUP raise Stopped, and leaving ends every child's group,
    with SIGTERM first and SIGKILL after GRACE_SECONDS or at a second signal.
    """

    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def __init__(self) -> None:
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.impatient = False

    def __enter__(self) -> "Processes":
        for signum in self.signals:
            signal.signal(signum, self._raise)
        return self

    def __exit__(self, *_: object) -> None:
        for signum in self.signals:
            signal.signal(signum, self._hurry)
        self.stop()

    def _raise(self, signum: int, frame: FrameType | None) -> None:
        raise Stopped(signum)

    def _hurry(self, signum: int, frame: FrameType | None) -> None:
        self.impatient = True

    def start(
        self,
        name: str,
        command: Iterable[object],
        env: Mapping[str, str] | None = None,
        output: Path | None = None,
    ) -> subprocess.Popen[bytes]:
        """Starts a child and returns at once; what it prints goes to ``output`` where given."""
        with open(output, "wb") if output else nullcontext() as file:
            child = subprocess.Popen(
                [str(word) for word in command],
                cwd=ROOT,
                env=dict(env or environment()),
                start_new_session=True,
                preexec_fn=die_with_parent(),
                stdout=file,
                stderr=file,
            )
        self.children[name] = child
        return child

    def run(self, *command: object, env: Mapping[str, str] | None = None, check: bool = True) -> int:
        """Runs a command to its end and returns its code; with check, raises StepFailed unless it is 0."""
        name = f"step {len(self.children)}"
        self.start(name, command, env)
        code = self.finish(name)
        if code and check:
            raise StepFailed([str(word) for word in command], code)
        return code

    def finish(self, name: str) -> int:
        """Waits for a child that was started under this name; returns its code."""
        child = self.children[name]
        try:
            return child.wait()
        finally:
            self._end(child)
            del self.children[name]

    def wait_any(self) -> str:
        """Blocks until a child ends; returns its name."""
        while True:
            for name, child in self.children.items():
                if child.poll() is not None:
                    return name
            time.sleep(0.25)

    def stop(self) -> None:
        """Ends all children and what they started, and waits for them."""
        self._end(*self.children.values())
        self.children.clear()

    def _end(self, *children: subprocess.Popen[bytes]) -> None:
        for child in children:
            if child.poll() is None:
                self._signal_group(child, signal.SIGTERM)
        deadline = time.monotonic() + GRACE_SECONDS
        for child in children:
            while child.poll() is None and time.monotonic() < deadline and not self.impatient:
                time.sleep(0.05)
            self._signal_group(child, signal.SIGKILL)
            child.wait()

    @staticmethod
    def _signal_group(child: subprocess.Popen[bytes], signum: int) -> None:
        try:
            os.killpg(child.pid, signum)
        except (ProcessLookupError, PermissionError):
            return
