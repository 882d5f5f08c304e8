"""Where things are, and the environment that every started process gets."""

import hashlib
import os
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VAR = Path(os.environ.get("PORTAL_VAR") or ROOT / "var").resolve()
PYTHON = sys.executable
# The folders of the applications, as they lie in the repository.
APP_FOLDERS = ("site/portal", "home", "procedures_pages", "feedback", "search")
IN_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}


def make_var() -> Path:
    """Creates the folder of everything written and marks it as ours for `make clean`."""
    VAR.mkdir(parents=True, exist_ok=True)
    (VAR / ".portal").touch()
    return VAR


def environment(**changes: str) -> dict[str, str]:
    """The caller's environment with PORTAL_VAR made absolute and this Python's programs first on PATH."""
    path = os.pathsep.join([str(Path(PYTHON).parent), os.environ.get("PATH", os.defpath)])
    return {**os.environ, "PORTAL_VAR": str(VAR), "PATH": path, "PYTHONUNBUFFERED": "1", **changes}


def files(*patterns: str) -> list[Path]:
    """The files of the repository that match glob patterns relative to its root, sorted."""
    found = {path for pattern in patterns for path in ROOT.glob(pattern)}
    return sorted(path for path in found if path.is_file() and "__pycache__" not in path.parts)


def app_files(pattern: str) -> list[Path]:
    """The files of all applications that match a pattern, such as "**/migrations/*.py"."""
    return files(*(f"{folder}/{pattern}" for folder in APP_FOLDERS))


def digest(paths: Iterable[Path], *words: object) -> str:
    """SHA-256 over names and contents of files, and over further words."""
    total = hashlib.sha256(repr(words).encode())
    for path in paths:
        total.update(
            str(path.relative_to(ROOT)).encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest()
        )
    return total.hexdigest()


class Stamp:
    """Remembers in a file what a step was last done for, so that a second run can leave it out."""

    def __init__(self, path: Path, value: str) -> None:
        self.path, self.value = path, value

    @classmethod
    def in_var(cls, name: str, value: str) -> "Stamp":
        return cls(VAR / "stamps" / name, value)

    def is_current(self) -> bool:
        return self.path.is_file() and self.path.read_text() == self.value

    def forget(self) -> None:
        self.path.unlink(missing_ok=True)

    def set(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(self.value)


def say(text: str) -> None:
    print(f"== {text}", flush=True)
