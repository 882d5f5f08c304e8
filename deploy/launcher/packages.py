"""Installs further hashed sets of requirements (bootstrap.sh installs the first one)."""

import shutil
from pathlib import Path

from deploy.launcher.place import PYTHON, ROOT, Stamp, digest, environment, say
from deploy.launcher.processes import Processes, StepFailed


def find_uv() -> str | None:
    beside = Path(PYTHON).parent / "uv"
    return str(beside) if beside.exists() else shutil.which("uv")


def install(processes: Processes, name: str, python: Path, stamp_folder: Path) -> None:
    """Installs requirements/<name>.txt, checked by hash, for the given interpreter unless that is done."""
    source = ROOT / "requirements" / f"{name}.txt"
    stamp = Stamp(stamp_folder / f".installed-{name}", digest([source]))
    if stamp.is_current():
        return
    say(f"installing the Python packages of requirements/{name}.txt")
    env = environment(UV_SYSTEM_CERTS="1", UV_LINK_MODE="copy")
    uv = find_uv()
    try:
        if uv is None:
            raise StepFailed(["uv"], 127)
        processes.run(
            uv, "pip", "install", "-q", "--python", python, "--require-hashes", "-r", source, env=env
        )
    except StepFailed:
        processes.run(python, "-m", "pip", "install", "-q", "--require-hashes", "-r", source, env=env)
    stamp.set()


def make_environment(processes: Processes, folder: Path) -> Path:
    """A second virtual environment; returns its interpreter. One that does not run is made anew."""
    python = folder / "bin" / "python"
    if python.exists() and processes.run(python, "-c", "pass", check=False) == 0:
        return python
    shutil.rmtree(folder, ignore_errors=True)
    uv = find_uv()
    if uv is not None:
        processes.run(uv, "venv", "-q", "--python", PYTHON, folder)
    else:
        processes.run(PYTHON, "-m", "venv", folder)
    return python
