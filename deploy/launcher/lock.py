"""`make lock`: renews requirements/*.txt and package-lock.json from pyproject.toml and package.json.

No lock file names the address of a registry; each installs from the one that the machine is set up for.
"""

from deploy.launcher.frontend import prepare_node
from deploy.launcher.packages import find_uv
from deploy.launcher.place import ROOT, environment
from deploy.launcher.processes import Processes, StepFailed

SETS: dict[str, list[str]] = {
    "base": ["pyproject.toml"],
    "dev": ["pyproject.toml", "--group=dev", "--constraint=requirements/base.txt"],
    "uv": ["--group=installer"],
    "node": ["--group=node"],
    # The same portal on the next Wagtail, which pyproject.toml rules out: `make check` loads and migrates it.
    "wagtail8": ["pyproject.toml", "--override=requirements/wagtail8.override"],
}
OPTIONS = [
    "--quiet",
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-header",
    "--no-annotate",
]


def lock(processes: Processes) -> int:
    uv = find_uv()
    if uv is None:
        raise StepFailed(["uv"], 127)
    for name, sources in SETS.items():
        target = ROOT / "requirements" / f"{name}.txt"
        command = [uv, "pip", "compile", *OPTIONS, *sources, f"--output-file={target}"]
        processes.run(*command, env=environment(UV_SYSTEM_CERTS="1"))
    npm, env = prepare_node(processes)
    processes.run(*npm, "install", "--package-lock-only", "--loglevel=error", env=env)
    return 0
