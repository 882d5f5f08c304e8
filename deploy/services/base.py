"""What the servers for development and tests have in common.

Each runs in the foreground as a child of the process that needs it, on 127.0.0.1 and a free port, and as an
unprivileged user when the caller is root. It ends with its parent, even when that is killed outright.
"""

import contextlib
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from deploy.launcher.place import VAR, make_var
from deploy.launcher.processes import die_with_parent

IS_ROOT = os.geteuid() == 0


class ServiceFailed(Exception):
    """A server is there but did not start; the message holds the end of its log."""


class Service:
    """One server. Subclasses say what they need, how to start it and when it answers.

    packages: Debian packages that bring it. variable: the environment variable that carries its address.
    """

    name: str
    variable: str
    packages: tuple[str, ...]
    user: str | None = None
    stop_signal: int = signal.SIGTERM
    stop_seconds = 30.0

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self._folder: Path | None = None

    def is_there(self) -> bool:
        """Whether its programs are on this machine."""
        raise NotImplementedError

    def start(self) -> None:
        """Begins to start it; must not wait."""

    def wait(self) -> str:
        """Waits until it answers; returns the value of its variable."""
        raise NotImplementedError

    def clean_up(self, code: int | None) -> None:
        """Called after it has ended, with its exit code; None if it never ran."""

    @property
    def install_command(self) -> str:
        return f"apt-get update && apt-get install -y --no-install-recommends {' '.join(self.packages)}"

    def make_folder(self, folder: Path | None = None) -> Path:
        """A folder that belongs to the server's user; by default a new one for this start only."""
        if folder is None:
            folder = Path(tempfile.mkdtemp(prefix=f"{self.name}-{os.getpid()}-", dir=state_folder()))
        folder.mkdir(parents=True, exist_ok=True)
        if IS_ROOT and self.user:
            shutil.chown(folder, self.user)
        self._folder = folder
        return folder

    @property
    def folder(self) -> Path:
        """The folder that make_folder() made."""
        if self._folder is None:
            raise ServiceFailed(f"{self.name} has no folder yet")
        return self._folder

    def delete_folder(self) -> None:
        """Deletes the folder that make_folder() made, if it did."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def as_user(self, *command: object) -> list[str]:
        """The command, with the rights of the server's user when the caller is root."""
        words = [str(word) for word in command]
        if not (IS_ROOT and self.user):
            return words
        end = f"--pdeathsig={signal.Signals(self.stop_signal).name.removeprefix('SIG')}"
        ids = [f"--reuid={self.user}", f"--regid={group_of(self.user)}", "--clear-groups", "--no-new-privs"]
        return ["setpriv", *ids, end, *words]

    def spawn(self, command: Sequence[object], env: Mapping[str, str] | None = None) -> None:
        """Starts the server's process; its output goes to the file output.log in its folder."""
        with (self.folder / "output.log").open("wb") as output:
            self.process = subprocess.Popen(
                self.as_user(*command),
                cwd=self.folder,
                env={**os.environ, **(env or {})},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with_parent(),
            )

    def poll(self, answers: Callable[[], bool], seconds: float) -> None:
        """Waits until `answers` is true; raises ServiceFailed when the process ended or time ran out."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process is not None and self.process.poll() is not None:
                break
            if answers():
                return
            time.sleep(0.1)
        log = self.folder / "output.log"
        tail = log.read_text(errors="replace")[-2000:] if log.exists() else ""
        raise ServiceFailed(f"{self.name} did not start (limit {seconds:.0f} s). End of its output:\n{tail}")

    def stop(self) -> None:
        """Ends the process and waits for it; only ever touches the process that this object started."""
        process, self.process = self.process, None
        code = None
        if process is not None:
            if process.poll() is None:
                process.send_signal(self.stop_signal)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(self.stop_seconds)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            code = process.wait()
        self.clean_up(code)


def group_of(user: str) -> str:
    import grp
    import pwd

    return grp.getgrgid(pwd.getpwnam(user).pw_gid).gr_name


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def can_be_entered_by_all(folder: Path) -> bool:
    return all(parent.stat().st_mode & 0o001 for parent in [folder, *folder.parents])


def state_folder() -> Path:
    """Where servers keep their files: below PORTAL_VAR, or /var/tmp if other users cannot enter it."""
    folder = make_var() / "services"
    folder.mkdir(exist_ok=True)
    folder.chmod(0o755)
    if IS_ROOT and not can_be_entered_by_all(folder):
        folder = Path("/var/tmp") / f"cong-khai-{hashlib.sha256(str(VAR).encode()).hexdigest()[:12]}"  # noqa: S108
        folder.mkdir(exist_ok=True)
        folder.chmod(0o755)
    return folder


def forget_the_killed() -> None:
    """Deletes the folders (name-pid-random) of servers whose run was killed outright."""
    for folder in state_folder().glob("*-*-*"):
        pid = folder.name.split("-")[1]
        if pid.isdecimal() and not Path("/proc", pid).exists() and Path("/proc/self").exists():
            shutil.rmtree(folder, ignore_errors=True)


def cache_folder() -> Path:
    """Where downloads stay for all copies of the project on this machine."""
    if IS_ROOT:
        return Path("/var/cache/cong-khai")
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "cong-khai"
